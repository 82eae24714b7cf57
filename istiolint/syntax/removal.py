"""Take an entry or an item out of a document, with the comments that belong to it."""

from __future__ import annotations

import re
from typing import NamedTuple

from istiolint.diagnostic import Edit
from istiolint.syntax.member import Member, member_of
from istiolint.syntax.node import Entry, Node
from istiolint.syntax.outward import in_lines, lines_of, outward, whole_lines
from istiolint.syntax.tape import ALIAS
from istiolint.text import Location, Source, Span

# Compiled when first needed: rules import this, and few runs remove anything.
_BETWEEN = r"(?:\s|(?:(?<=\s)|^)#[^\n]*)*"
_COMMA = r"(?:\s|(?<=\s)#[^\n]*)*,"
_COMMA_AND_COMMENT = rf"{_COMMA}[ \t]*(?:(?<=\s)#[^\n]*)?\s*"


def remove(target: Node | Entry) -> tuple[Edit, ...] | None:
    """Remove an entry or a list item, and the parents that this would leave empty.

    ``None`` for the last entry of a document, for what is referenced by an alias that
    stays, for parents in which comments stand that are not the entry's own, and for text that
    does not map back to the file exactly.
    """
    node = target.key if isinstance(target, Entry) else target
    if node.place is not None:
        return None
    inner = member = member_of(node.tape, node.site)
    while member is not None and member.is_alone:
        member = member_of(node.tape, member.parent)
    if member is None or inner is None or _is_referenced(member) or _has_more(member, inner):
        return None
    edits = _from_flow(member) if member.is_flow else _from_block(member)
    whole = tuple(edit for edit in edits if edit is not None)
    return whole if whole and len(whole) == len(edits) else None


def last_line(member: Member) -> int:
    """The last line of the file that belongs to a member.

    Comments right below are its own where they are indented more.
    """
    source = member.tape.source
    head, line = _outer_head(member), lines_of(member.tape, member.span)[1]
    while line < len(source.line_starts) and _comment_column(source, line + 1) > head.column:
        line += 1
    return line


def _is_referenced(member: Member) -> bool:
    """Whether something in it is what an alias outside of it stands for."""
    rows = range(member.first, member.after)
    aliases = member.tape.aliases.items()
    return any(target in rows and alias not in rows for alias, target in aliases)


def _has_more(outer: Member, inner: Member) -> bool:
    """Whether something is said in comments inside of a member, and not of that inside of it."""
    if outer == inner:
        return False
    tape, source = inner.tape, inner.tape.source
    first = min(first_line(inner), lines_of(tape, inner.span)[0])
    own = range(first, last_line(inner) + 1)
    around = range(lines_of(tape, outer.span)[0], last_line(outer) + 1)
    return any(_comment_column(source, line) for line in around if line not in own)


def _from_block(member: Member) -> list[Edit | None]:
    tape, head = member.tape, member.head
    lead = tape.text[_line_start(tape.text, head) : head]
    if not in_lines(tape):
        return []
    if lead.strip(" "):
        return [_first_on_its_line(member)] if member.before is None else []
    span = whole_lines(tape.source, first_line(member), last_line(member))
    return [Edit(Location(tape.source, span), "")]


def _first_on_its_line(member: Member) -> Edit | None:
    """Let the member behind it move up to where it began, as behind a dash."""
    text, (_, line) = member.tape.text, lines_of(member.tape, member.span)
    end = member.span.end
    for _ in range(last_line(member) - line + 1):
        found = _BREAK.search(text, end)
        end = found.end() if found else len(text)
    return outward(member.tape, Span(member.head, end + _blank(text, end)), "")


def first_line(member: Member) -> int:
    """The line it begins on, or that of the comments right above which are its own.

    Those above the first entry of a document are the document's.
    """
    source, head = member.tape.source, _outer_head(member)
    if member.parent == 0 and member.before is None:
        return head.line
    line, floor = head.line, _line_before(member)
    while line - 1 > floor and _comment_column(source, line - 1) == head.column:
        line -= 1
    return line


def _line_before(member: Member) -> int:
    """The last line of whatever is written before it."""
    tape, row = member.tape, member.first - 1
    while row >= 0 and tape.kinds[row] > ALIAS:
        row -= 1
    return lines_of(tape, tape.local_span(row))[1] if row >= 0 else 0


_BREAK = re.compile(r"\r\n|\n|\r")


class _Place(NamedTuple):
    line: int
    column: int


def _outer_head(member: Member) -> _Place:
    head = member.head
    outer = head if member.tape.offsets is None else member.tape.offsets.start(head)
    return _Place(*member.tape.source.position(outer))


def _comment_column(source: Source, line: int) -> int:
    """The column of a comment that has a line to itself; 0 where there is none."""
    text = source.line_text(line)
    comment = text.lstrip(" \t")
    return len(text) - len(comment) + 1 if comment.startswith("#") else 0


def _from_flow(member: Member) -> list[Edit | None]:
    tape, span = member.tape, member.span
    text = tape.text
    if member.before is None:
        return _up_to_next(member, text[tape.local_span(member.parent).start + 1 : span.start])
    end = tape.local_span(member.before).end
    comma = re.compile(_COMMA).match(text, end)
    if comma is None or not member.is_last:
        return _up_to_next(member, text[comma.end() if comma else end : span.start])
    gap = text[comma.end() : span.start]
    if not re.fullmatch(_BETWEEN, gap):
        return []
    if "#" not in text[end : span.start]:
        return [outward(tape, Span(end, span.end), "")]
    blank = len(gap) - len(gap.rstrip())
    trailing = re.compile(_COMMA).match(text, span.end)
    if trailing is not None:
        return [outward(tape, Span(span.start - blank, trailing.end()), "")]
    return [
        outward(tape, Span(comma.end() - 1, comma.end()), ""),
        outward(tape, Span(span.start - blank, span.end), ""),
    ]


def _up_to_next(member: Member, gap: str) -> list[Edit | None]:
    """Remove it with the comma behind it, unless something in ``gap`` is a part of it."""
    comma = re.compile(_COMMA_AND_COMMENT).match(member.tape.text, member.span.end)
    if comma is None or not re.fullmatch(_BETWEEN, gap):
        return []
    return [outward(member.tape, Span(member.span.start, comma.end()), "")]


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _blank(text: str, offset: int) -> int:
    """How much blank there is from an offset on."""
    rest = text[offset:]
    return len(rest) - len(rest.lstrip())
