"""One YAML document as a flat tape: a row per node, in the order of the text.

A tape costs a fifth of what node objects cost in memory and no more time than reading
the parser's events at all. :class:`istiolint.syntax.node.Node` is the view that rules see.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from istiolint.text import Source, Span

if TYPE_CHECKING:
    from istiolint.syntax.offsets import OffsetMap

PLAIN, SINGLE, DOUBLE, LITERAL, FOLDED = range(5)
ALIAS, MAPPING, FLOW_MAPPING, SEQUENCE, FLOW_SEQUENCE, END = range(5, 11)

MERGE_KEY = "<<"

Path = tuple[str | int, ...]
"""Keys and list indexes from the root of a tree down to a node."""

Rows = tuple[bytearray, "array[int]", "array[int]", "array[int]", list[str | None]]
"""The columns of a tape: kinds, starts, ends, nexts, values."""

NONE: Mapping[int, Any] = MappingProxyType({})


class Tape:
    """The rows of one document.

    Row ``i`` has a kind, a span in ``text`` (``starts``, ``ends``, both relative to
    ``base``), the row that follows its subtree (``nexts``) and, for scalars, the value
    that YAML gives the text. A mapping's children are key, value, key, value. As the
    rows are the parser's events, a collection is closed by a row of its own (``END``).

    ``text`` is the text the rows were read from: the whole source, or the value of a
    scalar when the document is embedded in one. ``offsets`` then maps it to the source.
    """

    __slots__ = (
        "aliases",
        "base",
        "duplicates",
        "ends",
        "kinds",
        "nexts",
        "offsets",
        "source",
        "starts",
        "tags",
        "text",
        "values",
    )

    def __init__(
        self, source: Source, text: str, base: int, offsets: OffsetMap | None, rows: Rows
    ) -> None:
        self.source = source
        self.text = text
        self.base = base
        self.offsets = offsets
        self.kinds, self.starts, self.ends, self.nexts, self.values = rows
        self.tags: Mapping[int, str] = NONE
        self.aliases: Mapping[int, int] = NONE
        """From the row of an alias to the row it stands for."""
        self.duplicates: Sequence[tuple[int, int]] = ()
        """Pairs of key rows in one mapping with the same text: an earlier, a later one."""

    def __len__(self) -> int:
        return len(self.kinds)

    def local_span(self, row: int) -> Span:
        """Where the row stands in ``text``."""
        return Span(self.base + self.starts[row], self.base + self.ends[row])

    def span(self, row: int) -> Span:
        """Where the row stands in the source."""
        local = self.local_span(row)
        return local if self.offsets is None else self.offsets.span(local)

    def is_mapping(self, row: int) -> bool:
        """Whether the row is a mapping of either style."""
        return MAPPING <= self.kinds[row] <= FLOW_MAPPING

    def is_sequence(self, row: int) -> bool:
        """Whether the row is a sequence of either style."""
        return SEQUENCE <= self.kinds[row] <= FLOW_SEQUENCE

    def is_scalar(self, row: int) -> bool:
        """Whether the row is a scalar of any style."""
        return self.kinds[row] <= FOLDED

    def children(self, row: int) -> list[int]:
        """The rows directly below a collection, in order; none for other rows."""
        nexts = self.nexts
        child, stop = row + 1, nexts[row] - 1
        found = []
        while child < stop:
            found.append(child)
            child = nexts[child]
        return found

    def value_of(self, row: int, key: str) -> int | None:
        """The row of the value that the mapping ``row`` itself gives ``key``.

        Of duplicate keys the last one counts, as everywhere in Kubernetes and Helm.
        """
        values, nexts = self.values, self.nexts
        child, stop = row + 1, nexts[row] - 1
        found = None
        while child < stop:
            value = nexts[child]
            if values[child] == key:
                if not self.duplicates:
                    return value
                found = value
            child = nexts[value]
        return found

    def parent(self, row: int) -> int | None:
        """The collection that ``row`` is a direct child of."""
        found, here = None, 0
        while here != row:
            found = here
            here = next(each for each in self.children(here) if row < self.nexts[each])
        return found

    def path(self, row: int) -> Path:
        """Where ``row`` stands in the tree. A key has the path of its entry."""
        steps: list[str | int] = []
        here = 0
        while here != row:
            children = self.children(here)
            place = next(n for n, each in enumerate(children) if row < self.nexts[each])
            if self.is_mapping(here):
                steps.append(self.values[children[place & ~1]] or "")
            else:
                steps.append(place)
            here = children[place]
        return tuple(steps)
