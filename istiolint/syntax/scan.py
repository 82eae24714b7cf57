"""The events of a document, from ruamel's scanners. The only module that imports ruamel."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from operator import attrgetter
from typing import Any, NamedTuple

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from istiolint.syntax.problem import Problem, Refused, in_our_words

_START = attrgetter("start_mark.index")

try:
    from _ruamel_yaml import CParser
except ImportError:  # pragma: no cover - the wheel exists for every platform we test on
    CParser = None

__all__ = [
    "AliasEvent",
    "DocumentEndEvent",
    "MappingEndEvent",
    "MappingStartEvent",
    "ScalarEvent",
    "Scanned",
    "SequenceEndEvent",
    "SequenceStartEvent",
    "has_c_scanner",
    "scan",
    "scan_each",
    "too_deep",
]

MAX_DEPTH = 256
"""Collections inside one another. No Kubernetes object comes near; time in the C scanner
is quadratic in the depth of flow collections, so it is stopped while it reads."""

MAX_DIRECTIVES = 64
"""Lines of ``%TAG`` and the like; time in the C scanner is quadratic in their number."""

_BATCH = 128
"""Events that are taken apart at a time: so few that the cache can hold them."""

_LOOK_AFTER = 2048
"""Events after which the depth is looked at: seldom, since it costs time."""

_EMPTY_DOCUMENT = 3
"""Events of a document that says nothing: its start, an omitted value, its end."""


def has_c_scanner() -> bool:
    """Whether documents are read by the C scanner; without it all is many times slower."""
    return CParser is not None


class Scanned(NamedTuple):
    """What the scanner says, event by event."""

    starts: array[int]
    values: list[str | None]
    """The texts of scalars."""
    classes: tuple[type, ...]
    events: list[Any]
    """The events themselves, if they were to be kept."""

    def cut(self, first: int, after: int) -> Scanned:
        """A part of it."""
        starts, values, classes, events = self
        return Scanned(
            starts[first:after], values[first:after], classes[first:after], events[first:after]
        )


def scan(chunk: str, *, pure: bool = False, keep: bool = False) -> Scanned:
    """One document: its nodes, without what is around them; empty where it says nothing.

    ``pure`` asks the pure Python scanner. :class:`Refused` says why it cannot be read.
    """
    found = _scan(chunk, pure=pure, keep=keep)
    first, classes = 2, found.classes
    # Few documents end right behind their first value, so few are looked at closer.
    while len(classes) > first + _EMPTY_DOCUMENT and classes[first + 1] is DocumentEndEvent:
        if not _says_nothing(found, first, chunk):
            break
        first += _EMPTY_DOCUMENT
    return found.cut(first, -2)


def scan_each(chunk: str, starts: Sequence[int]) -> list[Scanned] | None:
    """Several documents, which begin at some offsets of ``chunk``.

    ``None`` where they have to be looked at one by one: one cannot be read, or the scanner
    does not see just these.
    """
    try:
        found = _scan(chunk)
    except Refused:
        return None
    each, row = [], 1
    for start, end in pairwise([*starts, len(chunk)]):
        if found.classes[row] is not DocumentStartEvent or not start <= found.starts[row] < end:
            return None
        after = found.classes.index(DocumentEndEvent, row)
        each.append(found.cut(row + 1, after))
        row = after + 1
    return each if row == len(found.classes) - 1 else None


def _scan(chunk: str, *, pure: bool = False, keep: bool = False) -> Scanned:
    """The whole stream, or so much of it that it is certain that it is too deep."""
    if "\n%" in chunk and chunk.count("\n%") > MAX_DIRECTIVES:
        message = f'more than {MAX_DIRECTIVES} lines that begin with "%"'
        raise Refused(Problem(message, chunk.index("\n%") + 1))
    try:
        return _read(_pure(chunk) if pure else iter(CParser(chunk).get_event, None), keep=keep)
    except MarkedYAMLError as error:
        raise Refused(_explained(error, chunk)) from None
    except YAMLError as error:
        at = getattr(error, "position", 0)
        at = at if pure else len(chunk.encode()[:at].decode(errors="ignore"))
        raise Refused(in_our_words(str(error), at, at, chunk)) from None
    except Exception as error:  # noqa: BLE001 - the pure Python scanner raises what it likes
        raise Refused(Problem("cannot be read as YAML", getattr(error, "start", 0))) from None


def _read(stream: Iterator[Any], *, keep: bool) -> Scanned:
    """Take the events apart while they come: so few at a time that the cache can hold them."""
    starts: array[int] = array("i")
    values: list[str | None] = []
    classes: list[type] = []
    events: list[Any] = []
    depth = looked = 0
    while batch := list(islice(stream, _BATCH)):
        starts.extend(map(_START, batch))
        classes.extend(map(type, batch))
        values += [event.value if event.__class__ is ScalarEvent else None for event in batch]
        if keep:
            events += batch
        if len(classes) > looked + _LOOK_AFTER:
            depth += _opened(classes[looked:])
            looked = len(classes)
            if depth > MAX_DEPTH:
                break
    return Scanned(starts, values, tuple(classes), events)


def _opened(classes: Sequence[type]) -> int:
    """How many collections begin there and do not end."""
    opened = classes.count(MappingStartEvent) + classes.count(SequenceStartEvent)
    return opened - classes.count(MappingEndEvent) - classes.count(SequenceEndEvent)


def _pure(chunk: str) -> Iterator[Any]:
    from ruamel.yaml import YAML

    yield from YAML(typ="safe", pure=True).parse(chunk)


def _explained(error: MarkedYAMLError, chunk: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    at = min(mark.index, len(chunk))
    opened = error.context_mark.index if error.context_mark else at
    return in_our_words(str(error.problem or error.context), at, opened, chunk)


def _says_nothing(found: Scanned, row: int, chunk: str) -> bool:
    """Whether a value is omitted: it stands where the next document begins, or nothing does."""
    start = found.starts[row]
    is_text = found.classes[row] is ScalarEvent
    return is_text and not found.values[row] and chunk[start : start + 1] in ("", "-", ".", "%")


def too_deep(start: int) -> Problem:
    """What is wrong with a document that is nested deeper than :data:`MAX_DEPTH`."""
    return Problem(f"nested more than {MAX_DEPTH} levels deep", start)
