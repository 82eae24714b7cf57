"""An annotation for one of a sidecar's resources takes all its other ones away.

As soon as a pod has one of the annotations `sidecar.istio.io/proxyCPU`, `proxyMemory`,
`proxyCPULimit` and `proxyMemoryLimit`, the injector leaves the mesh's defaults
(`global.proxy.resources`) out entirely and takes the four annotations alone. Whoever only
raises the CPU request loses the memory request and every limit with it: the sidecar may
then use all the memory of its node. In a namespace with a ResourceQuota on limits the pod
is refused.

A pod whose own `istio-proxy` container sets a memory limit is fine.

What to do:
  Set all four annotations, at least `sidecar.istio.io/proxyMemory` and
  `sidecar.istio.io/proxyMemoryLimit`.

Symptoms: node pressure, pods evicted, sidecar without limits, "failed quota: must specify
limits.memory", istio-proxy memory grows

Baseline: R5
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    WORKLOADS,
    Context,
    Example,
    Finding,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.workloads import own_proxy, resource_annotations

EXAMPLES = [
    Example(
        "Only the CPU request is given",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: payments}
        spec:
          template:
            metadata:
              annotations:
                sidecar.istio.io/proxyCPU: 250m
        #       ^^^^^^^^^^^^^^^^^^^^^^^^^ the sidecar has no memory limit: this annotation turns the mesh's defaults off, and proxyMemoryLimit is not set
            spec: {containers: [{name: app}]}
        """,
    ),
    Example(
        "The limit is among them",
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: payments
          annotations:
            sidecar.istio.io/proxyCPU: 250m
            sidecar.istio.io/proxyMemoryLimit: ${LIMIT}
        spec: {containers: [{name: app}]}
        """,
    ),
    Example(
        "The pod's own container has one",
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: payments, annotations: {sidecar.istio.io/proxyCPU: 250m}}
        spec:
          containers:
          - {name: app}
          - {name: istio-proxy, image: auto, resources: {limits: {memory: 1Gi}}}
        """,
    ),
    Example(
        "No annotation, no change",
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: payments}
        spec: {containers: [{name: app}]}
        """,
    ),
]


@rule(kinds(*WORKLOADS), Severity.WARNING, EXAMPLES)
def check(resource: Resource, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Look for annotations without the one that limits memory."""
    pod = resource.pod
    found = resource_annotations(pod) if pod is not None else {}
    if pod is None or not found or ("limits", "memory") in found:
        return
    proxy = own_proxy(pod)
    if proxy is not None and proxy.scalar("resources", "limits", "memory") is not None:
        return
    first = next(iter(found.values()))
    yield Finding(
        at=first.key or first,
        message="the sidecar has no memory limit: this annotation turns the mesh's defaults off, "
        "and proxyMemoryLimit is not set",
        help="set sidecar.istio.io/proxyMemoryLimit, and proxyMemory and proxyCPULimit as well: "
        "nothing of global.proxy.resources is left",
    )
