"""YAML is read into plain values that know where they stand."""

from __future__ import annotations

from typing import Any

import pytest

from istiolint.config.from_yaml import read_yaml
from istiolint.config.problem import ConfigError
from istiolint.text import Source


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("", {}, id="nothing"),
        pytest.param("# no settings yet\n", {}, id="a comment"),
        pytest.param("---\n", {}, id="an empty document"),
        pytest.param("~\n", {}, id="null"),
        pytest.param("select: [a, 'b']\n", {"select": ["a", "b"]}, id="a list"),
        pytest.param("istio-version: 1.20\n", {"istio-version": "1.20"}, id="a release is text"),
        pytest.param("istio-version:\n", {"istio-version": None}, id="no release"),
        pytest.param("closed-world: yes\n", {"closed-world": True}, id="a truth value"),
        pytest.param("- a\n", ["a"], id="no mapping"),
        pytest.param('{"select": ["a"]}', {"select": ["a"]}, id="JSON"),
        pytest.param(
            "per-path:\n  a: &dev {ignore: [x]}\n  b: *dev\n  c: {<<: *dev, select: [z]}\n",
            {
                "per-path": {
                    "a": {"ignore": ["x"]},
                    "b": {"ignore": ["x"]},
                    "c": {"select": ["z"], "ignore": ["x"]},
                }
            },
            id="anchors",
        ),
    ],
)
def test_a_document_becomes_values(text: str, values: Any) -> None:
    assert read_yaml(Source("istiolint.yaml", text)).values == values


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        pytest.param(("select",), (2, 1), (2, 9), id="a list"),
        pytest.param(("select", 1), (2, 13), (2, 13), id="an item"),
        pytest.param(("rules", "a", "severity"), (5, 5), (5, 15), id="a key further in"),
        pytest.param((), (2, 1), (2, 1), id="the whole"),
        pytest.param(("nowhere",), (2, 1), (2, 1), id="what is not there"),
    ],
)
def test_values_know_their_place(
    path: tuple[str | int, ...], key: tuple[int, int], value: tuple[int, int]
) -> None:
    text = "# first\nselect: [a, b]\nrules:\n  a:\n    severity: info\n"
    place = read_yaml(Source("istiolint.yaml", text)).place(path)
    assert (place.key, place.value) == (key, value)


def test_an_empty_file_has_one_place() -> None:
    place = read_yaml(Source("istiolint.yaml", "")).place(("select",))
    assert (place.key, place.value) == ((1, 1), (1, 1))


def test_a_key_that_is_there_twice_is_a_problem() -> None:
    tree = read_yaml(Source("istiolint.yaml", "select: [a]\nignore: []\nselect: [b]\n"))
    assert list(map(str, tree.problems)) == ['istiolint.yaml:3:1: the key "select" is there twice']
    assert tree.values["select"] == ["b"]


NESTS = "".join(f"{'  ' * depth}a:\n" for depth in range(40))
ALIASES = "a0: &a0 [[[[[[[[[[1]]]]]]]]]]\n" + "".join(
    f"a{n}: &a{n} [[[[[[[[[[*a{n - 1}]]]]]]]]]]\n" for n in range(1, 9)
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("a: 1\n---\nb: 2\n", "2:1: only one document is allowed here", id="documents"),
        pytest.param(NESTS, "34:67: nested more than 32 levels deep", id="depth"),
        pytest.param(ALIASES, "1:11: nested more than 32 levels deep", id="depth through aliases"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as raised:
        read_yaml(Source("istiolint.yaml", text))
    assert str(raised.value) == f"istiolint.yaml:{message}"


def test_what_is_no_yaml_is_told_with_its_place() -> None:
    with pytest.raises(ConfigError) as raised:
        read_yaml(Source("istiolint.yaml", "# first\n---\nselect: [a"))
    assert str(raised.value).startswith("istiolint.yaml:3:9: ")
