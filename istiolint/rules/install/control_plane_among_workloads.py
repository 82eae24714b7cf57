"""istiod shares nodes with everything else.

A workload that uses up a node's memory or CPU takes istiod down with it, and what the mesh
needs most in an incident is gone with the incident. The production baseline runs the control
plane on nodes of its own.

What counts is that anything steers where istiod runs: `nodeSelector`, `affinity`, or
`tolerations` for the taint of dedicated nodes. With `environment: staging` or `development`
the rule is silent.

What to do:
  Label and taint some nodes, and set `nodeSelector` and `tolerations` of istiod.

Symptoms: control plane evicted under node pressure, control plane restarts, performance degrades

Baseline: R8
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.baseline import is_production
from istiolint.rules.api.installs import Install

EXAMPLES = [
    Example(
        "Nothing says where istiod runs",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            pilot: {k8s: {hpaSpec: {minReplicas: 2}}}
        #           ^^^ nothing steers istiod to nodes of its own; the baseline for production asks for it
        """,
    ),
    Example(
        "A node selector",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            pilot: {k8s: {nodeSelector: {pool: mesh}}}
        """,
    ),
    Example(
        "Tolerations for dedicated nodes",
        """
        pilot: {tolerations: [{key: dedicated, operator: Exists}]}
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "Not in development",
        "pilot: {autoscaleMin: 2}",
        path="istiod-values.yaml",
        settings={"environment": "development"},
    ),
]

STEERS = ("pilot.nodeSelector", "pilot.affinity", "pilot.tolerations")


@rule(install(*STEERS), Severity.INFO, EXAMPLES)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Report an install that sets none of what would steer istiod."""
    if not install.deploys_istiod or not is_production(context.environment):
        return
    settings = [install.setting(path) for path in STEERS]
    if all(each.value in (None, {}, []) for each in settings):
        yield Finding(
            at=settings[0].at,
            message="nothing steers istiod to nodes of its own; the baseline for production "
            "asks for it",
            help="set nodeSelector, affinity or tolerations of istiod",
            setting=settings[0],
        )
