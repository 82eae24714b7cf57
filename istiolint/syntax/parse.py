"""From text to tape.

The C scanner reads everything it can. It follows YAML 1.1 as the cluster's tools do, but
for colons between brackets: where it trips over those, the pure Python one is asked.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any

from istiolint.syntax.offsets import OffsetMap
from istiolint.syntax.problem import Problem, Refused
from istiolint.syntax.properties import may_have_properties, note_properties
from istiolint.syntax.scan import (
    ScalarEvent,
    Scanned,
    has_c_scanner,
    scan,
    scan_each,
    too_deep,
)
from istiolint.syntax.shape import duplicates, shape_of
from istiolint.syntax.tape import MERGE_KEY, Tape
from istiolint.text import Source, Span

MAX_PURE = 1 << 19
"""Characters up to which the pure Python scanner, 25 times slower, is asked as well."""

_TOGETHER = 1 << 13
"""Characters of small documents that are read at a time: few enough to stay in the cache."""

_SECOND_DOCUMENT = "a second document without a line of --- before it"


def parse(source: Source, start: int, end: int) -> Tape | Problem:
    """The document that ``source`` holds between two offsets."""
    chunk = source.text[start:end]
    return _parse(chunk, Tape(source, source.text, Span(start, end), start))


def parse_embedded(source: Source, text: str, part: Span, offsets: OffsetMap) -> Tape | Problem:
    """The document in a part of ``text``, which ``offsets`` maps back to ``source``."""
    return _parse(text[slice(*part)], Tape(source, text, part, part.start, offsets))


def parse_all(source: Source, parts: Sequence[Span]) -> Iterator[Tape | Problem]:
    """The documents that ``source`` holds in some parts, in this order.

    Setting up the scanner takes as long as reading a small document, so it is handed several
    at once that follow one another.
    """
    for together in _neighbours(parts):
        first, last = together[0].start, together[-1].end
        chunk = source.text[first:last]
        found = None
        if len(together) > 1 and has_c_scanner() and not may_have_properties(chunk):
            found = scan_each(chunk, [part.start - first for part in together])
        for part, scanned in zip(together, found or repeat(None)):  # noqa: B905 - without end
            yield _of_many(source, part, first, scanned) or parse(source, *part)


def _of_many(source: Source, part: Span, first: int, scanned: Scanned | None) -> Tape | None:
    """One of several documents that are read from ``first`` on, if nothing is wrong with it."""
    if scanned is None:
        return None
    tape = Tape(source, source.text, part, first)
    try:
        _fill(tape, scanned)
    except Refused:
        return None
    return tape


def _neighbours(parts: Sequence[Span]) -> Iterator[list[Span]]:
    """Parts that follow one another without a gap, up to some length."""
    together: list[Span] = []
    for part in parts:
        if together and (
            part.start != together[-1].end or part.end - together[0].start > _TOGETHER
        ):
            yield together
            together = []
        together.append(part)
    if together:
        yield together


def _parse(chunk: str, tape: Tape) -> Tape | Problem:
    try:
        _read(chunk, tape, pure=not has_c_scanner())
    except Refused as refused:
        return _second_opinion(chunk, tape, refused.problem)
    return tape


def _second_opinion(chunk: str, tape: Tape, problem: Problem) -> Tape | Problem:
    """What the pure Python scanner makes of a document that the C scanner refuses."""
    if not problem.disputed or len(chunk) > MAX_PURE:
        return problem
    tape.is_pure = True
    try:
        _read(chunk, tape, pure=True)
    except Refused:
        return problem
    tape.values = [value and _joined(value) for value in tape.values]
    return tape


def _read(chunk: str, tape: Tape, *, pure: bool) -> None:
    has_properties = may_have_properties(chunk)
    found = scan(chunk, pure=pure, keep=has_properties)
    if not found.classes:
        # A text without content is a document whose only value is omitted.
        found = Scanned(array("i", [0]), [""], (ScalarEvent,), [])
    _fill(tape, found)
    if has_properties:
        _note_properties(tape, found.events, chunk)


def _fill(tape: Tape, found: Scanned) -> None:
    """Turn events into rows.

    This is where the time goes. What can be told from the text is left for those who ask.
    """
    tape.starts, tape.values = found.starts, found.values
    shape = shape_of(found.classes)
    if shape.deep is not None:
        raise Refused(too_deep(tape.starts[shape.deep]))
    if shape.second is not None:
        raise Refused(Problem(_SECOND_DOCUMENT, tape.starts[shape.second]))
    tape.kinds, tape.nexts = shape.kinds, shape.nexts
    layout = tape.layout = shape.layout(tape.values)
    tape.duplicates, tape.may_merge = layout.duplicates, layout.may_merge


def _note_properties(tape: Tape, found: list[Any], chunk: str) -> None:
    note_properties(tape, found, chunk)
    # Now that it is known which aliases are text, some may be keys that are there already.
    if any(tape.values[row] is not None for row in tape.aliases):
        mappings = [tape.children(row)[::2] for row in range(len(tape)) if tape.is_mapping(row)]
        tape.duplicates = [pair for keys in mappings for pair in duplicates(tape.values, keys)]
        tape.may_merge = MERGE_KEY in tape.values


def _joined(value: str) -> str:
    """Characters outside the BMP that were escaped as surrogate pairs, as JSON does it."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
