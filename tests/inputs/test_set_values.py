"""What ``--set`` says is read as Helm reads it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istiolint.inputs.set_values import (
    MAX_DEPTH,
    Steps,
    pieces,
    problem_of_set,
    set_flags,
    set_values,
    typed,
)
from istiolint.syntax.node import Node
from istiolint.syntax.parse import parse
from istiolint.syntax.problem import Problem
from istiolint.text import Source

TYPES = [
    ("5", 5),
    ("-5", -5),
    ("+5", 5),
    ("0", 0),
    ("-05", -5),
    ("05", "05"),
    ("1.5", "1.5"),
    ("9223372036854775807", 2**63 - 1),
    ("9223372036854775808", "9223372036854775808"),
    ("9" * 30, "9" * 30),
    ("true", True),
    ("False", False),
    ("NULL", None),
    ("yes", "yes"),
    ("", ""),
    ("1_000", "1_000"),
    ("٣", "٣"),
]


@pytest.mark.parametrize(("text", "expected"), TYPES)
def test_a_value_has_the_type_that_helm_gives_it(text: str, expected: object) -> None:
    found = typed(text)
    assert (found, type(found)) == (expected, type(expected))


TREES: list[Any] = [
    pytest.param(["a=1"], {"a": 1}, id="one value"),
    pytest.param(["a.b.c=x"], {"a": {"b": {"c": "x"}}}, id="below others"),
    pytest.param(["a=1,b.c=2"], {"a": 1, "b": {"c": 2}}, id="several in one text"),
    pytest.param(["a.b=1", "a.c=2"], {"a": {"b": 1, "c": 2}}, id="several texts"),
    pytest.param(["a=1", "a=2"], {"a": 2}, id="the last one wins"),
    pytest.param(["a=1", "a.b=2"], {"a": {"b": 2}}, id="a value gives way to what is below it"),
    pytest.param(["a.b=2", "a=1"], {"a": 1}, id="what is below gives way to a value"),
    pytest.param(["a="], {"a": ""}, id="nothing is the empty text"),
    pytest.param(["a=,b=1"], {"a": "", "b": 1}, id="also before a comma"),
    pytest.param(["a=b=c"], {"a": "b=c"}, id="an equals sign in a value"),
    pytest.param([r"a=b\,c"], {"a": "b,c"}, id="a comma in a value"),
    pytest.param(
        [r"nodeSelector.kubernetes\.io/os=linux"],
        {"nodeSelector": {"kubernetes.io/os": "linux"}},
        id="a dot in a key",
    ),
    pytest.param(["a={1,x,true}"], {"a": [1, "x", True]}, id="a list"),
    pytest.param([r"a={b\,c,d}"], {"a": ["b,c", "d"]}, id="a comma in an item"),
    pytest.param(["a={},b=1"], {"a": [], "b": 1}, id="an empty list"),
    pytest.param(["a=null"], {"a": None}, id="null deletes"),
    pytest.param(["a[0]=x"], {"a": {0: "x"}}, id="an item"),
    pytest.param(["a[1].b=x,a[1].c=y"], {"a": {1: {"b": "x", "c": "y"}}}, id="below an item"),
    pytest.param(["a[0][1]=x"], {"a": {0: {1: "x"}}}, id="an item of an item"),
    pytest.param(["a={x,y},a[1]=z"], {"a": {0: "x", 1: "z"}}, id="an item of a list that is set"),
    pytest.param(["a=b\\"], {"a": "b"}, id="a backslash at the end"),
    pytest.param([""], {}, id="nothing at all"),
]


@pytest.mark.parametrize(("said", "expected"), TREES)
def test_assignments_make_a_tree(said: list[str], expected: dict[str, Any]) -> None:
    assert set_values(said) == expected
    assert problem_of_set(said) is None


def test_text_is_text_whatever_it_looks_like_and_comes_last() -> None:
    assert set_values(["a=1,b=2"], ["b=3,c={1,null}"]) == {"a": 1, "b": "3", "c": ["1", "null"]}


WRONG = [
    pytest.param("a", '"a" has no value', id="no value"),
    pytest.param("a,b=1", '"a" in "a,b=1" has no value', id="one without a value"),
    pytest.param("=1", '"=1" has a name without a key', id="no name"),
    pytest.param("a..b=1", '"a..b=1" has a name without a key', id="an empty key"),
    pytest.param("a[x]=1", '"x" in "a[x]=1" is no index of a list', id="no index"),
    pytest.param("a[-1]=1", '"-1" in "a[-1]=1" is no index of a list', id="a negative index"),
    pytest.param("a[70000]=1", '"70000" in "a[70000]=1" is no index of a list', id="a high one"),
    pytest.param("a[0=1", '"0=1" in "a[0=1" is no index of a list', id="an open index"),
    pytest.param("a[0]b=1", '"a[0]b=1" has something else behind an index', id="after an index"),
    pytest.param("a[0]", '"a[0]" has something else behind an index', id="an item with no value"),
    pytest.param("a={1", '"a={1" has a list without an end', id="an open list"),
    pytest.param("a={1}b", '"a={1}b" has something else behind a list', id="after a list"),
    pytest.param("a.b=1,a[0]=2", "takes a list for a mapping, or the reverse", id="no list"),
    pytest.param("a={1},a.b=2", "takes a list for a mapping, or the reverse", id="no mapping"),
    pytest.param("a[0]=1,a.b=2", "takes a list for a mapping, or the reverse", id="not by index"),
    pytest.param(".".join("a" * 31) + "=1", f"deeper than {MAX_DEPTH} levels", id="too deep"),
]


@pytest.mark.parametrize(("text", "problem"), WRONG)
def test_what_is_no_assignment_is_told_in_words(text: str, problem: str) -> None:
    found = problem_of_set([text])
    assert found is not None
    assert problem in found


def meaning(node: Node) -> Any:
    """A tree as plain values."""
    if node.is_mapping:
        return {entry.name: meaning(entry.value) for entry in node.entries()}
    return list(map(meaning, node.items())) if node.is_sequence else node.meaning


def read_back(text: str) -> Any:
    tape = parse(Source("a.yaml", text), 0, len(text))
    assert not isinstance(tape, Problem)
    return meaning(Node(tape))


def written(*said: str, open_list: Steps = ()) -> str:
    tree, flags = set_flags(said)
    return "".join(text for text, _ in pieces(tree, flags, lambda path: path == open_list))


def test_a_tree_is_written_with_a_line_for_each_key() -> None:
    text = written(r"a.b=1,a.x\.y/z=05,c={1,no},d=null,e[1].f=1,on=true")
    assert text == (
        'a:\n  b: 1\n  "x.y/z": "05"\nc: [1, "no"]\nd: null\ne: [null, {"f": 1}]\non: true\n'
    )
    assert read_back(text)["a"] == {"b": 1, "x.y/z": "05"}


def test_a_list_that_other_layers_have_is_not_known_once_an_item_is_set() -> None:
    text = written("a.b[0]=1,c[0]=2,d={1}", open_list=("a", "b"))
    assert text == 'a:\n  b: "${items}"\nc: [2]\nd: [1]\n'


@given(st.text(max_size=40))
def test_whatever_is_said_is_a_tree_or_a_problem_and_can_be_written(text: str) -> None:
    if problem_of_set([text]) is None:
        assert written(text).count("\n") >= bool(text)


def test_it_is_known_where_the_flags_have_each_key_and_value() -> None:
    tree, flags = set_flags([r"a.b=1,c\.d={x,y}", "a.b=23,a.e[0].f=4"], ["g="])
    assert tree["a"]["b"] == 23
    assert flags.text == "--set a.b=1,c\\.d={x,y}\n--set a.b=23,a.e[0].f=4\n--set-string g=\n"
    keys = {path: flags.text[slice(*span)] for path, span in flags.keys.items()}
    values = {path: flags.text[slice(*span)] for path, span in flags.values.items()}
    assert keys == {
        ("a",): "a",
        ("a", "b"): "b",
        ("c.d",): "c\\.d",
        ("a", "e"): "e",
        ("g",): "g",
    }
    assert values == {
        ("a", "b"): "23",
        ("c.d",): "{x,y}",
        ("a", "e"): "4",
        ("g",): "",
    }
