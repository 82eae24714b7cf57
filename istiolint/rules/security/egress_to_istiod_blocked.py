"""Pods with sidecars have no way to istiod through the network policies.

A policy that isolates pods for egress leaves them only what some policy opens. The proxy in
each of them has to reach istiod on port 15012 for its configuration and its certificate. If
it cannot, new pods never become ready; running ones keep what they have until the certificate
expires, a day later at most, and then fail to authenticate.

The rule speaks of namespaces and pods that the files show to be injected. It is silent as
soon as any policy in sight for pods of the namespace may open the way, also one of which that
cannot be told, such as a block of addresses. In ambient mode the pods themselves do not talk
to istiod. Policies that are not in sight may open the way as well, so this is a warning.

What to do:
  Allow egress to TCP 15012 of the pods `app: istiod` in the namespace of istiod, for all pods
  with sidecars.

Symptoms: proxies NOT READY or STALE in `istioctl proxy-status`, pods never become ready after a
default deny, workload certificate, upstream connect error to istiod, traffic disappears, mTLS
fails at random

Baseline: P1, P2, D1, D4, D6
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

EXAMPLES = [
    Example(
        "An injected namespace is closed but for DNS",
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
        # ^^^^^^ pods with sidecars in "shop" cannot reach istiod on port 15012
          - ports: [{port: 53, protocol: UDP}]
          - to: [{podSelector: {}}]
        """,
    ),
    Example(
        "Pods that are injected by a label of their own; the port of the Service's webhook is another",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec: {template: {metadata: {labels: {app: web, sidecar.istio.io/inject: "true"}}}}
        ---
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: web, namespace: shop}
        spec:
          endpointSelector: {matchLabels: {app: web}}
          egress:
        # ^^^^^^ pods with sidecars in "shop" cannot reach istiod on port 15012
          - toEndpoints: [{matchLabels: {k8s:io.kubernetes.pod.namespace: istio-system}}]
            toPorts: [{ports: [{port: "443"}]}]
          - toEntities: [world]
        """,
    ),
    Example(
        "A policy for all namespaces of the mesh",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio.io/rev: canary, team: a}}
        ---
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkPolicy
        metadata: {name: tenants}
        spec:
          namespaceSelector: has(team)
          egress:
        # ^^^^^^ pods with sidecars in "shop" cannot reach istiod on port 15012
          - action: Allow
            protocol: TCP
            destination: {ports: [15012], namespaceSelector: projectcalico.org/name == "kube-system"}
          - {action: Allow, protocol: UDP, destination: {ports: [53]}}
        """,
    ),
    Example(
        "Another policy of the namespace opens the way",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio-injection: enabled}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: default-deny, namespace: shop}
        spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: istiod, namespace: shop}
        spec:
          podSelector: {}
          policyTypes: [Egress]
          egress:
          - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: istio-system}}}]
            ports: [{port: 15012}]
        """,
    ),
    Example(
        "Ways that may lead to istiod",
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
          egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}}]}]
        """,
    ),
    Example(
        "Namespaces outside the mesh, in ambient mode, or not in sight",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: legacy, labels: {istio-injection: disabled}}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: ambient, labels: {istio.io/dataplane-mode: ambient}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: default-deny, namespace: legacy}
        spec: {podSelector: {}, policyTypes: [Egress]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: default-deny, namespace: ambient}
        spec: {podSelector: {}, policyTypes: [Egress]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: default-deny, namespace: elsewhere}
        spec: {podSelector: {}, policyTypes: [Egress]}
        """,
    ),
    Example(
        "The pods that it isolates are not injected",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio-injection: enabled}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: db, namespace: shop, labels: {app: db, sidecar.istio.io/inject: "false"}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: db, namespace: shop}
        spec: {podSelector: {matchLabels: {app: db}}, policyTypes: [Egress]}
        """,
    ),
]


@rule(kinds(*NETWORK_POLICIES), Severity.WARNING, EXAMPLES, reads=[NAMESPACE, *WORKLOADS])
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Ask all policies about the namespaces that this one isolates."""
    network = context.project.network
    for policy in network.of(resource):
        closed = network.closed(policy, "egress", Mode.SIDECAR, network.to_istiod())
        if closed and policy.egress is not None:
            yield Finding(
                at=policy.egress.at,
                message=f'pods with sidecars in "{closed[0]}" cannot reach istiod on port 15012',
                help="allow egress to TCP 15012 of the pods `app: istiod` in istiod's namespace",
            )
