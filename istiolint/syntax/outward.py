"""Edits of a document's own text as edits of the outermost file.

For a document that is a file of its own the two are the same. In one that is embedded, an
edit must find its text in the file character by character, and what it writes must not
mean something else there.
"""

from __future__ import annotations

import re

from istiolint.diagnostic import Edit
from istiolint.syntax.offsets import Run
from istiolint.syntax.tape import Tape
from istiolint.text import Location, Source, Span

# Written the same in every style of scalar.
_HARMLESS = r" ?[A-Za-z0-9_./+-]*"

# The line above the first one of a literal block: nothing but a comment follows its header.
_LITERAL_HEADER = r"(?:[^#]|\S#)*\s\|[-+0-9]*(?:\s+#.*)?"


def outward(tape: Tape, span: Span, text: str) -> Edit | None:
    """Replace a part of the document's text; ``None`` where that cannot be done exactly."""
    offsets = tape.offsets
    if offsets is None:
        return Edit(Location(tape.source, span), text)
    if span.start == span.end:
        outer = Span(offsets.end(span.end), offsets.end(span.end))
        # An empty place has no character of its own; that before it counts.
        span = Span(max(span.start - 1, 0), span.end)
    elif in_lines(tape):
        outer = Span(offsets.start(span.start), offsets.start(span.end))
    else:
        outer = offsets.span(span)
    exact = in_lines(tape) or offsets.exact(span)
    return Edit(Location(tape.source, outer), text) if exact and can_stand_in(tape, text) else None


def can_stand_in(tape: Tape, text: str) -> bool:
    """Whether ``text`` without a line break means itself wherever the document is written."""
    return in_lines(tape) or re.fullmatch(_HARMLESS, text) is not None


def in_lines(tape: Tape) -> bool:
    """Whether every line of the document is a line of the file, if an indented one."""
    if tape.offsets is None:
        return True
    runs, source = tape.offsets.runs, tape.source
    first = source.position(runs[0].outer.start).line if runs else 1
    return (
        first > 1
        and re.fullmatch(_LITERAL_HEADER, source.line_text(first - 1)) is not None
        and all(run.verbatim or _is_break(run, tape) for run in runs)
    )


def lines_of(tape: Tape, span: Span) -> tuple[int, int]:
    """The first and the last line of the file that a part of the document stands on."""
    outer = span if tape.offsets is None else tape.offsets.span(span)
    return tape.source.position(outer.start).line, tape.source.position(outer.end).line


def whole_lines(source: Source, first: int, last: int) -> Span:
    """What some lines of a file cover, the line break behind the last one included."""
    starts = source.line_starts
    return Span(starts[first - 1], starts[last] if last < len(starts) else len(source.text))


def line_break(source: Source, line: int) -> str:
    """The line break of a file as it is written behind a line, or else before it."""
    rest = source.text[source.line_span(line).end :]
    if not rest and line > 1:
        rest = source.text[source.line_span(line - 1).end :]
    return "\r\n" if rest.startswith("\r\n") else "\n"


def _is_break(run: Run, tape: Tape) -> bool:
    return not tape.text[run.inner : run.inner + run.length].strip("\n")
