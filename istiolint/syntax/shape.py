"""The shape of a document: what follows from the sequence of its events, whatever they say.

Objects of one kind are mostly written alike, and a tool that generates them writes thousands
of one shape. So each is worked out once and shared by all tapes that have it.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from istiolint.syntax.scan import (
    MAX_DEPTH,
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from istiolint.syntax.tape import ALIAS, END, MAPPING, PLAIN, SEQUENCE

_KINDS: dict[type, int] = {
    ScalarEvent: PLAIN,
    AliasEvent: ALIAS,
    MappingStartEvent: MAPPING,
    SequenceStartEvent: SEQUENCE,
    MappingEndEvent: END,
    SequenceEndEvent: END,
}

_LONGEST = 1024
"""Events up to which a shape is kept: longer documents are seldom alike."""

_MOST = 1024
"""Shapes that are kept at a time."""

Keys = Callable[[Sequence[str | None]], Sequence[str | None]]
"""The keys of one mapping, out of the values of all rows."""


class Shape(NamedTuple):
    """What the rows of a tape are, and how they lie in one another."""

    kinds: bytes
    nexts: array[int]
    keys: tuple[tuple[int, Keys], ...]
    """The rows of mappings with more than one entry, and how to get at their keys."""
    deep: int | None = None
    """The row at which the document is too deep to go on."""
    second: int | None = None
    """The row at which another document begins."""


def shape_of(events: Sequence[Any]) -> Shape:
    """The shape of a document: shared, not to be changed."""
    classes = tuple(map(type, events))
    return _shape(classes) if len(classes) <= _LONGEST else _shape.__wrapped__(classes)


@lru_cache(maxsize=_MOST)
def _shape(classes: tuple[type, ...]) -> Shape:
    nexts = array("i", range(1, len(classes) + 1))
    kinds = bytes(_KINDS.get(each, END) for each in classes)
    opened: list[int] = []
    keys = []
    for row, each in enumerate(classes):
        if each is MappingStartEvent or each is SequenceStartEvent:
            opened.append(row)
            if len(opened) > MAX_DEPTH:
                return Shape(kinds, nexts, (), deep=row)
        elif each is MappingEndEvent or each is SequenceEndEvent:
            first = opened.pop()
            nexts[first] = row + 1
            rows = _key_rows(nexts, first) if each is MappingEndEvent else ()
            if len(rows) > 1:
                keys.append((first, _picker(rows, first, row)))
        elif each not in _KINDS:
            return Shape(kinds, nexts, (), second=row)
    return Shape(kinds, nexts, tuple(keys))


def _key_rows(nexts: array[int], mapping: int) -> Sequence[int]:
    row, end = mapping + 1, nexts[mapping] - 1
    rows = []
    while row < end:
        rows.append(row)
        row = nexts[nexts[row]]
    return rows


def _picker(rows: Sequence[int], first: int, last: int) -> Keys:
    """What gets at the keys of a mapping; in one of scalars they are every other row."""
    is_flat = 2 * len(rows) == last - first - 1
    return itemgetter(slice(first + 1, last, 2)) if is_flat else itemgetter(*rows)
