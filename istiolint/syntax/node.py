"""The view of a tape that everything above ``syntax`` works with.

Accessors are total: a wrong type or a missing key gives ``None`` or nothing, since what
a schema demands is the schema rules' business and no other rule should ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.syntax.offsets import OffsetMap
from istiolint.syntax.placeholders import is_placeholder
from istiolint.syntax.scalars import resolve
from istiolint.syntax.tape import FOLDED, LITERAL, MERGE_KEY, PLAIN, Path, Tape
from istiolint.syntax.written import written
from istiolint.text import Location, Span

Value = None | bool | int | float | str


class Entry(NamedTuple):
    """A key of a mapping with its value."""

    key: Node
    value: Node

    @property
    def name(self) -> str:
        """The text of the key; empty for keys that are no scalars."""
        return self.key.value


class Node:
    """A node of a document: a scalar, a mapping or a sequence.

    ``row`` holds the content; ``site`` is where the node stands, which differs from
    ``row`` only for aliases. ``place`` narrows the node to a part of its text.
    """

    __slots__ = ("place", "row", "site", "tape")

    def __init__(self, tape: Tape, site: int = 0, place: Span | None = None) -> None:
        self.tape = tape
        self.site = site
        self.row = tape.aliases.get(site, site) if tape.aliases else site
        self.place = place

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Node):
            return NotImplemented
        return (self.tape, self.site, self.place) == (other.tape, other.site, other.place)

    def __hash__(self) -> int:
        return hash((id(self.tape), self.site))

    def __repr__(self) -> str:
        return f"Node({self.tape.source.path}:{self.location.start.line} {self.path})"

    # What it is

    @property
    def is_mapping(self) -> bool:
        """Whether it has keys."""
        return self.tape.is_mapping(self.row)

    @property
    def is_sequence(self) -> bool:
        """Whether it has items."""
        return self.tape.is_sequence(self.row)

    @property
    def is_scalar(self) -> bool:
        """Whether it is a single value, null included."""
        return self.tape.is_scalar(self.row)

    @property
    def is_block_scalar(self) -> bool:
        """Whether it is written with ``|`` or ``>``."""
        return self.is_scalar and self.tape.kind(self.row) in (LITERAL, FOLDED)

    @property
    def is_plain(self) -> bool:
        """Whether it is a scalar without quotes or block header."""
        return self.tape.kind(self.row) == PLAIN

    @property
    def is_null(self) -> bool:
        """Whether nothing is said here: an omitted value, ``~`` or ``null``."""
        return self.is_scalar and self.meaning is None

    @property
    def is_unknown(self) -> bool:
        """Whether another program fills in the value later, as with ``${VAR}``."""
        return self.is_scalar and is_placeholder(self.value)

    @property
    def value(self) -> str:
        """The text of a scalar, quotes and folding undone; empty for collections."""
        return self.tape.values[self.row] or ""

    @property
    def meaning(self) -> Value:
        """What Kubernetes and Helm take a scalar for; ``None`` also for collections."""
        if not self.is_scalar:
            return None
        return resolve(self.value, self.is_plain, self.tape.tags.get(self.row))

    # Where it is

    @property
    def span(self) -> Span:
        """Its text in the outermost file."""
        return self.place or self.tape.span(self.site)

    @property
    def location(self) -> Location:
        """Its text in the outermost file, with the file."""
        return Location(self.tape.source, self.span)

    @property
    def path(self) -> Path:
        """Where it stands in the tree of its own document."""
        return self.tape.path(self.site)

    @property
    def key(self) -> Node | None:
        """The key whose value it is; ``None`` for items and the root."""
        parent = self.tape.parent(self.site)
        if parent is None or not self.tape.is_mapping(parent):
            return None
        children = self.tape.children(parent)
        return Node(self.tape, children[children.index(self.site) & ~1])

    def part(self, start: int, end: int) -> Node:
        """The same scalar narrowed to some characters of its value."""
        return Node(self.tape, self.site, self.offsets.span(Span(start, end)))

    @property
    def offsets(self) -> OffsetMap:
        """From the value of a scalar to the outermost file."""
        tape = self.tape
        local = tape.local_span(self.row)
        raw = tape.text[local.start : local.end]
        offsets = written(raw, tape.kind(self.row), self.value).shifted(local.start)
        return offsets if tape.offsets is None else offsets.within(tape.offsets)

    # What is in it

    def get(self, key: str) -> Node | None:
        """The value of a key of its own or merged in with ``<<``."""
        tape = self.tape
        if not tape.is_mapping(self.row):
            return None
        found = tape.value_of(self.row, key)
        if found is not None:
            return Node(tape, found)
        return self._merged(key) if tape.aliases else None

    def at(self, *path: str | int) -> Node | None:
        """The node at the end of a path of keys and list indexes."""
        node: Node | None = self
        for step in path:
            if node is None:
                return None
            node = node.get(step) if isinstance(step, str) else node.item(step)
        return node

    def item(self, index: int) -> Node | None:
        """The item of a list with that index, from 0."""
        children = self.tape.children(self.row) if self.is_sequence else []
        return Node(self.tape, children[index]) if 0 <= index < len(children) else None

    def scalar(self, *path: str | int) -> Node | None:
        """The scalar at a path, unless it is null or a list or mapping."""
        node = self.at(*path)
        return node if node is not None and node.is_scalar and not node.is_null else None

    def text(self, *path: str | int) -> Node | None:
        """The scalar at a path whose text is known: neither null nor a placeholder."""
        node = self.scalar(*path)
        return None if node is None or node.is_unknown else node

    def items(self, *path: str | int) -> list[Node]:
        """The items of the list at a path; none if there is no list."""
        node = self.at(*path)
        if node is None or not node.is_sequence:
            return []
        return [Node(node.tape, row) for row in node.tape.children(node.row)]

    def entries(self, *path: str | int) -> Iterator[Entry]:
        """The keys and values of the mapping at a path, merged ones last."""
        node = self.at(*path)
        if node is None or not node.is_mapping:
            return
        if path:
            yield from node.entries()
        elif self.tape.aliases:
            yield from self._with_merged()
        else:
            yield from self._own()

    def _own(self) -> Iterator[Entry]:
        rows = iter(self.tape.children(self.row))
        for key, value in zip(rows, rows, strict=True):
            yield Entry(Node(self.tape, key), Node(self.tape, value))

    def _with_merged(self) -> Iterator[Entry]:
        seen: set[str] = set()
        for entry in self._own():
            if entry.name != MERGE_KEY:
                seen.add(entry.name)
                yield entry
        for base in self._bases():
            for entry in base.entries():
                if entry.name not in seen:
                    seen.add(entry.name)
                    yield entry

    def _bases(self) -> Iterator[Node]:
        """The mappings merged into this one, those that win first."""
        row = self.tape.value_of(self.row, MERGE_KEY)
        if row is not None:
            node = Node(self.tape, row)
            candidates = node.items() if node.is_sequence else [node]
            yield from (each for each in candidates if each.is_mapping)

    def _merged(self, key: str) -> Node | None:
        found = (base.get(key) for base in self._bases())
        return next((node for node in found if node is not None), None)
