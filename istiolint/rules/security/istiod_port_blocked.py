"""The network policies for istiod leave out a port that the mesh needs.

As soon as one policy selects a pod for ingress, only what some policy opens gets through.
Nothing is rejected, and running proxies go on with what they have, so the damage shows
late:

- 15012: configuration (XDS) and certificate signing over TLS, for every proxy, gateway and
  ztunnel. Without it new pods do not become ready, and the others keep old configuration
  until their certificates expire.
- 15017: the webhooks. Without it the API server cannot reach the injector: pods start without
  a sidecar or not at all, depending on the failure policy. Mesh resources are refused, or not
  validated if istiod never got ready.

Port 15011 is often listed for "TLS". Nothing has listened there since Istio 1.6; what it
served moved to 15012. Likewise 443 is the port of istiod's Service. A policy sees the pod's
port, behind the Service, and that is 15017. The readiness port 8080 is probed by the kubelet,
which most networks let through, so it is not asked for.

The rule looks at all policies in sight that are about the same istiod and speaks once, at the
one that names it. Peers are not judged. A policy for all pods of the namespace, where nothing
else shows that istiod runs there, gives a warning: what opens its ports may be elsewhere.

What to do:
  Open 15012 to all namespaces with proxies, and 15017 to the API server, often no pod.

Fix safety:
  The ports that the fix replaces lead to nothing.

Symptoms: configuration not applied, proxies STALE or NOT READY in `istioctl proxy-status`,
sidecar injection stops silently, failed calling webhook, context deadline exceeded, mTLS fails
at random, traffic disappears, certificates expire

Baseline: P1, P2, S6, D1, D3, D4, D6, D7
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
    Fix,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.edits import replace
from istiolint.rules.api.network import Policy, Ports, Wanted, may_pass

EXAMPLES = [
    Example(
        "A list of ports from the time before 1.6",
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: istiod, namespace: istio-system}
        spec:
          podSelector: {matchLabels: {app: istiod}}
          ingress:
          - from: []
            ports: [{port: 15017}, {port: 15011}]
        #                                 ^^^^^ nothing listens on port 15011 since Istio 1.6; 15012 (configuration and certificates) is left out
        """,
        fixed="""
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: istiod, namespace: istio-system}
        spec:
          podSelector: {matchLabels: {app: istiod}}
          ingress:
          - from: []
            ports: [{port: 15017}, {port: 15012}]
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
          - toPorts: [{ports: [{port: "443", protocol: TCP}]}]
        #                             ^^^^^ port 443 is the Service's, policies see the pod's; 15017 (webhooks) is left out
        """,
    ),
    Example(
        "Metrics alone are open, and 15012 for another protocol",
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: istiod, namespace: mesh}
        spec:
          podSelector: {matchExpressions: [{key: istio, operator: In, values: [pilot]}]}
          ingress:
        # ^^^^^^^ istiod's ports 15012 (configuration and certificates) and 15017 (webhooks) are left out
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
          policyTypes: [Ingress]
        #               ^^^^^^^ istiod's ports 15012 (configuration and certificates) and 15017 (webhooks) are left out
        """,
    ),
    Example(
        "Other policies open what the first leaves out",
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicyList
        items:
        - kind: NetworkPolicy
          apiVersion: networking.k8s.io/v1
          metadata: {name: default-deny, namespace: istio-system}
          spec: {podSelector: {}, policyTypes: [Ingress]}
        - kind: NetworkPolicy
          apiVersion: networking.k8s.io/v1
          metadata: {name: xds, namespace: istio-system}
          spec: {podSelector: {matchLabels: {app: istiod}}, ingress: [{ports: [{port: 15012}]}]}
        - kind: NetworkPolicy
          apiVersion: networking.k8s.io/v1
          metadata: {name: hooks, namespace: istio-system}
          spec: {podSelector: {matchLabels: {istio: pilot}}, ingress: [{ports: [{port: 15017}]}]}
        """,
    ),
    Example(
        "What the chart itself renders, 15011 included",
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: istiod, namespace: istio-system}
        spec:
          podSelector: {matchLabels: {app: istiod, istio.io/rev: canary}}
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
        spec: {podSelector: {}, ingress: [{ports: [{port: "${XDS_PORT}"}, {port: tls-xds}]}]}
        """,
    ),
    Example(
        "Policies for other pods, or for egress alone",
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: kiali, namespace: istio-system}
        spec: {podSelector: {matchLabels: {app: kiali}}, ingress: [{ports: [{port: 20001}]}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: istiod, namespace: istio-system}
        spec: {podSelector: {matchLabels: {app: istiod}}, policyTypes: [Egress]}
        ---
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkPolicy
        spec: {namespaceSelector: 'projectcalico.org/name not in {"istio-system"}'}
        """,
    ),
]


NEEDED = {15012: "configuration and certificates", 15017: "webhooks"}
CLIENTS = {15012: "all pods with proxies", 15017: "the API server"}
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
)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Ask all policies for each istiod that this one speaks for."""
    for spoken in context.project.network.spoken_for(resource):
        lacking = [port for port in NEEDED if not may_pass(spoken.group, "ingress", Wanted(port))]
        severity = Severity.ERROR if spoken.is_sure else Severity.WARNING
        for ports in mistaken(spoken.named, lacking):
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
            said = " and ".join(f"{port} ({NEEDED[port]})" for port in lacking)
            words = ("port", "is") if len(lacking) == 1 else ("ports", "are")
            yield Finding(
                at=spoken.at,
                message=f"istiod's {words[0]} {said} {words[1]} left out",
                help="open " + " and ".join(f"{port} to {CLIENTS[port]}" for port in lacking),
                severity=severity,
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
