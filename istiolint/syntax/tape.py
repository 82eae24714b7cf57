"""One YAML document as a flat tape: a row per node, in the order of the text.

A tape costs a fifth of what node objects cost in memory and no more time than reading
the parser's events at all. :class:`istiolint.syntax.node.Node` is the view that rules see.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from istiolint.syntax.scan import events
from istiolint.text import Source, Span

if TYPE_CHECKING:
    from istiolint.syntax.offsets import OffsetMap

PLAIN, SINGLE, DOUBLE, LITERAL, FOLDED = range(5)
ALIAS, MAPPING, FLOW_MAPPING, SEQUENCE, FLOW_SEQUENCE, END = range(5, 11)

_STYLES = {"'": SINGLE, '"': DOUBLE, "|": LITERAL, ">": FOLDED}
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*")

MERGE_KEY = "<<"

Path = tuple[str | int, ...]
"""Keys and list indexes from the root of a tree down to a node."""


class Origin(NamedTuple):
    """Where the rows of a tape were read from.

    ``text`` is the whole source, or the value of a scalar when the document is embedded in
    one; ``offsets`` then maps it to the source. The document stands from ``base`` to
    ``stop`` of ``text``.
    """

    source: Source
    text: str
    base: int
    stop: int
    offsets: OffsetMap | None


NONE: Mapping[int, Any] = MappingProxyType({})


class Tape:
    """The rows of one document.

    The rows are the parser's events. Row ``i`` has a kind, the offset in ``text`` at which it
    starts (from ``base``), the row that follows its subtree (``nexts``) and, for scalars, the
    value that YAML gives the text. A mapping's children are key, value, key, value; a
    collection is closed by a row of its own.

    What few rows are ever asked for is worked out when they are: the style of a scalar,
    and where things end, for which the document is scanned a second time.
    """

    __slots__ = (
        "_ends",
        "aliases",
        "base",
        "duplicates",
        "is_pure",
        "kinds",
        "nexts",
        "offsets",
        "source",
        "starts",
        "stop",
        "tags",
        "text",
        "values",
    )

    def __init__(
        self,
        origin: Origin,
        kinds: bytearray,
        starts: array[int],
        nexts: array[int],
        values: list[str | None],
    ) -> None:
        self.source, self.text, self.base, self.stop, self.offsets = origin
        self.kinds = kinds
        self.starts = starts
        self.nexts = nexts
        self.values = values
        self._ends: array[int] | None = None
        self.tags: Mapping[int, str] = NONE
        self.aliases: Mapping[int, int] = NONE
        """From the row of an alias to the row it stands for."""
        self.duplicates: Sequence[tuple[int, int]] = ()
        """Pairs of key rows in one mapping with the same text: an earlier, a later one."""
        self.is_pure = False
        """Whether only the pure Python scanner can read it."""

    def __len__(self) -> int:
        return len(self.kinds)

    def kind(self, row: int) -> int:
        """The kind of a row with its style, which the text tells."""
        kind = self.kinds[row]
        start = self.base + self.starts[row]
        if kind == PLAIN:
            return _STYLES.get(self.text[start : start + 1], PLAIN)
        if kind in (MAPPING, SEQUENCE) and self.text[start : start + 1] in ("{", "["):
            # Unless that is the first key of a block mapping, and in flow style itself.
            return kind + (self.starts[row + 1] > self.starts[row])
        return kind

    @property
    def ends(self) -> array[int]:
        """Where the scanner says that rows end; blocks in truth end earlier."""
        if self._ends is None:
            found = events(self.text[self.base : self.stop], pure=self.is_pure)
            self._ends = array("i", [event.end_mark.index for event in found])
        return self._ends

    def local_span(self, row: int) -> Span:
        """Where the row stands in ``text``."""
        return Span(self.base + self.starts[row], self._local_end(row))

    def _local_end(self, row: int) -> int:
        """Where the row ends: a block collection does with its last child."""
        kind = self.kind(row)
        while kind in (MAPPING, SEQUENCE):
            row = self.children(row)[-1]
            kind = self.kind(row)
        if kind in (FLOW_MAPPING, FLOW_SEQUENCE):
            row = self.nexts[row] - 1
        end = self.base + self.ends[row]
        return self._end_of_block(row, end) if kind in (LITERAL, FOLDED) else end

    def _end_of_block(self, row: int, end: int) -> int:
        """The end of a block scalar's text: the scanners run on to the next token."""
        start = self.base + self.starts[row]
        text = self.text[start:end]
        header = _BLOCK_HEADER.match(text)
        if header and "+" in header.group():
            return end - text.endswith("\n")
        return start + len(text.rstrip())

    def span(self, row: int) -> Span:
        """Where the row stands in the source."""
        local = self.local_span(row)
        return local if self.offsets is None else self.offsets.span(local)

    def is_mapping(self, row: int) -> bool:
        """Whether the row is a mapping of either style."""
        return self.kinds[row] == MAPPING

    def is_sequence(self, row: int) -> bool:
        """Whether the row is a sequence of either style."""
        return self.kinds[row] == SEQUENCE

    def is_scalar(self, row: int) -> bool:
        """Whether the row is a scalar of any style."""
        return self.kinds[row] == PLAIN

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
