"""Lines of source with the places on them underlined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from istiolint.render import Presentation
from istiolint.render.terminal import visible, width
from istiolint.render.view import CUT, View
from istiolint.text import Location, Source

NEAR = 6
"""Places in a file that are at most so many lines apart are shown in one piece."""


class Mark(NamedTuple):
    """A place on one line to underline, and what is to be said about it.

    ``start`` and ``end`` count the characters of the line before them.
    """

    source: Source
    line: int
    start: int
    end: int
    sign: str
    label: str
    style: str

    @classmethod
    def on(cls, location: Location, sign: str, label: str, style: str) -> Mark:
        """The first line of a location, underlined with ``sign``."""
        source, span = location.on_one_line()
        line, column = source.position(span.start)
        end = column - 1 + span.end - span.start
        return cls(source, line, column - 1, end, sign, visible(label), style)

    def is_near(self, other: Mark) -> bool:
        """Whether both can be shown in one piece."""
        return self.source is other.source and abs(self.line - other.line) <= NEAR


class Row(NamedTuple):
    """A line of output: what stands in the margin, and beside it."""

    number: str
    text: str


def pieces(marks: Iterable[Mark]) -> list[list[Mark]]:
    """The marks by vicinity, in the order of their first ones."""
    found: list[list[Mark]] = []
    for mark in marks:
        near = (piece for piece in found if any(mark.is_near(other) for other in piece))
        piece = next(near, None)
        if piece is None:
            found.append([mark])
        else:
            piece.append(mark)
    return found


def lines(piece: Sequence[Mark]) -> list[int]:
    """The lines to show for a piece: those with marks, and the text on either side."""
    source = piece[0].source
    marked = {mark.line for mark in piece}
    last = len(source.line_starts)
    beside = {line + step for line in marked for step in (-1, 1) if 1 <= line + step <= last}
    shown = marked | {line for line in beside if source.line_text(line).strip()}
    # Dots would take as much space as the one line that they stand for.
    between = {line + 1 for line in shown if line + 2 in shown}
    return sorted(shown | between)


def rows(piece: Sequence[Mark], room: int, presentation: Presentation) -> Iterator[Row]:
    """The excerpt for a piece; nothing but a label is wider than ``room`` columns."""
    before = None
    for line in lines(piece):
        if before is not None and line > before + 1:
            yield Row(CUT, "")
        marks = [mark for mark in piece if mark.line == line]
        text = piece[0].source.line_text(line)
        yield from _line(str(line), text, marks, room, presentation)
        before = line


def _line(
    number: str, text: str, marks: Sequence[Mark], room: int, presentation: Presentation
) -> Iterator[Row]:
    """A line and its marks; then once more for those that are not in view with the first."""
    start, end = (marks[0].start, marks[0].end) if marks else (0, 0)
    view = View.around(text, start, end, room)
    yield Row(number, view.render(presentation))
    for mark in marks:
        if view.shows(mark.start):
            yield from _underline(mark, view, room, presentation)
    far = [mark for mark in marks if not view.shows(mark.start)]
    if far:
        yield from _line(number, text, far, room, presentation)


def _underline(mark: Mark, view: View, room: int, presentation: Presentation) -> Iterator[Row]:
    start, end = view.columns(mark.start, mark.end)
    carets = " " * start + presentation.paint(mark.sign * (end - start), mark.style)
    label = presentation.paint(mark.label, mark.style)
    free = room - width(mark.label)
    if not mark.label:
        yield Row("", carets)
    elif end < free:
        yield Row("", f"{carets} {label}")
    else:
        yield Row("", carets)
        yield Row("", " " * max(0, min(start, free)) + label)
