"""Settings that went away or mean nothing any more, and what took their place.

Paths are in istioctl's tree of values. What is in the data files (a field that has gone
from a schema) needs no line here unless it has a replacement. Source of each line: the lists
that istioctl up to 1.23 and the notes of the istiod chart evaluate, and the schemas.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

_RESOURCE = "a PeerAuthentication resource"
_ADDONS = "the add-on's own manifests or chart"

ANCIENT: Mapping[str, str | None] = {
    "galley": None,
    "global.centralIstiod": "global.externalIstiod",
    "global.certificates": None,
    "global.controlPlaneSecurityEnabled": None,
    "global.disablePolicyChecks": None,
    "global.enableTracing": "meshConfig.enableTracing",
    "global.localityLbSetting": "meshConfig.localityLbSetting",
    "global.meshExpansion": None,
    "global.mtls": _RESOURCE,
    "global.outboundTrafficPolicy": "meshConfig.outboundTrafficPolicy",
    "global.policyCheckFailOpen": None,
    "global.proxy.accessLogEncoding": "meshConfig.accessLogEncoding",
    "global.proxy.accessLogFile": "meshConfig.accessLogFile",
    "global.proxy.accessLogFormat": "meshConfig.accessLogFormat",
    "global.proxy.concurrency": "meshConfig.defaultConfig.concurrency",
    "global.proxy.envoyAccessLogService": "meshConfig.defaultConfig.envoyAccessLogService",
    "global.proxy.envoyMetricsService": "meshConfig.defaultConfig.envoyMetricsService",
    "global.proxy.protocolDetectionTimeout": "meshConfig.protocolDetectionTimeout",
    "global.trustDomain": "meshConfig.trustDomain",
    "grafana": _ADDONS,
    "istiocoredns": "meshConfig.defaultConfig.proxyMetadata.ISTIO_META_DNS_CAPTURE",
    "kiali": _ADDONS,
    "mixer": None,
    "nodeagent": None,
    "pilot.ingress": "meshConfig.ingressService",
    "prometheus": _ADDONS,
    "security": None,
    "tracing": _ADDONS,
}
"""What was gone before the oldest release that we know, and what to write in its place."""


class Dead(NamedTuple):
    """A setting that schemas still take and that nothing reads from a release on."""

    since: int
    replacement: str | None = None


DEAD: Mapping[str, Dead] = {
    "base.validateGateway": Dead(21),
    "cni.ambient.configDir": Dead(21),
    "cni.logLevel": Dead(23, "cni.logging.level"),
    "cni.privileged": Dead(22),
    "cni.psp_cluster_role": Dead(21),
    "cni.repair.createEvents": Dead(16),
    "cni.repair.hub": Dead(16, "cni.hub"),
    "cni.repair.tag": Dead(16, "cni.tag"),
    "cni.rollingMaxUnavailable": Dead(26, "cni.updateStrategy.rollingUpdate.maxUnavailable"),
    "global.jwtPolicy": Dead(22),
    "global.multiCluster.enabled": Dead(27),
    "global.multiCluster.globalDomainSuffix": Dead(27),
    "global.multiCluster.includeEnvoyFilter": Dead(27),
    "global.proxy.enableCoreDump": Dead(24),
    "global.trustDomain": Dead(16, "meshConfig.trustDomain"),
    "global.proxy_init.resources": Dead(16, "global.proxy.resources"),
    "istio_cni.chained": Dead(24, "cni.chained"),
    "istio_cni.enabled": Dead(24, "pilot.cni.enabled"),
    "istio_cni.provider": Dead(24, "pilot.cni.provider"),
    "pilot.enableProtocolSniffingForInbound": Dead(19),
    "pilot.enableProtocolSniffingForOutbound": Dead(19),
    "sidecarInjectorWebhook.injectionURL": Dead(16, "istiodRemote.injectionURL"),
}
"""By its path, since when a setting does nothing, and what to write in its place."""

OF_STACKDRIVER = (
    "debug",
    "maxNumberOfAnnotations",
    "maxNumberOfAttributes",
    "maxNumberOfMessageEvents",
)
"""Settings of Stackdriver's tracing that the chart of istiod refuses."""

FAILING: Mapping[str, int] = {
    "telemetry.v2.prometheus.configOverride": 21,
    "telemetry.v2.stackdriver.disableOutbound": 21,
    **{f"global.tracer.stackdriver.{key}": 24 for key in OF_STACKDRIVER},
}
"""Settings with which the chart of istiod refuses to be rendered, and since when."""

