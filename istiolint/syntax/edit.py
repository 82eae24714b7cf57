"""Edits in terms of nodes, as rules offer them in fixes.

Every function gives ``None`` where it cannot keep its promise: inside embedded text that
does not map back to the file exactly, and where an alias would carry the change elsewhere.
"""

from __future__ import annotations

from istiolint.diagnostic import Edit
from istiolint.syntax.member import Member, member_of
from istiolint.syntax.node import Entry, Node
from istiolint.syntax.outward import can_stand_in, in_lines, line_break, lines_of, outward
from istiolint.syntax.quoting import (
    Scalar,
    can_be_plain,
    double,
    in_double,
    in_single,
    is_json_literal,
    is_text,
    literal,
    single,
)
from istiolint.syntax.removal import last_line, remove
from istiolint.syntax.tape import DOUBLE, FLOW_MAPPING, PLAIN, SINGLE, Tape
from istiolint.text import Location, Span

__all__ = ["insert_after", "nest", "quote", "remove", "rename_key", "replace"]


def replace(scalar: Node, value: Scalar) -> Edit | None:
    """Write another value in place of a scalar, or of a part of one.

    A text keeps the style of what it replaces and gets quotes where it needs them; a
    number or a boolean is written without.
    """
    if not scalar.is_scalar or _is_shared(scalar):
        return None
    if scalar.place is not None:
        return _replace_part(scalar, str(value))
    if scalar.is_block_scalar and scalar.row == scalar.site:
        return None
    return _rewrite(scalar, _spelling(scalar, value) if isinstance(value, str) else literal(value))


def quote(scalar: Node) -> Edit | None:
    """Put quotes around a plain scalar, which makes it a text."""
    is_own = scalar.row == scalar.site and scalar.place is None and not _is_shared(scalar)
    if not is_own or not scalar.is_scalar or not scalar.is_plain or not scalar.value:
        return None
    return _rewrite(scalar, double(scalar.value))


def rename_key(entry: Entry, new: str) -> Edit | None:
    """Give an entry another key, unless its mapping has that already."""
    parent = entry.key.tape.parent(entry.key.site)
    if parent is None or entry.key.tape.value_of(parent, new) is not None:
        return None
    return replace(entry.key, new)


def nest(item: Node, key: str) -> Edit | None:
    """Write a scalar of a list as a mapping that has it below ``key``."""
    tape, member = item.tape, member_of(item.tape, item.site)
    is_own = item.row == item.site and item.place is None and not _is_shared(item)
    if member is None or not is_own or not item.is_scalar or item.is_block_scalar:
        return None
    span = tape.local_span(item.site)
    raw = tape.text[span.start : span.end]
    if not raw or "\n" in raw or item.site in tape.tags or item.site in tape.anchors:
        return None
    key = double(key) if member.is_flow and _is_json(tape) else key
    return outward(tape, span, f"{{{key}: {raw}}}" if member.is_flow else f"{key}: {raw}")


def insert_after(entry: Entry, key: str, value_text: str) -> Edit | None:
    """Write a new entry behind another one of the same mapping.

    ``value_text`` is YAML as it stands behind the colon of a key in the first column:
    for a collection in block style it begins with a line break.
    """
    member = member_of(entry.key.tape, entry.key.site)
    if member is None:
        return None
    write = _after_in_flow if member.is_flow else _after_in_block
    return write(member, key, value_text)


def _is_shared(scalar: Node) -> bool:
    """Whether an alias elsewhere repeats this very scalar, or it is a part seen through one."""
    if scalar.place is not None and scalar.row != scalar.site:
        return True
    return scalar.site in scalar.tape.aliases.values()


def _rewrite(scalar: Node, text: str) -> Edit | None:
    tape, span = scalar.tape, scalar.tape.local_span(scalar.site)
    if _is_empty(span):
        before = tape.text[: span.start]
        if not before.rstrip(" ").endswith((":", "-")):
            return None
        text = text if before.endswith(" ") else f" {text}"
    return outward(tape, span, text)


def _spelling(scalar: Node, text: str) -> str:
    style = scalar.tape.kind(scalar.site)
    if style == SINGLE and text.isprintable():
        return single(text)
    if style in (SINGLE, DOUBLE) or not _may_be_plain(scalar, text):
        return double(text)
    return text


def _may_be_plain(scalar: Node, text: str) -> bool:
    """Whether a text without quotes would be read whole, and as a text if the old one was."""
    was_text = isinstance(scalar.meaning, str)
    if _is_json(scalar.tape):
        return is_json_literal(text) and not was_text
    member = member_of(scalar.tape, scalar.site)
    flow = member is not None and member.is_flow
    return can_be_plain(text, flow=flow) and (is_text(text) or not was_text)


def _replace_part(scalar: Node, text: str) -> Edit | None:
    """Write ``text`` for a part that stands in the file as it is in the value."""
    part = _part_of_value(scalar)
    if part is None:
        return None
    style = scalar.tape.kind(scalar.row)
    if style == PLAIN:
        whole = scalar.value[: part.start] + text + scalar.value[part.end :]
        if not _may_be_plain(scalar, whole):
            return replace(Node(scalar.tape, scalar.site), whole)
    elif style == DOUBLE:
        text = in_double(text)
    elif not text.isprintable():
        return None
    elif style == SINGLE:
        text = in_single(text)
    return Edit(scalar.location, text) if can_stand_in(scalar.tape, text) else None


def _part_of_value(scalar: Node) -> Span | None:
    """Which part of the value a narrowed scalar is, if it is written in one piece."""
    place = scalar.span
    for run in scalar.offsets.runs:
        if run.verbatim and run.outer.contains(place):
            start = run.inner + place.start - run.outer.start
            return Span(start, start + place.end - place.start)
    return None


def _after_in_block(member: Member, key: str, value: str) -> Edit | None:
    tape, source = member.tape, member.tape.source
    if not in_lines(tape):
        return None
    parent, line = tape.span(member.parent), last_line(member)
    key = key if can_be_plain(key, flow=False) and is_text(key) else double(key)
    written = f"{key}:{value}" if value.startswith("\n") else f"{key}: {value}"
    indent = line_break(source, line) + " " * (source.position(parent.start).column - 1)
    end = source.line_span(line).end
    text = "".join(indent + each for each in written.split("\n"))
    return Edit(Location(source, Span(end, end)), text)


def _after_in_flow(member: Member, key: str, value: str) -> Edit | None:
    tape, end = member.tape, member.span.end
    is_pair = tape.kind(member.parent) != FLOW_MAPPING
    if is_pair or "\n" in value or _is_empty(tape.local_span(member.last)):
        return None
    in_double_quotes = tape.kind(member.first) == DOUBLE
    plain = can_be_plain(key, flow=True) and is_text(key) and not in_double_quotes
    key = key if plain else double(key)
    return outward(tape, Span(end, end), f",{_gap(member)}{key}: {value}")


def _gap(member: Member) -> str:
    """What stands before a member on its line: a line of its own, or a blank."""
    source, (line, _) = member.tape.source, lines_of(member.tape, member.span)
    text = source.line_text(line)
    lead = text[: len(text) - len(text.lstrip())]
    start = source.position(member.tape.span(member.first).start)
    own_line = start.column == len(lead) + 1
    return line_break(source, line) + lead if own_line else " "


def _is_json(tape: Tape) -> bool:
    return tape.offsets is None and tape.source.path.endswith(".json")


def _is_empty(span: Span) -> bool:
    return span.start == span.end
