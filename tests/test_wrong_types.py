"""A value of the wrong type, at any level of any kind of input, is never a fault of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from istiolint import lint_texts

INPUTS = Path(__file__).parent / "fixtures" / "inputs"
FILES = sorted(path.relative_to(INPUTS).as_posix() for path in INPUTS.rglob("*.yaml"))

VALUES = ["text", ["text"], {"text": 1}, None]
MORE_VALUES = [
    *(7, -1.5, True, "", "${X}", "{{ .Values.x }}", "a: [b", "pilot: [text]", "1"),
    *([], [[]], [None], [{"name": []}], {}, {"name": {}}, {"<<": 1}, {"": ""}),
]

Way = tuple[Any, ...]


def ways(node: Any, way: Way = ()) -> Iterator[Way]:
    """The way to every node, the root first."""
    yield way
    if isinstance(node, dict | list):
        for key in node if isinstance(node, dict) else range(len(node)):
            yield from ways(node[key], (*way, key))


def replaced(node: Any, way: Way, value: Any) -> Any:
    """The tree with another value at one place."""
    if not way:
        return value
    changed = node.copy()
    changed[way[0]] = replaced(node[way[0]], way[1:], value)
    return changed


def failures(file: str, values: Sequence[Any]) -> Iterator[tuple[Way, Any, str]]:
    """Each place and value of a file that makes a part of istiolint fail."""
    neighbours = {
        path.relative_to(INPUTS).as_posix(): path.read_text(encoding="utf-8")
        for path in (INPUTS / file).parent.iterdir()
    }
    tree = YAML(typ="safe", pure=True).load(neighbours[file])
    for way in ways(tree):
        for value in values:
            broken = json.dumps(replaced(tree, way, value))
            for each in lint_texts({**neighbours, file: broken}).diagnostics:
                if each.rule == "internal-error":
                    yield way, value, each.message


@pytest.mark.parametrize("file", FILES)
def test_a_value_of_the_wrong_type_is_never_a_fault_of_ours(file: str) -> None:
    assert list(failures(file, VALUES)) == []


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES)
def test_no_odd_value_is_a_fault_of_ours(file: str) -> None:
    assert list(failures(file, MORE_VALUES)) == []
