"""The places of trees to which the value of a key can go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from istiolint.schema.replacements import EXCLUDING
from istiolint.schema.shape import Shape
from istiolint.syntax.node import Entry, Node
from istiolint.syntax.tape import Path


class Step(NamedTuple):
    """A place on the way down: its path, what may stand there, and what does."""

    path: Path
    shape: Shape
    node: Node


class Home(NamedTuple):
    """Another tree in which a key may be at home.

    ``prefix`` is the path at which it begins, in the tree that is called ``title``.
    """

    prefix: Path
    shape: Shape
    title: str = ""


def target(entry: Entry, path: str | None, trail: Sequence[Step], homes: Sequence[Home]) -> Path:
    """The path with dots as one below the root, if the value is right there; else nothing."""
    keys = tuple((path or "").split("."))
    for home in (Home((), trail[0].shape), *homes):
        depth = len(home.prefix)
        is_on_the_way = not home.title and keys[:depth] == home.prefix and len(keys) > depth
        if is_on_the_way and _leads_to(entry, keys[depth:], home.shape):
            return keys
    return ()


def successor(entry: Entry, trail: Sequence[Step], path: str) -> Path:
    """The path of what took the place of a deprecated field, if the value is right there."""
    here, keys = trail[-1], tuple(path.split("."))
    excluding = EXCLUDING.get(entry.name)
    is_free = excluding is None or here.node.get(excluding) is None
    return (*here.path, *keys) if is_free and _leads_to(entry, keys, here.shape) else ()


def is_said(value: Node) -> bool:
    """Whether a value is there once it is read: null and an empty list are as good as absent."""
    return not value.is_null and not (value.is_sequence and not value.items())


def _leads_to(entry: Entry, keys: Path, shape: Shape | None) -> bool:
    """Whether a path leads to a place that would take a value."""
    for key in keys[:-1]:
        shape = shape.below(str(key)) if shape is not None else None
    return shape is not None and fits(entry, shape, str(keys[-1]))


def fits(entry: Entry, shape: Shape, key: str | None = None) -> bool:
    """Whether a place has the key, or that other one, and would take the value."""
    key, value = key or entry.name, entry.value
    if key not in shape.known:
        return False
    inner = shape.below(key)
    if inner is None or not takes(inner, value):
        return False
    if value.is_mapping and inner.is_closed:
        names = [each.name for each in value.entries()]
        return all(inner.below(name) is not None for name in names)
    return True


def takes(shape: Shape, value: Node) -> bool:
    """Whether a value is of the right type for a place, as far as it is known."""
    kind = "object" if value.is_mapping else "array" if value.is_sequence else "scalar"
    is_open = value.is_null or value.is_unknown or shape.is_any
    return is_open or shape.takes(kind, value.meaning)
