"""What a comment covers: a line, a node, a document or a file."""

from __future__ import annotations

from bisect import bisect_left

from istiolint.syntax.comments import Comment
from istiolint.syntax.member import Member, member_of
from istiolint.syntax.tape import BLOCK_END, MAPPING, SEQUENCE, Tape
from istiolint.text import Span


def covered(comment: Comment) -> Span | None:
    """The text whose findings an ``ignore`` comment is about; ``None`` if there is none.

    Before a document's content that is the document, behind something its line, and on a
    line of its own the entry or item that begins on the next line of content.
    """
    source, tape = comment.source, comment.tape
    if tape is not None and len(tape) and comment.span.end <= tape.span(0).start:
        return tape.span(0)
    if not comment.own_line:
        return source.line_span(source.position(comment.span.start).line)
    return None if tape is None else covered_from(tape, comment.span.end)


def covered_from(tape: Tape, offset: int) -> Span | None:
    """What a comment alone on its line covers if it ends at an offset of the file."""
    row = first_from(tape, offset)
    if row is None:
        return None
    while tape.kinds[row] in (MAPPING, SEQUENCE):
        row += 1
    member = member_of(tape, row)
    if member is None or _head(member) < offset:
        return tape.span(row)
    while (above := member_of(tape, member.parent)) is not None and _head(above) >= offset:
        member = above
    span = member.span
    return span if tape.offsets is None else tape.offsets.span(span)


def first_from(tape: Tape, offset: int) -> int | None:
    """The first row of content that begins at an offset of the file, or behind it."""
    rows = range(len(tape))
    row = bisect_left(rows, offset, key=lambda each: tape.span(each).start)
    while row < len(tape) and tape.kinds[row] >= BLOCK_END:
        row += 1
    return row if row < len(tape) else None


def _head(member: Member) -> int:
    return member.head if member.tape.offsets is None else member.tape.offsets.start(member.head)
