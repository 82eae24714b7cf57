"""Pods of the mesh have no way to DNS through the network policies.

A policy that isolates pods for egress leaves them only what some policy opens. Without DNS
the proxy cannot find istiod, whose address is a name, and applications cannot find anything;
that DNS is resolved by the proxy (`ISTIO_META_DNS_CAPTURE`) or by ztunnel helps for names of
the mesh alone, and only once there is configuration.

The rule speaks of namespaces and pods that the files show to be part of the mesh, in sidecar
or ambient mode. Port 53 counts, and 5353 and 8053, on which the DNS pods of some platforms
listen: policies see their port, not that of their Service.

What to do:
  Allow egress to UDP and TCP 53 of the DNS pods (`k8s-app: kube-dns` in kube-system), or to the
  address of the node-local cache.

Symptoms: no such host, name resolution fails after a default deny, proxies NOT READY, pods never
become ready, traffic disappears

Baseline: P1, P2, D1, D4
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    NAMESPACE,
    NETWORK_POLICIES,
    WORKLOADS,
    Context,
    Example,
    Finding,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.injection import Mode
from istiolint.rules.api.network import DNS

EXAMPLES = [
    Example(
        "Only istiod can be reached, but not found",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio-injection: enabled}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: egress, namespace: shop}
        spec:
          podSelector: {}
          policyTypes: [Egress]
          egress:
        # ^^^^^^ pods of the mesh in "shop" cannot reach DNS
          - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: istio-system}}}]
            ports: [{port: 15012}]
        """,
    ),
    Example(
        "In ambient mode applications need it all the same",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio.io/dataplane-mode: ambient}}
        ---
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: egress, namespace: shop}
        spec:
          endpointSelector: {}
          egress:
        # ^^^^^^ pods of the mesh in "shop" cannot reach DNS
          - toPorts: [{ports: [{port: "15008", protocol: TCP}]}]
        """,
    ),
    Example(
        "A policy for DNS alone is common",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio-injection: enabled}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: default-deny, namespace: shop}
        spec: {podSelector: {}, policyTypes: [Egress]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: dns, namespace: shop}
        spec:
          podSelector: {}
          policyTypes: [Egress]
          egress:
          - to: [{namespaceSelector: {}, podSelector: {matchLabels: {k8s-app: kube-dns}}}]
            ports: [{port: 53, protocol: UDP}]
        """,
    ),
    Example(
        "OpenShift's DNS pods listen on 5353; other ports have names",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio-injection: enabled}}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: web, labels: {istio-injection: enabled}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: egress, namespace: shop}
        spec: {podSelector: {}, egress: [{ports: [{port: 5353, protocol: UDP}]}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: egress, namespace: web}
        spec: {podSelector: {}, egress: [{ports: [{port: dns, protocol: UDP}]}]}
        """,
    ),
    Example(
        "In ambient mode what has no way out at all may not need one",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: db, labels: {istio.io/dataplane-mode: ambient}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: no-way-out, namespace: db}
        spec: {podSelector: {}, policyTypes: [Egress]}
        """,
    ),
    Example(
        "A namespace outside the mesh",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: default-deny, namespace: shop}
        spec: {podSelector: {}, policyTypes: [Egress]}
        """,
    ),
]


@rule(
    kinds(*NETWORK_POLICIES),
    Severity.WARNING,
    EXAMPLES,
    reads=[NAMESPACE, *WORKLOADS],
    yields_to=["egress-to-istiod-blocked"],
)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Ask all policies about the namespaces that this one isolates."""
    network = context.project.network
    for policy in network.of(resource):
        is_shut = policy.egress is not None and policy.egress.opens_nothing
        modes = (Mode.SIDECAR,) if is_shut else (Mode.SIDECAR, Mode.AMBIENT)
        closed = [each for mode in modes for each in network.closed(policy, "egress", mode, DNS)]
        if closed and policy.egress is not None:
            yield Finding(
                at=policy.egress.at,
                message=f'pods of the mesh in "{closed[0]}" cannot reach DNS',
                help="allow egress to port 53 of the DNS pods, UDP and TCP",
            )