DEPRECATED: Mapping[str, Mapping[str, str]] = {
    "VirtualService": {
        "allowOrigin": "allowOrigins",
        "mirror_percent": "mirrorPercentage",
        "mirrorPercent": "mirrorPercentage",
        "percent": "percentage",
    },
    "DestinationRule": {
        "warmupDurationSecs": "warmup.duration",
        "consecutiveErrors": "consecutive5xxErrors",
        "minimumRingSize": "ringHash.minimumRingSize",
    },
    "Sidecar": {"consecutiveErrors": "consecutive5xxErrors"},
    "MeshConfig": {
        "zipkinAddress": "tracing.zipkin.address",
        "envoyMetricsServiceAddress": "envoyMetricsService.address",
        "consecutiveErrors": "consecutive5xxErrors",
        "includeHeadersInCheck": "includeRequestHeadersInCheck",
    },
    "ProxyConfig": {
        "zipkinAddress": "tracing.zipkin.address",
        "envoyMetricsServiceAddress": "envoyMetricsService.address",
    },
}
"""Deprecated fields of resources and mesh config, and what took their place."""

ALIKE: Mapping[str, str] = {
    "consecutiveErrors": "consecutive5xxErrors",
    "envoyMetricsServiceAddress": "envoyMetricsService.address",
    "includeHeadersInCheck": "includeRequestHeadersInCheck",
    "minimumRingSize": "ringHash.minimumRingSize",
    "mirror_percent": "mirrorPercentage.value",
    "mirrorPercent": "mirrorPercentage.value",
    "percent": "percentage.value",
    "warmupDurationSecs": "warmup.duration",
    "zipkinAddress": "tracing.zipkin.address",
}
"""Deprecated fields, and where beside them the same value says what it says there."""

EXCLUDING: Mapping[str, str] = {"minimumRingSize": "maglev", "zipkinAddress": "tracing"}
"""Deprecated fields, and what excludes their successor where it is written beside them."""

UNALIKE = frozenset(("cni.repair.hub", "cni.repair.tag", "global.proxy_init.resources"))
"""Settings whose successor is not theirs alone, so that what they say may be wrong there."""

MEANT: Mapping[str, Mapping[str, str]] = {
    "abort": {"code": "httpStatus", "status": "httpStatus"},
    "delay": {"delay": "fixedDelay", "duration": "fixedDelay"},
    "http": {"http1MaxRequests": "http1MaxPendingRequests"},
    "match": {
        "exact": "uri.exact",
        "host": "authority",
        "path": "uri",
        "prefix": "uri.prefix",
        "regex": "uri.regex",
    },
    "port": {"port": "number"},
    "redirect": {"code": "redirectCode", "host": "authority", "path": "uri", "prefix": "uri"},
    "retries": {"timeout": "perTryTimeout"},
    "rewrite": {"host": "authority", "path": "uri", "prefix": "uri"},
    "tls": {"secretName": "credentialName"},
}
"""By the key of a block, what people write in it, and what it is called there."""

OF_THE_TEMPLATE = frozenset(
    (
        "allowPrivilegeEscalation",
        "capabilities",
        "readOnlyRootFilesystem",
        "runAsNonRoot",
        "runAsUser",
    )
)
"""What people look for in ``global.proxy`` and only the injection template decides."""

UNVALIDATED = "global.waypoint.tolerations"
"""What the templates read and istioctl does not know; the key it has instead, nothing reads."""

REFUSED_BESIDE: Mapping[str, tuple[str, ...]] = {"minimumRingSize": ("ringHash", "maglev")}
"""Deprecated fields, and those beside which istiod's webhook refuses them if they are not zero."""

USELESS = frozenset(("consecutiveErrors", "zipkinAddress"))
"""Deprecated fields that are allowed and that no release reads any more."""

CRASHING: Mapping[str, str] = {"envoyMetricsServiceAddress": "envoyMetricsService"}
"""Deprecated fields on which the agent crashes where another one is not there as well."""

PROMISED: Mapping[str, Mapping[str, Mapping[str, int]]] = {
    "MeshConfig": {"MeshConfig.OutboundTrafficPolicy.Mode": {"ALLOW_ANY_DYNAMIC_DNS": 31}},
}
"""Words that a schema has before a release acts on them, by its definitions: the first one."""


def is_no_slip(path: str) -> bool:
    """Whether a key of values that is not known was written as it was meant."""
    above, _, key = path.rpartition(".")
    return path == UNVALIDATED or (above == "global.proxy" and key in OF_THE_TEMPLATE)


def ancient(path: str) -> tuple[bool, str | None]:
    """Whether a setting is long gone, and what took its place."""
    return path in ANCIENT, ANCIENT.get(path)


def meant(block: str, key: str) -> str | None:
    """What a word that people write is called in a block, as a path below that."""
    return MEANT.get(block, {}).get(key)


def dead(path: str, minor: int) -> Dead | None:
    """What is known of a setting that nothing reads in release 1.``minor``."""
    found = DEAD.get(path)
    return found if found is not None and found.since <= minor else None
