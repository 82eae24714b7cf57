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
from istiolint.syntax.properties import may_have_properties, note_properties
from istiolint.syntax.scan import ScalarEvent, events, has_c_scanner, too_deep
from istiolint.syntax.shape import shape_of
from istiolint.syntax.tape import MERGE_KEY, PLAIN, Tape
from istiolint.text import Source, Span

MAX_PURE = 1 << 19
"""Characters up to which the pure Python scanner, 25 times slower, is asked as well."""

_SECOND_DOCUMENT = "a second document without a line of --- before it"


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
    tape.kinds, tape.values = bytes([PLAIN]), [""]
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
    """Turn events into rows.

    This is where the time goes. What can be told from the text is left for those who ask.
    """
    tape.starts = array("i", [event.start_mark.index for event in found])
    tape.values = [event.value if event.__class__ is ScalarEvent else None for event in found]
    shape = shape_of(found)
    if shape.deep is not None:
        raise Refused(too_deep(tape.starts[shape.deep]))
    if shape.second is not None:
        raise Refused(Problem(_SECOND_DOCUMENT, tape.starts[shape.second]))
    tape.kinds, tape.nexts = shape.kinds, shape.nexts
    for mapping, keys_of in shape.keys:
        keys = keys_of(tape.values)
        if len(set(keys)) != len(keys):
            tape.duplicates += _duplicates(tape, mapping)
    if may_have_properties(chunk):
        _note_properties(tape, found, chunk)


def _note_properties(tape: Tape, found: list[Any], chunk: str) -> None:
    note_properties(tape, found, chunk)
    # Now that it is known which aliases are text, some may be keys that are there already.
    if any(tape.values[row] is not None for row in tape.aliases):
        mappings = filter(tape.is_mapping, range(len(tape)))
        tape.duplicates = [pair for row in mappings for pair in _duplicates(tape, row)]


def _joined(value: str) -> str:
    """Characters outside the BMP that were escaped as surrogate pairs, as JSON does it."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _duplicates(tape: Tape, mapping: int) -> Iterator[tuple[int, int]]:
    seen: dict[str, int] = {}
    for row in tape.children(mapping)[::2]:
        text = tape.values[row]
        if text is not None and text != MERGE_KEY:
            if text in seen:
                yield seen[text], row
            seen[text] = row
