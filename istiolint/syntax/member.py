"""Entries and items: the direct children of collections, as edits and comments see them."""

from __future__ import annotations

import re
from typing import NamedTuple

from istiolint.syntax.tape import FLOW_MAPPING, FLOW_SEQUENCE, Tape
from istiolint.text import Span


class Member(NamedTuple):
    """A direct child of a collection: the rows of an entry's key and value, or of an item.

    ``before`` is the last row of the member before it, if there is one.
    """

    tape: Tape
    parent: int
    first: int
    last: int
    before: int | None

    @property
    def span(self) -> Span:
        """Where it stands in the document's text, without a dash before it."""
        start, end = self.tape.local_span(self.first)
        return Span(start, max(end, self.tape.local_span(self.last).end))

    @property
    def after(self) -> int:
        """The row behind it."""
        return self.tape.nexts[self.last]

    @property
    def is_last(self) -> bool:
        """Whether nothing follows it in its collection."""
        return self.after == self.tape.nexts[self.parent] - 1

    @property
    def is_alone(self) -> bool:
        """Whether its collection has nothing else."""
        return self.before is None and self.is_last

    @property
    def is_flow(self) -> bool:
        """Whether it stands in brackets."""
        return self.tape.kind(self.parent) in (FLOW_MAPPING, FLOW_SEQUENCE)

    @property
    def head(self) -> int:
        """Where it begins: in a block collection at its key or its dash."""
        if self.is_flow or (self.before is not None and self.tape.is_mapping(self.parent)):
            return self.span.start
        start = self.tape.local_span(self.parent).start
        if self.before is None:
            return start
        column = start - self.tape.text.rfind("\n", 0, start) - 1
        dash = re.compile(rf"^ {{{column}}}-", re.MULTILINE)
        gap = self.tape.local_span(self.before).end, self.span.start
        found = dash.search(self.tape.text, *gap)
        return found.end() - 1 if found else self.span.start


def member_of(tape: Tape, row: int) -> Member | None:
    """The entry or item that a row is the key, value or whole of; ``None`` for the root."""
    parent = tape.parent(row)
    if parent is None:
        return None
    children, place = tape.around(parent, row)
    width = 2 if tape.is_mapping(parent) else 1
    first = place - place % width
    before = children[first - 1] if first else None
    return Member(tape, parent, children[first], children[first + width - 1], before)
