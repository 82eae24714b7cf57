"""A setting of a chart is written in both of its places, and only one counts.

Since Istio 1.24 the charts of istiod and the CNI take their settings at the root of the values;
as before, they also take them below `pilot:` or `cni:`. What stands there is copied over the
root, so the older spelling wins. The built-in profiles use it too.

What to do:
  Keep one of them. The one below `pilot:` or `cni:` is what runs now.

Symptoms: setting has no effect, value does not change after upgrade
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Label, Severity, fault, rule
from istiolint.rules.api.fields import Fault
from istiolint.rules.api.values import dotted

EXAMPLES = [
    Example(
        "At the root and below pilot",
        """
        # istiolint: chart=istiod
        autoscaleMin: 3
        #^^^^^^^^^^^ autoscaleMin is also written as pilot.autoscaleMin, which wins
        pilot:
          autoscaleMin: 2
        #               ~ this value counts
          traceSampling: 1
        """,
        releases="1.24..",
    ),
    Example(
        "Each setting once",
        """
        # istiolint: chart=istiod
        autoscaleMin: 3
        resources:
          requests: {cpu: "1"}
        pilot:
          traceSampling: 1
          resources:
            requests: {memory: 4Gi}
        """,
    ),
]


@rule(fault("both-spellings"), Severity.WARNING, EXAMPLES)
def check(found: Fault, _: Context) -> Iterator[Finding]:
    """Report the setting that loses."""
    path = dotted(found.field)
    winner = found.node
    yield Finding(
        found.at,
        f"{path} is also written as {found.expected}.{path}, which wins",
        help="the chart copies what stands below the older key over the root",
        related=[Label(winner.location, "this value counts")] if winner is not None else (),
    )
