"""Cilium policies keep the kubelet's probes from pods in ambient mode.

Cilium lets the node reach its own pods whatever the policies say, so probes need no rule. In
ambient mode they come from the link-local address 169.254.7.127 instead, so that they can be told
from traffic of the mesh, and to Cilium that is somebody unknown: where its policies isolate pods
for ingress, probes fail.

The rule speaks of namespaces in ambient mode, where no Cilium policy in sight lets that address, the
world or everyone in. It is advice where no pod in sight has a probe that comes by network.

What to do:
  Apply a CiliumClusterwideNetworkPolicy for all endpoints that allows ingress
  `fromCIDR: [169.254.7.127/32]`, with `enableDefaultDeny` off for both directions.

Symptoms: readiness probes fail after a namespace joins ambient mode, pods not ready, liveness
probes time out

Baseline: P2, I4
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
    Node,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.injection import Mode
from istiolint.rules.api.network import Policy, is_within

EXAMPLES = [
    Example(
        "A pod with a probe is isolated",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio.io/dataplane-mode: ambient}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, readinessProbe: {httpGet: {port: 8080}}}]}
        ---
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: web, namespace: shop}
        spec:
          endpointSelector: {matchLabels: {app: web}}
          ingress:
        # ^^^^^^^ probes of pods in ambient mode of "shop" come from 169.254.7.127, which stays closed
          - fromEndpoints: [{}]
          - fromCIDR: [10.0.0.0/8]
          - fromCIDRSet: [{cidr: 192.168.0.0/16}]
        """,
    ),
    Example(
        "Another policy lets them in; those of Kubernetes say nothing about it",
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: default-deny, namespace: shop}
        spec: {podSelector: {}, policyTypes: [Ingress]}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio.io/dataplane-mode: ambient}}
        ---
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: default-deny, namespace: shop}
        spec: {endpointSelector: {}, ingress: [{}]}
        ---
        apiVersion: cilium.io/v2
        kind: CiliumClusterwideNetworkPolicy
        metadata: {name: probes}
        spec:
          enableDefaultDeny: {ingress: false, egress: false}
          endpointSelector: {}
          ingress: [{fromCIDR: [169.254.7.127/32]}]
        """,
    ),
    Example(
        "Everyone, the world, or a wider block of addresses",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio.io/dataplane-mode: ambient}}
        ---
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: web, namespace: shop}
        spec: {endpointSelector: {}, ingress: [{fromEntities: [world, cluster]}]}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: web, labels: {istio.io/dataplane-mode: ambient}}
        ---
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: web, namespace: web}
        specs: [{endpointSelector: {}, ingress: [{toPorts: [{ports: [{port: "8080"}]}]}]}]
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: db, labels: {istio.io/dataplane-mode: ambient}}
        ---
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: db, namespace: db}
        spec: {endpointSelector: {}, ingress: [{fromCIDRSet: [{cidr: 169.254.0.0/16}]}]}
        """,
    ),
    Example(
        "With sidecars, and with policies that others enforce",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio-injection: enabled}}
        ---
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: web, namespace: shop}
        spec: {endpointSelector: {}, ingress: [{fromEndpoints: [{}]}]}
        """,
    ),
]

PROBES = "169.254.7.127"
PROBE_KINDS = ("readinessProbe", "livenessProbe", "startupProbe")
STRANGERS = ("all", "world", "world-ipv4")
GROUP = "cilium.io"
CILIUM = tuple(each for each in NETWORK_POLICIES if each.group == GROUP)


@rule(
    kinds(*CILIUM),
    Severity.WARNING,
    EXAMPLES,
    reads=[NAMESPACE, *(each for each in NETWORK_POLICIES if each not in CILIUM), *WORKLOADS],
)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Look for a policy that lets probes in, wherever one isolates pods in ambient mode."""
    network = context.project.network
    for policy in network.of(resource):
        for namespace in network.concerns(policy, "ingress", Mode.AMBIENT, group=GROUP):
            if policy.ingress is None or any(map(lets_probes_in, network.around(namespace))):
                continue
            pods = network.pods_of(policy, namespace)
            yield Finding(
                at=policy.ingress.at,
                message=f'probes of pods in ambient mode of "{namespace}" come from {PROBES}, '
                "which stays closed",
                help=f"allow ingress fromCIDR {PROBES}/32 to all endpoints",
                severity=Severity.WARNING if any(map(is_probed, pods)) else Severity.INFO,
            )
            break


def lets_probes_in(policy: Policy) -> bool:
    """Whether a policy of Cilium has a rule for everyone, or for the address of probes."""
    root = policy.resource.root
    if policy.resource.kind not in CILIUM:
        return False
    specs = (root.items("spec", "ingress"), *(e.items("ingress") for e in root.items("specs")))
    return any(is_for_probes(each) for spec in specs for each in spec)


def is_for_probes(opening: Node) -> bool:
    """Whether a rule is about the address of probes, among others."""
    keys = [each.name for each in opening.entries()]
    if keys and not any(key.startswith("from") for key in keys):
        return True
    if any(each.value in STRANGERS for each in opening.items("fromEntities")):
        return True
    blocks = [*opening.items("fromCIDR")]
    blocks += [cidr for each in opening.items("fromCIDRSet") if (cidr := each.scalar("cidr"))]
    return any(each.is_unknown or is_within(PROBES, each.value) for each in blocks)


def is_probed(resource: Resource) -> bool:
    """Whether the kubelet probes a container of a pod by network."""
    pod = resource.pod
    containers = pod.items("spec", "containers") if pod is not None else []
    probes = (each.at(kind) for each in containers for kind in PROBE_KINDS)
    return any(probe is not None and probe.at("exec") is None for probe in probes)
