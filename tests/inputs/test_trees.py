"""What a chart is called, and what counts as a tree."""

from __future__ import annotations

import pytest

from istiolint.inputs.document import HelmRelease, Reference, Role, Tree, path_below
from istiolint.inputs.trees import (
    beside,
    chart_release,
    elsewhere,
    embedded_tree,
    in_files,
    in_repository,
    of_release,
    parameters,
    subtrees,
    tree,
)
from istiolint.syntax.node import Node
from istiolint.syntax.parse import parse
from istiolint.syntax.problem import Problem
from istiolint.text import Source

ISTIOD = HelmRelease("istiod")


def node(text: str, path: str = "a.yaml") -> Node:
    """The root of a document."""
    tape = parse(Source(path, text), 0, len(text))
    assert not isinstance(tape, Problem), tape
    return Node(tape)


@pytest.mark.parametrize(
    ("chart", "near", "expected"),
    [
        pytest.param("istiod", (), HelmRelease("istiod"), id="a name"),
        pytest.param("istio/gateway", (), HelmRelease("gateway"), id="behind its repository"),
        pytest.param("./charts/istiod/", (), HelmRelease("istiod"), id="a path"),
        pytest.param("oci://a/b/ztunnel", (), HelmRelease("ztunnel"), id="a reference"),
        pytest.param("istiod-1.24.3.tgz", (), HelmRelease("istiod", "1.24.3"), id="a packed chart"),
        pytest.param(
            "https://a/cni-v1.30.0-rc.1.tgz", ("istio",), HelmRelease("cni", "1.30.0-rc.1")
        ),
        pytest.param("istiod.tgz", (), HelmRelease(None), id="packed without a version"),
        pytest.param("gateway", (None, "istio-ingress"), HelmRelease("gateway"), id="near Istio"),
        pytest.param("gateway", (None, "shop"), HelmRelease(None), id="near something else"),
    ],
)
def test_a_chart_is_called_by_the_last_part_of_what_is_said(
    chart: str, near: tuple[str | None, ...], expected: HelmRelease
) -> None:
    assert chart_release(chart, *near) == expected


def test_a_version_is_kept_unless_the_file_has_one() -> None:
    assert chart_release("istiod", version="~1.24.0") == HelmRelease("istiod", "~1.24.0")
    assert chart_release("istiod-1.30.0.tgz", version="1.24.0") == HelmRelease("istiod", "1.30.0")


def test_without_a_name_the_values_tell() -> None:
    assert chart_release(None, values=node("pilot: {env: {}}")) == ISTIOD
    assert chart_release(None, values=node("image: a")) == HelmRelease(None)
    assert chart_release(None, version="1.24.0") == HelmRelease(None, "1.24.0")


@pytest.mark.parametrize("text", ["text", "[a]", "null", "''"])
def test_only_a_mapping_is_a_tree(text: str) -> None:
    assert list(tree(Role.VALUES, node(text), ISTIOD)) == []
    assert list(tree(Role.VALUES, None, ISTIOD)) == []


@pytest.mark.parametrize("text", ["[a]", "{a: 1}", "''", "null", "'- a'"])
def test_only_text_of_a_mapping_is_an_embedded_tree(text: str) -> None:
    assert list(embedded_tree(Role.VALUES, node(text))) == []


def test_an_embedded_tree_knows_its_text() -> None:
    scalar = node("'a: {b: 1}'")
    (found,) = embedded_tree(Role.MESH_CONFIG, scalar, ISTIOD)
    assert isinstance(found, Tree)
    assert (found.role, found.release, found.text) == (Role.MESH_CONFIG, ISTIOD, scalar)
    assert found.root.at("a", "b") is not None


def test_text_that_cannot_be_read_is_a_problem_and_makes_values_unknown() -> None:
    scalar = node("'a: ['")
    problem, unseen = embedded_tree(Role.VALUES, scalar, ISTIOD)
    assert isinstance(problem, tuple)
    assert problem[0] == scalar
    assert unseen == Tree(Role.UNSEEN, scalar, ISTIOD)
    assert len(list(embedded_tree(Role.MESH_CONFIG, scalar))) == 1


@pytest.mark.parametrize(
    ("text", "is_named"),
    [("a.yaml", True), ("[a.yaml]", True), ("null", False), ("[]", False), ("{a: b}", False)],
)
def test_files_elsewhere_are_named_alone_or_in_a_list(text: str, is_named: bool) -> None:  # noqa: FBT001 - a column
    found = list(elsewhere(node(text), ISTIOD))
    assert [each.role for each in found if isinstance(each, Tree)] == [Role.UNSEEN] * is_named


