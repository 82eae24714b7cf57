"""Two ways to write one setting of a chart, and the keys that are the chart's own."""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.schema.books import FLAT_SINCE, LEGACY
from istiolint.schema.fault import Fault, Input
from istiolint.syntax.node import Node
from istiolint.syntax.tape import Path

_WRAPPERS = {"defaults": 21, "_internal_defaults_do_not_set": 24}
"""The key below which a chart keeps its own defaults, and since which minor release."""


def spellings(root: Node, of: Input) -> Iterator[Fault]:
    """The faults of values that a chart takes from two places, or keeps for itself."""
    minor = of.release.minor
    for name, since in _WRAPPERS.items():
        value = root.get(name)
        if value is not None and minor >= since and value.is_mapping and any(value.entries()):
            at = value.key or value
            yield Fault("internal-defaults-set", at, (name,), of, node=value, since=since)
    legacy = LEGACY.get(of.chart or "")
    below = root.get(legacy) if legacy is not None else None
    if legacy is not None and below is not None and below.is_mapping and minor >= FLAT_SINCE:
        for entry in root.entries():
            other = below.get(entry.name)
            if other is not None and entry.name not in (legacy, "global"):
                yield from _twice(entry.value, other, (entry.name,), legacy, of)


def _twice(flat: Node, other: Node, path: Path, legacy: str, of: Input) -> Iterator[Fault]:
    """The settings that both say, in different words; of tables, those in them."""
    if flat.is_mapping and other.is_mapping:
        for entry in flat.entries():
            inner = other.get(entry.name)
            if inner is not None:
                yield from _twice(entry.value, inner, (*path, entry.name), legacy, of)
    elif not (flat.is_scalar and other.is_scalar and flat.meaning == other.meaning):
        at = flat.key or flat
        yield Fault("both-spellings", at, path, of, expected=legacy, node=other)
