"""The network policies for istiod leave out a port that the mesh needs.

As soon as one policy selects a pod for ingress, only what some policy opens gets through.
Nothing is rejected, and running proxies go on with what they have, so the damage shows
late:

- 15012: configuration (XDS) and certificate signing over TLS, for every proxy, gateway and
  ztunnel. Without it new pods do not become ready, and the others keep old configuration
  until their certificates expire.
- 15017: the webhooks. Without it the API server cannot reach the injector: pods start without
  a sidecar or not at all, depending on the failure policy, and resources are not validated.
- 15010: configuration in plain text, without certificates. Istio's proxies do not use it; the
  baseline wants it open for what does.
- 15014: metrics and debugging.

Port 15011 is often listed for "TLS". Nothing has listened there since Istio 1.6; what it
served moved to 15012. Likewise 443 is the port of istiod's Service. A policy sees the pod's
port, behind the Service, and that is 15017. The readiness port 8080 is probed by the kubelet,
which policies let through on most networks, so it is not asked for.

Policies of Kubernetes and Cilium add up, those of Calico are followed in order: the rule
looks at all in sight that are about the same istiod and speaks once, at the one that names
it. Peers are not judged. A policy that isolates all pods of the namespace, where nothing
else shows that istiod runs there, gives a warning: the policies that open its ports may be
somewhere else.

What to do:
  Open 15012 and 15010 to all namespaces with proxies, 15017 to the API server, which on most
  clusters is no pod, and 15014 to Prometheus.

Fix safety:
  The fix puts 15012 in place of 15011, or 15017 in place of 443, where nothing listens.

Symptoms: configuration not applied, proxies STALE or NOT READY in `istioctl proxy-status`,
sidecar injection stops silently, failed calling webhook, context deadline exceeded, mTLS fails
at random, traffic disappears, certificates expire

Baseline: P1, P2, S6, D1, D3, D4, D6, D7
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.rules.api import (
    NAMESPACE,
    NETWORK_POLICIES,
    WORKLOADS,
    Context,
    Example,
    Finding,
    Fix,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.edits import replace
from istiolint.rules.api.network import Policy, Ports, Wanted, may_pass, names_istiod

EXAMPLES = [
    Example(
        "A list of ports from the time before 1.6",
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: istiod, namespace: istio-system}
        spec:
          podSelector: {matchLabels: {app: istiod}}
          policyTypes: [Ingress]
          ingress:
          - from: []
            ports:
            - {port: 15010}
            - {port: 15011}
        #            ^^^^^ nothing listens on port 15011 since Istio 1.6; 15012 (configuration and certificates) is left out
            - {port: 15014}
            - {port: 15017}
        """,
        fixed="""
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: istiod, namespace: istio-system}
        spec:
          podSelector: {matchLabels: {app: istiod}}
          policyTypes: [Ingress]
          ingress:
          - from: []
            ports:
            - {port: 15010}
            - {port: 15012}
            - {port: 15014}
            - {port: 15017}
        """,
    ),
    Example(
        "The port of the Service is not that of the pod",
        """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: istiod-allow, namespace: istio-system}
        spec:
          endpointSelector: {matchLabels: {"k8s:app": istiod}}
          ingress:
          - fromEntities: [cluster]
            toPorts: [{ports: [{port: "15010"}, {port: "15012"}, {port: "15014"}]}]
          - fromEntities: [kube-apiserver, remote-node]
            toPorts: [{ports: [{port: "443", protocol: TCP}]}]
        #                             ^^^^^ port 443 is the Service's, policies see the pod's; 15017 (webhooks) is left out
        """,
        fixed="""
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: istiod-allow, namespace: istio-system}
        spec:
          endpointSelector: {matchLabels: {"k8s:app": istiod}}
          ingress:
          - fromEntities: [cluster]
            toPorts: [{ports: [{port: "15010"}, {port: "15012"}, {port: "15014"}]}]
          - fromEntities: [kube-apiserver, remote-node]
            toPorts: [{ports: [{port: "15017", protocol: TCP}]}]
        """,
    ),
    Example(
        "Two mistakes of one policy: what breaks the mesh, and what the baseline misses",
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: istiod, namespace: mesh}
        spec:
          podSelector:
            matchExpressions: [{key: istio, operator: In, values: [pilot]}]
          ingress:
        # ^^^^^^^ istiod's ports 15012 (configuration and certificates) and 15017 (webhooks) are left out
        # ^^^^^^^ istiod's port 15010 (plain-text configuration) is left out; the baseline wants it open
          - ports: [{port: 15014, protocol: TCP}, {port: 15012, protocol: UDP}]
        """,
    ),
    Example(
        "Calico follows rules in order",
        """
        apiVersion: projectcalico.org/v3
        kind: NetworkPolicy
        metadata: {name: istiod, namespace: istio-system}
        spec:
          selector: app == 'istiod'
          types: [Ingress]
          ingress:
        # ^^^^^^^ istiod's port 15017 (webhooks) is left out
          - {action: Deny, protocol: TCP, destination: {ports: [15017]}}
          - {action: Allow, protocol: TCP, destination: {ports: ["15010:15017"]}}
        """,
    ),
    Example(
        "Everything in istio-system is closed, and nothing in sight opens it again",
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: default-deny, namespace: istio-system}
        spec:
          podSelector: {}
          policyTypes: [Ingress, Egress]
        #               ^^^^^^^ istiod's ports 15012 (configuration and certificates) and 15017 (webhooks) are left out
        """,
    ),
    Example(
        "Another policy opens what the first leaves out",
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: default-deny, namespace: istio-system}
        spec: {podSelector: {}, policyTypes: [Ingress]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: istiod-xds, namespace: istio-system}
        spec:
          podSelector: {matchLabels: {app: istiod}}
          ingress:
          - from: [{namespaceSelector: {}}]
            ports: [{port: 15010}, {port: 15012}]
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: istiod-others, namespace: istio-system}
        spec:
          podSelector: {matchLabels: {istio: pilot}}
          ingress: [{ports: [{port: 15014, endPort: 15017}]}]
        """,
    ),
    Example(
        "What the chart itself renders, 15011 included",
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: istiod, namespace: istio-system}
        spec:
          podSelector:
            matchLabels: {app: istiod, istio.io/rev: canary}
          policyTypes: [Ingress, Egress]
          ingress:
          - ports: [{port: 8080}, {port: 15010}, {port: 15011}, {port: 15012}, {port: 15014}, {port: 15017}]
          egress: [{}]
        """,
    ),
    Example(
        "Ports that are filled in later, or known by name",
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: istiod, namespace: istio-system}
        spec:
          podSelector: {matchLabels: {app: istiod}}
          ingress: [{ports: [{port: "${XDS_PORT}"}, {port: tls-xds}]}]
        """,
    ),
    Example(
        "Policies for other pods, of other namespaces, or for egress alone",
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: kiali, namespace: istio-system}
        spec:
          podSelector: {matchLabels: {app: kiali}}
          ingress: [{ports: [{port: 20001}]}]
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: default-deny, namespace: shop}
        spec: {podSelector: {}, policyTypes: [Ingress]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: istiod, namespace: istio-system}
        spec:
          podSelector: {matchLabels: {app: istiod}}
          policyTypes: [Egress]
        ---
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkPolicy
        metadata: {name: default-deny}
        spec:
          namespaceSelector: projectcalico.org/name not in {"kube-system", "istio-system"}
          types: [Ingress, Egress]
        """,
    ),
]


