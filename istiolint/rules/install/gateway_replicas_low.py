"""A gateway is installed with a single replica, or may be scaled down to one.

With one pod every node drain, every upgrade of a node and every crash closes the way into, or
out of, the mesh until another pod has started and the load balancer has noticed. The charts scale
a gateway from 1 to 5 replicas unless they are told otherwise.

Looked at are releases of the gateway chart and gateways of an IstioOperator; a gateway that runs
as a DaemonSet has no replicas. For Deployments and autoscalers that are written out there is
`mesh-part-not-redundant`. With `environment: staging` or `development` the rule is silent.

What to do:
  Set `autoscaling.minReplicas` of the gateway chart to 2 or more, `hpaSpec.minReplicas` in an
  IstioOperator; without autoscaling `replicaCount`.

Symptoms: connection refused at the gateway during node upgrades, 503 from the load balancer, node
drain hangs on a disruption budget

Baseline: R3, R7
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.rules.api import (
    HORIZONTAL_POD_AUTOSCALER,
    Context,
    Example,
    Finding,
    Severity,
    install,
    rule,
)
from istiolint.rules.api.baseline import is_production
from istiolint.rules.api.installs import Gateway, Install, gateways_of, namespace_of, provenance
from istiolint.rules.api.workloads import autoscaler_for

EXAMPLES = [
    Example(
        "Releases of the gateway chart",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ingress, namespace: istio-ingress}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {autoscaling: {minReplicas: 1}}
        #                                     ^ ingress may run with 1 replica; the baseline for production is 2 or more
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: egress, namespace: istio-egress}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {autoscaling: {enabled: false}, replicaCount: 1}
        #                                                       ^ egress may run with 1 replica; the baseline for production is 2 or more
        """,
    ),
    Example(
        "A gateway of an IstioOperator that says nothing has one, by the default of its chart",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          tag: 1.30.3
          components:
            ingressGateways:
            - name: istio-ingressgateway
              enabled: true
              k8s: {hpaSpec: {maxReplicas: 4}}
        #           ^^^^^^^ istio-ingressgateway may run with 1 replica (default of chart istio-ingress 1.30); the baseline for production is 2 or more
        """,
    ),
    Example(
        "Charts that run enough, run on every node, are scaled by something else, or by who knows",
        """
        # file: enough.yaml
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ingress, namespace: istio-ingress}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {autoscaling: {minReplicas: 2}}
        # file: nodes.yaml
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ingress, namespace: istio-ingress}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {kind: DaemonSet}
        # file: elsewhere.yaml
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ingress, namespace: istio-ingress}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {autoscaling: {enabled: false}}
        # file: unknown.yaml
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ingress, namespace: istio-ingress}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {autoscaling: {enabled: "${SCALED}", minReplicas: 1}}
        # file: beside.yaml
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ingress, namespace: istio-ingress}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {autoscaling: {enabled: false}, replicaCount: 1}
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: ingress, namespace: istio-ingress}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: ingress}
          minReplicas: 2
          maxReplicas: 5
        """,
    ),
    Example(
        "Not in development",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ingress, namespace: istio-ingress}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {autoscaling: {minReplicas: 1}}
        """,
        settings={"environment": "development"},
    ),
]


class Options(NamedTuple):
    """How many replicas there have to be."""

    least: int = 2


SCALED, LEAST, FIXED = "autoscaleEnabled", "autoscaleMin", "replicaCount"


@rule(
    install(*(f"gateways.*.{key}" for key in (SCALED, LEAST, FIXED))),
    Severity.WARNING,
    EXAMPLES,
    options=Options,
    reads=[HORIZONTAL_POD_AUTOSCALER],
)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Look at each gateway for what decides: its autoscaler, or its replicas."""
    if is_production(context.environment):
        for gateway in gateways_of(install):
            yield from of_gateway(gateway, context)


def of_gateway(gateway: Gateway, context: Context) -> Iterator[Finding]:
    """Compare the minimum of the autoscaler, or the replicas that are written."""
    scaled, minimum, fixed = (gateway.setting(key) for key in (SCALED, LEAST, FIXED))
    count, key = (minimum, LEAST) if scaled.flag else (fixed, FIXED)
    is_told = scaled.flag or (scaled.flag is False and fixed.is_written)
    number, least = count.number, context.options.least
    if not gateway.is_deployment or not is_told or number is None or not 0 < number < least:
        return
    if not scaled.flag and autoscaler_for(
        context.project, namespace_of(gateway.install), gateway.name
    ):
        return
    yield Finding(
        at=count.at,
        message=f"{gateway.name} may run with {number:g} replica{'' if number == 1 else 's'}"
        f"{provenance(count, gateway.install)}; the baseline for production is {least} or more",
        help=f"set {gateway.key(key)} to {least} or more",
        setting=count,
    )
