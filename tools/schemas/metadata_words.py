"""What the registries of annotations and labels do not say: what is read out of the text.

An entry has keywords for all releases in ``notes``, and in ``since`` those that hold from a
minor on. The words of ``x-istio-format`` are in ``registries.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

Notes = dict[str, Any]


class Entry(NamedTuple):
    """What is known of an annotation or label beside what its registry says."""

    notes: Notes
    since: Mapping[int, Notes] = {}
    first: int | None = None
    """The minor since which the code reads it, if it is in no registry."""


def read_as(form: str, **notes: Any) -> Notes:
    """The notes of a text that is read in a form."""
    return {"x-istio-format": form} | {f"x-istio-{key}": each for key, each in notes.items()}


def one_of(*words: str, **notes: Any) -> Notes:
    """The notes of a text that is one of some words."""
    return {"enum": list(words)} | {f"x-istio-{key}": each for key, each in notes.items()}


INTERNAL: Notes = {"x-istio-internal": True}
REFUSED: Notes = {"x-istio-refused": True}
USELESS: Notes = {"x-istio-useless": True}

# Before they were checked, in 1.29, the injector could not put together the pod with them.
QUANTITY = Entry(read_as("quantity", refused=True))
INTERFACES = Entry(read_as("list"), since={30: REFUSED})
THRESHOLD = Entry(read_as("uint", refused=True))

ANNOTATIONS: Mapping[str, Entry] = {
    "ambient.istio.io/bypass-inbound-capture": Entry(read_as("bool")),
    "ambient.istio.io/dns-capture": Entry(read_as("bool")),
    "ambient.istio.io/redirection": Entry(
        {**INTERNAL, "x-istio-replacement": {"label": "istio.io/dataplane-mode"}}
    ),
    "galley.istio.io/analyze-suppress": Entry(read_as("list")),
    "gateway.istio.io/controller-version": Entry(INTERNAL),
    "inject.istio.io/templates": Entry(read_as("list")),
    "install.operator.istio.io/chart-owner": Entry(INTERNAL),
    "install.operator.istio.io/owner-generation": Entry(INTERNAL),
    "install.operator.istio.io/version": Entry(INTERNAL),
    "istio.io/autoRegistrationGroup": Entry(INTERNAL),
    "istio.io/connectedAt": Entry(INTERNAL),
    "istio.io/disconnectedAt": Entry(INTERNAL),
    "istio.io/dry-run": Entry(read_as("bool", refused=True)),
    "istio.io/reroute-virtual-interfaces": INTERFACES,
    "istio.io/rev": Entry(INTERNAL),
    "istio.io/use-waypoint-canary-weight": Entry(read_as("percent")),
    "istio.io/workloadController": Entry(INTERNAL),
    "kubernetes.io/ingress.class": Entry({"x-istio-replacement": {"field": "ingressClassName"}}),
    "networking.istio.io/exportTo": Entry(read_as("export-to")),
    "prometheus.istio.io/merge-metrics": Entry(read_as("bool", refused=True)),
    "proxy.istio.io/config": Entry(
        read_as("yaml", refused=True) | {"x-istio-schema": "mesh/ProxyConfig"}
    ),
    "proxy.istio.io/overrides": Entry(INTERNAL),
    "readiness.status.sidecar.istio.io/applicationPorts": Entry(read_as("ports")),
    "readiness.status.sidecar.istio.io/failureThreshold": THRESHOLD,
    "readiness.status.sidecar.istio.io/initialDelaySeconds": THRESHOLD,
    "readiness.status.sidecar.istio.io/periodSeconds": THRESHOLD,
    "sidecar.istio.io/controlPlaneAuthPolicy": Entry(USELESS),
    "sidecar.istio.io/discoveryAddress": Entry(
        {"x-istio-replacement": {"proxyConfig": "discoveryAddress"}}
    ),
    "sidecar.istio.io/enableCoreDump": Entry(read_as("bool"), since={24: USELESS}),
    "sidecar.istio.io/extraStatTags": Entry(
        read_as("list", replacement={"kind": "Telemetry", "field": "tagOverrides"}),
    ),
    "sidecar.istio.io/inject": Entry(
        read_as("inject", replacement={"label": "sidecar.istio.io/inject"})
    ),
    "sidecar.istio.io/interceptionMode": Entry(one_of("REDIRECT", "TPROXY", "NONE", refused=True)),
    "sidecar.istio.io/logLevel": Entry(
        one_of("trace", "debug", "info", "warning", "warn", "error", "critical", "off")
    ),
    "sidecar.istio.io/nativeSidecar": Entry(read_as("bool")),
    "sidecar.istio.io/proxyCPU": QUANTITY,
    "sidecar.istio.io/proxyCPULimit": QUANTITY,
    "sidecar.istio.io/proxyMemory": QUANTITY,
    "sidecar.istio.io/proxyMemoryLimit": QUANTITY,
    "sidecar.istio.io/rewriteAppHTTPProbers": Entry(read_as("bool")),
    "sidecar.istio.io/statsCompression": Entry(
        one_of("brotli", "gzip", "zstd"),
        since={29: {"x-istio-replacement": {"proxyConfig": "statsCompression"}}},
    ),
    "sidecar.istio.io/statsEvictionInterval": Entry(read_as("duration")),
    "sidecar.istio.io/statsFlushInterval": Entry(read_as("duration")),
    "sidecar.istio.io/statsHistogramBins": Entry(read_as("uint")),
    "sidecar.istio.io/statsHistogramBuckets": Entry(read_as("json")),
    "sidecar.istio.io/statsInclusionPrefixes": Entry(
        read_as("list", replacement={"proxyConfig": "proxyStatsMatcher.inclusionPrefixes"})
    ),
    "sidecar.istio.io/statsInclusionRegexps": Entry(
        read_as("list", replacement={"proxyConfig": "proxyStatsMatcher.inclusionRegexps"})
    ),
    "sidecar.istio.io/statsInclusionSuffixes": Entry(
        read_as("list", replacement={"proxyConfig": "proxyStatsMatcher.inclusionSuffixes"})
    ),
    "sidecar.istio.io/status": Entry(INTERNAL),
    "sidecar.istio.io/userVolume": Entry(read_as("json", refused=True)),
    "sidecar.istio.io/userVolumeMount": Entry(read_as("json", refused=True)),
    "status.sidecar.istio.io/port": Entry(read_as("port-or-zero", refused=True)),
    "topology.istio.io/controlPlaneClusters": Entry(read_as("list")),
    "traffic.istio.io/nodeSelector": Entry(read_as("labels")),
    "traffic.sidecar.istio.io/excludeInboundPorts": Entry(read_as("ports", refused=True)),
    "traffic.sidecar.istio.io/excludeInterfaces": INTERFACES,
    "traffic.sidecar.istio.io/excludeOutboundIPRanges": Entry(read_as("cidrs", refused=True)),
    "traffic.sidecar.istio.io/excludeOutboundPorts": Entry(read_as("ports", refused=True)),
    "traffic.sidecar.istio.io/includeInboundPorts": Entry(read_as("ports-or-all", refused=True)),
    "traffic.sidecar.istio.io/includeOutboundIPRanges": Entry(
        read_as("cidrs-or-all", refused=True)
    ),
    "traffic.sidecar.istio.io/includeOutboundPorts": Entry(read_as("ports")),
    "traffic.sidecar.istio.io/kubevirtInterfaces": Entry(
        read_as("list"),
        since={
            25: {"x-istio-replacement": {"annotation": "istio.io/reroute-virtual-interfaces"}},
            30: REFUSED,
        },
    ),
    # In no registry, but read by the code.
    "ambient.istio.io/xfcc-include-client-identity": Entry({}, first=30),
    "envoyfilter.istio.io/referenced-services": Entry(
        {"x-istio-resources": ["EnvoyFilter"]}, first=26
    ),
    "experimental.istio.io/disable-gateway-port-translation": Entry({}, first=16),
    "gateway.istio.io/agentgatewayImage": Entry({}, first=29),
    "istio.io/connect-strategy": Entry({"x-istio-resources": ["ServiceEntry"]}, first=30),
    "istio.io/ignore-policy-attachment": Entry(
        {"x-istio-resources": ["BackendTLSPolicy", "XBackendTrafficPolicy"]}, first=30
    ),
    "istio.io/persistent-session": Entry({}, first=16),
    "istio.io/persistent-session-header": Entry({}, first=16),
    "networking.istio.io/address-type": Entry({"x-istio-resources": ["Gateway"]}, first=16),
    "networking.istio.io/cluster": Entry({}, first=16),
    "prometheus.istio.io/scrape-targets": Entry(
        read_as("scrape-targets", refused=True) | {"x-istio-resources": ["Pod"]}, first=31
    ),
    "prometheus.istio.io/secure-envoy-port": Entry({"x-istio-resources": ["Pod"]}, first=31),
    "prometheus.istio.io/secure-port": Entry({"x-istio-resources": ["Pod"]}, first=31),
    "sidecar.istio.io/capNetBindService": Entry({"x-istio-resources": ["Pod"]}, first=16),
}

LABELS: Mapping[str, Entry] = {
    "gateway.istio.io/managed": Entry(INTERNAL),
    "istio.io/dataplane-mode": Entry(one_of("ambient", "none")),
    "istio.io/ingress-use-waypoint": Entry(read_as("bool")),
    "istio.io/waypoint-for": Entry(one_of("all", "none", "service", "workload")),
    "networking.istio.io/enable-autoallocate-ip": Entry(read_as("bool")),
    "networking.istio.io/gatewayPort": Entry(read_as("port")),
    "operator.istio.io/component": Entry(INTERNAL),
    "operator.istio.io/managed": Entry(INTERNAL),
    "operator.istio.io/version": Entry(INTERNAL),
    "security.istio.io/tlsMode": Entry(INTERNAL),
    "sidecar.istio.io/inject": Entry(read_as("inject")),
    # In no registry, but read by the code or the webhooks.
    "gateway.istio.io/defaults-for-class": Entry({"x-istio-resources": ["ConfigMap"]}, first=26),
    "istio-injection": Entry(
        one_of("disabled", "enabled") | {"x-istio-resources": ["Namespace"]}, first=16
    ),
}
