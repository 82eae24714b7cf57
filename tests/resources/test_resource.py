"""An object has a kind, a name and a namespace, written or not."""

from __future__ import annotations

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.kinds import RULE_FILE, Kind
from istiolint.resources.resource import Resource, known_as
from istiolint.text import Source


def resource(text: str, *, reported: bool = True) -> Resource:
    (document,) = contribute(Source("a.yaml", text)).documents
    assert document.object is not None
    return Resource(document, document.object, reported=reported)


@pytest.mark.parametrize(
    ("said", "metadata", "namespace", "name"),
    [
        ("v1 Service", "{name: a, namespace: b}", "b", "a"),
        ("v1 Service", "{name: a}", "default", "a"),
        ("v1 Service", "{name: a, namespace: ''}", "default", "a"),
        ("v1 Service", "{name: a, namespace: null}", "default", "a"),
        ("v1 Service", "{name: [a], namespace: {b: c}}", "default", ""),
        ("v1 Service", "[]", "default", ""),
        ("v1 Service", "{name: 12}", "default", "12"),
        ("v1 Namespace", "{name: a}", "", "a"),
        ("v1 Namespace", "{name: a, namespace: b}", "", "a"),
        ("gateway.networking.k8s.io/v1 GatewayClass", "{name: istio}", "", "istio"),
        ("sailoperator.io/v1 Istio", "{name: default}", "", "default"),
        ("networking.istio.io/v1 Gateway", "{name: '${A}'}", "default", "${A}"),
    ],
)
def test_a_namespace_is_the_one_written_or_the_default(
    said: str, metadata: str, namespace: str, name: str
) -> None:
    api_version, kind = said.split()
    found = resource(f"apiVersion: {api_version}\nkind: {kind}\nmetadata: {metadata}\n")
    assert (found.namespace, found.name) == (namespace, name)
    assert found.kind == Kind.of(api_version, kind)


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        pytest.param("metadata: {name: a}", "a", id="the name"),
        pytest.param("metadata: {name: null}", "Service", id="no name"),
        pytest.param("metadata: {name: [a]}", "Service", id="no text"),
        pytest.param("spec: {}", "Service", id="no metadata"),
    ],
)
def test_the_whole_object_is_pointed_at_by_its_name_or_kind(metadata: str, expected: str) -> None:
    assert resource(f"apiVersion: v1\nkind: Service\n{metadata}\n").at.value == expected


def test_an_object_knows_its_file() -> None:
    found = resource("apiVersion: v1\nkind: Service\nmetadata: {name: a}\n", reported=False)
    assert found.path == "a.yaml"
    assert found.root.at("kind") is not None
    assert not found.reported
    assert repr(found) == "Service default/a in a.yaml"


@pytest.mark.parametrize(
    ("said", "rest", "path"),
    [
        ("v1 Pod", "spec: {a: 1}", ()),
        ("apps/v1 Deployment", "spec: {template: {spec: {a: 1}}}", ("spec", "template")),
        ("batch/v1 Job", "spec: {template: {spec: {a: 1}}}", ("spec", "template")),
        (
            "batch/v1 CronJob",
            "spec: {jobTemplate: {spec: {template: {spec: {a: 1}}}}}",
            ("spec", "jobTemplate", "spec", "template"),
        ),
    ],
)
def test_a_workload_has_a_pod(said: str, rest: str, path: tuple[str, ...]) -> None:
    api_version, kind = said.split()
    pod = resource(f"apiVersion: {api_version}\nkind: {kind}\n{rest}\n").pod
    assert pod is not None
    assert pod.path == path
    assert pod.at("spec", "a") is not None


@pytest.mark.parametrize("said", ["apps/v1 Deployment", "batch/v1 CronJob", "v1 Service"])
def test_there_may_be_none(said: str) -> None:
    api_version, kind = said.split()
    assert resource(f"apiVersion: {api_version}\nkind: {kind}\nspec: text\n").pod is None


def test_a_plain_file_of_alert_rules_is_a_resource_without_a_name() -> None:
    text = "groups: [{name: a, rules: [{alert: B, expr: c}]}]\n"
    (document,) = contribute(Source("a.yaml", text)).documents
    known = known_as(document)
    assert known is not None
    found = Resource(document, known)
    assert (found.kind, found.namespace, found.name) == (RULE_FILE, "", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("apiVersion: v1\nkind: Service\nmetadata: {name: a}\n", "a"),
        ("apiVersion: kustomize.config.k8s.io/v1\nkind: Kustomization\n", None),
        ("pilot: {autoscaleMin: 2}\n", None),
    ],
)
def test_of_other_documents_only_objects_are_resources(text: str, expected: str | None) -> None:
    (document,) = contribute(Source("a.yaml", text)).documents
    known = known_as(document)
    assert (known.name if known else None) == expected
