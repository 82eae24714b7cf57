"""From text to tape. The only module that imports ruamel.

The C scanner reads everything it can; where it refuses, the pure Python one, which
follows YAML 1.2 more closely, has the last word on that one document.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Any, NamedTuple

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
)

from istiolint.syntax.offsets import OffsetMap
from istiolint.syntax.problem import Problem, Refused, in_our_words
from istiolint.syntax.properties import CHARACTERS, note_properties
from istiolint.syntax.tape import (
    ALIAS,
    BLOCK_END,
    FLOW_END,
    FLOW_MAPPING,
    FLOW_SEQUENCE,
    MAPPING,
    MERGE_KEY,
    SEQUENCE,
    Tape,
)
from istiolint.text import Source

try:
    from _ruamel_yaml import CParser
except ImportError:  # pragma: no cover - the wheel exists for every platform we test on
    CParser = None

MAX_DEPTH = 256
"""Collections inside one another. No Kubernetes object comes near; time in the C scanner
is quadratic in the depth of flow collections, so the limit acts inside the event loop."""

MAX_PURE = 1 << 19
"""Characters up to which the pure Python scanner, 25 times slower, is asked as well."""

_CLOSED_BY = {
    MAPPING: BLOCK_END,
    SEQUENCE: BLOCK_END,
    FLOW_MAPPING: FLOW_END,
    FLOW_SEQUENCE: FLOW_END,
}
_TWO_ENTRIES = 3
_COUNTING = array("i", range(1, 1000))


class _Origin(NamedTuple):
    """Where a chunk of text comes from."""

    source: Source
    text: str
    base: int
    offsets: OffsetMap | None


def parse(source: Source, start: int, end: int) -> Tape | Problem:
    """The document that ``source`` holds between two offsets."""
    origin = _Origin(source, source.text, start, None)
    return _parse(source.text[start:end], origin)


def parse_embedded(source: Source, text: str, offsets: OffsetMap) -> Tape | Problem:
    """The document in ``text``, which ``offsets`` maps back to ``source``."""
    return _parse(text, _Origin(source, text, 0, offsets))


def has_c_scanner() -> bool:
    """Whether documents are read by the C scanner; without it all is many times slower."""
    return CParser is not None


def _parse(chunk: str, origin: _Origin) -> Tape | Problem:
    if CParser is None:  # pragma: no cover - see the import
        return _attempt(chunk, origin, pure=True)
    first = _attempt(chunk, origin, pure=False)
    if isinstance(first, Tape) or first.final or len(chunk) > MAX_PURE:
        return first
    second = _attempt(chunk, origin, pure=True)
    return second if isinstance(second, Tape) else first


def _attempt(chunk: str, origin: _Origin, *, pure: bool) -> Tape | Problem:
    try:
        tape = _tape(_events(chunk, pure=pure), chunk, origin)
    except Refused as refused:
        return refused.problem
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = str(error.problem or error.context)
        return in_our_words(said, min(mark.index, len(chunk)), chunk)
    except YAMLError as error:
        return in_our_words(str(error), getattr(error, "position", 0), chunk)
    except (RecursionError, ValueError):
        return Problem("cannot be read as YAML", 0)
    if pure:
        tape.values = [value and _joined(value) for value in tape.values]
    return tape


def _events(chunk: str, *, pure: bool) -> list[Any]:
    """The events of a document's nodes, without those of the stream around them."""
    if pure:
        from ruamel.yaml import YAML  # noqa: PLC0415 - rarely needed

        events = iter(YAML(typ="safe", pure=True).parse(chunk))
    else:
        events = iter(CParser(chunk).get_event, None)
    if chunk.count("[") + chunk.count("{") > MAX_DEPTH:
        events = _within_depth(events)
    found = list(events)
    # The events of the stream and of the document around its nodes.
    del found[:2], found[-2:]
    return found


def _within_depth(events: Iterator[Any]) -> Iterator[Any]:
    """Stop before the scanner's time grows with the square of the depth."""
    depth = 0
    for event in events:
        if isinstance(event, CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise Refused(_too_deep(event.start_mark.index))
        elif isinstance(event, CollectionEndEvent):
            depth -= 1
        yield event


def _too_deep(start: int) -> Problem:
    return Problem(f"nested more than {MAX_DEPTH} levels deep", start, final=True)


def _tape(events: list[Any], chunk: str, origin: _Origin) -> Tape:
    """Turn events into rows: scalars in comprehensions, the rest in one short loop.

    This is where the time goes. Scalars, most of any document, take no branch at all.
    """
    starts = array("i", [event.start_mark.index for event in events])
    ends = array("i", [event.end_mark.index for event in events])
    values = [event.value if event.__class__ is ScalarEvent else None for event in events]
    kinds = bytearray(len(events))
    nexts = _following_rows(len(events))
    tape = Tape(*origin, (kinds, starts, ends, nexts, values))
    open_rows: list[int] = []
    for row in [row for row, value in enumerate(values) if value is None]:
        event = events[row]
        cls = event.__class__
        if cls is MappingEndEvent or cls is SequenceEndEvent:
            opened = open_rows.pop()
            nexts[opened] = row + 1
            kinds[row] = _CLOSED_BY[kinds[opened]]
            if cls is MappingEndEvent and row - opened > _TWO_ENTRIES:
                _note_duplicates(tape, opened)
        elif cls is AliasEvent:
            kinds[row] = ALIAS
        elif cls is DocumentEndEvent:
            raise Refused(Problem("a second document without a line of --- before it", starts[row]))
        else:
            kinds[row] = (MAPPING if cls is MappingStartEvent else SEQUENCE) + bool(event.flow_style)
            open_rows.append(row)
            if len(open_rows) > MAX_DEPTH:
                raise Refused(_too_deep(starts[row]))
    if any(sign in chunk for sign in "&*!") and CHARACTERS.search(chunk):
        note_properties(tape, events, chunk)
    return tape


def _following_rows(count: int) -> array[int]:
    """``1, 2, 3 …``: a slice of one array is ten times faster than making it anew."""
    if count > len(_COUNTING):
        _COUNTING.extend(range(len(_COUNTING) + 1, count + 1))
    return _COUNTING[:count]


def _joined(value: str) -> str:
    """Characters outside the BMP that were escaped as surrogate pairs, as JSON does it."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _note_duplicates(tape: Tape, mapping: int) -> None:
    """Record the keys that a mapping has more than once."""
    values, nexts = tape.values, tape.nexts
    row, last = mapping + 1, nexts[mapping] - 1
    keys = []
    while row < last:
        keys.append(values[row])
        row = nexts[nexts[row]]
    if len(set(keys)) < len(keys):
        tape.duplicates = [*tape.duplicates, *_duplicates(tape, mapping)]


def _duplicates(tape: Tape, mapping: int) -> Iterator[tuple[int, int]]:
    seen: dict[str, int] = {}
    for row in tape.children(mapping)[::2]:
        text = tape.values[row]
        if text is not None and text != MERGE_KEY:
            if text in seen:
                yield seen[text], row
            seen[text] = row
