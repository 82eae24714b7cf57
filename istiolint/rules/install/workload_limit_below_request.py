"""A pod's sidecar has a limit below its request, so the API server refuses the pod.

The sidecar's resources come from the four annotations `sidecar.istio.io/proxyCPU`,
`proxyMemory`, `proxyCPULimit` and `proxyMemoryLimit`, or from a container called
istio-proxy in the template, which is merged with what the injector adds. The Deployment is
accepted, its pods are not.

What to do:
  Set the limit to at least the request.

Symptoms: pods not created, ReplicaSet FailedCreate, "must be less than or equal to memory limit"

Baseline: R5
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    WORKLOADS,
    Context,
    Example,
    Finding,
    Label,
    Node,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.values import quantity
from istiolint.rules.api.workloads import own_proxy, resource_annotations

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
                sidecar.istio.io/proxyMemory: 2Gi
        #                                     ~~~ the request
                sidecar.istio.io/proxyMemoryLimit: 512Mi
        #                                          ^^^^^ the sidecar's memory limit of 512Mi is below its request of 2Gi; the pod is invalid
            spec: {containers: [{name: app}]}
        """,
    ),
    Example(
        "In the template's own container",
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: edge}
        spec:
          containers:
          - name: istio-proxy
            image: auto
            resources: {requests: {cpu: 2}, limits: {cpu: 500m}}
        #                                                 ^^^^ the sidecar's cpu limit of 500m is below its request of 2; the pod is invalid
        """,
    ),
    Example(
        "Equal, unknown, or not a quantity",
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: payments
          annotations:
            sidecar.istio.io/proxyCPU: 1000m
            sidecar.istio.io/proxyCPULimit: "1"
            sidecar.istio.io/proxyMemory: 2Gi
            sidecar.istio.io/proxyMemoryLimit: ${LIMIT}
        spec:
          containers:
          - {name: app, resources: {requests: {memory: 2Gi}, limits: {memory: 1Gi}}}
          - {name: istio-proxy, resources: {requests: {memory: much}, limits: {memory: 1Gi}}}
        """,
    ),
]


@rule(kinds(*WORKLOADS), Severity.ERROR, EXAMPLES)
def check(resource: Resource, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Compare limits with requests, among the annotations and in the container."""
    pod = resource.pod
    if pod is None:
        return
    for amounts in (resource_annotations(pod), container_resources(own_proxy(pod))):
        for unit in ("memory", "cpu"):
            request, limit = amounts.get(("requests", unit)), amounts.get(("limits", unit))
            if request is None or limit is None:
                continue
            asked, allowed = quantity(request.value), quantity(limit.value)
            if asked is not None and allowed is not None and allowed < asked:
                yield Finding(
                    at=limit,
                    message=f"the sidecar's {unit} limit of {limit.value} is below its request of "
                    f"{request.value}; the pod is invalid",
                    related=[Label(request.location.on_one_line(), "the request")],
                )


def container_resources(container: Node | None) -> dict[tuple[str, str], Node]:
    """What a container asks for, by side and unit."""
    if container is None:
        return {}
    return {
        (side, entry.name): entry.value
        for side in ("requests", "limits")
        for entry in container.entries("resources", side)
    }
