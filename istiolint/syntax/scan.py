"""The events of a document, from ruamel's scanners. The only module that imports ruamel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
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
is quadratic in the depth of flow collections, so the limit acts inside the event loop."""


def has_c_scanner() -> bool:
    """Whether documents are read by the C scanner; without it all is many times slower."""
    return CParser is not None


def events(chunk: str, *, pure: bool) -> list[Any]:
    """The events of a document's nodes, without those of the stream around them.

    ``pure`` asks the pure Python scanner. :class:`Refused` says why there are none.
    """
    stream = _pure(chunk) if pure else iter(CParser(chunk).get_event, None)
    if chunk.count("[") + chunk.count("{") > MAX_DEPTH:
        stream = _within_depth(stream)
    try:
        found = list(stream)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = str(error.problem or error.context)
        raise Refused(in_our_words(said, min(mark.index, len(chunk)), chunk)) from None
    except YAMLError as error:
        at = getattr(error, "position", 0)
        raise Refused(in_our_words(str(error), at, chunk)) from None
    except (RecursionError, ValueError):
        raise Refused(Problem("cannot be read as YAML", 0)) from None
    del found[:2], found[-2:]
    return found


def _pure(chunk: str) -> Iterator[Any]:
    from ruamel.yaml import YAML

    yield from YAML(typ="safe", pure=True).parse(chunk)


def _within_depth(stream: Iterator[Any]) -> Iterator[Any]:
    """Stop before the scanner's time grows with the square of the depth."""
    depth = 0
    for event in stream:
        if isinstance(event, CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise Refused(too_deep(event.start_mark.index))
        elif isinstance(event, CollectionEndEvent):
            depth -= 1
        yield event


def too_deep(start: int) -> Problem:
    """What is wrong with a document that is nested deeper than :data:`MAX_DEPTH`."""
    return Problem(f"nested more than {MAX_DEPTH} levels deep", start, final=True)
