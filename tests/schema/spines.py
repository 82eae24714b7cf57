"""Small documents, each with one place of a schema in it, and what can be done to such a place.

Whole documents drawn from a schema are large, slow to judge, and do not get around: a hundred
of them have seen a quarter of the 1,500 places in a Sail ``Istio``. Here the places are listed
first, which ends since no schema of ours refers to itself, and Hypothesis picks from the list.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator

from istiolint.releases import NEWEST, OLDEST
from istiolint.schema import books
from istiolint.schema.export import export, group_of
from istiolint.schema.facets import Schema
from istiolint.schema.fault import Fault, Reader
from istiolint.schema.formats import pattern_of
from istiolint.schema.gate import is_plainly_right
from istiolint.schema.objects import OF_OPERATOR
from istiolint.schema.projection import served_versions
from istiolint.schema.shape import Shape
from istiolint.syntax.node import Node
from istiolint.syntax.tape import Path
from tests.schema.samples import NUMBERS, TEXTS, faults_below, some_key, tape_of

NOTES = frozenset(("field-deprecated", "ignored-setting"))
"""Faults of what is allowed."""


ABOUT_KEYS = frozenset(("unknown-field", "misplaced-field", "field-not-yet", "field-removed"))


class Part(NamedTuple):
    """A tree of fields that is judged by itself: where it begins, and by what."""

    path: Path
    shape: Shape
    reader: Reader


class Subject:
    """What a printed schema is about, in one release, as our own walk judges it."""

    def __init__(self, schema: Schema, parts: list[Part]) -> None:
        self.parts = parts
        self.validator = Draft202012Validator(schema)
        said = schema["properties"] if "kind" in schema.get("required", ()) else {}
        self.head = said and {
            "apiVersion": said["apiVersion"]["enum"][0],
            "kind": said["kind"]["const"],
        }
        """What says which kind of object a document is."""
        self.places = [
            path
            for path in self._places(parts[0].shape, ())
            if not path or path[0] not in self.head
        ]
        """All places that a document can have; of a list the first item, of a map one key."""

    def faults(self, value: Any) -> list[Fault]:
        """What our own walk finds in a value."""
        return self.faults_in(Node(tape_of(value)))

    def faults_in(self, root: Node) -> list[Fault]:
        """What our own walk finds; where it does, the gate must not have said that all is well."""
        found = []
        for part in self.parts:
            here = root.at(*part.path)
            if here is not None and (here.is_mapping or not part.path):
                faults = faults_below(here, part.shape, part.reader)
                assert not (faults and is_plainly_right(here, part.shape))
                found += [each for each in faults if not _is_no_mistake(each)]
        return found

    def shape(self, path: Path) -> Shape:
        """What may be at a place."""
        shape = self.parts[0].shape
        for index, step in enumerate(path):
            shape = self._at(path[:index], shape)
            shape = _sure(shape.items if step == 0 else shape.below(str(step)))
        return self._at(path, shape)

    def spine(self, path: Path) -> Any:
        """The smallest valid document with a place in it."""
        value = self._spine(self.parts[0].shape, (), path)
        return {**value, **self.head} if path else value | self.head

    def _at(self, path: Path, otherwise: Shape) -> Shape:
        return next((each.shape for each in self.parts[1:] if each.path == path), otherwise)

    def _places(self, shape: Shape, path: Path) -> Iterator[Path]:
        shape = self._at(path, shape)
        yield path
        for key in shape.known:
            yield from self._places(_sure(shape.below(key)), (*path, key))
        if shape.items is not None:
            yield from self._places(shape.items, (*path, 0))
        if shape.of_others is not None and not shape.known:
            yield from self._places(shape.of_others, (*path, some_key(shape)))

    def _spine(self, shape: Shape, above: Path, path: Path) -> Any:
        shape = self._at(above, shape)
        here = least(shape)
        if not path:
            return here
        step = path[0]
        inner = _sure(shape.items if step == 0 else shape.below(str(step)))
        value = self._spine(inner, (*above, step), path[1:])
        if step == 0:
            return [value] * max(1, shape.least)
        others = {key for group in shape.exclusive if step in group for key in group}
        return {key: each for key, each in here.items() if key not in others} | {step: value}


def _is_no_mistake(fault: Fault) -> bool:
    """Whether a fault is one of what is allowed, or of a key that may be another chart's."""
    is_global = fault.input.reader is Reader.HELM and fault.field[:-1] == ("global",)
    return fault.kind in NOTES or (is_global and fault.kind in ABOUT_KEYS)


def releases(name: str) -> list[int]:
    """The releases that have a schema of that name."""
    head, colon, chart = name.partition(":")
    minors = range(OLDEST.minor, NEWEST.minor + 1)
    if head == "mesh":
        return [*minors]
    if colon:
        return [each for each in minors if books.chart_schema(chart, each) is not None]
    group = group_of(name)
    assert group is not None
    return [each for each in minors if served_versions(group, head.partition(".")[0], each)]


