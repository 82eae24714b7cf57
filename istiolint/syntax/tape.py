"""One YAML document as a flat tape: a row per node, in the order of the text.

A tape costs a fifth of what node objects cost in memory and no more time than reading
the parser's events at all. :class:`istiolint.syntax.node.Node` is the view that rules see.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from istiolint.syntax.ends import length_of_block, place_of_omitted
from istiolint.syntax.scan import scan
from istiolint.text import Source, Span

if TYPE_CHECKING:
    from istiolint.syntax.layout import Layout
    from istiolint.syntax.offsets import OffsetMap

PLAIN, SINGLE, DOUBLE, LITERAL, FOLDED = range(5)
ALIAS, MAPPING, FLOW_MAPPING, SEQUENCE, FLOW_SEQUENCE, END = range(5, 11)

_STYLES = {"'": SINGLE, '"': DOUBLE, "|": LITERAL, ">": FOLDED}

MERGE_KEY = "<<"

Path = tuple[str | int, ...]
"""Keys and list indexes from the root of a tree down to a node."""

NONE: Mapping[int, Any] = {}


class Tape:
    """The rows of one document.

    The rows are the parser's events. Row ``i`` has a kind, the offset in ``text`` at which it
    starts (from ``base``), the row that follows its subtree (``nexts``) and, for scalars, the
    value that YAML gives the text. A mapping's children are key, value, key, value; a
    collection is closed by a row of its own.

    What few rows are ever asked for is worked out when they are: the style of a scalar,
    and where things end, for which the document is scanned a second time.

    ``text`` is the whole source, or the value of a scalar when the document is embedded in
    one; ``offsets`` then maps it to the source. The document stands in a ``part`` of ``text``.
    """

    __slots__ = (
        "_ends",
        "_kept",
        "aliases",
        "anchors",
        "base",
        "duplicates",
        "is_pure",
        "kinds",
        "layout",
        "may_merge",
        "nexts",
        "offsets",
        "part",
        "source",
        "starts",
        "tags",
        "text",
        "values",
    )

    def __init__(
        self, source: Source, text: str, part: Span, base: int, offsets: OffsetMap | None = None
    ) -> None:
        self.source = source
        self.text = text
        self.part = part
        self.base = base
        self.offsets = offsets
        self.aliases: Mapping[int, int] = NONE
        """From the row of an alias to the row it stands for."""
        self.anchors: Mapping[int, str] = NONE
        self.tags: Mapping[int, str] = NONE
        self.layout: Layout
        self.duplicates: list[tuple[int, int]]
        """Pairs of key rows in one mapping with the same text: an earlier, a later one."""
        self.may_merge: bool
        """Whether a mapping may have a ``<<`` key."""
        self.is_pure = False
        """Whether only the pure Python scanner can read it."""
        self.kinds: bytes
        self.starts: array[int]
        self.nexts: array[int]
        self.values: list[str | None]
        self._ends: array[int] | None = None
        self._kept: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return len(self.kinds)

    def kind(self, row: int) -> int:
        """The kind of a row with its style, which the text tells."""
        kind = self.kinds[row]
        start = self.base + self.starts[row]
        if kind == PLAIN:
            style = _STYLES.get(self.text[start : start + 1], PLAIN)
            # A value without text has the place of the next row, and no style of its own.
            is_bare = not self.values[row] and self.starts[row] in self.starts[row + 1 : row + 2]
            return PLAIN if is_bare else style
        if kind in (MAPPING, SEQUENCE) and self.text[start : start + 1] in ("{", "["):
            # Unless that is the first key of a block mapping, and in flow style itself.
            return kind + (self.starts[row + 1] > self.starts[row])
        return kind

    @property
    def ends(self) -> array[int]:
        """Where the scanner says that rows end; blocks in truth end earlier."""
        if self._ends is None:
            found = scan(self.text[slice(*self.part)], pure=self.is_pure, keep=True)
            before = self.part.start - self.base
            ends = [event.end_mark.index + before for event in found.events]
            self._ends = array("i", ends or [before])
        return self._ends

    def local_span(self, row: int) -> Span:
        """Where the row stands in ``text``; a value that is omitted, behind what it is for."""
        end = self._local_end(row)
        return Span(end if self._is_omitted(row) else self.base + self.starts[row], end)

    def _is_omitted(self, row: int) -> bool:
        return self.values[row] == "" and self.kind(row) == PLAIN

    def _local_end(self, row: int) -> int:
        """Where the row ends: a block collection does with its last child."""
        kind = self.kind(row)
        while kind in (MAPPING, SEQUENCE):
            row = self.children(row)[-1]
            kind = self.kind(row)
        if self._is_omitted(row):
            return self._place_of_omitted(row)
        if kind in (FLOW_MAPPING, FLOW_SEQUENCE):
            row = self.nexts[row] - 1
        end = self.base + self.ends[row]
        if kind not in (LITERAL, FOLDED):
            return end
        start = self.base + self.starts[row]
        return start + length_of_block(self.text[start:end], self.values[row] or "")

    def _place_of_omitted(self, row: int) -> int:
        if row in self.tags or row in self.anchors:
            return self.base + self.starts[row]
        before = row - 1
        while before > 0 and self.kinds[before] == END and self.ends[before] <= self.starts[before]:
            before -= 1  # the end of a block, for which nothing is written
        start = self.ends[before] if row else 0
        return place_of_omitted(self.text, self.base + start, self.base + self.starts[row])

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

    def descend(self, row: int, path: Path) -> int | None:
        """The row at the end of a path, where no alias and no ``<<`` is in the document."""
        layout = self.layout
        if not layout.is_shared:
            return self._walk(row, path)
        paths = layout.paths
        try:
            return paths[row, path]
        except KeyError:
            found = self._walk(row, path)
            layout.remember(row, path, found)
            return found

    def _walk(self, row: int, path: Path) -> int | None:
        for step in path:
            if isinstance(step, str):
                found = self.value_of(row, step) if self.kinds[row] == MAPPING else None
            else:
                items = self.children(row) if self.kinds[row] == SEQUENCE else []
                found = items[step] if 0 <= step < len(items) else None
            if found is None:
                return None
            row = found
        return row

    def around(self, above: int, row: int) -> tuple[list[int], int]:
        """The children of a collection, kept, and which of them is or has a row below it."""
        children = self._kept.get(above) or self._kept.setdefault(above, self.children(above))
        return children, bisect_right(children, row) - 1

    def parent(self, row: int) -> int | None:
        """The collection that ``row`` is a direct child of."""
        found, here = None, 0
        while here != row:
            found = here
            children, place = self.around(here, row)
            here = children[place]
        return found

    def path(self, row: int, root: int = 0) -> Path:
        """Where ``row`` stands in the tree below ``root``. A key has the path of its entry."""
        steps: list[str | int] = []
        here = root
        while here != row:
            children, place = self.around(here, row)
            key = self.values[children[place & ~1]] or ""
            steps.append(key if self.is_mapping(here) else place)
            here = children[place]
        return tuple(steps)
