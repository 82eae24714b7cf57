"""A layer answers for settings in its own way of writing them."""

from __future__ import annotations

import pytest

from istiolint.install.components import GATEWAY_LISTS, Gateways, component_form
from istiolint.install.forms import Form, as_it_is, below, spec
from istiolint.install.layer import Layer, plain
from istiolint.install.setting import ABSENT, UNKNOWN, Origin
from istiolint.syntax.node import Node
from istiolint.syntax.parse import parse
from istiolint.syntax.problem import Problem
from istiolint.text import Source


def node(text: str) -> Node:
    tape = parse(Source("a.yaml", text), 0, len(text))
    assert not isinstance(tape, Problem), tape
    return Node(tape)


def layer(text: str, how: Form = as_it_is, *, is_patch: bool = False) -> Layer:
    return Layer(Origin.WRITTEN, node(text), how, is_patch)


@pytest.mark.parametrize(
    ("setting", "path"),
    [
        ("pilot.resources.limits", "pilot.k8s.resources.limits"),
        ("pilot.resources", "pilot.k8s.resources"),
        ("pilot.env.A", "pilot.k8s.env.A.value"),
        ("pilot.env", None),
        ("pilot.autoscaleMin", "pilot.k8s.hpaSpec.minReplicas"),
        ("pilot.rollingMaxUnavailable", "pilot.k8s.strategy.rollingUpdate.maxUnavailable"),
        ("pilot.pdb.minAvailable", "pilot.k8s.podDisruptionBudget.minAvailable"),
        ("pilot.hub", "pilot.hub"),
        ("pilot.traceSampling", None),
        ("pilot", None),
        ("cni.tag", "cni.tag"),
        ("cni.tolerations", "cni.k8s.tolerations"),
        ("cni.autoscaleMin", None),
        ("ztunnel.resources", "ztunnel.k8s.resources"),
        ("ztunnel.replicaCount", None),
        (
            "gateways.istio-ingressgateway.resources",
            "ingressGateways.istio-ingressgateway.k8s.resources",
        ),
        (
            "gateways.istio-egressgateway.autoscaleMax",
            "egressGateways.istio-egressgateway.k8s.hpaSpec.maxReplicas",
        ),
        ("gateways.other.resources", None),
        ("global.hub", None),
    ],
)
def test_a_component_says_it_in_the_words_of_kubernetes(setting: str, path: str | None) -> None:
    lists = {name: key for key, name in GATEWAY_LISTS.items()}
    found = component_form(Gateways(lists))(tuple(setting.split(".")))
    assert found == (None if path is None else tuple(path.split(".")))


def test_other_forms_have_paths_of_their_own() -> None:
    assert as_it_is(("a", "b")) == ("a", "b")
    assert below("meshConfig")(("meshConfig", "a")) == ("a",)
    assert below("meshConfig")(("global", "a")) is None
    assert spec(("global", "hub")) == ("hub",)
    assert spec(("global", "hub", "a")) is None
    assert spec(("profile",)) is None


@pytest.mark.parametrize(
    ("text", "setting", "value"),
    [
        pytest.param("a: {b: 1}", "a.b", 1, id="a value"),
        pytest.param("a: {b: {c: [1, {d: null}]}}", "a.b", {"c": [1, {"d": None}]}, id="a tree"),
        pytest.param("a: {b: 1}", "a.c", ABSENT, id="another key"),
        pytest.param("a: {b: 1}", "c.b", ABSENT, id="another tree"),
        pytest.param("a: {}", "a.b", ABSENT, id="an empty mapping"),
        pytest.param("a: null", "a.b.c", None, id="a null above"),
        pytest.param("a: {b: 1}", "a.b.c", None, id="a scalar above"),
        pytest.param("a: [b]", "a.b", None, id="a list above"),
        pytest.param("a: ${B}", "a.b", UNKNOWN, id="a variable above"),
        pytest.param("a: {b: '${B}'}", "a.b", UNKNOWN, id="a variable"),
        pytest.param("<<: {a: {b: 1}}", "a.b", 1, id="a merged mapping"),
        pytest.param("text", "a", None, id="no mapping at all"),
    ],
)
def test_what_the_user_writes_is_an_answer_with_its_node(
    text: str, setting: str, value: object
) -> None:
    answer = layer(text).answer(tuple(setting.split(".")))
    assert answer.value == value
    assert (answer.node is None) is (value is ABSENT)


