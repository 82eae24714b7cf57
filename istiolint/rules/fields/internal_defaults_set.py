"""Values are written below the key that a chart keeps its own defaults under.

In their own `values.yaml`, the charts of Istio keep all defaults below
`_internal_defaults_do_not_set:`; from 1.21 to 1.23 the key was called `defaults:`. Who copies that
file and changes it writes settings that count less than a profile, and from 1.24 on every
chart fails to render where the older key has anything below it.

What to do:
  Write the settings at the root of the values, without that key.

Symptoms: helm install fails, profile overrides my values
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, fault, rule
from istiolint.rules.api.fields import Fault

EXAMPLES = [
    Example(
        "A copy of the chart's own file",
        """
        # istiolint: chart=istiod
        _internal_defaults_do_not_set:
        #^^^^^^^^^^^^^^^^^^^^^^^^^^^^ _internal_defaults_do_not_set is for the defaults of the istiod chart itself
          autoscaleMin: 2
        meshConfig: {accessLogFile: /dev/stdout}
        """,
        releases="1.24..",
    ),
    Example(
        "The older key makes charts fail",
        """
        # istiolint: chart=istiod
        defaults:
        #^^^^^^^ defaults is for the defaults of the istiod chart itself
          autoscaleMin: 2
        """,
        releases="1.24..",
    ),
    Example(
        "The chart's own file",
        """
        apiVersion: v2
        name: istiod
        version: 1.30.3
        sources: [https://github.com/istio/istio]
        # file: values.yaml
        _internal_defaults_do_not_set:
          autoscaleMin: 1
        """,
        path="Chart.yaml",
    ),
]

_FAILS_SINCE = 24


@rule(fault("internal-defaults-set"), Severity.WARNING, EXAMPLES)
def check(found: Fault, context: Context) -> Iterator[Finding]:
    """Report the key of a chart's own defaults in values of a user."""
    fails = found.name == "defaults" and context.release.minor >= _FAILS_SINCE
    yield Finding(
        found.at,
        f"{found.name} is for the defaults of {found.input.name} itself",
        help="every chart fails to render where it is set"
        if fails
        else "what is below it counts less than a profile; write it at the root",
        severity=Severity.ERROR if fails else None,
    )
