"""Documents that are written alike, judged alike.

Whether keys may stand where they do, whether those are there that must be, and how many items
there are follows from the kinds of the rows and from the keys. Where a document with the
same of both was right, of the next one only the scalars are left to look at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from istiolint.syntax.tape import MAPPING, Tape

if TYPE_CHECKING:
    from istiolint.schema.shape import Shape

LONGEST = 1024
"""Rows up to which documents are taken for alike: longer ones seldom are."""

_MOST = 256
"""Kinds of rows, and sets of keys of each, that are kept for a shape at most."""

Scalars = list[tuple[int, "Shape"]]
"""Rows of scalars that have to be looked at, with what they may say."""

Keys = tuple[str | None, ...]


class Plan:
    """What documents have in common whose rows are of the same kinds."""

    __slots__ = ("_pick", "known")

    def __init__(self, tape: Tape) -> None:
        rows = list(_key_rows(tape))
        self._pick: Callable[[Sequence[str | None]], Any] = itemgetter(0, *rows)
        self.known: dict[Keys, Scalars] = {}
        """By the keys of a document that was right: the scalars of all others with these."""

    def keys(self, tape: Tape) -> Keys:
        """All keys of a document."""
        keys: Keys = self._pick(tape.values)
        return keys

    def remember(self, keys: Keys, scalars: Scalars) -> None:
        """Keep what is left to look at in documents with these keys."""
        if len(self.known) < _MOST:
            self.known[keys] = scalars


class Plans:
    """The plans of one shape, each made when a document is the second one of its kinds."""

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[bytes, Plan | None] = {}

    def of(self, tape: Tape) -> Plan | None:
        """The plan for a document, if others were written like it."""
        kinds = tape.kinds
        try:
            found = self._known[kinds]
        except KeyError:
            if len(kinds) <= LONGEST and len(self._known) < _MOST:
                self._known[kinds] = None
            return None
        if found is None:
            found = self._known[kinds] = Plan(tape)
        return found


def _key_rows(tape: Tape) -> list[int]:
    nexts = tape.nexts
    rows = []
    for row, kind in enumerate(tape.kinds):
        child, stop = row + 1, nexts[row] - 1
        while kind == MAPPING and child < stop:
            rows.append(child)
            child = nexts[nexts[child]]
    return rows
