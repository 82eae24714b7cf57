"""A limit of a mesh component or a sidecar is below its request, so its pods are invalid.

The API server refuses a pod whose limit is below its request. The usual way there is to set
only one of the two: values are merged with the chart's own, so `limits.memory: 1Gi` for
istiod leaves the chart's request of 2048Mi in place.

For istiod and gateways no pod comes up. For sidecars the injector adds the container and
the API server then refuses every injected pod. A single workload can do the same to its own
sidecar, by the annotations `sidecar.istio.io/proxyMemory` and `proxyMemoryLimit` (`proxyCPU`,
`proxyCPULimit`) or in a container called istio-proxy: the Deployment is accepted, its pods
are not.

From 1.21 to 1.28.5 and in 1.29.0 the charts write out a limit of `null`, and Kubernetes takes
it for 0: that is no way to have no limit there.

Where a bare values file leaves one of the two to the chart, another file may still set it,
and the finding is a warning.

What to do:
  Set requests and limits together, requests not above limits.

Symptoms: istiod does not start, pods not created, "must be less than or equal to memory limit",
ReplicaSet FailedCreate, control plane restarts, sidecar injection stops

Baseline: R1, R5
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
    either,
    install,
    kinds,
    rule,
)
from istiolint.rules.api.installs import (
    RESOURCE_SETTINGS,
    Install,
    Setting,
    amounts_of,
    provenance,
)
from istiolint.rules.api.values import cpu, memory, quantity
from istiolint.rules.api.workloads import container_resources, resource_annotations

EXAMPLES = [
    Example(
        "Only the limit is set; the chart's request stays",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          tag: 1.30.3
          components: {pilot: {k8s: {resources: {limits: {memory: 1Gi}}}}}
        #                                                         ^^^ istiod's memory limit of 1Gi is below its request of 2Gi (default of chart istiod 1.30); the pod is invalid
        """,
    ),
    Example(
        "Only the request is set and the chart's limit stays; both are written",
        """
        # file: a/istiod-values.yaml
        global:
          proxy: {resources: {requests: {cpu: 3, memory: 2Gi}}}
        #                                     ^ the sidecars' CPU limit of 2 (default of chart istiod) is below their request of 3; the pod is invalid
        #                                                ^^^ the sidecars' memory limit of 1Gi (default of chart istiod) is below their request of 2Gi; the pod is invalid
        # file: b/istiod-values.yaml
        pilot: {resources: {requests: {memory: 8Gi}, limits: {memory: 4Gi}}}
        #                                                             ^^^ istiod's memory limit of 4Gi is below its request of 8Gi; the pod is invalid
        """,
    ),
    Example(
        "A gateway of an IstioOperator, and a limit below what ztunnel's chart requests",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          profile: ambient
          components:
            ingressGateways:
            - {name: istio-ingressgateway, k8s: {resources: {limits: {memory: 64Mi}, requests: {memory: 128Mi}}}}
        #                                                                     ^^^^ istio-ingressgateway's memory limit of 64Mi is below its request of 128Mi; the pod is invalid
          values:
            ztunnel: {resources: {limits: {memory: 256Mi}}}
        #                                          ^^^^^ ztunnel's memory limit of 256Mi is below its request of 512Mi (default of chart ztunnel); the pod is invalid
        """,
    ),
    Example(
        "Releases of the gateway and cni charts",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ingress, namespace: istio-ingress}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {resources: {requests: {memory: 2Gi}}}
        #                                         ^^^ ingress's memory limit of 1Gi (default of chart gateway 1.30) is below its request of 2Gi; the pod is invalid
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: istio-cni, namespace: istio-system}
        spec:
          chart: {spec: {chart: cni, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {resources: {limits: {memory: 50Mi}}}
        #                                       ^^^^ the CNI plugin's memory limit of 50Mi is below its request of 100Mi (default of chart cni 1.30); the pod is invalid
        """,
    ),
    Example(
        "A release with enough, for which sidecars and istiod are no business",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ingress, namespace: istio-ingress}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3}}
          values: {resources: {requests: {memory: 1Gi}}, global: {proxy: {resources: {limits: {memory: 64Mi}}}}}
        """,
    ),
    Example(
        "Equal, no limit, no request, and a limit that is filled in later",
        """
        # file: a/istiod-values.yaml
        pilot: {resources: {requests: {memory: 4Gi}, limits: {memory: 4096Mi}}}
        # file: b/istiod-values.yaml
        pilot: {resources: {requests: {memory: 4Gi}}}
        # file: c/istiod-values.yaml
        pilot: {resources: {requests: null, limits: {memory: 1Gi}}}
        # file: d/istiod-values.yaml
        pilot: {resources: {limits: {memory: "${LIMIT}"}}}
        """,
    ),
    Example(
        "A limit that is null, in releases that write it out",
        """
        global: {tag: 1.28.5, proxy: {resources: {limits: {memory: null}}}}
        #                                                          ^^^^ the sidecars' memory limit of 0 is below their request of 128Mi (default of chart istiod 1.28); the pod is invalid
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "A workload, by annotation and in its own container",
        """
        apiVersion: apps/v1
        kind: Deployment
        spec:
          template:
            metadata:
              annotations:
                sidecar.istio.io/proxyMemory: 2Gi
        #                                     ~~~ the request
                sidecar.istio.io/proxyMemoryLimit: 512Mi
        #                                          ^^^^^ the sidecar's memory limit of 512Mi is below its request of 2Gi; the pod is invalid
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: edge}
        spec:
          containers:
          - name: istio-proxy
            image: auto
            resources: {requests: {cpu: 2}, limits: {cpu: 500m}}
        #                               ~ the request
        #                                                 ^^^^ the sidecar's CPU limit of 500m is below its request of 2; the pod is invalid
        """,
    ),
    Example(
        "Annotations that are equal, unknown, or no quantity",
        """
        apiVersion: v1
        kind: Pod
        metadata:
          annotations: {sidecar.istio.io/proxyCPU: 1000m, sidecar.istio.io/proxyCPULimit: "1",
                        sidecar.istio.io/proxyMemory: 2Gi, sidecar.istio.io/proxyMemoryLimit: "${LIMIT}"}
        spec:
          containers:
          - {name: app, resources: {requests: {memory: 2Gi}, limits: {memory: 1Gi}}}
          - {name: istio-proxy, resources: {requests: {memory: much}, limits: {memory: 1Gi}}}
        ---
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: empty}}
        """,
    ),
]

