"""Whether edits left a file sound: all of it parses, and nothing else says something else.

The leaves of each changed document are compared one by one, before and after: those that
no edit touches must be the same scalars at the same place under the same keys. No key may be
there twice that was not before, as two fixes together could write it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from istiolint.diagnostic import Edit
from istiolint.inputs.json_text import json_problem
from istiolint.syntax.documents import documents
from istiolint.syntax.embed import embedded
from istiolint.syntax.node import Node
from istiolint.syntax.parse import parse
from istiolint.syntax.problem import Problem
from istiolint.syntax.tape import ALIAS, END, FOLDED, LITERAL, Tape
from istiolint.text import Source, Span


def still_parses(before: Source, after: Source, edits: Sequence[Edit]) -> bool:
    """Whether every document of ``after`` parses, and only what was edited has changed.

    ``edits`` are those that lead from ``before`` to ``after``; others are passed over.
    """
    if after.path.endswith(".json") and json_problem(after.text) is not None:
        return False
    own = {edit for edit in edits if edit.location.source.path == before.path}
    old, new = list(documents(before.text)), list(documents(after.text))
    sides = _sides(sorted((edit.location.span, len(edit.replacement)) for edit in own))
    return len(old) == len(new) and all(
        _is_sound(before, after, pair, sides) for pair in zip(old, new, strict=True)
    )


class _Side(NamedTuple):
    """The regions that edits changed, in the text before or in the text after them.

    ``shifts`` is by how much the text behind the first n regions moves.
    """

    regions: list[Span]
    shifts: list[int]

    def moved(self, offset: int) -> int:
        """Where an offset before the edits is after them."""
        return offset + self.shifts[bisect_right(self.regions, offset, key=lambda each: each.end)]

    def touching(self, span: Span) -> list[Span]:
        """The regions that overlap a span, or begin or end at it."""
        first = bisect_left(self.regions, span.start, key=lambda each: each.end)
        last = bisect_right(self.regions, span.end, key=lambda each: each.start)
        return self.regions[first:last]


def _sides(edits: list[tuple[Span, int]]) -> tuple[_Side, _Side]:
    before = [span for span, _ in edits]
    growth = (length - (span.end - span.start) for span, length in edits)
    shifts = list(accumulate(growth, initial=0))
    starts = [span.start + shift for span, shift in zip(before, shifts, strict=False)]
    after = [Span(at, at + length) for at, (_, length) in zip(starts, edits, strict=True)]
    return _Side(before, shifts), _Side(after, [0] * len(shifts))


def _is_sound(
    before: Source, after: Source, pair: tuple[Span, Span], sides: tuple[_Side, _Side]
) -> bool:
    old, new = pair
    if before.text[old.start : old.end] == after.text[new.start : new.end]:
        return True
    parsed = parse(after, *new)
    if isinstance(parsed, Problem):
        return False
    original = parse(before, *old)
    return isinstance(original, Problem) or _alike(original, parsed, sides)


class _Leaf(NamedTuple):
    """A scalar, alias or empty collection that edits left where it is.

    ``path`` has the place of every key above it; ``edited`` is whether it changed inside.
    """

    path: tuple[int | str, ...]
    start: int
    kind: int
    tag: str | None
    value: str | None
    edited: bool
    node: Node


def _alike(before: Tape, after: Tape, sides: tuple[_Side, _Side]) -> bool:
    if len(after.duplicates) > len(before.duplicates):
        return False
    old, new = (list(_leaves(*each)) for each in zip((before, after), sides, strict=True))
    return len(old) == len(new) and all(
        _is_same(*pair, sides) for pair in zip(old, new, strict=True)
    )


def _is_same(old: _Leaf, new: _Leaf, sides: tuple[_Side, _Side]) -> bool:
    if old[:4] != new[:4]:
        return False
    if not old.edited and not new.edited:
        return old.value == new.value
    inner = embedded(old.node)
    if isinstance(inner, Problem) or len(inner) == 0 or inner.is_scalar(0):
        return True
    changed = embedded(new.node)
    return isinstance(changed, Tape) and _alike(inner, changed, sides)


class _Above:
    """A collection on the way down to a leaf; ``key`` is where the key at hand begins."""

    __slots__ = ("is_mapping", "key", "path")

    def __init__(self, path: tuple[int | str, ...], *, is_mapping: bool) -> None:
        self.path = path
        self.is_mapping = is_mapping
        self.key: int | str | None = None

    def step(self, place: int | str) -> tuple[int | str, ...]:
        """The path of the next child, which begins at ``place``."""
        if not self.is_mapping:
            return (*self.path, "item")
        key, self.key = self.key, place if self.key is None else None
        return (*self.path, "key" if key is None else key)


def _leaves(tape: Tape, side: _Side) -> Iterator[_Leaf]:
    above = [_Above((), is_mapping=False)]
    for row in range(len(tape)):
        kind, span = tape.kind(row), tape.span(row)
        if kind >= END:
            above.pop()
            continue
        edited = _fate(span, kind, side)
        start = side.moved(span.start)
        path = above[-1].step("edited" if edited or edited is None else start)
        if kind > ALIAS:
            above.append(_Above(path, is_mapping=tape.is_mapping(row)))
        if edited is not None and (kind <= ALIAS or tape.nexts[row] == row + 2):
            value = tape.source.text[span.start : span.end] if kind == ALIAS else tape.values[row]
            yield _Leaf(path, start, kind, tape.tags.get(row), value, edited, Node(tape, row))


def _fate(span: Span, kind: int, side: _Side) -> bool | None:
    """Whether edits changed something inside a span; ``None`` if they replaced it."""
    edited = False
    for region in side.touching(span):
        if region.contains(span) or span.start == span.end:
            return None
        if kind in (LITERAL, FOLDED) and region.start > span.start:
            edited = True  # a block scalar ends where the text does, so edits may move its end
        elif region.start < span.end and span.start < region.end:
            if not span.contains(region):
                return None
            edited = True
    return edited
