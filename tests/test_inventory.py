"""What belongs to a mesh, what its digests depend on, and how two inventories differ."""

from __future__ import annotations

import hashlib
from textwrap import dedent

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.inventory import Change, Item, compare, inventory
from istiolint.text import Source


def items(text: str) -> list[Item]:
    """The inventory of one file."""
    return inventory(contribute(Source("a.yaml", dedent(text))).documents)


def head(api: str, kind: str, name: str = "a", rest: str = "") -> str:
    """An object in flow style."""
    return f"{{apiVersion: {api}, kind: {kind}, metadata: {{name: {name}{rest}}}}}\n"


BELONGS = [
    pytest.param(head("networking.istio.io/v1", "Gateway"), True, id="of Istio"),
    pytest.param(head("install.istio.io/v1alpha1", "IstioOperator"), True, id="an IstioOperator"),
    pytest.param(head("gateway.networking.k8s.io/v1", "HTTPRoute"), True, id="of the Gateway API"),
    pytest.param(head("sailoperator.io/v1", "Istio"), True, id="of the Sail operator"),
    pytest.param(head("networking.k8s.io/v1", "NetworkPolicy"), True, id="a network policy"),
    pytest.param(head("v1", "Secret", "cacerts"), True, id="the plugged-in CA"),
    pytest.param(head("v1", "Secret", "istio-ca-secret"), True, id="the CA that istiod made"),
    pytest.param(
        head("v1", "Secret", "b", ", labels: {istio/multiCluster: 'true'}"),
        True,
        id="the access to another cluster",
    ),
    pytest.param(head("v1", "Secret", "db-password"), False, id="any other Secret"),
    pytest.param(head("v1", "ConfigMap", "istio-ca-root-cert"), True, id="the root certificate"),
    pytest.param(
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: istio}, data: {mesh: 'a: b'}}",
        True,
        id="the mesh config",
    ),
    pytest.param(head("v1", "ConfigMap", "app"), False, id="any other ConfigMap"),
    pytest.param(
        head("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", "istio-injector"),
        True,
        id="a webhook of Istio",
    ),
    pytest.param(
        head("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", "kyverno"),
        False,
        id="a webhook of others",
    ),
    pytest.param(
        "{apiVersion: helm.cattle.io/v1, kind: HelmChart, metadata: {name: istiod},"
        " spec: {chart: istiod, valuesContent: 'pilot: {}'}}",
        True,
        id="what installs Istio",
    ),
    pytest.param(
        "{apiVersion: v1, kind: Pod, metadata: {name: a,"
        " annotations: {proxy.istio.io/config: 'concurrency: 2'}}}",
        False,
        id="a workload, whatever it says to its proxy",
    ),
    pytest.param(head("v1", "Service"), False, id="a Service"),
    pytest.param(
        head("kustomize.config.k8s.io/v1beta1", "Kustomization"), False, id="a kustomization"
    ),
    pytest.param("pilot: {autoscaleMin: 2}", False, id="values, which are no object"),
]


@pytest.mark.parametrize(("text", "expected"), BELONGS)
def test_what_belongs_to_a_mesh(text: str, *, expected: bool) -> None:
    assert bool(items(text)) is expected


def test_an_item_says_which_object_it_is_and_where() -> None:
    text = """
    # A route
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: reviews, namespace: shop}
    spec: {hosts: [reviews]}
    """
    canonical = (
        '{"apiVersion":"networking.istio.io","kind":"VirtualService",'
        '"metadata":{"name":"reviews","namespace":"shop"},"spec":{"hosts":["reviews"]}}'
    )
    sha256 = hashlib.sha256(canonical.encode()).hexdigest()

    assert items(text) == [
        Item("networking.istio.io/v1", "VirtualService", "shop", "reviews", "a.yaml", 4, sha256)
    ]


def test_objects_of_a_list_are_items_of_their_own() -> None:
    text = f"""
    apiVersion: v1
    kind: List
    items:
    - {head("networking.istio.io/v1", "Sidecar", "b").strip()}
    - {head("networking.istio.io/v1", "Gateway", "a").strip()}
    """
    assert [(each.kind, each.line) for each in items(text)] == [("Gateway", 6), ("Sidecar", 5)]


