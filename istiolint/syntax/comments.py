"""Comments, told apart from ``#`` inside scalars by the tape."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from istiolint.syntax.node import Node
from istiolint.syntax.tape import FOLDED, LITERAL, Tape
from istiolint.text import Source, Span

# The first group is there if nothing but the comment stands on its line.
_DIRECTIVE = re.compile(
    r"((?:^|(?<=\r))[ \t]*)?(?<!\S)(#[ \t]*[iI]stiolint:([^\r\n]*))", re.MULTILINE
)
_LINE_BREAK = re.compile(r"[\r\n]")


class Comment(NamedTuple):
    """A comment that speaks to istiolint.

    ``text`` is what follows the colon. ``own_line`` is whether nothing but the comment
    stands on its line. The span covers the comment in the outermost file.
    """

    source: Source
    span: Span
    text: str
    own_line: bool
    tape: Tape | None
    """The document it stands in; ``None`` where that cannot be parsed."""


def directives(source: Source, document: Span, tape: Tape | None) -> Iterator[Comment]:
    """The comments of a document that speak to istiolint."""
    yield from _directives(source, source.text, document, tape)


def embedded_directives(tape: Tape) -> Iterator[Comment]:
    """The same for a document inside a scalar, where its comments can be placed."""
    yield from _directives(tape.source, tape.text, Span(0, len(tape.text)), tape)


def comment_behind(node: Node) -> str:
    """The comment that ends the line a value is on; empty if there is none."""
    source, span = node.location
    line = source.line_span(source.position(span.end).line)
    found = re.match(r"[ \t,\]})]*[\"']?[ \t]+#(.*)", source.text[span.end : line.end])
    return found[1].strip() if found else ""


def _directives(source: Source, text: str, part: Span, tape: Tape | None) -> Iterator[Comment]:
    if text.find("stiolint:", *part) < 0:
        return
    for found in _DIRECTIVE.finditer(text, *part):
        span = Span(*found.span(2))
        if tape is None or not _in_scalar(tape, span.start):
            outer = span if tape is None or tape.offsets is None else tape.offsets.span(span)
            yield Comment(source, outer, found[3].strip(), found[1] is not None, tape)


def _in_scalar(tape: Tape, offset: int) -> bool:
    """Whether a scalar's text covers an offset of the text the tape was read from."""
    row = bisect_right(tape.starts, offset - tape.base) - 1
    if row < 0 or not tape.is_scalar(row):
        return False
    start, end = (tape.base + each[row] for each in (tape.starts, tape.ends))
    if tape.kind(row) in (LITERAL, FOLDED):  # a comment may stand behind the header
        line_break = _LINE_BREAK.search(tape.text, start, end)
        start = line_break.start() if line_break else end
    return start <= offset < end
