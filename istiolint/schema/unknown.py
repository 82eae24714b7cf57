"""What an unknown key was meant to be: another word, another place, or another release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from istiolint.schema.fault import Fault, Input, Reader
from istiolint.schema.moves import Home, Step, fits, takes, target
from istiolint.schema.replacements import (
    DEAD,
    DEPRECATED,
    UNALIKE,
    ancient,
    is_no_slip,
)
from istiolint.schema.shape import Shape
from istiolint.syntax.node import Entry, Node
from istiolint.syntax.show import dotted
from istiolint.syntax.tape import Path

_OF_VALUES = (Reader.HELM, Reader.ISTIOCTL)
"""Who reads values of charts."""

_SHORTEST = 5
"""Letters that a key must have to be known for what it is in a place far away."""

_CLOSE = 0.8
"""How alike a key must be to one beside it to be that, rather than one in a place far away."""

_DEEPEST = 5
"""Steps below the root down to which a key is looked for."""


class Place(NamedTuple):
    """Where a key belongs."""

    path: Path
    title: str = ""


def unknown(
    entry: Entry,
    trail: Sequence[Step],
    of: Input,
    homes: Sequence[Home],
) -> Iterator[Fault]:
    """The fault of a key that may not stand where it does."""
    here, name = trail[-1], entry.name
    known = sorted(here.shape.known)
    base = Fault("", entry.key, (*here.path, name), of, known, node=entry.value)
    base = base._replace(notes=here.shape.said, root=trail[0].node)
    times = here.shape.times_of(name)
    written = {each.name for each in here.node.entries()}
    free = [key for key in known if key not in written]
    is_ancient, instead = _ancient(base)
    if is_ancient:
        goal = target(entry, instead, trail, homes)
        yield base._replace(kind="field-removed", suggestion=instead, target=goal)
    elif times and not (below := _if_not_yet(entry, here, times)):
        found = _of_another_release(base, times, here.shape.book.minor)
        yield found._replace(target=target(entry, found.suggestion, trail, homes))
    elif times:
        yield _moved(base, Place(below[0]))
    elif of.reader in _OF_VALUES and is_no_slip(dotted(base.field)):
        yield base._replace(kind="unknown-field")
    elif (same := _same_letters(name, free)) is not None:
        yield _misspelt(base, entry, here, [same])
    elif (place := _place(entry, trail, homes, free)) == Place(base.field):
        pass  # Another tree that begins here has the key.
    elif place is not None:
        yield _moved(base, place)
    else:
        yield _misspelt(base, entry, here, _near(name, free))


def _misspelt(base: Fault, entry: Entry, here: Step, near: Sequence[str]) -> Fault:
    """The fault of a key that is close to others, those that are closest first.

    It can be one of them if no other is, and if that takes the value.
    """
    fault = base._replace(kind="unknown-field", suggestion=near[0] if near else None)
    inner = here.shape.below(near[0]) if len(near) == 1 else None
    is_it = inner is not None and takes(inner, entry.value)
    return fault._replace(target=(*here.path, near[0])) if is_it else fault


def _moved(base: Fault, place: Place) -> Fault:
    """The fault of a key that belongs to another place."""
    is_near = not place.title and -1 not in place.path
    return base._replace(
        kind="misplaced-field",
        suggestion=_text(place.path),
        elsewhere=place.title,
        target=place.path if is_near else (),
    )


def _if_not_yet(entry: Entry, here: Step, times: Sequence[Any]) -> list[Path]:
    """Where a key that later releases have here belongs until then: one level down."""
    below = _below(entry, here.shape, here.path, 1)
    return below if len(below) == 1 and times[0][0] > here.shape.book.minor else []


def _ancient(base: Fault) -> tuple[bool, str | None]:
    """Whether the key is a setting that has long gone, and what took its place."""
    if base.input.reader not in _OF_VALUES:
        return False, None
    return ancient(dotted(base.field))


def _text(path: Path) -> str:
    return dotted(path).replace("[-1]", "[]")


def _of_another_release(base: Fault, times: Sequence[Any], minor: int) -> Fault:
    later = [span for span in times if span[0] > minor]
    instead = DEPRECATED.get(base.input.name, {}).get(base.name) or _instead_of_dead(base)
    earlier = [span for span in times if span[1] is not None and span[1] < minor]
    if earlier:
        last = earlier[-1][1]
        first = later[0][0] if later else None
        return base._replace(kind="field-removed", first=first, last=last, since=last + 1)._replace(
            suggestion=instead
        )
    return base._replace(kind="field-not-yet", first=later[0][0])


def _instead_of_dead(base: Fault) -> str | None:
    """What to write for a setting of a chart that was read before."""
    path = dotted(base.field)
    is_value = base.input.reader in _OF_VALUES and path not in UNALIKE
    return DEAD[path].replacement if is_value and path in DEAD else None


def _plain(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def _same_letters(name: str, known: Iterable[str]) -> str | None:
    """The known key that differs only in case, ``_`` and ``-``, or by a plural."""
    letters = _plain(name)
    found = [key for key in known if _plain(key) == letters]
    if not found and len(letters) > 2:  # noqa: PLR2004 - an "s" more or less says nothing of "as"
        found = [key for key in known if _singular(_plain(key)) == _singular(letters)]
    return found[0] if len(found) == 1 else None


def _singular(letters: str) -> str:
    """``retries`` and ``retrys`` as ``retry``."""
    return f"{letters[:-3]}y" if letters.endswith("ies") else letters.removesuffix("s")


def close_to(name: str, known: Iterable[str]) -> str | None:
    """The known key that a misspelt one is closest to."""
    return next(iter(_near(name, known)), None)


def _near(name: str, known: Iterable[str], alike: float = 0.75) -> list[str]:
    """The one or two known keys that a misspelt one is closest to."""
    from difflib import get_close_matches

    by_letters = {_plain(key): key for key in known}
    return [by_letters[each] for each in get_close_matches(_plain(name), by_letters, 2, alike)]


def _place(
    entry: Entry, trail: Sequence[Step], homes: Sequence[Home], free: Sequence[str]
) -> Place | None:
    """The one place where a key belongs: up, down, or in another tree."""
    here = trail[-1]
    for step in reversed(trail[:-1]):
        if step.node.is_mapping and fits(entry, step.shape) and not _is_written(entry, step.node):
            return Place((*step.path, entry.name))
    below = _below(entry, here.shape, here.path, 1)
    if len(below) == 1:
        return Place(below[0])
    if len(entry.name) < _SHORTEST:
        return None
    for home in homes:
        if fits(entry, home.shape):
            return Place((*home.prefix, entry.name), home.title)
    return None if _near(entry.name, free, _CLOSE) else _far_away(entry, trail, free)


def _far_away(entry: Entry, trail: Sequence[Step], free: Sequence[str]) -> Place | None:
    """The one place anywhere in the tree where a key belongs, or one that has it but for a slip."""
    root = trail[0]
    found = _below(entry, root.shape, root.path, _DEEPEST)
    if len(found) == 1:
        return Place(found[0])
    # What charts do not know may be meant for others, so more than a likeness is needed.
    is_open = trail[-1].shape.book.reader is Reader.HELM
    return None if is_open or _near(entry.name, free) else _above(entry, trail)


def _above(entry: Entry, trail: Sequence[Step]) -> Place | None:
    """The place further up where a key belongs, but for a letter or two."""
    for step in reversed(trail[:-1]):
        free = [key for key in step.shape.known if step.node.get(key) is None]
        same = _same_letters(entry.name, free)
        if step.node.is_mapping and same is not None and fits(entry, step.shape, same):
            return Place((*step.path, same))
    return None


def _is_written(entry: Entry, node: Node) -> bool:
    """Whether the key is there already."""
    return node.get(entry.name) is not None


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