class Options(NamedTuple):
    """Ports that are no loss to everyone."""

    plain_text: bool = True
    """Whether leaving out 15010 counts, the port for configuration in plain text."""
    monitoring: bool = True
    """Whether leaving out 15014 counts, the port for metrics and debugging."""


NEEDED = {15012: "configuration and certificates", 15017: "webhooks"}
CLIENTS = {15012: "all pods with proxies", 15017: "the API server"}
WANTED = {15010: "plain-text configuration", 15014: "metrics"}
MISTAKEN = {
    15011: (15012, "nothing listens on port 15011 since Istio 1.6"),
    443: (15017, "port 443 is the Service's, policies see the pod's"),
}
"""Ports that people open instead of those that are needed."""


@rule(
    kinds(*NETWORK_POLICIES),
    Severity.ERROR,
    EXAMPLES,
    reads=[NAMESPACE, *WORKLOADS],
    options=Options,
)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Ask all policies for each istiod that this one speaks for."""
    network = context.project.network
    for policy in network.of(resource):
        for namespace in network.istiods_of(policy) if policy.ingress else ():
            group = network.for_istiod(namespace, policy)
            if network.speaks(policy, namespace, group):
                is_sure = names_istiod(policy, namespace) or network.istiod_namespaces[namespace]
                named = [each for each in group if names_istiod(each, namespace)]
                yield from findings(policy, group, named, context.options, is_sure=is_sure)
                break


def findings(
    policy: Policy, group: list[Policy], named: list[Policy], options: Options, *, is_sure: bool
) -> Iterator[Finding]:
    """What the policies of a group leave out; ``named`` are those about istiod alone."""
    at = policy.ingress.at if policy.ingress else policy.resource.at
    lacking = [port for port in NEEDED if not may_pass(group, "ingress", Wanted(port))]
    severity = Severity.ERROR if is_sure else Severity.WARNING
    for ports in mistaken(named, lacking):
        right, why = MISTAKEN[ports.single or 0]
        lacking.remove(right)
        edit = replace(ports.node, str(right) if isinstance(ports.node.meaning, str) else right)
        yield Finding(
            at=ports.node,
            message=f"{why}; {right} ({NEEDED[right]}) is left out",
            help=f"open {right} instead",
            severity=severity,
            fix=Fix(f"Open port {right} instead", (edit,), safe=True) if edit else None,
        )
    if lacking:
        yield Finding(
            at=at,
            message=f"{listed(lacking, NEEDED)} left out",
            help="open " + " and ".join(f"{port} to {CLIENTS[port]}" for port in lacking),
            severity=severity,
        )
    if all(each.ingress is None or each.ingress.opens_nothing for each in group):
        return
    asked = [15010] * options.plain_text + [15014] * options.monitoring
    others = [port for port in asked if not may_pass(group, "ingress", Wanted(port))]
    if others:
        yield Finding(
            at=at,
            message=f"{listed(others, WANTED)} left out; the baseline wants "
            f"{'it' if len(others) == 1 else 'them'} open",
            severity=Severity.WARNING,
        )


def mistaken(named: list[Policy], lacking: list[int]) -> Iterator[Ports]:
    """The first place for each lacking port where another one was opened in its stead."""
    found: dict[int, Ports] = {}
    for policy in named:
        for ports in policy.ingress.ports if policy.ingress else ():
            right = MISTAKEN.get(ports.single or 0, (0, ""))[0]
            if right in lacking and policy.resource.reported:
                found.setdefault(right, ports)
    yield from found.values()


def listed(ports: list[int], words: dict[int, str]) -> str:
    """Ports with what they are for, up to the verb."""
    said = " and ".join(f"{port} ({words[port]})" for port in ports)
    return f"istiod's port {said} is" if len(ports) == 1 else f"istiod's ports {said} are"
