"""What an unknown key was meant to be: another word, another place, or another release."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from istiolint.schema.fault import SURPLUS, Fault, Input, Reader
from istiolint.schema.likeness import holding, near, same_letters
from istiolint.schema.moves import Home, Step, takes, target
from istiolint.schema.places import CLOSE, Place, one_level_above, one_level_below, place_of
from istiolint.schema.replacements import (
    DEAD,
    DEPRECATED,
    UNALIKE,
    ancient,
    dead,
    is_no_slip,
    meant,
)
from istiolint.schema.shape import Shape
from istiolint.syntax.node import Entry
from istiolint.syntax.show import dotted
from istiolint.syntax.tape import Path

_OF_VALUES = (Reader.HELM, Reader.ISTIOCTL)
"""Who reads values of charts."""


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
    elif times and (below := _if_not_yet(entry, here, times)) is not None:
        yield _moved(base, Place(below))
    elif times:
        found = _of_another_release(base, times, here.shape.book.minor)
        yield found._replace(target=target(entry, found.suggestion, trail, homes))
    elif (instead := _replaced(base, here)) is not None:
        yield base._replace(kind="ignored-setting", suggestion=instead)
    elif of.reader in _OF_VALUES and is_no_slip(dotted(base.field)):
        yield base._replace(kind="unknown-field")
    elif (word := _meant(entry, here)) is not None:
        yield base._replace(kind="unknown-field", suggestion=word)
    elif (same := same_letters(name, free)) is not None:
        yield _misspelt(base, entry, here, [same])
    elif _is_surplus(entry, trail, free):
        yield base._replace(kind="unknown-field", keyword=SURPLUS)
    elif (place := place_of(entry, trail, homes, free)) is not None:
        yield _moved(base, place)
    else:
        yield _like(base, entry, here, free)


def _like(base: Fault, entry: Entry, here: Step, free: Sequence[str]) -> Fault:
    """The fault of a key that is like others: it may also be short for one that it is a part of."""
    close = near(entry.name, free)
    fault = _misspelt(base, entry, here, close)
    is_sure = set(holding(entry.name, free)) <= set(close)
    return fault if is_sure else fault._replace(target=())


def _meant(entry: Entry, here: Step) -> str | None:
    """What the block has for a word that people write in it, as far as nothing is there yet."""
    block = next((each for each in reversed(here.path) if isinstance(each, str)), "")
    path = meant(block, entry.name)
    keys = (path or "").split(".")
    shape: Shape | None = here.shape
    for key in keys:
        shape = shape.below(key) if shape is not None and key in shape.known else None
    return path if shape is not None and here.node.at(*keys) is None else None


def _is_surplus(entry: Entry, trail: Sequence[Step], free: Sequence[str]) -> bool:
    """Whether a key only stands around fields of the block that it is in."""
    here, value = trail[-1], entry.value
    is_field = value.is_mapping and any(isinstance(each, str) for each in here.path)
    is_of_helm = here.shape.book.reader is Reader.HELM
    if not is_field or is_of_helm or near(entry.name, free, CLOSE):
        return False
    names = [each.name for each in value.entries()]
    is_around = bool(names) and set(names) <= set(free)
    return is_around and one_level_above(entry, trail) is None


def _misspelt(base: Fault, entry: Entry, here: Step, close: Sequence[str]) -> Fault:
    """The fault of a key that is close to others, those that are closest first.

    It can be one of them if no other is, and if that takes the value.
    """
    fault = base._replace(kind="unknown-field", suggestion=close[0] if close else None)
    inner = here.shape.below(close[0]) if len(close) == 1 else None
    is_it = inner is not None and takes(inner, entry.value)
    return fault._replace(target=(*here.path, close[0])) if is_it else fault


def _moved(base: Fault, place: Place) -> Fault:
    """The fault of a key that belongs to another place."""
    return base._replace(
        kind="misplaced-field",
        suggestion=_text(place.path),
        elsewhere=place.title,
        target=() if place.title else place.path,
    )


def _if_not_yet(entry: Entry, here: Step, times: Sequence[Any]) -> Path | None:
    """Where a key that later releases have here belongs until then: one level down."""
    found = one_level_below(entry, here) if times[0][0] > here.shape.book.minor else []
    return found[0] if len(found) == 1 else None


def _ancient(base: Fault) -> tuple[bool, str | None]:
    """Whether the key is a setting that has long gone, and what took its place."""
    if base.input.reader not in _OF_VALUES:
        return False, None
    return ancient(dotted(base.field))


def _replaced(base: Fault, here: Step) -> str | None:
    """What took the place of a setting of a chart that only other programs take."""
    if base.input.reader not in _OF_VALUES:
        return None
    found = dead(dotted(base.field), here.shape.book.minor)
    return found.replacement if found is not None else None


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
