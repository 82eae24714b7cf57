"""A limit of a mesh component is below its request, so its pods are invalid.

The API server refuses a pod whose limit is below its request. The usual way there is to set
only one of the two: values are merged with the chart's own, so `limits.memory: 1Gi` for
istiod leaves the chart's request of 2048Mi in place.

For istiod and gateways no pod comes up. For sidecars the injector adds the container and
the API server then refuses every injected pod.

Where a bare values file leaves one of the two to the chart, another file may still set it,
and the finding is a warning.

What to do:
  Set requests and limits together, requests not above limits.

Symptoms: istiod does not start, pods not created, "must be less than or equal to memory limit",
ReplicaSet FailedCreate, control plane restarts, sidecar injection stops

Baseline: R1, R5
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.installs import Install, Setting, gateways_of, provenance
from istiolint.rules.api.values import cpu, memory

EXAMPLES = [
    Example(
        "Only the limit is set; the chart's request stays",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          tag: 1.30.3
          components:
            pilot:
              k8s:
                resources:
                  limits: {memory: 1Gi}
        #                          ^^^ istiod's memory limit of 1Gi is below its request of 2Gi (default of chart istiod 1.30); the pod is invalid
        """,
    ),
    Example(
        "Only the request is set; the chart's limit stays",
        """
        global:
          proxy:
            resources:
              requests: {cpu: 3, memory: 2Gi}
        #                     ^ the sidecars' cpu limit of 2 (default of chart istiod) is below their request of 3; the pod is invalid
        #                                ^^^ the sidecars' memory limit of 1Gi (default of chart istiod) is below their request of 2Gi; the pod is invalid
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "Both are written",
        """
        pilot: {resources: {requests: {memory: 8Gi}, limits: {memory: 4Gi}}}
        #                                                             ^^^ istiod's memory limit of 4Gi is below its request of 8Gi; the pod is invalid
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "A gateway of an IstioOperator",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            ingressGateways:
            - name: istio-ingressgateway
              k8s:
                resources: {limits: {memory: 64Mi}, requests: {memory: 128Mi}}
        #                                    ^^^^ istio-ingressgateway's memory limit of 64Mi is below its request of 128Mi; the pod is invalid
        """,
    ),
    Example(
        "Releases of the gateway, cni and ztunnel charts",
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
        #                                       ^^^^ istio-cni's memory limit of 50Mi is below its request of 100Mi (default of chart cni 1.30); the pod is invalid
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ztunnel, namespace: istio-system}
        spec:
          chart: {spec: {chart: ztunnel, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {resources: {limits: {memory: 256Mi}}}
        #                                       ^^^^^ ztunnel's memory limit of 256Mi is below its request of 512Mi (default of chart ztunnel 1.30); the pod is invalid
        """,
    ),
    Example(
        "The same of other charts, with enough",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ingress, namespace: istio-ingress}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {resources: {requests: {memory: 1Gi}}}
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ztunnel, namespace: istio-system}
        spec:
          chart: {spec: {chart: ztunnel, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {resources: {limits: {memory: "${ZTUNNEL_MEMORY}", cpu: "1"}}}
        """,
    ),
    Example(
        "Equal is allowed, and so is no limit",
        """
        # file: a/istiod-values.yaml
        pilot: {resources: {requests: {memory: 4Gi}, limits: {memory: 4096Mi}}}
        # file: b/istiod-values.yaml
        pilot: {resources: {requests: {memory: 4Gi}}}
        """,
    ),
    Example(
        "A limit that replaces the chart's whole block, or is filled in later",
        """
        # file: a/istiod-values.yaml
        pilot: {resources: {requests: null, limits: {memory: 1Gi}}}
        # file: b/istiod-values.yaml
        pilot: {resources: {limits: {memory: "${LIMIT}"}}}
        """,
    ),
    Example(
        "Nor are sidecars and istiod any business of other charts",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: gateway, namespace: istio-system}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {global: {proxy: {resources: {limits: {memory: 64Mi}}}}, pilot: {resources: {limits: {memory: 1Gi}}}}
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: cni, namespace: istio-system}
        spec:
          chart: {spec: {chart: cni, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {global: {proxy: {resources: {limits: {memory: 64Mi}}}}, pilot: {resources: {limits: {memory: 1Gi}}}}
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ztunnel, namespace: istio-system}
        spec:
          chart: {spec: {chart: ztunnel, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {global: {proxy: {resources: {limits: {memory: 64Mi}}}}, pilot: {resources: {limits: {memory: 1Gi}}}}
        """,
    ),
]

OF_CONTROL_PLANE = {
    "pilot": ("istiod's", "its"),
    "global.proxy": ("the sidecars'", "their"),
    "global.waypoint": ("the waypoints'", "their"),
}
ON_NODES = {
    "cni": ("istio-cni's", "its"),
    "ztunnel": ("ztunnel's", "its"),
}
UNITS = {"memory": memory, "cpu": cpu}
Ask = Callable[[str], Setting]


@rule(
    install(
        *(
            f"{part}.resources.{side}.{unit}"
            for part in (*OF_CONTROL_PLANE, *ON_NODES, "gateways.*")
            for side in ("requests", "limits")
            for unit in UNITS
        )
    ),
    Severity.ERROR,
    EXAMPLES,
)
def check(install: Install, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Compare each limit with its request where the user wrote one of them."""
    for whose, its, ask in parts(install):
        for unit, show in UNITS.items():
            request, limit = ask(f"resources.requests.{unit}"), ask(f"resources.limits.{unit}")
            asked, allowed = request.quantity, limit.quantity
            written = limit if limit.is_written else request
            if asked is None or allowed is None or allowed >= asked or not written.is_written:
                continue
            yield Finding(
                at=written.at,
                message=f"{whose} {unit} limit of {show(allowed)}{provenance(limit, install)} is "
                f"below {its} request of {show(asked)}{provenance(request, install)}; "
                "the pod is invalid",
                help="set requests and limits together, requests not above limits",
                severity=severity(install, request, limit),
                setting=written,
            )


def parts(install: Install) -> Iterator[tuple[str, str, Ask]]:
    """What has resources: words for whose they are, and how to ask for them."""
    own = OF_CONTROL_PLANE if install.is_control_plane else {}
    for part, (whose, its) in {**own, **ON_NODES}.items():
        yield whose, its, settings_below(install, part)
    for each in gateways_of(install):
        yield f"{each.name}'s", "its", each.setting


def settings_below(install: Install, part: str) -> Ask:
    """How to ask for the settings of one part."""
    return lambda key: install.setting(f"{part}.{key}")


def severity(install: Install, request: Setting, limit: Setting) -> Severity:
    """How sure it is: another values file may set what this one leaves to the chart."""
    is_sure = install.complete or (request.is_written and limit.is_written)
    return Severity.ERROR if is_sure else Severity.WARNING
