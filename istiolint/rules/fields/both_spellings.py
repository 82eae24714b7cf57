"""A setting of a chart is written in both of its places, and only one counts.

Since Istio 1.24 the charts of istiod and the CNI take their settings at the root of the values;
as before, they also take them below `pilot:` or `cni:`. What stands there is copied over the
root, be it `false` or empty, so the older spelling wins. The built-in profiles use it too.
Earlier charts read nothing but the older one.

What to do:
  Keep one of them. The one below `pilot:` or `cni:` is what runs now.

Symptoms: setting has no effect, value does not change after upgrade
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Fix, Label, Severity, fault, rule
from istiolint.rules.api.edits import remove
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
        fixed="""
        # istiolint: chart=istiod
        pilot:
          autoscaleMin: 2
          traceSampling: 1
        """,
        releases="1.24..",
    ),
    Example(
        "In a table, and what is false wins as well",
        """
        # istiolint: chart=cni
        cni:
          ambient: {enabled: false}
        #                    ~~~~~ this value counts
        ambient:
          # for the new mesh
          enabled: true
        # ^^^^^^^ ambient.enabled is also written as cni.ambient.enabled, which wins
          dnsCapture: true
        """,
        fixed="""
        # istiolint: chart=cni
        cni:
          ambient: {enabled: false}
        ambient:
          dnsCapture: true
        """,
        releases="1.24..",
    ),
    Example(
        "What fills in the winner may leave it out",
        """
        # istiolint: chart=istiod
        autoscaleMin: 3
        #^^^^^^^^^^^ autoscaleMin is also written as pilot.autoscaleMin, which wins
        pilot:
          autoscaleMin: ${MIN}
        #               ~~~~~~ this value counts
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
        help=f"from Istio 1.24 on the chart copies what stands below {found.expected} over the "
        f"root, and earlier ones read only what stands below {found.expected}",
        fix=_fix(found),
        related=[Label(winner.location, "this value counts")] if winner is not None else (),
    )


def _fix(found: Fault) -> Fix | None:
    """Remove what loses. Another chart that is given the file may read it."""
    winner = found.node
    if winner is None or winner.is_null or winner.is_unknown:
        return None
    edits = remove(found.at)
    title = f"Remove {dotted(found.field)}, which has no effect"
    return Fix(title, edits, safe=found.input.is_sure) if edits is not None else None