NAMED = [
    pytest.param("v.yaml", [("v.yaml",)], id="one"),
    pytest.param("[a.yaml, ../b.yaml]", [("a.yaml",), ()], id="several"),
    pytest.param(
        "[a.yaml, null, '${FILE}', {a: b}, [c.yaml]]", [("a.yaml",), None, None], id="odd"
    ),
    pytest.param("null", [], id="none"),
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_each_file_is_a_tree_to_be_found(text: str, expected: list[tuple[str, ...] | None]) -> None:
    found = [each for each in in_files(node(text), ISTIOD) if isinstance(each, Tree)]
    references = [None if files is None else Reference(files) for files in expected]
    assert [each.reference for each in found] == references
    assert {each.role for each in found} <= {Role.UNSEEN}
    assert list(in_files(None, ISTIOD)) == []


BESIDE = [
    pytest.param("a.yaml", "v.yaml", "v.yaml", id="beside"),
    pytest.param("apps/a.yaml", "v.yaml", "apps/v.yaml", id="in the folder of the document"),
    pytest.param("apps/a.yaml", "../v.yaml", "v.yaml", id="above it"),
    pytest.param("apps/a.yaml", ".", "apps", id="the folder itself"),
    pytest.param("a.yaml", "./", "", id="the outermost folder"),
    pytest.param("apps/a.yaml", "../../v.yaml", None, id="out of all"),
    pytest.param("apps/a.yaml", "x/../../../v.yaml", None, id="out of all by a detour"),
    pytest.param("apps/a.yaml", "/etc/v.yaml", None, id="an absolute path"),
    pytest.param("apps/a.yaml", "https://a/v.yaml", None, id="an address"),
    pytest.param("apps/a.yaml", "..v.yaml", "apps/..v.yaml", id="a name with dots"),
    pytest.param("/x/apps/a.yaml", "v.yaml", "/x/apps/v.yaml", id="elsewhere"),
    pytest.param("/x/apps/a.yaml", "b/v.yaml", "/x/apps/b/v.yaml", id="elsewhere, below"),
    pytest.param("/x/apps/a.yaml", "../v.yaml", None, id="elsewhere, out of its folder"),
    pytest.param("/x/apps/a.yaml", "/x/v.yaml", None, id="elsewhere, an absolute path"),
]


@pytest.mark.parametrize(("document", "path", "expected"), BESIDE)
def test_a_path_stays_inside(document: str, path: str, expected: str | None) -> None:
    assert beside(node("a", document), path) == (() if expected is None else (expected,))


REPOSITORY = [
    pytest.param("a.yaml", "v.yaml", ("v.yaml",), id="at its root"),
    pytest.param(
        "r/apps/a.yaml", "x/v.yaml", ("x/v.yaml", "r/x/v.yaml", "r/apps/x/v.yaml"), id="or below"
    ),
    pytest.param("r/a.yaml", "/v.yaml", ("v.yaml", "r/v.yaml"), id="with a slash"),
    pytest.param("r/a.yaml", "../v.yaml", ("v.yaml",), id="not above it all"),
    pytest.param("r/a.yaml", "../../v.yaml", (), id="nor further"),
    pytest.param("/x/r/a.yaml", "v.yaml", ("/x/r/v.yaml",), id="elsewhere, in one folder alone"),
    pytest.param("/x/r/a.yaml", "../v.yaml", (), id="elsewhere, not out of that"),
]


@pytest.mark.parametrize(("document", "path", "expected"), REPOSITORY)
def test_a_path_in_the_repository(document: str, path: str, expected: tuple[str, ...]) -> None:
    assert in_repository(node("a", document), path) == expected


@pytest.mark.parametrize(
    ("text", "has_some"),
    [("[{name: a}]", True), ("{a: b}", True), ("[]", False), ("a", False), ("null", False)],
)
def test_parameters_are_a_list_or_a_mapping(text: str, has_some: bool) -> None:  # noqa: FBT001 - a column
    found = list(parameters(node(text), ISTIOD))
    assert [each.role for each in found if isinstance(each, Tree)] == [Role.PARAMETERS] * has_some


def test_a_release_without_values_is_still_one() -> None:
    anchor = node("istiod")
    assert list(of_release(ISTIOD, anchor, ())) == [Tree(Role.NO_VALUES, anchor, ISTIOD)]
    assert list(of_release(ISTIOD, None, ())) == []
    assert list(of_release(HelmRelease(None), anchor, tree(Role.VALUES, node("a: 1")))) == []
    assert list(of_release(ISTIOD, anchor, ["a reason"])) == ["a reason"]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        pytest.param("istiod: {a: 1}", [Role.VALUES], id="values"),
        pytest.param("global: {a: 1}", [Role.GLOBALS], id="globals"),
        pytest.param("istiod: {}\nglobal: {}", [Role.VALUES, Role.GLOBALS], id="both"),
        pytest.param("istiod: text\nglobal: []", [], id="neither"),
        pytest.param("other: {}", [], id="something else"),
    ],
)
def test_values_of_an_umbrella_chart_reach_the_charts_below(text: str, roles: list[Role]) -> None:
    found = list(subtrees(Tree(Role.VALUES, node(text)), "istiod", ISTIOD))
    assert [each.role for each in found] == roles
    assert {each.release for each in found} <= {ISTIOD}


def test_a_path_begins_at_the_object() -> None:
    root = node("items: [{spec: {values: {a: 1}}}]")
    item, inner = root.at("items", 0), root.at("items", 0, "spec", "values", "a")
    assert item is not None
    assert inner is not None
    assert path_below(item, inner) == ("spec", "values", "a")
    assert path_below(inner, item) == ("items", 0)
