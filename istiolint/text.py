"""Where things are in a file.

Offsets count characters of the decoded text, from 0. Lines and columns are worked
out by those who show something to a person or a program, and nowhere else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

# What editors, git and GitHub count as the end of a line. YAML 1.1 also breaks lines
# at NEL, LS and PS, but no tool that shows our line numbers does.
_LINE_BREAK = re.compile(r"\r\n|\n|\r")


class Span(NamedTuple):
    """A half-open range of offsets: from ``start`` up to, not including, ``end``."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two have a character in common; an empty one overlaps what it touches."""
        if self.start == self.end or other.start == other.end:
            return self.start <= other.end and other.start <= self.end
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies inside this span."""
        return self.start <= other.start and other.end <= self.end


class Position(NamedTuple):
    """A place for people: line and column from 1, the column in characters."""

    line: int
    column: int


class Source:
    """The text of one input, and the path it is reported under.

    ``path`` is relative to the directory the program was started in, with ``/`` as the
    separator. ``encoding`` is the codec that turns ``text`` back into the file's bytes,
    byte order mark included.
    """

    __slots__ = ("_line_starts", "encoding", "path", "text")

    def __init__(self, path: str, text: str, encoding: str = "utf-8") -> None:
        self.path = path
        self.text = text
        self.encoding = encoding
        self._line_starts: list[int] | None = None

    def __repr__(self) -> str:
        return f"Source({self.path!r}, {len(self.text)} characters)"

    def __reduce__(self) -> tuple[type[Source], tuple[str, str, str]]:
        return Source, (self.path, self.text, self.encoding)

    @property
    def line_starts(self) -> list[int]:
        """The offset at which each line begins; computed when first asked for."""
        starts = self._line_starts
        if starts is None:
            starts = [0, *(found.end() for found in _LINE_BREAK.finditer(self.text))]
            self._line_starts = starts
        return starts

    def position(self, offset: int) -> Position:
        """The line and column of an offset."""
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1)

    def offset(self, position: Position) -> int:
        """The offset of a line and column; the inverse of :meth:`position`."""
        return self.line_starts[position.line - 1] + position.column - 1

    def line_span(self, line: int) -> Span:
        """What line number ``line`` covers, without its line break."""
        start = self.line_starts[line - 1]
        end = self.line_starts[line] if line < len(self.line_starts) else len(self.text)
        # Not by a copy of the line: it may be as long as the file, and asked for all the time.
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)

    def line_text(self, line: int) -> str:
        """The text of line number ``line``, without its line break."""
        span = self.line_span(line)
        return self.text[span.start : span.end]


class Location(NamedTuple):
    """A span in a source."""

    source: Source
    span: Span

    @property
    def start(self) -> Position:
        """Where the span begins."""
        return self.source.position(self.span.start)

    @property
    def end(self) -> Position:
        """One past where the span ends."""
        return self.source.position(self.span.end)

    def on_one_line(self) -> Location:
        """The same place clipped to its first line, as every primary span is reported."""
        line_end = self.source.line_span(self.start.line).end
        start, end = self.span
        return Location(self.source, Span(start, max(start, min(end, line_end))))
