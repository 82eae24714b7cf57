"""Single values are what Helm's --set makes of them."""

from __future__ import annotations

import pytest

from istiolint.install.parameters import Parameters
from istiolint.install.setting import ABSENT, UNKNOWN
from istiolint.syntax.node import Node
from istiolint.syntax.parse import parse
from istiolint.syntax.problem import Problem
from istiolint.text import Source


def parameters(text: str) -> Parameters:
    tape = parse(Source("a.yaml", text), 0, len(text))
    assert not isinstance(tape, Problem), tape
    return Parameters(Node(tape))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("5", 5),
        ("-5", -5),
        ("0", 0),
        ("05", "05"),
        ("1.5", "1.5"),
        ("'7'", 7),
        ("true", True),
        ("TRUE", True),
        ("false", False),
        ("null", None),
        ("yes", "yes"),
        ("''", ""),
        ("text", "text"),
        ("9" * 30, "9" * 30),
        ("'${N}'", UNKNOWN),
        ("[a]", ""),
    ],
)
def test_a_value_is_typed_by_its_looks(value: str, expected: object) -> None:
    listed = parameters(f"[{{name: a.b, value: {value}}}]").answer(("a", "b"))
    mapped = parameters(f"a.b: {value}").answer(("a", "b"))
    assert (listed.value, type(listed.value)) == (expected, type(expected))
    assert (mapped.value, type(mapped.value)) == (expected, type(expected))
    assert listed.node is not None


@pytest.mark.parametrize(
    ("forced", "expected"), [("true", "5"), ("false", 5), ("null", 5), ("text", 5)]
)
def test_a_value_may_be_forced_to_be_text(forced: str, expected: object) -> None:
    found = parameters(f"[{{name: a, value: '5', forceString: {forced}}}]").answer(("a",))
    assert found.value == expected


@pytest.mark.parametrize(
    ("name", "path", "value"),
    [
        pytest.param("a.b", ("a", "b"), 1, id="the setting"),
        pytest.param("a.b", ("a",), UNKNOWN, id="a part of it"),
        pytest.param("a.b", ("a", "b", "c"), None, id="all around it"),
        pytest.param("a.b", ("a", "c"), ABSENT, id="another one"),
        pytest.param("a.b", ("ab",), ABSENT, id="another one that looks alike"),
        pytest.param(r"a.b\.c/d", ("a", "b.c/d"), 1, id="a key with a dot"),
        pytest.param("a[0].b", ("a",), UNKNOWN, id="an item of a list"),
        pytest.param("a[0]", ("a", "0"), ABSENT, id="which is no key"),
    ],
)
def test_a_parameter_is_about_one_setting(name: str, path: tuple[str, ...], value: object) -> None:
    assert parameters(f"[{{name: '{name}', value: 1}}]").answer(path).value == value


KINDS = [
    pytest.param("[{name: a, value: '{x,2,true}'}]", ["x", 2, True], id="a list"),
    pytest.param("[{name: a, value: '{}'}]", [], id="an empty list"),
    pytest.param("[{name: a, path: b}]", UNKNOWN, id="in a file"),
    pytest.param("[{name: a, file: b}]", UNKNOWN, id="in a file of helmfile's"),
    pytest.param("[{name: a, path: b}, {name: a, value: c}]", UNKNOWN, id="a file beats a value"),
    pytest.param(
        "[{name: a, value: 1, forceString: true}, {name: a, value: 2}]", "1", id="so does text"
    ),
    pytest.param(
        "[{name: a, value: '${B}', forceString: true}]", UNKNOWN, id="text that is filled in"
    ),
]


@pytest.mark.parametrize(("text", "expected"), KINDS)
def test_there_are_several_ways_to_give_a_value(text: str, expected: object) -> None:
    assert parameters(text).answer(("a",)).value == expected


def test_a_single_value_has_a_target() -> None:
    single = parameters("'5'")._replace(target="a.b")
    assert single.answer(("a", "b")).value == 5
    assert single._replace(is_seen=False).answer(("a", "b")).value is UNKNOWN
    assert single._replace(is_seen=False).answer(("a", "c")).value is ABSENT


@pytest.mark.parametrize(
    ("path", "value"), [(("a",), 1), (("global", "hub"), "x"), (("b",), ABSENT)]
)
def test_those_for_an_umbrella_chart_name_the_chart_below(
    path: tuple[str, ...], value: object
) -> None:
    single = parameters("{istiod.a: 1, cni.b: 2, b: 3, global.hub: x}")
    assert single._replace(chart_key="istiod").answer(path).value == value


def test_the_last_one_counts() -> None:
    text = "[{name: a, value: 1}, {name: b, value: 2}, {name: a, value: 3}]"
    assert parameters(text).answer(("a",)).value == 3


@pytest.mark.parametrize(
    "text", ["[a]", "[{value: 1}]", "[{name: a}]", "[{name: [a], value: 1}]", "[]", "{}", "text"]
)
def test_what_is_no_parameter_says_nothing(text: str) -> None:
    assert parameters(text).answer(("a",)).value is ABSENT
