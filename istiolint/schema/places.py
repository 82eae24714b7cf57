"""Where a key belongs that may not stand where it does: up, down, beside, or in another tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from istiolint.schema.fault import Reader
from istiolint.schema.likeness import near, same_letters
from istiolint.schema.moves import Home, Step, fits, takes
from istiolint.schema.shape import Shape
from istiolint.syntax.node import Entry
from istiolint.syntax.tape import Path

_SHORTEST = 5
"""Letters that a key must have to be known for what it is in a place far away."""

CLOSE = 0.8
"""How alike a key must be to one beside it to be that, rather than one in a place far away."""

_DEEPEST = 5
"""Steps below the root down to which a key is looked for."""


_OF_OBJECTS = frozenset(("apiVersion", "kind", "metadata"))
"""The keys by which an object of Kubernetes is known."""

_MOST_OF_SELECTORS = 2
"""Keys that a selector has: ``matchLabels`` and ``matchExpressions``, or only ``labels``."""

_ABOUT_OBJECTS = ("metadata", "status")
"""The blocks of an object in which nothing belongs that is far away from them."""


class Place(NamedTuple):
    """Where a key belongs; -1 in its path is an item of which nobody knows which."""

    path: Path
    title: str = ""


def place_of(
    entry: Entry, trail: Sequence[Step], homes: Sequence[Home], free: Sequence[str]
) -> Place | None:
    """The one place where a key belongs: up, down, beside, or in another tree.

    ``free`` are the keys that may be where it is, and are not.
    """
    around = _around(trail)
    is_like_another = bool(near(entry.name, free, CLOSE))
    # What is indented as another block is belongs above, below or beside it; else anywhere above.
    in_map = None if is_like_another else _in_map(entry, trail[-1])
    if (place := one_level_above(entry, trail) or in_map) is not None:
        return place
    for step in (trail[-1], *(() if is_like_another else around[:1])):
        if found := one_level_below(entry, step):
            return Place(found[0]) if len(found) == 1 else None
    for step in around[1:]:
        if _is_free(entry, step) and not _is_object(step):
            return Place((*step.path, entry.name))
    if len(entry.name) < _SHORTEST:
        return None
    for home in homes:
        if fits(entry, home.shape):
            return Place((*home.prefix, entry.name), home.title)
    return None if is_like_another else _far_away(entry, trail, free)


def _far_away(entry: Entry, trail: Sequence[Step], free: Sequence[str]) -> Place | None:
    """The one place anywhere in the tree where a key belongs, or one that has it but for a slip."""
    root = trail[0]
    found = _below(entry, root.shape, root.path, _DEEPEST)
    if _is_object(root):
        found = [each for each in found if each[0] not in _ABOUT_OBJECTS]
    if len(found) == 1:
        return Place(found[0])
    # What charts do not know may be meant for others, so more than a likeness is needed.
    is_open = trail[-1].shape.book.reader is Reader.HELM
    return None if is_open or near(entry.name, free) else _above(entry, trail)


def _above(entry: Entry, trail: Sequence[Step]) -> Place | None:
    """The place further up where a key belongs, but for a letter or two."""
    for step in reversed(trail[:-1]):
        free = [key for key in step.shape.known if step.node.get(key) is None]
        same = same_letters(entry.name, free)
        is_open = step.node.is_mapping and not _is_object(step)
        if is_open and same is not None and fits(entry, step.shape, same):
            return Place((*step.path, same))
    return None


def _around(trail: Sequence[Step]) -> list[Step]:
    """The mappings around the one in which a key is, the innermost one first."""
    return [each for each in reversed(trail[:-1]) if each.node.is_mapping]


def one_level_above(entry: Entry, trail: Sequence[Step]) -> Place | None:
    """The place in the block around, if that has the key and would take its value."""
    above = next(iter(_around(trail)), None)
    if above is None or not _is_free(entry, above):
        return None
    is_of_item = len(trail[-1].path) > len(above.path) + 1
    return None if is_of_item and _is_object(above) else Place((*above.path, entry.name))


def _in_map(entry: Entry, step: Step) -> Place | None:
    """The place of a label in a selector that has them in a map of their own."""
    known = step.shape.known
    if len(known) > _MOST_OF_SELECTORS or not (step.shape.is_closed and entry.value.is_scalar):
        return None
    of_maps = {key: inner.of_others for key in known if (inner := step.shape.below(key))}
    maps = [key for key, other in of_maps.items() if other and takes(other, entry.value)]
    return Place((*step.path, maps[0], entry.name)) if len(maps) == 1 else None


def one_level_below(entry: Entry, step: Step) -> list[Path]:
    """The places below a mapping that have a key: of several, the likeliest by what is there.

    A block whose indentation is lost stands after the one it was in, or leaves that empty.
    """
    found = _below(entry, step.shape, step.path, 1)
    if len(found) <= 1:
        return found
    by_block = {str(each[len(step.path)]): each for each in found}
    blocks = list(step.node.entries())
    before = next((i - 1 for i, each in enumerate(blocks) if each.key == entry.key), -1)
    if before >= 0 and blocks[before].name in by_block:
        return [by_block[blocks[before].name]]
    used = [each for each in blocks if each.name in by_block]
    empty = [each for each in used if each.value.is_null]
    likely = empty if len(empty) == 1 else used
    return [by_block[each.name] for each in likely] or found


def _is_object(step: Step) -> bool:
    """Whether a mapping is a whole object of Kubernetes.

    Its own keys, and those of its metadata, are also words of what is deep in it.
    """
    return not step.path and step.shape.known.keys() >= _OF_OBJECTS


def _is_free(entry: Entry, step: Step) -> bool:
    """Whether a mapping has the key, would take its value, and has it not there already."""
    return fits(entry, step.shape) and step.node.get(entry.name) is None


def _below(entry: Entry, shape: Shape, path: Path, depth: int) -> list[Path]:
    """The places below a shape that have the key and would take its value."""
    places = shape.places.get(depth)
    if places is None:
        places = shape.places[depth] = {}
        for name, where, inner in _all_below(shape, (), depth):
            places.setdefault(name, []).append((where, inner))
    found = places.get(entry.name, ())
    return [(*path, *where, entry.name) for where, inner in found if fits(entry, inner)]


def _all_below(shape: Shape, path: Path, depth: int) -> Iterator[tuple[str, Path, Shape]]:
    """All keys below a shape, with where they are and the shape that has them."""
    for key in shape.known if depth else ():
        inner = shape.book.shape_of(key, shape.known[key])
        where: Path = (*path, key)
        if inner.items is not None:
            inner, where = inner.items, (*where, -1)
        for name in inner.known:
            yield name, where, inner
        yield from _all_below(inner, where, depth - 1)