@cache
def subject(name: str, minor: int) -> Subject:
    """What a printed schema is about, in a release that has one of that name."""
    schema = export(name, minor)
    assert schema is not None
    mesh = books.mesh("MeshConfig", minor)
    head, colon, rest = name.partition(":")
    if head == "mesh":
        parts = [Part((), books.mesh(rest, minor), Reader.ISTIOD)]
    elif colon:
        parts = [Part((), _sure(books.chart_values(rest, minor)), Reader.HELM)]
        if rest in books.WITH_MESH:
            parts.append(Part(("meshConfig",), mesh, Reader.ISTIOD))
    else:
        parts = _parts_of_kind(name, minor)
    return Subject(schema, parts)


def _parts_of_kind(name: str, minor: int) -> list[Part]:
    kind, group = name.partition(".")[0], group_of(name)
    assert group is not None
    versions = served_versions(group, kind, minor)
    best = min(versions, key=lambda each: ("alpha" in each, "beta" in each))
    reader = Reader.ISTIOCTL if group == OF_OPERATOR else Reader.API_SERVER
    parts = [Part((), _sure(books.resource(group, kind, best, minor)), reader)]
    if group == OF_OPERATOR:
        mesh = books.mesh("MeshConfig", minor)
        parts += [
            Part(("spec", "values"), books.istioctl_values(minor), Reader.ISTIOCTL),
            Part(("spec", "meshConfig"), mesh, Reader.ISTIOD),
            Part(("spec", "values", "meshConfig"), mesh, Reader.ISTIOD),
        ]
    return parts


def _sure(shape: Shape | None) -> Shape:
    assert shape is not None
    return shape


def least(shape: Shape) -> Any:
    """The smallest value that a shape allows."""
    types = shape.types or frozenset()
    if shape.enum is not None:
        return next(each for each in shape.said["enum"] if each != "" or len(shape.enum) == 1)
    if shape.known or shape.of_others or "object" in types:
        some = {some_key(shape): least(shape.of_others)} if shape.of_others and shape.least else {}
        return some | {key: least(_sure(shape.below(key))) for key in shape.required}
    if shape.items is not None or "array" in types:
        return [least(shape.items)] * shape.least if shape.items is not None else []
    candidates: tuple[Any, ...] = (True,) if "boolean" in types else ()
    candidates += NUMBERS if types & {"integer", "number"} else ()
    candidates += TEXTS if "string" in types or not candidates else ()
    return next(each for each in candidates if shape.allows(each))


VALUES: tuple[Any, ...] = (
    None, True, 5, -1, 1.5, 5.0, 10**12, "", "some text", "5", "25%", "10s", "5d", [], {}, ["x"],
    [None], {"a": 1}, {"a": {}}, {"a": None},
)  # fmt: skip


class Change(NamedTuple):
    """Something done to a place, right or wrong."""

    how: str
    key: Any = None
    value: Any = None


@cache
def changes(shape: Shape) -> list[Change]:
    """All that can be done to a place."""
    found = [Change("set", value=each) for each in VALUES if is_shared_ground(shape, each)]
    found += [Change("set", value=each) for each in shape.said.get("enum", ())]
    found += [Change("put", "zzqx", each) for each in ("x", None)]
    for key, said in shape.known.items():
        value = least(_sure(shape.below(key)))
        found += [Change("put", key, value), Change("drop", key)]
        if not shape.combiners:  # To ``required`` a null is there, which the API server drops.
            found.append(Change("put", key, None))
        if "x-istio-proto-name" in said:
            found.append(Change("put", said["x-istio-proto-name"], value))
    return [*found, Change("repeat")]


def is_shared_ground(shape: Shape, value: Any) -> bool:
    """Whether JSON Schema can say what we say of a value; the other cases are in a table."""
    if shape.enum is not None and shape.book.is_proto:
        return not isinstance(value, int | float) or isinstance(value, bool)
    has_pattern = shape.formatted is None or pattern_of(shape.formatted) is not None
    return has_pattern or not isinstance(value, str)


def changed(value: Any, path: Path, change: Change) -> Any:
    """A copy of a document with something done to a place, if the place is still there."""
    whole = [copy.deepcopy(value)]
    parent: Any = whole
    step: Any = 0
    for each in path:
        parent, step = parent[step], each
        is_there = (
            step in parent if isinstance(parent, dict) else isinstance(parent, list) and parent
        )
        if not is_there or (isinstance(parent, list) and step != 0):
            return value
    here = parent[step]
    if change.how == "set":
        parent[step] = change.value
    elif change.how == "put" and isinstance(here, dict):
        here[change.key] = change.value
    elif change.how == "drop" and isinstance(here, dict):
        here.pop(change.key, None)
    elif change.how == "repeat" and isinstance(here, list):
        here *= 20
    return whole[0]
