"""Anchors, tags and aliases: rare, so a second pass over those documents that have any."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from istiolint.syntax.problem import Problem, Refused
from istiolint.syntax.scan import ScalarEvent
from istiolint.syntax.tape import ALIAS, END, Tape

MAX_EXPANDED = 1_000_000
"""Nodes of a document with every alias written out, as Go's YAML library would have it."""

_BEFORE = r"(?<![^\s\[{,:-].)"
_SIGNS = {
    "!": re.compile(rf"!{_BEFORE}"),
    "&": re.compile(rf"&{_BEFORE}\S"),
    "*": re.compile(rf"\*{_BEFORE}\S"),
}
# One by one and the sign first, because a search for one character is by far the fastest.

_PROPERTY = re.compile(r"[&!]\S*(?:\s|#[^\r\n]*)*")


def may_have_properties(chunk: str) -> bool:
    """Whether there may be an anchor, a tag or an alias in a text.

    Text that only looks like one costs time and nothing else.
    """
    return any(sign in chunk and each.search(chunk) for sign, each in _SIGNS.items())


def note_properties(tape: Tape, events: Sequence[Any], chunk: str) -> None:
    """Take anchors and tags out of the spans of their nodes, and resolve aliases."""
    rows: dict[str, int] = {}
    tape.anchors = anchors = {}
    tape.tags = tags = {}
    aliases = _Aliases(tape)
    for row, event in enumerate(events):
        if tape.kinds[row] == END:
            continue
        if tape.kinds[row] == ALIAS:
            place = event.start_mark.index, event.end_mark.index
            aliases.add(row, event.anchor, rows.get(event.anchor), place)
        elif event.anchor is not None or event.tag is not None:
            if event.anchor is not None:
                rows[event.anchor] = row
                anchors[row] = event.anchor
            if event.tag is not None:
                tags[row] = str(event.tag)
            tape.starts[row] = _start(event, chunk)


def _start(event: Any, chunk: str) -> int:
    """Where a node itself begins, behind its properties and what may follow those."""
    start: int = event.start_mark.index
    stop = event.end_mark.index if event.__class__ is ScalarEvent else len(chunk)
    for _ in range((event.anchor is not None) + (event.tag is not None)):
        found = _PROPERTY.match(chunk, start, stop)
        start = found.end() if found else start
    return start


class _Aliases:
    """The aliases of one document, and how large they would make it."""

    def __init__(self, tape: Tape) -> None:
        self._tape = tape
        self._targets: dict[int, int] = {}
        tape.aliases = self._targets
        self._rows: list[int] = []
        self._expanded = [0]
        """Nodes that the first n aliases stand for, their own aliases written out."""

    def add(self, row: int, anchor: str, target: int | None, place: tuple[int, int]) -> None:
        """Resolve one alias; refuse those that mean nothing, or everything."""
        if target is None:
            raise Refused(Problem(f'alias "{anchor}" has no anchor', *place))
        if row < self._tape.nexts[target]:
            raise Refused(Problem(f'alias "{anchor}" contains itself', *place))
        self._targets[row] = target
        self._tape.values[row] = self._tape.values[target]  # as far as it can be a key
        self._expanded.append(self._expanded[-1] + self._size(target))
        self._rows.append(row)
        if self._expanded[-1] > MAX_EXPANDED:
            message = f"aliases expand to more than {MAX_EXPANDED:,} nodes"
            raise Refused(Problem(message, *place))

    def _size(self, target: int) -> int:
        after = self._tape.nexts[target]
        first, last = (bisect_left(self._rows, row) for row in (target, after))
        return after - target + self._expanded[last] - self._expanded[first]
