"""The index answers in the words of the domain, and says how sure it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from istiolint.kinds import DESTINATION_RULE, VIRTUAL_SERVICE, Kind
from istiolint.project.project import Project
from istiolint.releases import Release
from istiolint.resources.resource import Resource

if TYPE_CHECKING:
    from tests.project.conftest import Index


def test_all_of_a_kind_are_in_the_order_of_the_files(project: Index) -> None:
    b, a, c = (
        f"apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {{name: {name}}}\n"
        for name in "bac"
    )
    found = project({"b.yaml": f"{b}---\n{a}", "a.yaml": c})
    assert [each.name for each in found.of_kind(DESTINATION_RULE)] == ["b", "a", "c"]
    assert found.of_kind(VIRTUAL_SERVICE) == []
    assert list(found.kinds) == [DESTINATION_RULE]
    assert found.asked == {DESTINATION_RULE, VIRTUAL_SERVICE}


def test_objects_of_one_name_are_a_group(project: Index) -> None:
    text = """\
        {apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: a}}
        ---
        {apiVersion: networking.istio.io/v1beta1, kind: VirtualService, metadata: {name: a}}
        ---
        {apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: b}}
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: a, namespace: b}
        ---
        {apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: a}}
        ---
        {apiVersion: v1, kind: Service, metadata: {generateName: a}}
        ---
        {apiVersion: v1, kind: Service, metadata: {generateName: a}}
        ---
        {apiVersion: v1, kind: Service, metadata: {name: "${A}"}}
        ---
        {apiVersion: v1, kind: Service, metadata: {name: "${A}"}}
        """
    (group,) = project(text).groups("object")
    assert group.key == (*VIRTUAL_SERVICE, "default", "a")
    assert [each.document.number for each in group.members] == [0, 1]


def both(found: Project, name: str = "Service") -> tuple[Resource, Resource]:
    one, other = found.of_kind(Kind("", name))
    return one, other


SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {{name: a, namespace: {0}}}\n"
ONE = SERVICE.format("shop")

TOGETHER = [
    pytest.param({"a.yaml": f"{ONE}---\n{ONE}"}, (), True, id="one file"),
    pytest.param({"a.yaml": ONE, "b.yaml": ONE}, (), False, id="two files side by side"),
    pytest.param({"a/a.yaml": ONE, "b/a.yaml": ONE}, (), False, id="two environments"),
    pytest.param({"a/a.yaml": ONE, "b/a.yaml": ONE}, (("a", "b"),), True, id="one scope"),
    pytest.param({"a/a.yaml": ONE, "b/a.yaml": ONE}, (("./a/", "b/"),), True, id="with slashes"),
    pytest.param({"a/a.yaml": ONE, "b/a.yaml": ONE}, (("a",), ("b",)), False, id="two scopes"),
    pytest.param({"a/a.yaml": ONE, "ab/a.yaml": ONE}, (("a",),), False, id="names alike"),
    pytest.param({"a/a.yaml": ONE, "b/a.yaml": ONE}, ((".",),), True, id="everything"),
    pytest.param(
        {"a/a.yaml": ONE, "b/a.yaml": ONE}, (("a/a.yaml", "b/a.yaml"),), True, id="two files"
    ),
    pytest.param(
        {"p/a.yaml": ONE, "b/a.yaml": ONE, "p/kustomization.yaml": "resources: [a.yaml, ../b]"},
        (),
        True,
        id="one kustomization",
    ),
    pytest.param(
        {"p/a.yaml": ONE, "p/b.yaml": ONE, "p/kustomization.yaml": "resources: [a.yaml]"},
        (),
        False,
        id="one that leaves one of them out",
    ),
]


@pytest.mark.parametrize(("files", "scopes", "expected"), TOGETHER)
def test_what_certainly_reaches_one_cluster(
    project: Index, files: dict[str, str], scopes: tuple[tuple[str, ...], ...], *, expected: bool
) -> None:
    found = project(files, scopes=scopes)
    assert found.deployed_together(*both(found)) is expected
    assert found.deployed_together(*both(found)[::-1]) is expected


OPERATOR = "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {{tag: {0}}}\n"


@pytest.mark.parametrize(
    ("tags", "release"),
    [
        pytest.param([], None, id="no install"),
        pytest.param(["1.24.3"], Release(24, 3), id="one"),
        pytest.param(["1.24.3", "1.24.3"], Release(24, 3), id="two that agree"),
        pytest.param(["1.24.3", "latest"], Release(24, 3), id="one that says nothing"),
        pytest.param(["1.24.3", "1.24.4"], Release(24), id="two that differ by patch"),
        pytest.param(["1.24.3", "1.30.0"], None, id="two that do not agree"),
        pytest.param(["latest"], None, id="one that says nothing alone"),
    ],
)
def test_the_release_of_a_mesh_is_what_its_installs_agree_on(
    project: Index, tags: list[str], release: Release | None
) -> None:
    assert project("---\n".join(OPERATOR.format(tag) for tag in tags)).release == release


def test_secrets_are_found_by_their_name_in_any_namespace(project: Index) -> None:
    text = "\n---\n".join(
        f"apiVersion: v1\nkind: Secret\nmetadata: {{name: {name}, namespace: {namespace}}}"
        for name, namespace in (("a", "one"), ("a", "two"), ("b", "one"))
    )
    index = project(text)
    assert [each.namespace for each in index.secrets_called("a")] == ["one", "two"]
    assert index.secrets_called("c") == []


def test_gateways_of_another_release_do_not_say_what_istiod_runs(project: Index) -> None:
    releases = [("istiod", "1.30.0"), ("gateway", "1.24.3"), ("cni", "1.28.0")]
    items = (f"{{name: {name}, chart: istio/{name}, version: {tag}}}" for name, tag in releases)
    files = {"helmfile.yaml": f"releases: [{', '.join(items)}]"}
    assert project(files).release == Release(30, 0)
    alone = "releases: [{name: edge, chart: istio/gateway, version: 1.24.3}]"
    assert project({"helmfile.yaml": alone}).release is None
