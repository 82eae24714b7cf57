"""Which chart a file of Helm values is for, judged by names and by its keys."""

from __future__ import annotations

import re

from istiolint.syntax.node import Node

CHARTS = ("istiod", "base", "gateway", "cni", "ztunnel", "ambient", "istio-ingress", "istio-egress")
"""The Istio charts whose values we know, by the name in their ``Chart.yaml``."""

_OTHER_NAMES = {
    "istio-discovery": "istiod",
    "istiod-remote": "istiod",
    "istio-control": "istiod",
    "istio-base": "base",
    "istio-cni": "cni",
    "istio-ztunnel": "ztunnel",
    "istio-gateway": "gateway",
    "istio-ingressgateway": "gateway",
    "istio-egressgateway": "gateway",
}
_COMMON_NAMES = ("base", "gateway", "cni", "ambient")
"""Chart names that others use as well."""

# Keys that only values of the chart have: a path, then the keys one of which must be below.
_ISTIO_GLOBALS = (
    "istioNamespace", "istiod", "proxy_init", "pilotCertProvider", "jwtPolicy", "meshID",
    "multiCluster", "sds", "sts", "caAddress", "configValidation", "defaultPodDisruptionBudget",
    "externalIstiod", "remotePilotAddress", "waypoint", "mountMtlsCerts",
)  # fmt: skip
_PILOT_KEYS = (
    "traceSampling", "autoscaleEnabled", "autoscaleMin", "autoscaleMax", "resources", "env",
    "replicaCount", "keepaliveMaxServerConnectionAge", "cni", "tag", "hub", "image", "nodeSelector",
    "tolerations", "affinity", "podAnnotations", "configMap", "deploymentLabels", "cpu",
)  # fmt: skip
_MESH_KEYS = (
    "accessLogFile", "accessLogFormat", "accessLogEncoding", "defaultConfig", "enableAutoMtls",
    "enablePrometheusMerge", "enableTracing", "extensionProviders", "defaultProviders", "rootNamespace",
    "trustDomain", "trustDomainAliases", "outboundTrafficPolicy", "discoverySelectors", "ingressClass",
    "ingressService", "ingressControllerMode", "localityLbSetting", "meshMTLS", "pathNormalization",
    "proxyListenPort", "connectTimeout", "protocolDetectionTimeout", "serviceSettings",
)  # fmt: skip
_SIGNATURES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("istiod", ("pilot",), _PILOT_KEYS),
    ("istiod", ("meshConfig",), _MESH_KEYS),
    ("istiod", ("global", "proxy"), (
        "privileged", "resources", "image", "logLevel", "holdApplicationUntilProxyStarts", "tracer",
        "autoInject", "clusterDomain", "componentLogLevel", "excludeIPRanges", "includeIPRanges",
        "excludeInboundPorts", "excludeOutboundPorts", "statusPort", "readOnlyRootFilesystem",
        "runAsNonRoot", "seccompProfile", "startupProbe",
    )),
    ("istiod", ("global",), _ISTIO_GLOBALS),
    ("istiod", ("sidecarInjectorWebhook",), (
        "rewriteAppHTTPProbe", "enableNamespacesByDefault", "neverInjectSelector", "templates",
        "alwaysInjectSelector", "reinvocationPolicy", "defaultTemplates", "injectedAnnotations",
    )),
    ("istiod", (), ("traceSampling", "istiodRemote", "keepaliveMaxServerConnectionAge",
                    "jwksResolverExtraRootCA", "sidecarInjectorWebhookAnnotations")),
    ("cni", ("cni",), ("cniBinDir", "cniConfDir", "chained", "ambient", "repair", "excludeNamespaces",
                       "cniConfFileName", "psp_cluster_role")),
    ("cni", (), ("cniBinDir", "cniConfDir", "cniConfFileName", "cniNetnsDir", "chained")),
    ("base", ("base",), ("enableCRDTemplates", "validationURL", "enableIstioConfigCRDs", "excludedCRDs",
                         "validationCABundle")),
    ("base", (), ("enableCRDTemplates", "excludedCRDs", "validationURL")),
    ("ztunnel", (), ("xdsAddress", "caAddress", "istioNamespace", "terminationGracePeriodSeconds")),
    ("gateway", (), ("networkGateway", "networkGatewayPorts", "unprivilegedPort", "envVarFrom")),
)  # fmt: skip
_GATEWAY_KEYS = frozenset(("service", "autoscaling", "labels", "securityContext", "podAnnotations",
                           "serviceAccount", "resources", "revision", "replicaCount", "kind", "rbac"))  # fmt: skip

_COMMENT = re.compile(r"chart=([\w-]+)\s*")
_WORD = re.compile(r"[a-z]+")


def chart_named(name: str, *, near: str = "") -> str | None:
    """The Istio chart called ``name``.

    ``near`` is the text around it (repository, release, namespace): names that other
    vendors use as well only count where that says Istio.
    """
    chart = _OTHER_NAMES.get(name, name)
    if chart not in CHARTS:
        return None
    return chart if name not in _COMMON_NAMES or "istio" in near.lower() else None


def chart_in_comment(words: str) -> str | None:
    """The chart that a ``# istiolint: chart=istiod`` comment names."""
    found = _COMMENT.fullmatch(words)
    return _OTHER_NAMES.get(found[1], found[1]) if found else None


def chart_by_file_name(path: str) -> str | None:
    """The chart in a file name such as ``istiod-values.yaml``; a hint, not a proof."""
    stem = (
        path.rpartition("/")[2]
        .lower()
        .removesuffix(".yaml")
        .removesuffix(".yml")
        .removesuffix(".json")
    )
    if "values" not in stem and not stem.startswith("istio"):
        return None
    plain = stem.replace(".", "-").replace("_", "-").replace("values", "").strip("-")
    words = [plain, *_WORD.findall(plain)]
    found = (_OTHER_NAMES.get(word, word) for word in words)
    return next((chart for chart in found if chart in CHARTS), None)


def chart_by_keys(root: Node) -> str | None:
    """The chart whose values have keys like these, where only one can."""
    for chart, path, keys in _SIGNATURES:
        node = root.at(*path)
        if node is not None and any(node.get(key) is not None for key in keys):
            return chart
    names = {entry.name for entry in root.entries()}
    ingress = root.text("labels", "istio")
    return "gateway" if ingress and len(names & _GATEWAY_KEYS) > 1 else None


def is_istiod(root: Node) -> bool:
    """Whether values have a key that no chart but istiod reads."""
    return any((node := root.get(key)) and node.is_mapping for key in ("pilot", "sidecarInjectorWebhook"))


def is_mesh_config(root: Node) -> bool:
    """Whether a mapping can only be mesh config: two of its keys say so."""
    return sum(root.get(key) is not None for key in _MESH_KEYS) > 1
