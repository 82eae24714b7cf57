"""A single value stands where a chart has a table of settings.

Helm warns that it cannot overwrite a table with what is none, and goes on: the value
takes the place of the whole table, with all defaults in it, and templates that look for a key
below fail or find nothing. The injector reads istiod's values against its schema: where a
table is no table there, it can create no pod with a sidecar.

What to do:
  Write the setting below the table that the message names, or remove it.

Symptoms: cannot overwrite table with non table, can't evaluate field, failed to unmarshal values, pods not created
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, fault, rule
from istiolint.rules.api.fields import Fault, actual, place

EXAMPLES = [
    Example(
        "A switch that is a table",
        """
        # istiolint: chart=istiod
        pilot:
          cni: false
        #      ^^^^^ pilot.cni of the istiod chart must be a mapping of settings, not false
        """,
        releases="1.22..",
    ),
    Example(
        "The switch is in it",
        """
        # istiolint: chart=istiod
        pilot:
          cni: {enabled: false}
          resources: null
        """,
    ),
]


@rule(fault("scalar-over-table"), Severity.WARNING, EXAMPLES)
def check(found: Fault, _: Context) -> Iterator[Finding]:
    """Report values that replace a table of a chart's defaults."""
    node = found.at
    yield Finding(
        node if node.is_scalar else node.key or node,
        f"{place(found)} must be a mapping of settings, not {actual(found)}",
        help="it replaces the table with all defaults in it, and templates that read a key of "
        "the table fail",
    )
