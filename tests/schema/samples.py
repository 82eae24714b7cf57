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
            value["80" if shape.key_form else "some"] = found
    return value


def tape_of(value: Any) -> Tape:
    """A value as it is read from a file."""
    text = json.dumps(value, indent=1)
    tape = parse(Source("sample.yaml", text), 0, len(text))
    assert isinstance(tape, Tape)
    return tape


def found_in(value: Any, shape: Shape, reader: Reader, name: str = "x") -> list[Fault]:
    """The faults of a value."""
    node = Node(tape_of(value))
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
