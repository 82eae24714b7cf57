"""What policies of Kubernetes, Calico and Cilium isolate, and what they let through.

Each row is a policy without its head, and what becomes of a connection to istiod's port 15012
from anyone (``ingress``), or to it from a pod of the namespace ``shop`` (``egress``).
"""

from __future__ import annotations

from textwrap import dedent

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.resources.labels import Labels
from istiolint.resources.network_policy import (
    Pod,
    Policy,
    Wanted,
    may_pass,
    policies_of,
    port_number,
)
from istiolint.resources.resource import Resource
from istiolint.text import Source

HEADS = {
    "kubernetes": "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n",
    "calico": "apiVersion: projectcalico.org/v3\nkind: NetworkPolicy\n",
    "calico-global": "apiVersion: crd.projectcalico.org/v1\nkind: GlobalNetworkPolicy\n",
    "cilium": "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\n",
    "cilium-wide": "apiVersion: cilium.io/v2\nkind: CiliumClusterwideNetworkPolicy\n",
}
ISTIOD = Pod(Labels({"app": frozenset({"istiod"})}), "istio-system")
WEB = Pod(Labels({"app": frozenset({"web"})}, complete=True), "shop")


def policies(vendor: str, spec: str, namespace: str = "shop") -> list[Policy]:
    """The policies of an object."""
    text = f"{HEADS[vendor]}metadata: {{name: a, namespace: {namespace}}}\n{dedent(spec)}\n"
    (document,) = contribute(Source("a.yaml", text)).documents
    assert document.object is not None
    return policies_of(Resource(document, document.object))


