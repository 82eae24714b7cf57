"""The events of a document, from ruamel's scanners. The only module that imports ruamel."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from istiolint.syntax.problem import Problem, Refused, in_our_words

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
    "SequenceEndEvent",
    "SequenceStartEvent",
    "events",
    "has_c_scanner",
    "too_deep",
]

MAX_DEPTH = 256
"""Collections inside one another. No Kubernetes object comes near; time in the C scanner
is quadratic in the depth of flow collections, so it is stopped while it reads."""

MAX_DIRECTIVES = 64
"""Lines of ``%TAG`` and the like; time in the C scanner is quadratic in their number."""

_BATCH = 2048
"""Events after which the depth is looked at: seldom, since it costs time."""

_EMPTY_DOCUMENT = 3
"""Events of a document that says nothing: its start, an omitted value, its end."""


def has_c_scanner() -> bool:
    """Whether documents are read by the C scanner; without it all is many times slower."""
    return CParser is not None


def events(chunk: str, *, pure: bool = False) -> list[Any]:
    """The events of a document's nodes, without those of the stream around them.

    There are none where ``chunk`` says nothing. ``pure`` asks the pure Python scanner.
    :class:`Refused` says why a document cannot be read.
    """
    if "\n%" in chunk and chunk.count("\n%") > MAX_DIRECTIVES:
        message = f'more than {MAX_DIRECTIVES} lines that begin with "%"'
        raise Refused(Problem(message, chunk.index("\n%") + 1))
    try:
        found = _read(_pure(chunk) if pure else iter(CParser(chunk).get_event, None))
    except MarkedYAMLError as error:
        raise Refused(_explained(error, chunk)) from None
    except YAMLError as error:
        at = getattr(error, "position", 0)
        at = at if pure else len(chunk.encode()[:at].decode(errors="ignore"))
        raise Refused(in_our_words(str(error), at, at, chunk)) from None
    except Exception as error:  # noqa: BLE001 - the pure Python scanner raises what it likes
        raise Refused(Problem("cannot be read as YAML", getattr(error, "start", 0))) from None
    # Few documents end right behind their first value, so few are looked at closer.
    while len(found) > 2 * _EMPTY_DOCUMENT and found[3].__class__ is DocumentEndEvent:
        if not _says_nothing(found):
            break
        del found[1 : 1 + _EMPTY_DOCUMENT]
    del found[:2], found[-2:]
    return found


def _read(stream: Iterator[Any]) -> list[Any]:
    """All events, or so many that it is certain that the document is too deep."""
    found: list[Any] = []
    depth = 0
    while depth <= MAX_DEPTH:
        batch = list(islice(stream, _BATCH))
        if len(batch) < _BATCH:
            return found + batch if found else batch
        found += batch
        kinds = [event.__class__ for event in batch]
        depth += kinds.count(MappingStartEvent) + kinds.count(SequenceStartEvent)
        depth -= kinds.count(MappingEndEvent) + kinds.count(SequenceEndEvent)
    return found


def _pure(chunk: str) -> Iterator[Any]:
    from ruamel.yaml import YAML

    yield from YAML(typ="safe", pure=True).parse(chunk)


def _explained(error: MarkedYAMLError, chunk: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    at = min(mark.index, len(chunk))
    opened = error.context_mark.index if error.context_mark else at
    return in_our_words(str(error.problem or error.context), at, opened, chunk)


def _says_nothing(found: list[Any]) -> bool:
    """Whether the first document in a stream is empty; others may lead to the real one."""
    content: Any = found[2]
    is_empty: bool = content.start_mark.index == content.end_mark.index
    return is_empty


def too_deep(start: int) -> Problem:
    """What is wrong with a document that is nested deeper than :data:`MAX_DEPTH`."""
    return Problem(f"nested more than {MAX_DEPTH} levels deep", start)
