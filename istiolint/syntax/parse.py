"""From text to tape.

The C scanner reads everything it can. It follows YAML 1.1 as the cluster's tools do, but
for colons between brackets: where it trips over those, the pure Python one is asked.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Any

from istiolint.syntax.offsets import OffsetMap
from istiolint.syntax.problem import Problem, Refused
from istiolint.syntax.properties import CHARACTERS, note_properties
from istiolint.syntax.scan import (
    MAX_DEPTH,
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    events,
    has_c_scanner,
    too_deep,
)
from istiolint.syntax.tape import (
    ALIAS,
    END,
    MAPPING,
    MERGE_KEY,
    PLAIN,
    SEQUENCE,
    Tape,
)
from istiolint.text import Source, Span

MAX_PURE = 1 << 19
"""Characters up to which the pure Python scanner, 25 times slower, is asked as well."""

_SECOND_DOCUMENT = "a second document without a line of --- before it"

_ONE_ENTRY = 3
"""Rows from the start to the end of a mapping with a single scalar in it."""

_COUNTING = array("i", range(1, 1000))


def parse(source: Source, start: int, end: int) -> Tape | Problem:
    """The document that ``source`` holds between two offsets."""
    chunk = source.text[start:end]
    return _parse(chunk, Tape(source, source.text, start, end))


def parse_embedded(source: Source, text: str, part: Span, offsets: OffsetMap) -> Tape | Problem:
    """The document in a part of ``text``, which ``offsets`` maps back to ``source``."""
    return _parse(text[part.start : part.end], Tape(source, text, *part, offsets))


def _parse(chunk: str, tape: Tape) -> Tape | Problem:
    try:
        found = events(chunk, pure=not has_c_scanner())
        if found:
            _fill(tape, found, chunk)
        else:
            _fill_with_null(tape)
    except Refused as refused:
        return _second_opinion(chunk, tape, refused.problem)
    return tape


def _fill_with_null(tape: Tape) -> None:
    """A text without content is a document whose only value is omitted."""
    tape.kinds, tape.values = bytearray([PLAIN]), [""]
    tape.starts, tape.nexts = array("i", [0]), array("i", [1])


def _second_opinion(chunk: str, tape: Tape, problem: Problem) -> Tape | Problem:
    """What the pure Python scanner makes of a document that the C scanner refuses."""
    if not problem.disputed or len(chunk) > MAX_PURE:
        return problem
    tape.is_pure = True
    try:
        _fill(tape, events(chunk, pure=True), chunk)
    except Refused:
        return problem
    tape.values = [value and _joined(value) for value in tape.values]
    return tape


def _fill(tape: Tape, found: list[Any], chunk: str) -> None:
    """Turn events into rows: scalars in comprehensions, the rest in one short loop.

    This is where the time goes. What can be told from the text is left for those who ask.
    """
    tape.starts = array("i", [event.start_mark.index for event in found])
    values = [event.value if event.__class__ is ScalarEvent else None for event in found]
    kinds = bytearray(len(found))
    nexts = _following_rows(len(found))
    tape.values, tape.kinds, tape.nexts = values, kinds, nexts
    open_rows: list[int] = []
    may_be_deep = len(found) > 2 * MAX_DEPTH
    leaf = -1
    for row in [row for row, value in enumerate(values) if value is None]:
        cls = found[row].__class__
        if cls is MappingStartEvent or cls is SequenceStartEvent:
            kinds[row] = MAPPING if cls is MappingStartEvent else SEQUENCE
            open_rows.append(row)
            leaf = row
            if may_be_deep and len(open_rows) > MAX_DEPTH:
                raise Refused(too_deep(tape.starts[row]))
        elif cls is MappingEndEvent:
            kinds[row] = END
            opened = open_rows.pop()
            nexts[opened] = row + 1
            if row - opened <= _ONE_ENTRY:
                continue
            # In a mapping of scalars the keys are every other row.
            keys = values[opened + 1 : row : 2] if opened == leaf else _keys(values, nexts, opened)
            if len(set(keys)) != len(keys):
                tape.duplicates += _duplicates(tape, opened)
        elif cls is SequenceEndEvent:
            kinds[row] = END
            nexts[open_rows.pop()] = row + 1
        elif cls is AliasEvent:
            kinds[row] = ALIAS
        else:
            raise Refused(Problem(_SECOND_DOCUMENT, tape.starts[row]))
    if _may_have_properties(chunk):
        _note_properties(tape, found, chunk)


def _may_have_properties(chunk: str) -> bool:
    # Looking for three characters is far cheaper than the search that rules most out.
    found = "&" in chunk or "*" in chunk or "!" in chunk
    return found and CHARACTERS.search(chunk) is not None


def _note_properties(tape: Tape, found: list[Any], chunk: str) -> None:
    note_properties(tape, found, chunk)
    # Now that it is known which aliases are text, some may be keys that are there already.
    if any(tape.values[row] is not None for row in tape.aliases):
        mappings = filter(tape.is_mapping, range(len(tape)))
        tape.duplicates = [pair for row in mappings for pair in _duplicates(tape, row)]


def _following_rows(count: int) -> array[int]:
    """``1, 2, 3 …``: a slice of one array is ten times faster than making it anew."""
    if count > len(_COUNTING):
        _COUNTING.extend(range(len(_COUNTING) + 1, count + 1))
    return _COUNTING[:count]


def _joined(value: str) -> str:
    """Characters outside the BMP that were escaped as surrogate pairs, as JSON does it."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _keys(values: list[str | None], nexts: array[int], mapping: int) -> list[str | None]:
    row, closed = mapping + 1, nexts[mapping] - 1
    keys = []
    while row < closed:
        keys.append(values[row])
        row = nexts[nexts[row]]
    return keys


def _duplicates(tape: Tape, mapping: int) -> Iterator[tuple[int, int]]:
    seen: dict[str, int] = {}
    for row in tape.children(mapping)[::2]:
        text = tape.values[row]
        if text is not None and text != MERGE_KEY:
            if text in seen:
                yield seen[text], row
            seen[text] = row