INGRESS = [
    # Kubernetes
    ("kubernetes", "spec: {podSelector: {}}", False, "ingress is meant where nothing is said"),
    ("kubernetes", "spec: {podSelector: {}, policyTypes: [Egress]}", True, "not isolated"),
    ("kubernetes", "spec: {policyTypes: ['${T}']}", True, "isolated or not"),
    ("kubernetes", "spec: {ingress: [{}]}", True, "an empty rule is for all"),
    ("kubernetes", "spec: {ingress: []}", False, "no rule is for none"),
    ("kubernetes", "spec: {ingress: [{from: [], ports: []}]}", True, "empty lists are for all"),
    ("kubernetes", "spec: {ingress: [{ports: [{port: 15012}]}]}", True, "the port"),
    ("kubernetes", "spec: {ingress: [{ports: [{port: '15012'}]}]}", True, "a number in quotes"),
    ("kubernetes", "spec: {ingress: [{ports: [{port: 15010}]}]}", False, "another port"),
    ("kubernetes", "spec: {ingress: [{ports: [{port: 15010, endPort: 15014}]}]}", True, "a range"),
    ("kubernetes", "spec: {ingress: [{ports: [{port: 15010, endPort: 15011}]}]}", False, "a short"),
    ("kubernetes", "spec: {ingress: [{ports: [{port: 1, endPort: '${E}'}]}]}", True, "no end yet"),
    ("kubernetes", "spec: {ingress: [{ports: [{protocol: TCP}]}]}", True, "all of TCP"),
    ("kubernetes", "spec: {ingress: [{ports: [{protocol: UDP}]}]}", False, "all of UDP"),
    ("kubernetes", "spec: {ingress: [{ports: [{port: 15012, protocol: '${P}'}]}]}", True, "any"),
    ("kubernetes", "spec: {ingress: [{ports: [{port: grpc-xds}]}]}", True, "a name may be it"),
    ("kubernetes", "spec: {ingress: [{from: [{podSelector: {}}]}]}", True, "some may come"),
    # Calico
    ("calico", "spec: {}", False, "ingress is meant where there are no rules"),
    ("calico", "spec: {egress: [{action: Allow}]}", True, "not where there are others"),
    ("calico", "spec: {types: [Egress], ingress: [{action: Deny}]}", True, "types decide"),
    ("calico", "spec: {types: ['${T}']}", True, "types that are filled in later"),
    ("calico", "spec: {ingress: [{action: Allow}]}", True, "allowed"),
    ("calico", "spec: {ingress: [{action: Deny}, {action: Allow}]}", False, "the first decides"),
    ("calico", "spec: {ingress: [{action: Log}]}", False, "what is only written down"),
    ("calico", "spec: {ingress: [{action: Pass}]}", True, "an action that is not judged"),
    ("calico", "spec: {ingress: [{protocol: TCP}]}", True, "no action"),
    (
        "calico",
        "spec: {ingress: [{action: Deny, protocol: UDP}, {action: Allow, protocol: TCP}]}",
        True,
        "protocols",
    ),
    (
        "calico",
        "spec: {ingress: [{action: Deny, source: {nets: [10.0.0.0/8]}}, {action: Allow}]}",
        True,
        "only some are denied",
    ),
    (
        "calico",
        "spec: {ingress: [{action: Allow, destination: {ports: [1, '15000:15020']}}]}",
        True,
        "a range in a list",
    ),
    (
        "calico",
        "spec: {ingress: [{action: Allow, destination: {ports: [15010, 15014]}}]}",
        False,
        "other ports",
    ),
    ("calico", "spec: {ingress: [{action: Allow, destination: {ports: [xds]}}]}", True, "a name"),
    ("calico", "spec: {ingress: [{action: Allow, http: {methods: [GET]}}]}", True, "conditions"),
    (
        "calico",
        "spec: {ingress: [{action: Deny, destination: {notPorts: [1]}}, {action: Allow}]}",
        True,
        "conditions of a denial",
    ),
    ("calico", "spec: {tier: security, ingress: [{action: Deny}]}", True, "a tier of its own"),
    ("calico-global", "spec: {preDNAT: true, ingress: [{action: Deny}]}", True, "about hosts"),
    # Cilium
    ("cilium", "spec: {endpointSelector: {}}", True, "nothing is said"),
    ("cilium", "spec: {ingress: []}", True, "an empty list says nothing"),
    ("cilium", "spec: {ingress: [{}]}", False, "an empty rule is about nothing"),
    ("cilium", "specs: [{ingress: [{}]}]", False, "several in one object"),
    ("cilium", "spec: {ingress: [{fromEntities: [all]}]}", True, "all ports"),
    ("cilium", "spec: {ingress: [{toPorts: [{ports: [{port: '15012'}]}]}]}", True, "the port"),
    ("cilium", "spec: {ingress: [{toPorts: [{ports: [{port: '443'}]}]}]}", False, "another"),
    ("cilium", "spec: {ingress: [{toPorts: [{ports: [{port: '0'}]}]}]}", True, "all by number"),
    ("cilium", "spec: {ingress: [{toPorts: []}]}", True, "all by saying none"),
    ("cilium", "spec: {ingress: [{toPorts: [{ports: [{protocol: TCP}]}]}]}", True, "no number"),
    (
        "cilium",
        "spec: {ingress: [{toPorts: [{ports: [{port: '15000', endPort: 15020}]}]}]}",
        True,
        "a range",
    ),
    (
        "cilium",
        "spec: {ingress: [{toPorts: [{ports: [{port: '15012', protocol: UDP}]}]}]}",
        False,
        "another protocol",
    ),
    ("cilium", "spec: {ingress: [{icmps: [{fields: [{type: 8}]}]}]}", False, "ICMP alone"),
    (
        "cilium",
        "spec: {ingressDeny: [{toPorts: [{ports: [{port: '15012'}]}]}], ingress: [{toPorts: []}]}",
        False,
        "denials come first",
    ),
    ("cilium", "spec: {ingressDeny: [{fromEntities: [world]}]}", False, "denials alone"),
    ("cilium", "spec: {enableDefaultDeny: {ingress: false}, ingress: [{}]}", True, "no default"),
    ("cilium", "spec: {enableDefaultDeny: {ingress: true}}", False, "a default without rules"),
    ("cilium-wide", "spec: {nodeSelector: {}, ingress: [{}]}", True, "about nodes"),
]


