"""From text to tape. The only module that imports ruamel.

The C scanner reads everything it can; where it refuses, the pure Python one, which
follows YAML 1.2 more closely, has the last word on that one document.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from typing import Any, NamedTuple

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from istiolint.syntax.offsets import OffsetMap
from istiolint.syntax.problem import Problem, Refused, in_our_words
from istiolint.syntax.properties import CHARACTERS, note_properties
from istiolint.syntax.tape import (
    ALIAS,
    DOUBLE,
    END,
    FOLDED,
    LITERAL,
    MAPPING,
    MERGE_KEY,
    SEQUENCE,
    SINGLE,
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

_STYLES = {"'": SINGLE, '"': DOUBLE, "|": LITERAL, ">": FOLDED}
_COLLECTIONS = {MappingStartEvent: MAPPING, SequenceStartEvent: SEQUENCE}
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*")
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
    return list(events)[2:-2]


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
    """Turn events into rows: the bulk in comprehensions, the rest in one short loop.

    This is where the time goes. Plain scalars, most of any document, take no branch.
    """
    kinds = bytearray(len(events))
    starts = array("i", [event.start_mark.index for event in events])
    ends = array("i", [event.end_mark.index for event in events])
    nexts = _following_rows(len(events))
    values = [event.value if event.__class__ is ScalarEvent else None for event in events]
    duplicates: list[tuple[int, int]] = []
    open_rows: list[int] = []
    for row, event in enumerate(events):
        cls = event.__class__
        if cls is ScalarEvent:
            if event.style:
                kinds[row] = kind = _STYLES[event.style]
                if kind >= LITERAL:
                    ends[row] = _end_of_block(chunk, starts[row], ends[row])
        elif cls is MappingStartEvent or cls is SequenceStartEvent:
            kinds[row] = _COLLECTIONS[cls] + bool(event.flow_style)
            open_rows.append(row)
            if len(open_rows) > MAX_DEPTH:
                raise Refused(_too_deep(starts[row]))
        elif cls is MappingEndEvent or cls is SequenceEndEvent:
            kinds[row] = END
            opened = open_rows.pop()
            if kinds[opened] == MAPPING or kinds[opened] == SEQUENCE:
                # A block collection ends where the next token starts, lines later.
                ends[row] = ends[row - 1]
            ends[opened] = ends[row]
            nexts[opened] = row + 1
            if cls is MappingEndEvent and row - opened > _TWO_ENTRIES:
                _note_duplicates(opened, row, nexts, values, duplicates)
        elif cls is AliasEvent:
            kinds[row] = ALIAS
        else:
            raise Refused(Problem("a second document without a line of --- before it", starts[row]))
    tape = Tape(*origin, (kinds, starts, ends, nexts, values))
    if duplicates:
        tape.duplicates = duplicates
    if CHARACTERS.search(chunk):
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


def _end_of_block(chunk: str, start: int, end: int) -> int:
    """The end of a block scalar's text: both scanners run on to the next token."""
    text = chunk[start:end]
    header = _BLOCK_HEADER.search(text)
    if header and "+" in header.group():
        return end - text.endswith("\n")
    return start + len(text.rstrip())


def _note_duplicates(
    opened: int,
    closed: int,
    nexts: array[int],
    values: list[str | None],
    duplicates: list[tuple[int, int]],
) -> None:
    """Record the keys that a mapping has more than once."""
    seen: dict[str | None, int] = {}
    key = opened + 1
    count = 0
    while key < closed:
        seen[values[key]] = key
        key = nexts[nexts[key]]
        count += 1
    if len(seen) < count:
        duplicates += _duplicates(opened, closed, nexts, values)


def _duplicates(
    opened: int, closed: int, nexts: array[int], values: list[str | None]
) -> Iterator[tuple[int, int]]:
    seen: dict[str, int] = {}
    key = opened + 1
    while key < closed:
        text = values[key]
        if text is not None and text != MERGE_KEY:
            if text in seen:
                yield seen[text], key
            seen[text] = key
        key = nexts[nexts[key]]
