"""The view of a tape that everything above ``syntax`` works with.

Accessors are total: a wrong type or a missing key gives ``None`` or nothing, since what
a schema demands is the schema rules' business and no other rule should ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.syntax.offsets import OffsetMap
from istiolint.syntax.placeholders import is_placeholder
from istiolint.syntax.scalars import WORDS, Value, resolve
from istiolint.syntax.tape import FOLDED, LITERAL, MERGE_KEY, PLAIN, Path, Tape
from istiolint.syntax.written import written
from istiolint.text import Location, Span

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


class Entry(NamedTuple):
    """A key of a mapping with its value."""

    key: Node
    value: Node

    @property
    def name(self) -> str:
        """The text of the key; empty for keys that are no scalars."""
        return self.key.value

    @property
    def bases(self) -> list[Node] | None:
        """The mappings that a ``<<`` key merges in, those that count first; else ``None``."""
        if self.name != MERGE_KEY or not self.key.is_plain:
            return None
        candidates = self.value.items() if self.value.is_sequence else [self.value]
        return [each for each in candidates if each.is_mapping]


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
        may_be = self.value in _NULLS or self.row in self.tape.tags
        return may_be and self.is_scalar and self.meaning is None

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
        tags, text = self.tape.tags, self.value
        # Most texts begin with a letter and are what they are however they are written.
        if not tags and text[:1].isalpha() and text not in WORDS:
            return text
        return resolve(text, self.is_plain, tags.get(self.row))

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
        children, place = self.tape.around(parent, self.site)
        return Node(self.tape, children[place & ~1])

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
        if not tape.aliases and not tape.may_merge:
            row = tape.descend(self.row, (key,))
            return None if row is None else Node(tape, row)
        counting = self._that_count() if tape.is_mapping(self.row) else ()
        return next((each.value for each in counting if each.name == key), None)

    def at(self, *path: str | int) -> Node | None:
        """The node at the end of a path of keys and list indexes."""
        if not path:
            return self
        tape = self.tape
        if not tape.aliases and not tape.may_merge:
            row = tape.descend(self.row, path)
            return None if row is None else Node(tape, row)
        node: Node | None = self
        for step in path:
            if node is None:
                return None
            node = node.get(step) if isinstance(step, str) else node.item(step)
        return node

    def item(self, index: int) -> Node | None:
        """The item of a list with that index, from 0."""
        row = self.tape.descend(self.row, (index,))
        return None if row is None else Node(self.tape, row)

    def scalar(self, *path: str | int) -> Node | None:
        """The scalar at a path, unless it is null or a list or mapping."""
        node = self.at(*path)
        if node is None or not node.is_scalar:
            return None
        is_said = node.value not in _NULLS and not node.tape.tags
        return node if is_said or not node.is_null else None

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
        """The keys and values that count in the mapping at a path, merged ones included."""
        node = self.at(*path)
        if node is None or not node.is_mapping:
            return iter(())
        if not node.tape.may_merge and not node.tape.duplicates:
            return iter(_entries_of(node))
        found: dict[str | int, Entry] = {}
        for entry in node._that_count():  # noqa: SLF001 - its own class
            found.setdefault(entry.name or entry.key.site, entry)
        return reversed(found.values())

    def _that_count(self) -> Iterator[Entry]:
        """All entries, merged ones included; of several for one key, the first counts.

        As in Go's library what is written later counts, also if it is a ``<<`` key.
        """
        pending: list[Node | Entry] = [self]
        seen: set[int] = set()
        while pending:
            top = pending.pop()
            if isinstance(top, Entry):
                if top.bases is None:
                    yield top
                else:
                    pending += reversed(top.bases)
            elif top.row not in seen:
                seen.add(top.row)
                pending += _entries_of(top)


def _entries_of(mapping: Node) -> list[Entry]:
    """The entries of a mapping as they stand there."""
    tape = mapping.tape
    rows = tape.children(mapping.row)
    return [
        Entry(Node(tape, key), Node(tape, value))
        for key, value in zip(rows[::2], rows[1::2], strict=True)
    ]