PLAIN = """
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: a, namespace: default}
spec: {selector: {app: web}, servers: [{port: {number: 80}}]}
"""
SAME = [
    pytest.param(
        """
        kind: "Gateway"   # in another order
        apiVersion: 'networking.istio.io/v1'
        spec:
          servers:
          - port: {number: 80}
          selector:
            app: web
        metadata:
          namespace: default
          name: a
        """,
        id="written in another way",
    ),
    pytest.param(PLAIN.replace(", namespace: default", ""), id="in the namespace it comes to"),
    pytest.param(PLAIN.replace("/v1\n", "/v1beta1\n"), id="in another version of the API"),
    pytest.param(
        PLAIN.replace(
            "namespace: default",
            "namespace: default, uid: '1', resourceVersion: '2', generation: 3, annotations: "
            "{kubectl.kubernetes.io/last-applied-configuration: '{}'}",
        )
        + "status: {conditions: []}\n",
        id="as the API server gives it back",
    ),
]


@pytest.mark.parametrize("text", SAME)
def test_one_content_has_one_digest(text: str) -> None:
    assert items(text)[0].sha256 == items(PLAIN)[0].sha256


OTHER = [
    pytest.param(PLAIN.replace("number: 80", "number: 81"), id="a value"),
    pytest.param(PLAIN.replace("number: 80", "number: '80'"), id="a type"),
    pytest.param(PLAIN.replace("number: 80", "number: '${PORT}'"), id="filled in later"),
    pytest.param(PLAIN.replace("name: a", "name: a, annotations: {b: c}"), id="an annotation"),
    pytest.param(PLAIN + "extra: {}\n", id="a field"),
]


@pytest.mark.parametrize("text", OTHER)
def test_another_content_has_another_digest(text: str) -> None:
    assert items(text)[0].sha256 != items(PLAIN)[0].sha256


def test_texts_of_a_secret_are_the_same_encoded() -> None:
    written = "{{apiVersion: v1, kind: Secret, metadata: {{name: cacerts}}, {}}}\n"
    said = [
        "stringData: {a: b}",
        "data: {a: Yg==}",
        "data: {a: eA==}, stringData: {a: b}",
        "data: {a: eA==}",
    ]
    first, *others = [items(written.format(each))[0].sha256 for each in said]

    assert [each == first for each in others] == [True, True, False]


def test_an_object_without_metadata_is_an_item() -> None:
    assert items("{apiVersion: networking.istio.io/v1, kind: Gateway}\n")[0].name == ""


def item(name: str, sha256: str = "1", path: str = "a.yaml") -> Item:
    """An item of which little matters."""
    return Item("networking.istio.io/v1", "Gateway", "default", name, path, 1, sha256)


def test_what_was_added_removed_and_changed() -> None:
    before = [item("same"), item("gone"), item("other", "1")]
    after = [item("other", "2"), item("new"), item("same")]
    found = compare(before, after)

    assert found.added == (item("new"),)
    assert found.removed == (item("gone"),)
    assert found.changed == (Change(item("other", "1"), item("other", "2")),)
    assert not found.is_empty


def test_what_only_moved_is_the_same() -> None:
    assert compare([item("a", path="a.yaml")], [item("a", path="b.yaml")]).is_empty


def test_what_moved_and_changed_has_changed() -> None:
    found = compare([item("a", "1", "a.yaml")], [item("a", "2", "b.yaml")])
    assert [(each.before.path, each.after.path) for each in found.changed] == [("a.yaml", "b.yaml")]


def test_environments_are_compared_each_with_itself() -> None:
    before = [item("a", "1", "prod.yaml"), item("a", "2", "staging.yaml")]
    after = [item("a", "2", "prod.yaml"), item("a", "2", "staging.yaml")]
    found = compare(before, after)

    assert found.changed == (Change(before[0], after[0]),)
    assert not found.added
    assert not found.removed


def test_a_second_copy_is_an_addition() -> None:
    found = compare([item("a")], [item("a"), item("a", path="b.yaml")])
    assert found.added == (item("a", path="b.yaml"),)
