"""Valid values made from a schema, with every field that it has, and ways to break them."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from istiolint.inputs.document import Document, Form
from istiolint.releases import Release
from istiolint.schema.explain import faults
from istiolint.schema.fault import Fault, Input, Reader
from istiolint.schema.shape import Shape
from istiolint.syntax.node import Node
from istiolint.syntax.parse import parse
from istiolint.syntax.tape import Path, Tape
from istiolint.text import Source, Span

DEEPEST = 9
NUMBERS = (5, 1, 100, 80, 400, 70000)

TEXTS = (
    "abc", "example.com", "10s", "1", "a/b", "ABC", "/a", "10m", "1Gi", "Exact", "https://a.b",
    "1.2.3.4", "2024-01-01T00:00:00Z", "networking.istio.io", "a" * 64, "sha256:" + "a" * 57,
    "25%", "10.0.0.0/8", "",
)  # fmt: skip


class Broken(NamedTuple):
    """A value with one mistake, which ``kind`` names, at a path."""

    kind: str
    path: Path
    whole: Any
    parent: Path
    change: Callable[[Any, Any], Any]

    @property
    def value(self) -> Any:
        """The value with the mistake in it."""
        broken = parent = copy.deepcopy(self.whole)
        for step in self.parent:
            parent = parent[step]
        self.change(broken, parent)
        return broken


class Moved(NamedTuple):
    """A value with one key, with all below it, in a place where it is not known."""

    how: str
    origin: Path
    place: Path
    whole: Any

    @property
    def value(self) -> Any:
        """The value with the key in that place."""
        return _moved(self.whole, self.origin[:-1], str(self.origin[-1]), self.place[:-1])


def sample(shape: Shape, depth: int = DEEPEST) -> Any:
    """A value that a shape allows, with all keys that fit together."""
    types = shape.types or frozenset()
    if shape.enum is not None:
        return next(each for each in shape.said["enum"] if each != "" or len(shape.enum) == 1)
    if shape.known or shape.of_others or "object" in types:
        return _mapping(shape, depth)
    if shape.items is not None or "array" in types:
        item = sample(shape.items, depth - 1) if shape.items and depth > 0 else None
        return [] if item is None else [item] * max(1, shape.least)
    candidates: tuple[Any, ...] = (True,) if "boolean" in types else ()
    candidates += NUMBERS if types & {"integer", "number"} else ()
    candidates += TEXTS if "string" in types else ()
    return next(each for each in candidates if shape.allows(each)) if candidates else None


def _mapping(shape: Shape, depth: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for key in shape.known:
        taken = any(key in group and group & value.keys() for group in shape.exclusive)
        below = shape.below(key)
        is_hard = taken or below is None or key in shape.flagged or shape.is_complex
        if is_hard and key not in shape.required:
            continue
        if depth <= 0 and key not in shape.required:
            continue
        if shape.most is not None and len(value) >= shape.most:
            continue
        assert below is not None
        found = sample(below, depth - 1)
        if found is not None:
            value[key] = found
    if shape.of_others is not None and not shape.known:
        found = sample(shape.of_others, depth - 1)
        if found is not None:
            value[some_key(shape)] = found
    return value


def some_key(shape: Shape) -> str:
    """A key of a map."""
    return "80" if shape.key_form else "some"


def tape_of(value: Any) -> Tape:
    """A value as it is read from a file."""
    text = json.dumps(value, indent=1)
    tape = parse(Source("sample.yaml", text), 0, len(text))
    assert isinstance(tape, Tape)
    return tape


def found_in(value: Any, shape: Shape, reader: Reader, name: str = "x") -> list[Fault]:
    """The faults of a value."""
    return faults_below(Node(tape_of(value)), shape, reader, name)


def faults_below(node: Node, shape: Shape, reader: Reader, name: str = "x") -> list[Fault]:
    """The faults of a tree of nodes."""
    document = Document(node.tape.source, 0, Span(0, 0), Form.RESOURCE, node)
    of = Input(name, reader, document, Release(shape.book.minor), release_known=True)
    return faults(node, shape, of)


def mutations(value: Any, shape: Shape) -> Iterator[Broken]:
    """A value broken in one place, for every place and every way."""
    for path, below, here in _places(value, shape, ()):
        for kind, at, change in _changes(path, below, here):
            yield Broken(kind, at, value, path[:-1], change)


def _changes(path: Path, shape: Shape, here: Any) -> Iterator[tuple[str, Path, Any]]:
    key = path[-1] if path else None
    if not path:
        return
    wrong = _of_wrong_type(shape)
    if wrong is not None:
        yield "wrong-type", path, lambda _, parent: parent.__setitem__(key, wrong)
    if shape.enum is not None and "string" in (shape.types or ()):
        yield "unknown-value", path, lambda _, parent: parent.__setitem__(key, "NO_SUCH_WORD")
    if isinstance(here, dict) and shape.is_closed:
        yield (
            "unknown-field",
            (*path, "zzqx"),
            lambda _, parent: parent[key].__setitem__("zzqx", "x"),
        )
        for name in here:
            if len(name) > 3 and _typo(name) not in shape.known:
                yield "unknown-field", (*path, _typo(name)), _misspelt(key, name)
            if name in shape.required:
                yield "missing-field", (*path, name), _without(key, name)


def _misspelt(key: Any, name: str) -> Any:
    return lambda _, parent: parent[key].__setitem__(_typo(name), parent[key].pop(name))


def _without(key: Any, name: str) -> Any:
    return lambda _, parent: parent[key].pop(name) and None


def _typo(name: str) -> str:
    """Two letters in the middle that change places, or one that is doubled."""
    middle = len(name) // 2
    swapped = name[: middle - 1] + name[middle] + name[middle - 1] + name[middle + 1 :]
    return swapped if swapped != name else name[:middle] + name[middle:] * 2


def _of_wrong_type(shape: Shape) -> Any:
    types = shape.types or frozenset()
    if not types or "null" in types:
        return None
    candidates: tuple[tuple[str, Any], ...] = (
        ("object", {"a": {}}),
        ("array", [[]]),
        ("string", "some text"),
        ("boolean", True),
    )
    return next((value for name, value in candidates if name not in types), None)


def moves(value: Any, shape: Shape) -> Iterator[Moved]:
    """A value with a key moved up, down or beside, as a block gets by a wrong indentation."""
    mappings = {
        path: (below, here)
        for path, below, here in _places(value, shape, ())
        if isinstance(here, dict)
    }
    for path, (shape_here, here) in mappings.items():
        around = next(
            (path[:n] for n in range(len(path) - 1, -1, -1) if path[:n] in mappings), path
        )
        beside = [(*around, each) for each in mappings[around][1] if around != path]
        for key in (each for each in here if each in shape_here.known):
            below = [(*path, each, *item) for each in here for item in ((), (0,)) if each != key]
            for how, places in (("up", [around]), ("down", below), ("beside", beside)):
                for each in places:
                    known, there = mappings.get(each, (shape_here, here))
                    if key not in there and known.below(key) is None:
                        yield Moved(how, (*path, key), (*each, key), value)


def _moved(value: Any, path: Path, key: str, to: Path) -> Any:
    whole: Any = [copy.deepcopy(value)]
    origin, there = _at(whole, path), _at(whole, to)
    moved = origin.pop(key)
    if not origin and isinstance(path[-1], str):
        _at(whole, path[:-1])[path[-1]] = None
    block = path[len(to)] if len(to) < len(path) and path[: len(to)] == to else None
    for name in [*there]:
        there[name] = there.pop(name)
        if name == block:  # It stands after the block that it was in.
            there[key] = moved
    there.setdefault(key, moved)
    return whole[0]


def _at(whole: Any, path: Path) -> Any:
    for step in (0, *path):
        whole = whole[step]
    return whole


def _places(value: Any, shape: Shape, path: Path) -> Iterator[tuple[Path, Shape, Any]]:
    yield path, shape, value
    if isinstance(value, dict):
        for key, each in value.items():
            below = shape.below(key)
            if below is not None and not below.is_any:
                yield from _places(each, below, (*path, key))
    elif isinstance(value, list) and shape.items is not None:
        for index, each in enumerate(value[:1]):
            yield from _places(each, shape.items, (*path, index))
