"""An inventory and its comparison, as a table for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from istiolint.inventory import Comparison, Item
from istiolint.render.json import dump
from istiolint.render.summary import counted

VERSION = 1
DIGITS = 12
"""So much of a digest is for people, who compare two by eye; JSON has all of it."""


def table(items: Sequence[Item]) -> str:
    """A line for each object: kind, name, place, the start of its digest."""
    rows = [(*_names(each), each.sha256[:DIGITS]) for each in items]
    return "".join(f"{line}\n" for line in (*_aligned(rows), _total(items)))


def as_json(items: Sequence[Item], version: str) -> str:
    """What ``--compare`` reads again."""
    return dump(
        {"version": VERSION, "istiolint": version, "resources": [_object(e) for e in items]}
    )


def comparison_table(found: Comparison) -> str:
    """A line for each object that is not what it was."""
    rows = [
        *(("added", *_names(each)) for each in found.added),
        *(("removed", *_names(each)) for each in found.removed),
        *(("changed", *_names(each.after)) for each in found.changed),
    ]
    if not rows:
        return "Nothing has changed.\n"
    parts = ((found.added, "added"), (found.removed, "removed"), (found.changed, "changed"))
    closing = ", ".join(f"{len(each)} {word}" for each, word in parts)
    return "".join(f"{line}\n" for line in (*_aligned(rows), closing))


def comparison_as_json(found: Comparison, version: str) -> str:
    """The same for programs, with what changed as it was and as it is."""
    return dump(
        {
            "version": VERSION,
            "istiolint": version,
            "added": [_object(each) for each in found.added],
            "removed": [_object(each) for each in found.removed],
            "changed": [
                {"before": _object(each.before), "after": _object(each.after)}
                for each in found.changed
            ],
        }
    )


def _names(item: Item) -> tuple[str, str, str]:
    name = f"{item.namespace}/{item.name}" if item.namespace else item.name
    return item.kind, name, f"{item.path}:{item.line}"


def _aligned(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    rows = list(rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (f"{cell:{width}}" for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _total(items: Sequence[Item]) -> str:
    paths = {each.path for each in items}
    return f"{counted(len(items), 'object')} of the mesh in {counted(len(paths), 'file')}"


def _object(item: Item) -> dict[str, Any]:
    return {
        "apiVersion": item.api_version,
        "kind": item.kind,
        "namespace": item.namespace or None,
        "name": item.name,
        "path": item.path,
        "line": item.line,
        "sha256": item.sha256,
    }
