"""A resource annotation for the sidecar takes away the resources that it does not mention.

The injector uses either the four annotations `sidecar.istio.io/proxyCPU`, `proxyCPULimit`,
`proxyMemory` and `proxyMemoryLimit` or the mesh's `global.proxy.resources`, never both: as soon as
one of the four is on a pod, the others have no default any more. Who only wants more CPU
gets a sidecar without a memory request and without any limit: it may use all the memory of
its node, the scheduler keeps no room for it, and where a ResourceQuota asks for limits no pod
is admitted.

A resource that the pod's own `istio-proxy` container sets counts as mentioned.

What to do:
  Set all four annotations, or none.

Symptoms: sidecar memory near its limit, OOMKilled sidecars, istio-proxy memory grows, sidecar
without limits, node pressure, pods evicted, pods not created, "failed quota: must specify
limits.memory", performance degrades

Baseline: R4, R5, D2
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    WORKLOADS,
    Context,
    Example,
    Finding,
    Node,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.annotations import Owner, owners
from istiolint.rules.api.workloads import container_resources

EXAMPLES = [
    Example(
        "More CPU, and nothing else",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: checkout}
        spec:
          template:
            metadata:
              annotations:
                sidecar.istio.io/proxyCPU: 500m
        #       ^^^^^^^^^^^^^^^^^^^^^^^^^ the sidecar loses its memory request, CPU limit and memory limit: no default is left
                sidecar.istio.io/logLevel: info
        """,
    ),
    Example(
        "A request for memory without a limit",
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: checkout
          annotations:
            sidecar.istio.io/proxyCPU: 100m
        #   ^^^^^^^^^^^^^^^^^^^^^^^^^ the sidecar loses its memory limit: no default is left
            sidecar.istio.io/proxyCPULimit: "2"
            sidecar.istio.io/proxyMemory: 256Mi
        spec: {containers: []}
        """,
    ),
    Example(
        "All that bounds memory is there; a limit on CPU is left out on purpose",
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: checkout
          annotations:
            sidecar.istio.io/proxyCPU: 100m
            sidecar.istio.io/proxyMemory: 256Mi
            sidecar.istio.io/proxyMemoryLimit: 1Gi
        spec: {containers: []}
        """,
    ),
    Example(
        "Limits alone: Kubernetes takes them for the requests as well",
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: checkout
          annotations: {sidecar.istio.io/proxyCPULimit: "1", sidecar.istio.io/proxyMemoryLimit: 1Gi}
        spec: {containers: []}
        """,
    ),
    Example(
        "The rest is in the pod's own container, or the pod gets no sidecar",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: edge}
        spec:
          template:
            metadata: {annotations: {sidecar.istio.io/proxyCPU: 100m}}
            spec:
              containers:
              - name: istio-proxy
                image: auto
                resources: {requests: {memory: 256Mi}, limits: {cpu: "1", memory: 1Gi}}
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: batch
          labels: {sidecar.istio.io/inject: "false"}
          annotations: {sidecar.istio.io/proxyCPU: 100m}
        spec: {containers: []}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: empty, annotations: {sidecar.istio.io/proxyCPU: 100m}}
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: edge
          annotations: {inject.istio.io/templates: gateway, sidecar.istio.io/proxyCPU: 100m}
        spec: {containers: []}
        """,
    ),
]

DOMAIN = "sidecar.istio.io/"
REQUEST_CPU, LIMIT_CPU = "proxyCPU", "proxyCPULimit"
REQUEST_MEMORY, LIMIT_MEMORY = "proxyMemory", "proxyMemoryLimit"
RESOURCES = {
    REQUEST_CPU: ("CPU request", "requests", "cpu"),
    REQUEST_MEMORY: ("memory request", "requests", "memory"),
    LIMIT_CPU: ("CPU limit", "limits", "cpu"),
    LIMIT_MEMORY: ("memory limit", "limits", "memory"),
}


@rule(kinds(*WORKLOADS), Severity.WARNING, EXAMPLES)
def check(resource: Resource, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """See which of the four are there, and what is left without a value."""
    pod = resource.pod
    if pod is None:
        return
    for owner in owners(resource):
        if not owner.is_pod or is_left_out(owner):
            continue
        said = [name for name in RESOURCES if owner.has("annotations", DOMAIN + name)]
        lost = lost_resources(said, pod) if said else []
        if not lost:
            continue
        entry = next(each for each in owner.annotations() if each.name == DOMAIN + said[0])
        yield Finding(
            at=entry.key,
            message=f"the sidecar loses its {listed(lost)}: no default is left",
            help=f"set {listed([DOMAIN + name for name in RESOURCES])}",
        )


def lost_resources(said: list[str], pod: Node) -> list[str]:
    """What nothing gives a value to.

    A limit is the request as well where there is none. A missing limit on CPU alone is a
    choice that many make.
    """
    own = container_resources(pod)
    there = {*said, *(name for name, (_, *key) in RESOURCES.items() if tuple(key) in own)}
    for request, limit in ((REQUEST_CPU, LIMIT_CPU), (REQUEST_MEMORY, LIMIT_MEMORY)):
        if limit in there:
            there.add(request)
    lost = [name for name in RESOURCES if name not in there]
    return [] if lost == [LIMIT_CPU] else [RESOURCES[name][0] for name in lost]


def is_left_out(owner: Owner) -> bool:
    """Whether the pod wants no sidecar, or gets its proxy from another template."""
    template = owner.metadata.scalar("annotations", "inject.istio.io/templates")
    if template is not None and "sidecar" not in template.value:
        return True
    said = owner.metadata.text("labels", "sidecar.istio.io/inject")
    said = said or owner.metadata.text("annotations", "sidecar.istio.io/inject")
    return said is not None and said.value == "false"


def listed(words: list[str]) -> str:
    """Words as a part of a sentence."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
