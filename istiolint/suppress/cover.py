"""What a comment covers: a line, a node, a document or a file."""

from __future__ import annotations

import re
from bisect import bisect_left

from istiolint.inputs.document import Contribution
from istiolint.syntax.comments import Comment
from istiolint.syntax.member import Member, member_of
from istiolint.syntax.tape import END, MAPPING, SEQUENCE, Tape
from istiolint.text import Span

_CONTENT = re.compile(r"[\r\n][ \t]*([^\s#])")

NOWHERE = Span(-1, -1)
"""What a comment covers that covers nothing: it lies before every file, and no finding is there."""


def covered(comment: Comment) -> Span:
    """The text whose findings an ``ignore`` comment is about.

    Before a document's content that is the document, behind something its line, and on a
    line of its own the entry or item that begins on the next line of content.
    """
    source, tape = comment.source, comment.tape
    if tape is None and comment.own_line:
        return _next_line(comment)
    is_first = tape is not None and comment.span.end <= start_of(tape, 0)
    if not comment.own_line and not is_first:
        return source.line_span(source.position(comment.span.start).line)
    return covered_from(tape, comment.span.end) if tape is not None else NOWHERE


def _next_line(comment: Comment) -> Span:
    """The line of content behind a comment: all there is to cover in what cannot be parsed."""
    found = _CONTENT.search(comment.source.text, comment.span.end)
    source = comment.source
    return source.line_span(source.position(found.start(1)).line) if found else NOWHERE


def covered_from(tape: Tape, offset: int) -> Span:
    """What a comment alone on its line covers if it ends at an offset of the file."""
    if offset <= start_of(tape, 0):
        return tape.span(0)
    row = bisect_left(range(len(tape)), offset, key=lambda each: start_of(tape, each))
    while row < len(tape) and (tape.kind(row) in (MAPPING, SEQUENCE) or tape.kinds[row] == END):
        row += 1  # a block collection begins where its first child does
    if row == len(tape):
        return NOWHERE
    member = member_of(tape, row)
    if member is None or _head(member) < offset:
        return tape.span(row)
    while (above := member_of(tape, member.parent)) is not None and _head(above) >= offset:
        member = above
    span = member.span
    return span if tape.offsets is None else tape.offsets.span(span)


def start_of(tape: Tape, row: int) -> int:
    """Where a row begins in the file. Unlike its end, that is known at once."""
    start = tape.base + tape.starts[row]
    return start if tape.offsets is None else tape.offsets.start(start)


def tapes(contribution: Contribution) -> list[Tape]:
    """The documents of a file that rules look at, embedded ones among them."""
    trees = (tree.root for each in contribution.documents for tree in each.trees)
    roots = [*(each.root for each in contribution.documents), *trees]
    return list({id(root.tape): root.tape for root in roots}.values())


def _head(member: Member) -> int:
    return member.head if member.tape.offsets is None else member.tape.offsets.start(member.head)
