"""Cilium replaces Service addresses in the pods' sockets, before the proxy sees them.

When Cilium takes over from kube-proxy it chooses the pod behind a Service as soon as an
application connects. What reaches the sidecar, or ztunnel, is then the address of one pod: the
rules of VirtualServices and DestinationRules for the Service do not apply, traffic is balanced
per connection, and in ambient mode waypoints of Services are passed by.

The setting `bpf-lb-sock-hostns-only` keeps the replacement to the network of the host and
leaves pods alone. It is off by default.

What to do:
  Set `socketLB.hostNamespaceOnly: true` in the values of Cilium's chart, which becomes
  `bpf-lb-sock-hostns-only: "true"` in the ConfigMap `cilium-config`.

Symptoms: VirtualService has no effect, traffic is not routed to subsets, PassthroughCluster in
telemetry, waypoint is bypassed, configuration not applied

Baseline: I4
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Resource, Severity, kinds, rule
from istiolint.rules.api.network import CILIUM_SOURCES, cilium_settings

EXAMPLES = [
    Example(
        "kube-proxy is replaced everywhere",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: cilium-config, namespace: kube-system}
        data:
          kube-proxy-replacement: "true"
        #                         ^^^^^^ kube-proxy-replacement without bpf-lb-sock-hostns-only hides Services from the proxies
        """,
    ),
    Example(
        "The restriction is there, and off",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: cilium}
        spec:
          chart: {spec: {chart: cilium}}
          values:
            socketLB: {enabled: true, hostNamespaceOnly: false}
        #                                                ^^^^^ socketLB.enabled without socketLB.hostNamespaceOnly hides Services from the proxies
        """,
    ),
    Example(
        "Pods are left alone",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: cilium-config, namespace: kube-system}
        data: {bpf-lb-sock: "true", bpf-lb-sock-hostns-only: "true"}
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: cilium}
        spec:
          chart: {spec: {chart: cilium}}
          values: {kubeProxyReplacement: strict, socketLB: {hostNamespaceOnly: true}}
        """,
    ),
    Example(
        "kube-proxy does its work, or nobody knows yet",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: cilium-config, namespace: kube-system}
        data: {kube-proxy-replacement: "false", bpf-lb-sock: "false"}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: other-config}
        data: {kube-proxy-replacement: "true"}
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: cilium}
        spec:
          chart: {spec: {chart: cilium}}
          values: {kubeProxyReplacement: true, socketLB: {hostNamespaceOnly: "${HOST_ONLY}"}}
        ---
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: cilium}
        spec:
          source: {chart: cilium, helm: {valueFiles: [more.yaml], values: "kubeProxyReplacement: true"}}
        """,
    ),
]


@rule(kinds(*CILIUM_SOURCES), Severity.WARNING, EXAMPLES)
def check(resource: Resource, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Look for what turns it on, and for what keeps it to the host."""
    cilium = cilium_settings(resource)
    if cilium is None:
        return
    host_only = cilium.written("host only")
    is_limited = cilium.is_on("host only") is not False if host_only else not cilium.complete
    active = next((each for each in ("socket", "replacement") if cilium.is_on(each)), None)
    if active is not None and not is_limited:
        limit = cilium.name_of("host only")
        yield Finding(
            at=host_only or cilium.written(active) or cilium.anchor,
            message=f"{cilium.name_of(active)} without {limit} hides Services from the proxies",
            help=f"set {limit} to true",
        )
