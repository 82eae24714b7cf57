"""A workload asks for less sidecar memory than the baseline for production.

The annotation `sidecar.istio.io/proxyMemory`, or a container called istio-proxy in the
template, replaces what the mesh requests for each sidecar. Production experience puts what a
sidecar really uses at about 200Mi, under heavy traffic at up to 1Gi. A request below that
lets the scheduler fill nodes beyond what they hold.

The figures are this baseline's, not a requirement of Istio; a sidecar whose configuration a
Sidecar resource limits to a few services may need less. Gateways, pods in which a proxy is all
that runs, are not looked at. With `environment: staging` or `development` the rule is
silent.

What to do:
  Raise the annotation to 200Mi or more, 400Mi with tracing; for high-traffic services
  `proxyMemoryLimit` to 1Gi or more.

Symptoms: istio-proxy OOMKilled, node pressure, pods evicted, performance degrades

Baseline: R4
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.rules.api import (
    WORKLOADS,
    Context,
    Environment,
    Example,
    Finding,
    Node,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.baseline import SIDECAR_MEMORY, SIDECAR_MEMORY_BUSY, is_production
from istiolint.rules.api.values import is_below, quantity
from istiolint.rules.api.workloads import is_gateway, own_proxy, resource_annotations

EXAMPLES = [
    Example(
        "By annotation",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: payments}
        spec:
          template:
            metadata:
              annotations:
                sidecar.istio.io/proxyMemory: 64Mi
        #                                     ^^^^ the sidecar requests 64Mi memory; the baseline for production is 200Mi
                sidecar.istio.io/proxyMemoryLimit: 256Mi
            spec: {containers: [{name: app}]}
        """,
    ),
    Example(
        "In the template's own container",
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: payments}
        spec:
          containers:
          - name: app
          - name: istio-proxy
            resources: {requests: {memory: 100Mi}}
        #                                  ^^^^^ the sidecar requests 100Mi memory; the baseline for production is 200Mi
        """,
    ),
    Example(
        "Heavy traffic needs room",
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: payments
          annotations: {sidecar.istio.io/proxyMemory: 256Mi, sidecar.istio.io/proxyMemoryLimit: 300Mi}
        #                                                                                       ^^^^^ the sidecar is limited to 300Mi memory; the baseline for high-traffic services is 1Gi
        spec: {containers: [{name: app}]}
        """,
        settings={"environment": "high-traffic"},
    ),
    Example(
        "A gateway, enough memory, a value that is not known",
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: edge}
        spec:
          containers:
          - {name: istio-proxy, image: auto, resources: {requests: {memory: 128Mi}}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: payments, annotations: {sidecar.istio.io/proxyMemory: 200Mi}}
        spec: {containers: [{name: app, resources: {requests: {memory: 10Mi}}}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: orders, annotations: {sidecar.istio.io/proxyMemory: "${MEMORY}"}}
        spec: {containers: [{name: app}]}
        """,
    ),
    Example(
        "Not in development",
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: payments, annotations: {sidecar.istio.io/proxyMemory: 10Mi}}
        spec: {containers: [{name: app}]}
        """,
        settings={"environment": "development"},
    ),
]


class Options(NamedTuple):
    """Memory of a sidecar, as Kubernetes quantities."""

    request: str = SIDECAR_MEMORY
    limit_high_traffic: str = SIDECAR_MEMORY_BUSY


@rule(kinds(*WORKLOADS), Severity.WARNING, EXAMPLES, options=Options)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Compare what the pod itself says with the baseline."""
    pod, environment = resource.pod, context.environment
    if pod is None or is_gateway(pod) or not is_production(environment):
        return
    options = context.options
    for node in amounts(pod, "requests"):
        yield from shortfall(node, "requests", options.request, "production")
    for node in amounts(pod, "limits") if environment is Environment.HIGH_TRAFFIC else ():
        least = options.limit_high_traffic
        yield from shortfall(node, "is limited to", least, "high-traffic services")


def amounts(pod: Node, side: str) -> Iterator[Node]:
    """What the pod says of the sidecar's memory."""
    proxy = own_proxy(pod)
    in_container = proxy.scalar("resources", side, "memory") if proxy is not None else None
    for node in (in_container, resource_annotations(pod).get((side, "memory"))):
        if node is not None:
            yield node


def shortfall(node: Node, verb: str, least: str, scope: str) -> Iterator[Finding]:
    """What to say about an amount that is too small."""
    if is_below(quantity(node.value), least):
        yield Finding(
            at=node,
            message=f"the sidecar {verb} {node.value} memory; the baseline for {scope} is {least}",
            help=f"raise it to {least} or more",
        )
