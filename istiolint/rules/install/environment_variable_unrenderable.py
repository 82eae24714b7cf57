"""A variable is a string where the istiod chart compares it with a boolean, which fails.

Since 1.26 the chart looks at `ENABLE_CLUSTER_TRUST_BUNDLE_API` among the variables of istiod, to
grant it more rights, and compares it with the boolean `true`. Helm's templates
refuse to compare a string with a boolean: with quotes around the value nothing is
rendered at all. It is the one variable that has to stand there without quotes.

Under an IstioOperator's `components.pilot.k8s.env` the chart does not see it: istiod is
given the variable, without the rights.

What to do:
  Write `true` or `false` without quotes.

Symptoms: error calling eq incompatible types for comparison, helm upgrade fails, sync failed

Baseline: D3
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.installs import Install

EXAMPLES = [
    Example(
        "Since 1.26 the chart itself compares one with a boolean",
        """
        pilot:
          env:
            ENABLE_CLUSTER_TRUST_BUNDLE_API: "true"
        #                                    ^^^^^^ the chart compares ENABLE_CLUSTER_TRUST_BUNDLE_API with a boolean, so with a string it cannot be rendered
        """,
        path="istiod-values.yaml",
        releases="1.26..1.31",
    ),
    Example(
        "As which it may be written, and a patch is not looked at",
        """
        pilot: {env: {ENABLE_CLUSTER_TRUST_BUNDLE_API: true}}
        # file: operator.yaml
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            pilot: {k8s: {env: [{name: ENABLE_CLUSTER_TRUST_BUNDLE_API, value: "true"}]}}
        """,
        path="istiod-values.yaml",
        releases="1.26..1.31",
    ),
]

FLAG = "pilot.env.ENABLE_CLUSTER_TRUST_BUNDLE_API"


@rule(install(FLAG), Severity.ERROR, EXAMPLES, releases="1.26..")
def check(install: Install, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Look at the type of the value that the chart sees."""
    flag = install.setting(FLAG)
    if flag.is_written and not flag.is_patch and flag.text is not None:
        yield Finding(
            at=flag.at,
            message="the chart compares ENABLE_CLUSTER_TRUST_BUNDLE_API with a boolean, "
            "so with a string it cannot be rendered",
            help="write the value without quotes",
            setting=flag,
        )
