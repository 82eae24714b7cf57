"""Which policy is asked, and which one is reported."""

from __future__ import annotations

from textwrap import dedent

from istiolint.inputs.contribute import contribute
from istiolint.install.assemble import installs
from istiolint.kinds import NETWORK_POLICIES
from istiolint.lint import lint_texts
from istiolint.project.members import Mode
from istiolint.project.network import DNS, Network
from istiolint.project.project import Project
from istiolint.resources.resource import Resource
from istiolint.settings import RuleSettings, Settings
from istiolint.text import Source


def network(text: str, *, closed_world: bool = False) -> Network:
    """The index of some objects."""
    documents = contribute(Source("a.yaml", dedent(text))).documents
    resources = [Resource(each, each.object) for each in documents if each.object]
    found = installs(documents, lambda _: None, {"a.yaml"})
    return Project(resources, found, closed_world=closed_world).network


def policy(name: str, spec: str, namespace: str = "istio-system") -> str:
    """A NetworkPolicy of Kubernetes."""
    return (
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n"
        f"metadata: {{name: {name}, namespace: {namespace}}}\nspec: {{{spec}}}\n---\n"
    )


def reported(texts: dict[str, str], **settings: object) -> list[tuple[str, int, str]]:
    """Where and how badly ``istiod-port-blocked`` finds ports of istiod closed."""
    chosen = Settings(select=("istiod-port-blocked",), **settings)  # type: ignore[arg-type]  # any
    found = lint_texts(texts, chosen).diagnostics
    return [(each.path, each.location.start.line, each.severity.word) for each in found]


ISTIOD = "podSelector: {matchLabels: {app: istiod}}"
OPEN = "ingress: [{ports: [{port: 15010, endPort: 15017}]}]"
CLOSED = "ingress: [{ports: [{port: 8080}]}]"


def test_istiod_runs_where_its_installs_say() -> None:
    text = """
    apiVersion: install.istio.io/v1alpha1
    kind: IstioOperator
    spec: {values: {global: {istioNamespace: mesh}}}
    ---
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    metadata: {name: istiod, namespace: flux}
    spec: {targetNamespace: canary, chart: {spec: {chart: istiod}}, values: {pilot: {}}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: istiod, namespace: third}
    spec: {template: {metadata: {labels: {app: istiod}}}}
    """
    assert network(text).istiod_namespaces == {"mesh": True, "canary": True, "third": True}


def test_where_nothing_says_so_it_runs_in_its_usual_place() -> None:
    assert network("").istiod_namespaces == {"istio-system": False}
    assert network("", closed_world=True).istiod_namespaces == {"istio-system": True}


def test_a_policy_that_names_istiod_is_about_it_in_any_namespace() -> None:
    texts = {"a.yaml": policy("a", f"{ISTIOD}, {OPEN}", "mesh") + policy("b", ISTIOD, "other")}
    assert reported(texts) == [("a.yaml", 9, "error")]


def test_a_revision_alone_may_be_any_pod() -> None:
    spec = "podSelector: {matchLabels: {istio.io/rev: canary}}"
    assert reported({"a.yaml": policy("a", spec, "shop")}) == []
    assert reported({"a.yaml": policy("a", spec)}) == [("a.yaml", 4, "warning")]


def test_the_policy_that_names_istiod_speaks_for_all() -> None:
    wide = policy("default-deny", "podSelector: {}")
    named = policy("istiod", f"{ISTIOD}, {CLOSED}")
    found = reported({"a.yaml": wide, "b.yaml": named + policy("more", f"{ISTIOD}, {CLOSED}")})

    assert {(path, line) for path, line, _ in found} == {("b.yaml", 4)}


def test_the_same_policy_of_another_environment_opens_nothing() -> None:
    one, two = policy("istiod", f"{ISTIOD}, {CLOSED}"), policy("istiod", f"{ISTIOD}, {OPEN}")

    found = reported({"prod/a.yaml": one, "staging/a.yaml": two})
    assert {(path, line) for path, line, _ in found} == {("prod/a.yaml", 4)}
    assert reported({"prod/a.yaml": one, "staging/a.yaml": two}, scopes=((".",),)) == []


