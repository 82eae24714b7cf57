"""A value of the wrong type, at any level of any kind of input, is never a fault of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from istiolint.lint import Inputs, lint, read
from istiolint.settings import Settings
from istiolint.text import Source

INPUTS = Path(__file__).parent / "fixtures" / "inputs"
FILES = sorted(path.relative_to(INPUTS).as_posix() for path in INPUTS.rglob("*.yaml"))

VALUES: list[Any] = ["text", ["text"], {"text": 1}, None]
MORE_VALUES: list[Any] = [
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
        name: Source(name, path.read_text(encoding="utf-8"))
        for path in (INPUTS / file).parent.iterdir()
        if (name := path.relative_to(INPUTS).as_posix())
    }
    tree = YAML(typ="safe", pure=True).load(neighbours[file].text)
    before, settings = read(neighbours.values()), Settings()
    for way in ways(tree):
        for value in values:
            broken = Source(file, json.dumps(replaced(tree, way, value)))
            inputs = Inputs({**neighbours, file: broken}, frozenset(neighbours))
            report = lint(inputs, lambda _: settings, before=before).report
            for each in report.diagnostics:
                if each.rule == "internal-error":
                    yield way, value, each.message


@pytest.mark.parametrize("file", FILES)
def test_a_value_of_the_wrong_type_is_never_a_fault_of_ours(file: str) -> None:
    assert list(failures(file, VALUES)) == []


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES)
def test_no_odd_value_is_a_fault_of_ours(file: str) -> None:
    assert list(failures(file, MORE_VALUES)) == []