@pytest.mark.parametrize(
    ("tree", "setting", "value"),
    [
        pytest.param({"a": {"b": 1}}, "a.b", 1, id="a value"),
        pytest.param({"a": {"b": None}}, "a.b", None, id="a null"),
        pytest.param({"a": {"b": {}}}, "a.b", {}, id="a mapping"),
        pytest.param({"a": 1}, "a.b", ABSENT, id="a scalar above"),
        pytest.param({"a": [{"name": "b", "c": 1}]}, "a.b.c", ABSENT, id="a list above"),
        pytest.param({}, "a", ABSENT, id="nothing"),
    ],
)
def test_what_comes_with_istio_has_no_node(
    tree: dict[str, object], setting: str, value: object
) -> None:
    answer = Layer(Origin.PROFILE, tree, as_it_is).answer(tuple(setting.split(".")))
    assert answer.value == value
    assert answer.node is None


def test_a_patch_finds_items_of_lists_by_name() -> None:
    gateways = {"a": [{"name": "b", "c": 1}, {"name": "d"}]}
    given = Layer(Origin.PROFILE, gateways, as_it_is, is_patch=True)
    written = layer("a: [text, {name: b, c: 1}, {name: '${D}'}]", is_patch=True)
    for each in (given, written):
        assert each.answer(("a", "b", "c")).value == 1
        assert each.answer(("a", "x", "c")).value is ABSENT
        assert each.answer(("a", "b", "d")).value is ABSENT


def test_what_a_layer_cannot_hold_it_does_not_mention() -> None:
    held = layer("a: 1", below("meshConfig"))
    assert held.answer(("a",)).value is ABSENT
    assert held.answer(("meshConfig", "a")).value == 1
    assert held.nearest(("a",)) is None


def test_a_layer_in_another_file_makes_all_unknown() -> None:
    unseen = Layer(Origin.WRITTEN, UNKNOWN, below("meshConfig"))
    assert unseen.answer(("meshConfig", "a")).value is UNKNOWN
    assert unseen.answer(("a",)).value is ABSENT
    assert unseen.nearest(("meshConfig", "a")) is None


@pytest.mark.parametrize(
    ("text", "setting", "missing", "path"),
    [
        pytest.param("a: {b: {c: 1}}", "a.b.c", 0, ("a", "b", "c"), id="all of it"),
        pytest.param("a: {b: {c: 1}}", "a.b.d", 1, ("a", "b"), id="all but the last key"),
        pytest.param("a: {x: 1}", "a.b.d", 2, ("a",), id="the first key"),
        pytest.param("a: text", "a.b", 1, ("a",), id="a scalar above"),
    ],
)
def test_the_nearest_thing_is_a_key(
    text: str, setting: str, missing: int, path: tuple[str, ...]
) -> None:
    found = layer(text).nearest(tuple(setting.split(".")))
    assert found is not None
    assert (found[0], found[1].path, found[1].value) == (missing, path, path[-1])


def test_nothing_is_near_where_not_even_the_first_key_is_written() -> None:
    assert layer("a: 1").nearest(("b",)) is None
    assert Layer(Origin.PROFILE, {"a": 1}, as_it_is).nearest(("a",)) is None


def test_an_item_of_a_list_is_near_as_a_whole() -> None:
    found = layer("env: [{name: A, valueFrom: {}}]", is_patch=True).nearest(("env", "A", "value"))
    assert found is not None
    assert found[1].path == ("env", 0)


def test_a_tree_becomes_what_json_has() -> None:
    text = 'a: [1, "1", yes, null, "${B}"]\nc: {d: 0.5}\n'
    assert plain(node(text)) == {"a": [1, "1", True, None, UNKNOWN], "c": {"d": 0.5}}
