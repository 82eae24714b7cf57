"""Write comments that silence findings where they are, for ``--add-ignore``."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from istiolint.diagnostic import Diagnostic, Edit
from istiolint.inputs.document import Contribution
from istiolint.rules.registry import named
from istiolint.suppress.cover import covered, covered_from, start_of, tapes
from istiolint.suppress.directive import Ignore, directive, place
from istiolint.suppress.notices import NOTICES
from istiolint.syntax.comments import Comment
from istiolint.syntax.outward import in_lines, line_break
from istiolint.syntax.tape import END, FOLDED, LITERAL, Tape
from istiolint.text import Location, Span


class Added(NamedTuple):
    """Comments to write, and the findings for which none can be written."""

    edits: tuple[Edit, ...]
    impossible: tuple[Diagnostic, ...]


class Spot(NamedTuple):
    """Where names can be written, and what goes around them."""

    at: Location
    before: str
    after: str


def add_ignores(
    diagnostics: Sequence[Diagnostic], contributions: Sequence[Contribution], reason: str = ""
) -> Added:
    """The comments that silence some findings; one for all that can share it."""
    files = {each.source.path: _File(each, " ".join(reason.split())) for each in contributions}
    names: dict[Spot, set[str]] = {}
    impossible = []
    for each in diagnostics:
        file = files.get(each.path)
        can_be = file is not None and each.rule not in NOTICES and named(each.rule) is not None
        spot = file.spot(each.location.span.start) if file is not None and can_be else None
        if spot is None:
            impossible.append(each)
        else:
            names.setdefault(spot, set()).add(each.rule)
    return Added(tuple(_edits(names)), tuple(impossible))


def _edits(names: dict[Spot, set[str]]) -> Iterator[Edit]:
    for spot in sorted(names, key=lambda each: (each.at.source.path, each.at.span)):
        yield Edit(spot.at, spot.before + ", ".join(sorted(names[spot])) + spot.after)


class _File:
    """The places in one file where a comment can stand."""

    def __init__(self, contribution: Contribution, reason: str) -> None:
        self._source = contribution.source
        self._end = f"] {reason}" if reason else "]"
        writable = filter(in_lines, tapes(contribution))
        self._innermost_first = sorted(writable, key=lambda each: _width(each.span(0)))
        self._behind_line: dict[int, Comment] = {}
        self._above_node: dict[tuple[int, Span], Comment] = {}
        for each in contribution.comments:
            if each.own_line:
                self._above_node[id(each.tape), covered(each)] = each
            else:
                self._behind_line[self._line(each.span.start)] = each

    def spot(self, offset: int) -> Spot | None:
        """Where a comment covers what begins at an offset, on its line if possible."""
        if self._source.path.endswith(".json"):
            return None
        for tape in self._innermost_first:
            if _holds(tape.span(0), offset):
                spot = self._behind(tape, offset) or self._above(tape, offset)
                if spot is not None:
                    return spot
        return None

    def _behind(self, tape: Tape, offset: int) -> Spot | None:
        number = self._line(offset)
        line = self._source.line_span(number)
        if _is_in_scalar(tape, line.end):
            return None
        if number in self._behind_line:
            return _merged(self._behind_line[number])
        end = line.start + len(self._source.line_text(number).rstrip())
        at = Location(self._source, Span(end, line.end))
        return Spot(at, "  # istiolint: ignore[", self._end)

    def _above(self, tape: Tape, offset: int) -> Spot | None:
        """A line of its own above the smallest node that can have one, if need be the root."""
        row = _row_at(tape, offset)
        while row:
            start = self._source.line_span(self._line(start_of(tape, row))).start
            if _holds(covered_from(tape, start), offset) and not _is_in_scalar(tape, start):
                break
            row = tape.parent(row)
        return self._above_line(tape, self._line(start_of(tape, row or 0)))

    def _above_line(self, tape: Tape, number: int) -> Spot | None:
        text, start = self._source.line_text(number), self._source.line_span(number).start
        comment = self._above_node.get((id(tape), covered_from(tape, start)))
        merged = _merged(comment) if comment else None
        if merged is not None:
            return merged
        if text.startswith("---"):
            return None  # above it a comment may belong to another document
        lead = text[: len(text) - len(text.lstrip())]
        after = self._end + line_break(self._source, number)
        at = Location(self._source, Span(start, start))
        return Spot(at, f"{lead}# istiolint: ignore[", after)

    def _line(self, offset: int) -> int:
        return self._source.position(offset).line


def _merged(comment: Comment) -> Spot | None:
    """The place for another name in a comment."""
    said = directive(comment.text)
    if not isinstance(said, Ignore) or said.whole_file:
        return None
    at = place(comment, Span(said.end, said.end))
    return Spot(at, ", ", "") if at else None


def _is_in_scalar(tape: Tape, offset: int) -> bool:
    """Whether a comment at an offset of the file would be text of a scalar."""
    row = _row_at(tape, offset - 1)
    if row is None or not tape.is_scalar(row):
        return False
    end = tape.span(row).end
    return offset < end or (offset == end and tape.kind(row) in (LITERAL, FOLDED))


def _row_at(tape: Tape, offset: int) -> int | None:
    """The last row that begins at an offset of the file, or before it."""
    row = bisect_right(range(len(tape)), offset, key=lambda each: start_of(tape, each)) - 1
    while row >= 0 and tape.kinds[row] == END:
        row -= 1
    return row if row >= 0 else None


def _holds(span: Span, offset: int) -> bool:
    return span.start <= offset <= span.end


def _width(span: Span) -> int:
    return span.end - span.start