@pytest.mark.parametrize(
    ("vendor", "spec", "passes"),
    [pytest.param(*row[:3], id=f"{row[0]}: {row[3]}") for row in INGRESS],
)
def test_what_gets_in(vendor: str, spec: str, *, passes: bool) -> None:
    found = may_pass(policies(vendor, spec), "ingress", Wanted(15012))
    assert found is passes


NAMESPACE = "kubernetes.io/metadata.name"
EGRESS = [
    ("kubernetes", "to: [{podSelector: {matchLabels: {app: istiod}}}]", False, "its own pods"),
    ("kubernetes", "to: [{namespaceSelector: {}}]", True, "all namespaces"),
    (
        "kubernetes",
        f"to: [{{namespaceSelector: {{matchLabels: {{{NAMESPACE}: istio-system}}}}}}]",
        True,
        "the namespace by name",
    ),
    (
        "kubernetes",
        f"to: [{{namespaceSelector: {{matchLabels: {{{NAMESPACE}: kube-system}}}}}}]",
        False,
        "another namespace",
    ),
    (
        "kubernetes",
        "to: [{namespaceSelector: {}, podSelector: {matchLabels: {app: dns}}}]",
        False,
        "other pods of all namespaces",
    ),
    ("kubernetes", "to: [{namespaceSelector: {matchLabels: {team: mesh}}}]", True, "by a label"),
    ("kubernetes", "to: [{ipBlock: {cidr: 0.0.0.0/0}}]", True, "addresses"),
    ("calico", "action: Allow, destination: {selector: app == 'istiod'}", False, "its own pods"),
    (
        "calico",
        "action: Allow, destination: {namespaceSelector: projectcalico.org/name == 'istio-system'}",
        True,
        "the namespace by name",
    ),
    ("calico", "action: Allow, destination: {services: {name: istiod}}", True, "a Service"),
    ("calico", "action: Allow, source: {selector: all()}", True, "its own end as well"),
    ("calico-global", "action: Allow, destination: {selector: app == 'istiod'}", True, "any pods"),
    ("calico-global", "action: Allow, destination: {selector: app == 'dns'}", False, "others"),
    ("cilium", "toEndpoints: [{}]", False, "its own namespace"),
    ("cilium", "toEndpoints: []", False, "none"),
    (
        "cilium",
        "toEndpoints: [{matchLabels: {'k8s:io.kubernetes.pod.namespace': istio-system}}]",
        True,
        "the namespace by name",
    ),
    (
        "cilium",
        "toEndpoints: [{matchExpressions: [{key: io.kubernetes.pod.namespace, operator: Exists}]}]",
        True,
        "any namespace",
    ),
    (
        "cilium",
        f"toEndpoints: [{{matchLabels: {{io.cilium.k8s.namespace.labels.{NAMESPACE}: shop}}}}]",
        False,
        "another namespace by a label",
    ),
    ("cilium", "toEntities: [cluster]", True, "the cluster"),
    ("cilium", "toEntities: [world, kube-apiserver]", False, "what is no pod"),
    ("cilium", "toEntities: ['${E}']", True, "what is filled in later"),
    ("cilium", "toServices: [{k8sService: {serviceName: istiod}}]", True, "a Service"),
    ("cilium-wide", "toEndpoints: [{matchLabels: {app: istiod}}]", True, "any namespace"),
]


@pytest.mark.parametrize(
    ("vendor", "rule", "passes"),
    [pytest.param(*row[:3], id=f"{row[0]}: {row[3]}") for row in EGRESS],
)
def test_the_way_to_istiod(vendor: str, rule: str, *, passes: bool) -> None:
    spec = f"spec: {{egress: [{{{rule}}}]}}"
    wanted = Wanted(15012, peer=ISTIOD)
    assert may_pass(policies(vendor, spec), "egress", wanted) is passes