def test_in_a_closed_world_a_default_deny_is_an_error() -> None:
    text = {"a.yaml": policy("default-deny", "podSelector: {}")}

    assert reported(text) == [("a.yaml", 4, "warning")]
    assert reported(text, closed_world=True) == [("a.yaml", 4, "error")]


def test_a_global_policy_is_reported_once() -> None:
    text = """
    apiVersion: projectcalico.org/v3
    kind: GlobalNetworkPolicy
    metadata: {name: default-deny}
    spec: {types: [Ingress]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: istiod, namespace: one}
    spec: {template: {metadata: {labels: {app: istiod}}}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: istiod, namespace: two}
    spec: {template: {metadata: {labels: {app: istiod}}}}
    """
    assert reported({"a.yaml": dedent(text)}) == [("a.yaml", 5, "error")]


def test_options_leave_out_ports_of_the_baseline() -> None:
    spec = f"{ISTIOD}, ingress: [{{ports: [{{port: 15012}}, {{port: 15017}}]}}]"
    name = "istiod-side-port-blocked"

    def found(**options: bool) -> list[str]:
        chosen = Settings(select=(name,), rules={name: RuleSettings(options=options)})
        diagnostics = lint_texts({"a.yaml": policy("a", spec)}, chosen).diagnostics
        return [each.message.split(" are")[0].split(" is")[0] for each in diagnostics]

    assert found(plain_text=False) == ["istiod's port 15014 (metrics)"]
    assert found(monitoring=False) == ["istiod's port 15010 (plain-text configuration)"]
    assert found(plain_text=False, monitoring=False) == []


def test_the_first_policy_for_all_pods_speaks_for_a_namespace() -> None:
    namespace = (
        "apiVersion: v1\nkind: Namespace\n"
        "metadata: {name: shop, labels: {istio-injection: enabled}}\n---\n"
    )
    egress = "policyTypes: [Egress]"
    web = policy("web", f"podSelector: {{matchLabels: {{app: web}}}}, {egress}", "shop")
    wide = policy("wide", f"podSelector: {{}}, {egress}", "shop")
    chosen = Settings(select=("egress-to-istiod-blocked",))

    def found(*parts: str) -> list[int]:
        diagnostics = lint_texts({"a.yaml": "".join((namespace, *parts))}, chosen).diagnostics
        return [each.location.start.line for each in diagnostics]

    assert found(policy("in", "podSelector: {}", "shop")) == []
    assert found(web, wide) == [13]
    assert found(web, web.replace("web", "db")) == [8, 13]


def test_every_kind_of_policy_is_in_the_index() -> None:
    text = "---\n".join(
        f"apiVersion: {kind.group}/v1\nkind: {kind.name}\nmetadata: {{name: a}}\nspec: {{}}\n"
        for kind in NETWORK_POLICIES
    )
    found = network(text)
    assert len(list(found.around("default"))) == len(NETWORK_POLICIES)


def test_namespaces_are_closed_where_no_policy_lets_one_of_the_connections_through() -> None:
    namespace = (
        "apiVersion: v1\nkind: Namespace\n"
        "metadata: {name: shop, labels: {istio-injection: enabled}}\n---\n"
    )
    deny = policy("deny", "podSelector: {}, policyTypes: [Egress]", "shop")
    dns = policy("dns", "podSelector: {}, egress: [{ports: [{port: 53, protocol: UDP}]}]", "shop")

    def closed(*parts: str) -> list[list[str]]:
        found = network("".join((namespace, *parts)))
        policies = [each for each in found.around("shop") if each.side("egress") is not None]
        return [found.closed(each, "egress", Mode.SIDECAR, DNS) for each in policies]

    assert closed(deny) == [["shop"]]
    assert closed(deny, dns) == [[], []]
