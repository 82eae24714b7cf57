"""What a schema says of one release, taken apart once for quick questions.

A *book* is a schema file seen in one release by one reader. It makes a shape for each
part of the schema when a document first has a value there: what no file writes costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from istiolint.schema.constraints import CHECKS, Check, is_json_type, matches, matches_format
from istiolint.schema.facets import (
    Schema,
    format_by_key,
    format_of,
    is_closed,
    named,
    together,
    types_of,
)
from istiolint.schema.fault import PROTO, Reader
from istiolint.schema.formats import has_form
from istiolint.schema.projection import Definitions
from istiolint.settings import NOTHING
from istiolint.syntax.tape import Path

if TYPE_CHECKING:
    from istiolint.syntax.layout import Layout

Scalars = list[tuple[int, "Shape"]]
"""Rows of scalars that have to be looked at, with what they may say."""

_TEXT = frozenset(("string",))
_PATCH = {"x-istio-patch": True}


class Book:
    """A schema with its definitions, in release 1.``minor``, as ``reader`` takes it."""

    def __init__(
        self,
        root: Schema,
        minor: int,
        reader: Reader,
        *,
        deprecated: Mapping[str, str] = NOTHING,
        formats: Mapping[str, str] = NOTHING,
    ) -> None:
        self.deprecated = deprecated
        """The keys that are deprecated wherever they stand, and what took their place."""
        self.formats = formats
        """The formats of texts, by their keys, that the schema itself does not tell."""
        self.minor = minor
        self.reader = reader
        self.is_proto = reader in PROTO
        """Whether values are protobuf in JSON, where a number may be in quotes."""
        self.definitions = Definitions(root, minor)
        self._handed_on: Book | None = None
        self._shapes: dict[int, Shape] = {}
        self._formatted: dict[int, Schema] = {}

    def shape(self, schema: Schema) -> Shape:
        """The shape of a part of the schema."""
        found = self._shapes.get(id(schema))
        if found is None:
            found = self._shapes[id(schema)] = self._make(schema)
        return found

    def _make(self, schema: Schema) -> Shape:
        if self.reader is not Reader.HELM or not self.definitions.is_of_kubernetes(schema):
            return Shape(self, schema)
        if self._handed_on is None:
            self._handed_on = Book(_PATCH, self.minor, Reader.HANDED_ON)
        return self._handed_on.shape(schema)

    def shape_of(self, key: str, schema: Schema) -> Shape:
        """The shape of the value of a key."""
        form = format_by_key(key, schema, self.formats)
        if form is None:
            return self.shape(schema)
        found = self._formatted.get(id(schema))
        if found is None:
            found = self._formatted[id(schema)] = {**schema, "format": form}
        return self.shape(found)


class Shape:
    """What one place may hold."""

    __slots__ = (
        "_below",
        "book",
        "checks",
        "combiners",
        "counts",
        "enum",
        "exclusive",
        "flagged",
        "formatted",
        "is_any",
        "is_bound",
        "is_closed",
        "is_complex",
        "is_plain_text",
        "is_sized",
        "items",
        "key_form",
        "known",
        "least",
        "most",
        "of_others",
        "patterns",
        "places",
        "quick",
        "required",
        "right",
        "said",
        "scalars",
        "schema",
        "types",
    )

    def __init__(self, book: Book, schema: Schema) -> None:
        self.book = book
        self.schema, said = book.definitions.resolved(schema)
        self.said = said
        self.types = types_of(said)
        self._below: dict[str, Shape | None] = {}
        self.quick: dict[str | None, Shape] = {}
        """The shapes of the keys of the release that were met, and need no second look."""
        self.scalars: dict[Layout, Scalars] = {}
        """By the layout of documents that were right: what is left to look at in others."""
        self.places: dict[int, dict[str, list[tuple[Path, Shape]]]] = {}
        """Where keys are below, by how deep was looked; for those who search for a key."""
        self._take_members()
        self._take_constraints()
        self.is_any = not (
            self.types
            or self.known
            or self.of_others
            or self.patterns
            or self.is_closed
            or self.items
            or self.combiners
            or self.is_sized
            or self.is_bound
        )
        self.is_plain_text = self.types == _TEXT and not self.is_bound

    def _take_members(self) -> None:
        """What keys and items there may be."""
        said, book = self.said, self.book
        self.known: Mapping[str, Schema] = said.get("properties", {})
        """The keys of the release."""
        self.flagged = frozenset(
            key for key, each in self.known.items() if "x-istio-dead" in each
        ).union(self.known.keys() & book.deprecated.keys())
        """The keys that may be here, and that there is something to say about."""
        rest, items = said.get("additionalProperties"), said.get("items")
        self.of_others = book.shape(rest) if isinstance(rest, Mapping) else None
        self.patterns: Mapping[str, Schema] = said.get("patternProperties", {})
        """What keys may hold that are like one of these regular expressions."""
        self.is_closed = self.of_others is None and is_closed(said, book.reader)
        self.items = book.shape(items) if isinstance(items, Mapping) else None
        self.key_form: str | None = said.get("x-istio-keys")
        """The form of the keys that have no name."""
        # The API server fills in defaults before it looks for what is missing.
        self.required: tuple[str, ...] = tuple(
            key
            for key in said.get("required", ())
            if "default" not in book.definitions.resolved(self.known.get(key, {}))[1]
        )
        self.combiners, self.exclusive, self.is_complex = together(said)
        self.least: int = said.get("minItems", said.get("minProperties", 0))
        self.most: int | None = said.get("maxItems", said.get("maxProperties"))
        self.is_sized = self.least > 0 or self.most is not None
        self.counts = bool(self.required or self.exclusive or self.is_sized)
        """Whether it matters how many keys a mapping has, or which."""

    def _take_constraints(self) -> None:
        """What a scalar may say."""
        said = self.said
        # Where a release has none of the words, the facts know less than the release.
        self.enum = frozenset(said["enum"]) if said.get("enum") else None
        self.checks: tuple[tuple[str, Any, Check], ...] = tuple(
            (keyword, said[keyword], check) for keyword, check in CHECKS.items() if keyword in said
        )
        self.formatted = format_of(said)
        self.is_bound = bool(self.enum or self.checks or self.formatted)
        self.right: set[str] = set()
        """Texts of plain scalars that were found to be right."""

    def below(self, key: str) -> Shape | None:
        """The shape of the value of a key; ``None`` for one that may not be here."""
        try:
            return self._below[key]
        except KeyError:
            found = self._below[key] = self._find(key)
            return found

    def _find(self, key: str) -> Shape | None:
        name = self.name_of(key)
        if name is not None:
            return self.book.shape_of(name, self.known[name])
        for pattern, schema in self.patterns.items():
            if matches(key, pattern):
                return self.book.shape(schema)
        if self.of_others is not None:
            return self.of_others if not self.key_form or has_form(key, self.key_form) else None
        return None if self.is_closed else ANY

    def name_of(self, key: str) -> str | None:
        """The name in the schema of a key as it is written; ``None`` for one of no name."""
        if key in self.known or not self.book.is_proto:
            return key if key in self.known else None
        return named(key, self.known)

    def times_of(self, key: str) -> list[Any] | None:
        """The spans of releases in which a key may be here; ``None`` of one that never may."""
        properties = self.schema.get("properties", {})
        return properties[key].get("x-istio-releases", []) if key in properties else None

    def takes(self, kind: str, meaning: Any) -> bool:
        """Whether a value of a kind, with what it means if it is a scalar, is of the right type."""
        if self.types is None:
            return True
        if kind != "scalar":
            return kind in self.types
        proto, types = self.book.is_proto, self.types
        if self.enum is not None and proto and type(meaning) is int:
            return True
        return any(is_json_type(meaning, each, quoted=proto) for each in types)

    def allows(self, meaning: Any) -> bool:
        """Whether a scalar of the right type is plainly allowed."""
        if self.enum is not None and meaning not in self.enum:
            return self.book.is_proto and type(meaning) is int
        if self.formatted is not None and not matches_format(meaning, self.formatted):
            return False
        return all(check(meaning, expected) for _, expected, check in self.checks)

    def has_size(self, size: int) -> bool:
        """Whether a collection may have so many members."""
        return self.least <= size and (self.most is None or size <= self.most)


ANY = Shape(Book({}, 0, Reader.API_SERVER), {})
"""The shape of a place that may hold anything."""
