"""The network policies for istiod leave out a port that the baseline wants open.

Beside the two ports without which the mesh does not work (see `istiod-port-blocked`), istiod has:

- 15010: configuration (XDS) in plain text, without certificates. Istio's own proxies use 15012;
  what still comes here is gRPC without proxies, tools, and old agents. Who wants it closed sets
  the option `plain_text: false`.
- 15014: metrics and debugging. Without it Prometheus sees no istiod, and the alerts about the
  control plane are silent.

The rule looks at all policies in sight that are about the same istiod and speaks once. Where they
open nothing at all, there is more to mend than this.

What to do:
  Open 15014 to Prometheus, and 15010 to the namespaces whose clients use it.

Symptoms: no metrics of istiod, pilot_xds is missing, configuration not applied to gRPC without
proxies, connection refused on 15010

Baseline: P1, D3
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
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.network import Wanted, may_pass

EXAMPLES = [
    Example(
        "The ports that break the mesh are open, the others are not",
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: istiod, namespace: istio-system}
        spec:
          podSelector: {matchLabels: {app: istiod}}
          ingress:
        # ^^^^^^^ istiod's ports 15010 (plain-text configuration) and 15014 (metrics) are left out; the baseline wants them open
          - ports: [{port: 15012}, {port: 15017}]
        """,
    ),
    Example(
        "One of them",
        """
        apiVersion: cilium.io/v2
        kind: CiliumClusterwideNetworkPolicy
        metadata: {name: istiod}
        spec:
          endpointSelector: {matchLabels: {app: istiod, k8s:io.kubernetes.pod.namespace: istio-system}}
          ingress:
        # ^^^^^^^ istiod's port 15014 (metrics) is left out; the baseline wants it open
          - toPorts: [{ports: [{port: "15010"}, {port: "15012"}, {port: "15017"}]}]
        """,
    ),
    Example(
        "All are open, by several policies",
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: istiod, namespace: istio-system}
        spec:
          podSelector: {matchLabels: {app: istiod}}
          ingress: [{ports: [{port: 15010, endPort: 15012}, {port: 15017}]}]
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: metrics, namespace: istio-system}
        spec:
          podSelector: {}
          ingress: [{from: [{namespaceSelector: {}}], ports: [{port: 15014}]}]
        """,
    ),
    Example(
        "Nothing is open at all",
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: istiod, namespace: istio-system}
        spec: {podSelector: {matchLabels: {app: istiod}}, policyTypes: [Ingress]}
        """,
    ),
]


class Options(NamedTuple):
    """Ports that are no loss to everyone."""

    plain_text: bool = True
    """Whether leaving out 15010 counts, the port for configuration in plain text."""
    monitoring: bool = True
    """Whether leaving out 15014 counts, the port for metrics and debugging."""


PORTS = {15010: "plain-text configuration", 15014: "metrics"}


@rule(
    kinds(*NETWORK_POLICIES),
    Severity.WARNING,
    EXAMPLES,
    reads=[NAMESPACE, *WORKLOADS],
    options=Options,
)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Ask all policies for each istiod that this one speaks for."""
    options = context.options
    asked = [15010] * options.plain_text + [15014] * options.monitoring
    for spoken in context.project.network.spoken_for(resource):
        lacking = [port for port in asked if not may_pass(spoken.group, "ingress", Wanted(port))]
        if lacking and not spoken.opens_nothing:
            said = " and ".join(f"{port} ({PORTS[port]})" for port in lacking)
            many = len(lacking) > 1
            yield Finding(
                at=spoken.at,
                message=f"istiod's {'ports' if many else 'port'} {said} {'are' if many else 'is'} "
                f"left out; the baseline wants {'them' if many else 'it'} open",
                help="open 15014 to Prometheus, 15010 to clients without proxies",
            )
