"""What documents have in common that are written alike.

Objects of one kind are mostly written alike, and a tool that generates them writes thousands
of one shape. So what follows from the sequence of a document's events is worked out once, as
its *shape*; and what follows from that and the keys, as its *layout*.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from istiolint.syntax.layout import Layout
from istiolint.syntax.scan import (
    MAX_DEPTH,
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from istiolint.syntax.tape import ALIAS, END, MAPPING, MERGE_KEY, PLAIN, SEQUENCE

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
"""Shapes that are kept at a time, and layouts of each."""

Values = Sequence[str | None]
"""What the scalars among the rows of a document say."""


class Shape:
    """What the rows of a tape are, and how they lie in one another. Shared, not to be changed."""

    __slots__ = ("_keys_of", "_layouts", "_mappings", "deep", "kinds", "nexts", "second")

    def __init__(
        self,
        kinds: bytes,
        nexts: array[int],
        mappings: Sequence[Sequence[int]] = (),
        *,
        deep: int | None = None,
        second: int | None = None,
    ) -> None:
        self.kinds = kinds
        self.nexts = nexts
        self.deep = deep
        """The row at which the document is too deep to go on."""
        self.second = second
        """The row at which another document begins."""
        self._mappings = mappings
        """The rows of the keys of each mapping."""
        self._keys_of = _picker([row for rows in mappings for row in rows])
        self._layouts: dict[Any, Layout] = {}

    def layout(self, values: Values) -> Layout:
        """The layout of a document of this shape, out of the values of its rows."""
        keys = self._keys_of(values)
        found = self._layouts.get(keys)
        if found is not None:
            found.is_shared = True
            return found
        made = self._made(values)
        if len(self.kinds) <= _LONGEST and len(self._layouts) < _MOST:
            self._layouts[keys] = made
        return made

    def _made(self, values: Values) -> Layout:
        pairs = [pair for rows in self._mappings for pair in duplicates(values, rows)]
        merges = any(values[row] == MERGE_KEY for rows in self._mappings for row in rows)
        return Layout(pairs, may_merge=merges)


def duplicates(values: Values, keys: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs of key rows of one mapping with the same text: an earlier, a later one."""
    seen: dict[str, int] = {}
    for row in keys:
        text = values[row]
        if text is not None and text != MERGE_KEY:
            if text in seen:
                yield seen[text], row
            seen[text] = row


def shape_of(classes: tuple[type, ...]) -> Shape:
    """The shape of a document, given the classes of its events."""
    return _shape(classes) if len(classes) <= _LONGEST else _shape.__wrapped__(classes)


@lru_cache(maxsize=_MOST)
def _shape(classes: tuple[type, ...]) -> Shape:
    nexts = array("i", range(1, len(classes) + 1))
    kinds = bytes(_KINDS.get(each, END) for each in classes)
    opened: list[int] = []
    mappings = []
    for row, each in enumerate(classes):
        if each is MappingStartEvent or each is SequenceStartEvent:
            opened.append(row)
            if len(opened) > MAX_DEPTH:
                return Shape(kinds, nexts, deep=row)
        elif each is MappingEndEvent or each is SequenceEndEvent:
            first = opened.pop()
            nexts[first] = row + 1
            if each is MappingEndEvent:
                mappings.append(_key_rows(nexts, first))
        elif each not in _KINDS:
            return Shape(kinds, nexts, second=row)
    return Shape(kinds, nexts, mappings)


def _key_rows(nexts: array[int], mapping: int) -> Sequence[int]:
    row, end = mapping + 1, nexts[mapping] - 1
    rows = []
    while row < end:
        rows.append(row)
        row = nexts[nexts[row]]
    return rows


def _picker(rows: Sequence[int]) -> Callable[[Values], Any]:
    """What gets at the values of some rows, as a thing that can be hashed."""
    return itemgetter(*rows) if rows else _no_values


def _no_values(_: Values) -> tuple[()]:
    return ()
