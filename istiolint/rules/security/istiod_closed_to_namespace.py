"""The network policies for istiod open its port to some namespaces, and not to one of the mesh.

Port 15012 is open, but only to peers that pods of an injected namespace certainly are not: often
`from: [{podSelector: {}}]`, which means pods of istiod's own namespace alone. Proxies of the other
namespaces get neither configuration nor certificates; new pods there never become ready.

The rule speaks where a namespace in sight is injected and no policy for istiod in sight may let
its pods in. Selectors that cannot be decided, as by labels of a namespace that is not in sight, and
blocks of addresses count as open. In ambient mode it is ztunnel that talks to istiod, not the pods.

What to do:
  Open 15012 to all namespaces with proxies: `from: [{namespaceSelector: {}}]`, or by a label that
  all of them have.

Symptoms: proxies of one namespace NOT READY or STALE in `istioctl proxy-status`, pods never become
ready, configuration not applied, workload certificate, traffic disappears, mTLS fails at random

Baseline: P1, P2, S6, D1, D3, D4, D6
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
from istiolint.rules.api.network import Wanted, may_pass

EXAMPLES = [
    Example(
        "Only pods of its own namespace may come",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio-injection: enabled}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: istiod, namespace: istio-system}
        spec:
          podSelector: {matchLabels: {app: istiod}}
          ingress:
        # ^^^^^^^ istiod's port 15012 is closed to pods of "shop", which are injected
          - from: [{podSelector: {}}]
          - ports: [{port: 15017}, {port: 15010}, {port: 15014}]
        """,
    ),
    Example(
        "A label that the namespace does not have",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio.io/rev: canary}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: istiod, namespace: istio-system}
        spec:
          podSelector: {matchLabels: {app: istiod}}
          ingress:
        # ^^^^^^^ istiod's port 15012 is closed to pods of "shop", which are injected
          - from: [{namespaceSelector: {matchLabels: {istio-injection: enabled}}}]
            ports: [{port: 15012}]
        """,
    ),
    Example(
        "Another policy lets them in, by namespace or by address",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio-injection: enabled, team: a}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: same, namespace: istio-system}
        spec: {podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: istiod, namespace: istio-system}
        spec:
          podSelector: {matchLabels: {app: istiod}}
          ingress: [{from: [{namespaceSelector: {matchLabels: {team: a}}}]}]
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: istiod, namespace: second}
        spec:
          podSelector: {matchLabels: {app: istiod}}
          ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]
        """,
    ),
    Example(
        "Namespaces in ambient mode, outside the mesh, or istiod's own; nothing is open at all",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio.io/dataplane-mode: ambient}}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: istio-system, labels: {istio-injection: enabled}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: istiod, namespace: istio-system}
        spec: {podSelector: {matchLabels: {app: istiod}}, ingress: [{from: [{podSelector: {}}]}]}
        """,
    ),
    Example(
        "Nothing is open at all, which is another mistake",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio-injection: enabled}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: istiod, namespace: istio-system}
        spec: {podSelector: {matchLabels: {app: istiod}}, policyTypes: [Ingress]}
        """,
    ),
]

XDS = 15012


@rule(kinds(*NETWORK_POLICIES), Severity.WARNING, EXAMPLES, reads=[NAMESPACE, *WORKLOADS])
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Ask all policies for pods of each injected namespace in sight."""
    network = context.project.network
    for spoken in network.spoken_for(resource):
        if not may_pass(spoken.group, "ingress", Wanted(XDS)):
            continue
        closed = (
            pod.namespace
            for pod in network.proxies_beside(spoken.namespace)
            if not may_pass(spoken.group, "ingress", Wanted(XDS, peer=pod))
        )
        first = next(closed, None)
        if first is not None:
            yield Finding(
                at=spoken.at,
                message=f'istiod\'s port {XDS} is closed to pods of "{first}", which are injected',
                help=f"open {XDS} to all namespaces with proxies",
            )