SELECTS = [
    ("kubernetes", "podSelector: {matchLabels: {app: web}}", True, "pods of its namespace"),
    ("kubernetes", "podSelector: {matchLabels: {app: db}}", False, "other pods"),
    ("calico", "selector: app == 'web'", True, "by an expression"),
    ("calico", "selector: projectcalico.org/namespace == 'shop'", True, "by its namespace"),
    ("calico", "serviceAccountSelector: role == 'web'", None, "by its account"),
    ("calico-global", "namespaceSelector: projectcalico.org/name == 'web'", False, "elsewhere"),
    ("calico-global", "namespaceSelector: has(mesh)", None, "by an unknown label"),
    ("cilium", "endpointSelector: {matchLabels: {'any:app': web}}", True, "from any source"),
    (
        "cilium-wide",
        "endpointSelector: {matchLabels: {'k8s:io.kubernetes.pod.namespace': shop}}",
        True,
        "by its namespace",
    ),
]


@pytest.mark.parametrize(
    ("vendor", "spec", "expected"),
    [pytest.param(*row[:3], id=f"{row[0]}: {row[3]}") for row in SELECTS],
)
def test_the_pods_that_a_policy_is_about(vendor: str, spec: str, *, expected: bool | None) -> None:
    (policy,) = policies(vendor, f"spec: {{{spec}}}")
    assert policy.selects(WEB) is expected


@pytest.mark.parametrize("vendor", ["kubernetes", "calico", "cilium"])
def test_a_policy_is_for_its_own_namespace(vendor: str) -> None:
    (policy,) = policies(vendor, "spec: {}", namespace="other")
    assert policy.selects(WEB) is False


def test_calico_follows_its_policies_in_order() -> None:
    allow = policies("calico-global", "spec: {order: 10, ingress: [{action: Allow}]}")
    deny = policies("calico-global", "spec: {order: 5, ingress: [{action: Deny}]}")
    last = policies("calico", "spec: {ingress: [{action: Deny}]}")

    assert may_pass([*last, *allow], "ingress", Wanted(15012))
    assert not may_pass([*allow, *deny], "ingress", Wanted(15012))


def test_policies_add_up() -> None:
    closed = policies("kubernetes", "spec: {}")
    opened = policies("cilium", "spec: {ingress: [{fromEntities: [cluster]}]}")

    assert may_pass([*closed, *opened], "ingress", Wanted(15012))
    assert may_pass([], "ingress", Wanted(15012))


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        ("spec: {podSelector: {}, ingress: []}", "ingress"),
        ("spec: {podSelector: {}, policyTypes: [Egress, Ingress]}", "Ingress"),
        ("spec: {podSelector: {}}", "podSelector"),
        ("spec: {}", "NetworkPolicy"),
    ],
)
def test_a_direction_is_shown_where_it_is_written(spec: str, text: str) -> None:
    (policy,) = policies("kubernetes", spec)
    assert policy.ingress is not None
    assert policy.ingress.at.value == text


def test_a_port_is_a_number_that_fits() -> None:
    (policy,) = policies("kubernetes", "spec: {ingress: [{ports: [{port: 1234567}]}]}")
    assert policy.ingress is not None
    assert [each.single for each in policy.ingress.ports] == [None]
    assert port_number(None) is None


ABOUT_PODS = [
    ("kubernetes", "to: [{podSelector: {}}]", True, "pods"),
    ("kubernetes", "to: [{ipBlock: {cidr: 10.0.0.0/8}}]", False, "addresses"),
    ("kubernetes", "ports: [{port: 1}]", False, "anyone"),
    ("calico", "destination: {selector: all()}", True, "pods"),
    ("calico", "destination: {nets: [10.0.0.0/8]}", False, "addresses"),
    ("cilium", "toEndpoints: [{}]", True, "pods"),
    ("cilium", "toEntities: [world, cluster]", True, "the cluster among others"),
    ("cilium", "toCIDR: [10.0.0.0/8]", False, "addresses"),
]


@pytest.mark.parametrize(
    ("vendor", "rule", "expected"),
    [pytest.param(*row[:3], id=f"{row[0]}: {row[3]}") for row in ABOUT_PODS],
)
def test_a_rule_knows_whether_it_is_about_pods(vendor: str, rule: str, *, expected: bool) -> None:
    (policy,) = policies(vendor, f"spec: {{egress: [{{{rule}}}]}}")
    assert policy.egress is not None
    assert [each.about_pods for each in policy.egress.rules] == [expected]
