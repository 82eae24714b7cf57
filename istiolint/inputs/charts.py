"""Which chart a file of Helm values is for, judged by names and by its keys."""

from __future__ import annotations

import re

from istiolint.syntax.node import Node

CHARTS = (
    "istiod",
    "istiod-remote",
    "base",
    "gateway",
    "cni",
    "ztunnel",
    "ambient",
    "istio-ingress",
    "istio-egress",
)
"""The Istio charts whose values we know, by the name in their ``Chart.yaml``."""

_OTHER_NAMES = {
    "istio-discovery": "istiod",
    "istio-control": "istiod",
    "istio-base": "base",
    "istio-cni": "cni",
    "istio-ztunnel": "ztunnel",
    "istio-ambient": "ambient",
    "istio-gateway": "gateway",
    "istio-ingressgateway": "gateway",
    "istio-egressgateway": "gateway",
}
_COMMON_NAMES = ("base", "gateway", "cni", "ambient")
"""Chart names that others use as well."""

# Keys that only values of the chart have: a path, then the keys one of which must be below.
# The first line that fits decides, so what several charts read comes last. Left out is all
# that other vendors' charts have in the same place: Traefik ``pilot.enabled``, Linkerd
# ``global.proxy.image``, web applications ``terminationGracePeriodSeconds``.
_SIGNATURES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        "istiod",
        ("pilot",),
        """
        affinity autoscaleBehavior autoscaleEnabled autoscaleMax autoscaleMin cni configMap cpu
        deploymentAnnotations deploymentLabels env envVarFrom extraContainerArgs hub image
        ipFamilies ipFamilyPolicy istiodRemote jwksResolverExtraRootCA
        keepaliveMaxServerConnectionAge memory nodeSelector pdb podAnnotations podLabels
        replicaCount resources rollingMaxSurge rollingMaxUnavailable seccompProfile
        serviceAccountAnnotations serviceAnnotations tag taint tolerations
        topologySpreadConstraints traceSampling trustedZtunnelName variant volumeMounts volumes
        """,
    ),
    (
        "istiod",
        ("sidecarInjectorWebhook",),
        """
        alwaysInjectSelector defaultTemplates enableNamespacesByDefault injectedAnnotations
        neverInjectSelector reinvocationPolicy rewriteAppHTTPProbe templates
        """,
    ),
    (
        "istiod",
        (),
        """
        istiodRemote jwksResolverExtraRootCA keepaliveMaxServerConnectionAge
        sidecarInjectorWebhookAnnotations traceSampling trustedZtunnelName
        """,
    ),
    (
        "cni",
        ("cni",),
        """
        ambient chained cniBinDir cniConfDir cniConfFileName cniNetnsDir excludeNamespaces
        istioOwnedCNIConfig psp_cluster_role repair
        """,
    ),
    ("cni", (), "chained cniBinDir cniConfDir cniConfFileName cniNetnsDir istioOwnedCNIConfig"),
    ("cni", ("repair",), "brokenPodLabelKey deletePods initExitCode labelPods repairPods"),
    (
        "cni",
        ("ambient",),
        """
        dnsCapture enableAmbientDetectionRetry enablementSelectors reconcileIptablesOnStartup
        shareHostNetworkNamespace
        """,
    ),
    (
        "base",
        ("base",),
        """
        enableCRDTemplates enableIstioConfigCRDs excludedCRDs validationCABundle
        validationFailurePolicy validationURL
        """,
    ),
    ("base", (), "enableCRDTemplates excludedCRDs"),
    ("ztunnel", (), "caAddress xdsAddress"),
    ("gateway", (), "networkGateway networkGatewayPorts unprivilegedPort"),
    (
        "istiod",
        ("meshConfig",),
        """
        accessLogEncoding accessLogFile accessLogFormat connectTimeout defaultConfig
        defaultProviders discoverySelectors enableAutoMtls enablePrometheusMerge enableTracing
        extensionProviders ingressClass ingressControllerMode ingressService localityLbSetting
        meshMTLS outboundTrafficPolicy pathNormalization protocolDetectionTimeout
        proxyListenPort rootNamespace serviceSettings trustDomain trustDomainAliases
        """,
    ),
    (
        "istiod",
        ("global", "proxy"),
        """
        autoInject clusterDomain componentLogLevel enableCoreDump excludeIPRanges
        excludeInboundPorts excludeOutboundPorts holdApplicationUntilProxyStarts
        includeIPRanges includeInboundPorts includeOutboundPorts privileged
        readOnlyRootFilesystem readinessInitialDelaySeconds runAsNonRoot seccompProfile
        startupProbe statusPort tracer
        """,
    ),
    ("istiod", ("global", "proxy", "resources"), "limits requests"),
    (
        "istiod",
        ("global",),
        """
        caAddress configValidation defaultPodDisruptionBudget externalIstiod istioNamespace
        istiod jwtPolicy meshID mountMtlsCerts multiCluster pilotCertProvider proxy_init
        remotePilotAddress waypoint
        """,
    ),
)