UNITS = {"memory": memory, "cpu": cpu}
NAMES = {"memory": "memory", "cpu": "CPU"}

HELP = "set requests and limits together, requests not above limits"
NULL_HELP = (
    "a null that the chart writes out counts as 0: set a limit that is not below the request"
)


@rule(either(install(*RESOURCE_SETTINGS), kinds(*WORKLOADS)), Severity.ERROR, EXAMPLES)
def check(subject: Install | Resource, _context: Context) -> Iterator[Finding]:
    """Compare limits with requests, in an install or for the sidecar of one workload."""
    if isinstance(subject, Install):
        yield from in_install(subject)
    elif (pod := subject.pod) is not None:
        yield from in_pod(pod)


def in_install(install: Install) -> Iterator[Finding]:
    """Compare each limit with its request where the user wrote one of them."""
    for whose, its, unit, request, limit in amounts_of(install):
        asked, allowed, show = request.quantity, limit.quantity, UNITS[unit]
        written = limit if limit.is_written else request
        if asked is None or allowed is None or allowed >= asked or not written.is_written:
            continue
        yield Finding(
            at=written.at,
            message=f"{whose} {NAMES[unit]} limit of {show(allowed)}{provenance(limit, install)} is "
            f"below {its} request of {show(asked)}{provenance(request, install)}; "
            "the pod is invalid",
            help=HELP if allowed else NULL_HELP,
            severity=severity(install, request, limit),
            setting=written,
        )


def severity(install: Install, request: Setting, limit: Setting) -> Severity:
    """How sure it is: another values file may set what this one leaves to the chart."""
    is_sure = install.complete or (request.is_written and limit.is_written)
    return Severity.ERROR if is_sure else Severity.WARNING


def in_pod(pod: Node) -> Iterator[Finding]:
    """Compare limits with requests, among the annotations and in the container."""
    for amounts in (resource_annotations(pod), container_resources(pod)):
        for unit in UNITS:
            request, limit = amounts.get(("requests", unit)), amounts.get(("limits", unit))
            if request is None or limit is None:
                continue
            asked, allowed = quantity(request.value), quantity(limit.value)
            if asked is not None and allowed is not None and allowed < asked:
                yield Finding(
                    at=limit,
                    message=f"the sidecar's {NAMES[unit]} limit of {limit.value} is below its request of "
                    f"{request.value}; the pod is invalid",
                    help=HELP,
                    related=[Label(request.location.on_one_line(), "the request")],
                )
