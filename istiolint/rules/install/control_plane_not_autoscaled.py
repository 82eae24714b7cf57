"""Autoscaling of istiod is turned off in production.

The load of istiod comes in bursts: when many proxies reconnect at once, or when a rollout
changes thousands of endpoints. A fixed number of replicas is either too many most of the
time or too few when it matters, and then pushes lag behind while memory grows.

With `environment: staging` or `development` the rule is silent; profiles meant for them, such
as demo, turn autoscaling off.

What to do:
  Remove `autoscaleEnabled: false` and set `autoscaleMin` and `autoscaleMax`.

Symptoms: proxies STALE in `istioctl proxy-status` after rollouts, performance degrades, control
plane restarts, OOMKilled istiod

Baseline: R7
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import AUTOSCALERS, Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.baseline import is_production
from istiolint.rules.api.installs import Install
from istiolint.rules.api.workloads import autoscaler_of_istiod

EXAMPLES = [
    Example(
        "Turned off",
        """
        pilot:
          autoscaleEnabled: false
        #                   ^^^^^ autoscaling of istiod is off; the baseline for production asks for it
          replicaCount: 3
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "An autoscaler of one's own takes its place, Kubernetes' or KEDA's",
        """
        # file: a.yaml
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {revision: canary, values: {pilot: {autoscaleEnabled: false}}}
        ---
        apiVersion: keda.sh/v1alpha1
        kind: ScaledObject
        metadata: {name: scaler, namespace: istio-system}
        spec: {scaleTargetRef: {name: istiod-canary}, minReplicaCount: 2}
        # file: istiod-values.yaml
        pilot: {autoscaleEnabled: false}
        # file: hpa.yaml
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: scaler, namespace: istio-system}
        spec: {scaleTargetRef: {kind: Deployment, name: istiod}, minReplicas: 2}
        """,
    ),
    Example(
        "One for something else",
        """
        # file: istiod-values.yaml
        pilot: {autoscaleEnabled: false}
        #                         ^^^^^ autoscaling of istiod is off; the baseline for production asks for it
        # file: scaler.yaml
        apiVersion: keda.sh/v1alpha1
        kind: ScaledObject
        metadata: {name: istiod, namespace: istio-system}
        spec: {scaleTargetRef: {kind: StatefulSet, name: istiod}}
        """,
    ),
    Example("On by default", "pilot: {autoscaleMin: 2}", path="istiod-values.yaml"),
    Example(
        "A profile for trying things out says so for itself",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {profile: demo}
        """,
    ),
    Example(
        "Staging may do as it likes",
        "pilot: {autoscaleEnabled: false}",
        path="istiod-values.yaml",
        settings={"environment": "staging"},
    ),
]


@rule(install("pilot.autoscaleEnabled"), Severity.WARNING, EXAMPLES, reads=AUTOSCALERS)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Report what the user turned off."""
    autoscaled = install.setting("pilot.autoscaleEnabled")
    if not install.deploys_istiod or not is_production(context.environment):
        return
    if not autoscaled.is_written or autoscaled.flag is not False:
        return
    if autoscaler_of_istiod(context.project, install) is None:
        yield Finding(
            at=autoscaled.at,
            message="autoscaling of istiod is off; the baseline for production asks for it",
            help="remove autoscaleEnabled and set autoscaleMin and autoscaleMax",
            setting=autoscaled,
        )
