"""Pods in ambient mode are reached on port 15008, which the network policies close.

Between two pods in ambient mode, whatever port the application uses, packets on the network
go to port 15008 of the destination: ztunnel wraps the connection in HBONE and unwraps it in
the other pod. A policy that opens the application's port alone drops all of it. Traffic from
outside the mesh still arrives on the application's port, so a policy usually needs both.

The rule speaks of policies that open some port between pods of which one is in ambient mode, and
leave out 15008; not of those that are meant to close everything, or open ways to addresses outside
the mesh. It is silent where any policy in sight for pods of the namespace may open the port.

Probes of the kubelet come from the address 169.254.7.127 in ambient mode. Most networks let
link-local addresses through; Cilium with a default deny has to be told.

What to do:
  Open TCP 15008 beside the ports that are there, for the same peers.

Symptoms: connection reset or timeout after a namespace joins ambient mode, traffic disappears,
connection closed due to policy rejection, 503 UF

Baseline: P1, P2, D1
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
from istiolint.rules.api.network import DNS, Action, PolicyRule, Wanted

EXAMPLES = [
    Example(
        "Only the port of the application is open",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio.io/dataplane-mode: ambient}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: web, namespace: shop}
        spec:
          podSelector: {matchLabels: {app: web}}
          ingress:
        # ^^^^^^^ port 15008 stays closed, on which pods in ambient mode of "shop" are reached
          - from: [{namespaceSelector: {}}]
            ports: [{port: 8080}]
        """,
    ),
    Example(
        "The way out is closed as well",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio.io/dataplane-mode: ambient}}
        ---
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: web, namespace: shop}
        spec:
          endpointSelector: {}
          egress:
        # ^^^^^^ port 15008 stays closed, on which pods in ambient mode of "shop" reach others
          - toPorts: [{ports: [{port: "53"}]}]
          - toEndpoints: [{matchLabels: {app: db}}]
            toPorts: [{ports: [{port: "5432", protocol: TCP}]}]
        """,
    ),
    Example(
        "All ports, or 15008 by another policy",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio.io/dataplane-mode: ambient}}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: web, labels: {istio.io/dataplane-mode: ambient}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: all, namespace: shop}
        spec: {podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: web, namespace: web}
        spec: {podSelector: {}, ingress: [{ports: [{port: 8080}]}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: mesh, namespace: web}
        spec: {podSelector: {}, ingress: [{ports: [{port: 15008}]}]}
        """,
    ),
    Example(
        "What is meant to be closed, with ways to DNS and to a database outside alone",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio.io/dataplane-mode: ambient}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: default-deny, namespace: shop}
        spec:
          podSelector: {}
          policyTypes: [Ingress, Egress]
          ingress: [{from: [{ipBlock: {cidr: 198.51.100.0/24}}], ports: [{port: 8080}]}]
          egress:
          - to: [{namespaceSelector: {}}]
            ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]
          - to: [{ipBlock: {cidr: 192.0.2.7/32}}]
            ports: [{port: 5432}]
        """,
    ),
    Example(
        "With sidecars packets keep their port",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio-injection: enabled}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: web, namespace: shop}
        spec: {podSelector: {}, ingress: [{ports: [{port: 8080}]}]}
        """,
    ),
]

HBONE = Wanted(15008)


@rule(kinds(*NETWORK_POLICIES), Severity.WARNING, EXAMPLES, reads=[NAMESPACE, *WORKLOADS])
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Ask all policies about both directions of what this one isolates."""
    network = context.project.network
    for policy in network.of(resource):
        for direction, words in (("ingress", "are reached"), ("egress", "reach others")):
            side = policy.side(direction)
            if side is None or not any(is_for_pods(each, direction) for each in side.rules):
                continue
            closed = network.closed(policy, direction, Mode.AMBIENT, [HBONE])
            if closed:
                yield Finding(
                    at=side.at,
                    message=f"port 15008 stays closed, on which pods in ambient mode of "
                    f'"{closed[0]}" {words}',
                    help="open TCP 15008 to the same peers",
                )


def is_for_pods(opening: PolicyRule, direction: str) -> bool:
    """Whether a rule opens ports between pods, other than those of DNS."""
    are_pods = opening.about_pods or (direction == "ingress" and opening.peers is None)
    ports = {each.single for each in opening.ports or ()} - {each.port for each in DNS}
    return opening.action is Action.ALLOW and are_pods and bool(ports)
