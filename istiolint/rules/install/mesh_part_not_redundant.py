"""istiod or a gateway is scaled down to a single pod in production.

With one pod every node drain and every restart is an outage: of the control plane, or of all
traffic that enters through the gateway. A PodDisruptionBudget cannot help, it can only block
the drain.

Looked at are HorizontalPodAutoscalers whose target is istiod or a gateway, and Deployments of
gateways that no autoscaler in sight scales. With `environment: staging` or `development` the
rule is silent.

What to do:
  Set `minReplicas`, or `replicas`, to 2 or more.

Symptoms: connection refused at the gateway during node upgrades, 503 from the load balancer, node
drain hangs on a disruption budget, control plane down

Baseline: R3, R7
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.rules.api import (
    DEPLOYMENT,
    HORIZONTAL_POD_AUTOSCALER,
    Context,
    Example,
    Finding,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.baseline import is_production
from istiolint.rules.api.workloads import autoscaler_of, is_gateway, mesh_part

EXAMPLES = [
    Example(
        "An autoscaler that may go down to one, or never beyond",
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: istiod, namespace: istio-system}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: istiod}
          minReplicas: 1
        #              ^ istiod may run 1 replica; the baseline for production is 2 or more
          maxReplicas: 5
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: istio-ingressgateway, namespace: istio-system}
        #                ^^^^^^^^^^^^^^^^^^^^ istio-ingressgateway may run 1 replica; the baseline for production is 2 or more
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: istio-ingressgateway}
          maxReplicas: 5
        """,
    ),
    Example(
        "A gateway's Deployment",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: edge, namespace: edge}
        spec:
          replicas: 1
        #           ^ edge may run 1 replica; the baseline for production is 2 or more
          template: {spec: {containers: [{name: istio-proxy, image: auto}]}}
        """,
    ),
    Example(
        "Enough, and what an autoscaler decides",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: edge, namespace: edge}
        spec:
          template: {spec: {containers: [{name: istio-proxy, image: auto}]}}
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: edge, namespace: edge}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: edge}
          minReplicas: 2
          maxReplicas: 5
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: west, namespace: edge}
        spec:
          replicas: 2
          template: {spec: {containers: [{name: istio-proxy, image: auto}]}}
        """,
    ),
    Example(
        "A number that is not written may be set by an autoscaler elsewhere; other workloads",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: edge, namespace: edge}
        spec:
          template: {spec: {containers: [{name: istio-proxy, image: auto}]}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: orders}
        spec: {replicas: 1, template: {spec: {containers: [{name: app}]}}}
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: orders}
        spec: {scaleTargetRef: {kind: Deployment, name: orders}, minReplicas: 1}
        """,
    ),
]


class Options(NamedTuple):
    """How many replicas there have to be."""

    least: int = 2


@rule(
    kinds(HORIZONTAL_POD_AUTOSCALER, DEPLOYMENT),
    Severity.WARNING,
    EXAMPLES,
    options=Options,
)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Look at the minimum of an autoscaler, or at a Deployment that has none."""
    if not is_production(context.environment):
        return
    name, key = mesh_part(context.project, resource), "minReplicas"
    if resource.kind == DEPLOYMENT:
        pod, key = resource.pod, "replicas"
        is_alone = pod is not None and is_gateway(pod)
        if not is_alone or autoscaler_of(context.project, resource) is not None:
            return
        name = resource.name
    count = resource.root.scalar("spec", key)
    if name is None or (count is None and key == "replicas"):
        return
    number = 1 if count is None else count.meaning
    if (
        isinstance(number, int)
        and not isinstance(number, bool)
        and 0 < number < context.options.least
    ):
        yield Finding(
            at=count or resource.at,
            message=f"{name} may run {number} replica{'' if number == 1 else 's'}; the baseline for "
            f"production is {context.options.least} or more",
            help=f"set {key} to {context.options.least} or more",
        )