_GATEWAY_KEYS = frozenset(
    [
        "service",
        "autoscaling",
        "securityContext",
        "podAnnotations",
        "serviceAccount",
        "resources",
        "revision",
        "replicaCount",
        "kind",
        "rbac",
    ]
)


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
    found = re.fullmatch(r"chart=([\w-]+)\s*", words)
    return _OTHER_NAMES.get(found[1], found[1]) if found else None


def chart_by_file_name(path: str) -> str | None:
    """The chart in a file name such as ``istiod-values.yaml``; a hint, not a proof."""
    name = path.rpartition("/")[2].lower()
    stem = name.removesuffix(".yaml").removesuffix(".yml").removesuffix(".json")
    if "values" not in stem and not stem.startswith("istio"):
        return None
    plain = re.sub(r"[._-]+", "-", stem.replace("values", "")).strip("-")
    words = [plain, *re.findall(r"[a-z]+", plain)]
    found = (chart_named(word, near=path) for word in words)
    return next((chart for chart in found if chart is not None), None)


def chart_by_keys(root: Node) -> str | None:
    """The chart whose values have keys like these."""
    for chart, path, keys in _SIGNATURES:
        fits = _is_like if path == ("pilot",) else _has_one
        if fits(root.at(*path), keys):
            return chart
    ingress = root.text("labels", "istio")
    if ingress is None or re.search("gress|gateway", ingress.value) is None:
        return None
    return "gateway" if _is_like_gateway(root) else None


def is_gateway(path: str, root: Node) -> bool:
    """Whether a file's name and keys together say that it is for the gateway chart."""
    return "gateway" in path.rpartition("/")[2].lower() and _is_like_gateway(root)


def _is_like_gateway(root: Node) -> bool:
    return sum(entry.name in _GATEWAY_KEYS for entry in root.entries()) > 1


def is_istiod(root: Node) -> bool:
    """Whether values have what no chart but istiod reads, whatever their file is called."""
    return any(
        _is_like(root.at(*path), keys)
        for _, path, keys in _SIGNATURES
        if path in (("pilot",), ("sidecarInjectorWebhook",))
    )


def _has_one(node: Node | None, keys: str) -> bool:
    """Whether a mapping has one of some keys, which are separated by spaces."""
    if node is None or not node.is_mapping:
        return False
    wanted = frozenset(keys.split())
    return any(entry.name in wanted for entry in node.entries())


def _is_like(node: Node | None, keys: str) -> bool:
    """Whether a mapping has some of these keys, and not more others: a typo is no proof."""
    names = [] if node is None else [entry.name for entry in node.entries()]
    known = len(frozenset(keys.split()).intersection(names))
    return known > 0 and known >= len(names) - known
