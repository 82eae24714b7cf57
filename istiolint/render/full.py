"""Each finding with the lines it is about, for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import NamedTuple

from istiolint.diagnostic import Diagnostic, Report
from istiolint.render import Presentation
from istiolint.render.excerpt import Mark, Row, lines, pieces, rows
from istiolint.render.links import rule_url
from istiolint.render.secrets import is_about_secret, may_show_secret
from istiolint.render.summary import closing, counted
from istiolint.render.terminal import BLUE, BOLD, STYLES, visible
from istiolint.render.view import CUT

RELATED = 5
"""So many related places are shown."""

NARROWEST = 20
"""Source lines get at least so many columns, however small the terminal is."""


class Margin(NamedTuple):
    """What stands to the left of source lines and notes."""

    width: int
    presentation: Presentation

    @property
    def room(self) -> int:
        """The columns that are left for source lines."""
        return max(NARROWEST, self.presentation.width - self.width - len(" | "))

    @property
    def bar(self) -> str:
        """A line with the edge of the margin alone."""
        return self.beside(Row("", ""))

    def beside(self, row: Row) -> str:
        """A row of an excerpt; dots that stand for lines have no edge."""
        edge = row.number if row.number == CUT else f"{row.number:>{self.width}} |"
        return f"{self._faint(edge)} {row.text}".rstrip()

    def place(self, arrow: str, mark: Mark) -> str:
        """Where a mark is, as editors and terminals recognise it."""
        path = visible(mark.source.path)
        return f"{self._faint(' ' * self.width + arrow)} {path}:{mark.line}:{mark.start + 1}"

    def note(self, title: str, text: str) -> Iterator[str]:
        """Something said about the whole finding, as wide as the terminal."""
        indent = self.width + len(f" = {title}: ")
        room = max(NARROWEST, self.presentation.width - indent)
        first, *more = wrap(visible(" ".join(text.split())), room, break_on_hyphens=False)
        edge = self._faint(" " * self.width + " =")
        yield f"{edge} {self.presentation.paint(f'{title}:', BOLD)} {first}"
        yield from (" " * indent + line for line in more)

    def _faint(self, text: str) -> str:
        return self.presentation.paint(text, BLUE)


def render(report: Report, presentation: Presentation) -> str:
    """The findings, set apart by empty lines, and the closing lines."""
    parts = ["\n".join(_finding(each, presentation)) + "\n" for each in report.diagnostics]
    end = closing(report, presentation)
    return "\n".join([*parts, end] if end else parts)


def _finding(diagnostic: Diagnostic, presentation: Presentation) -> list[str]:
    found = pieces(_marks(diagnostic))
    hidden = [_is_hidden(diagnostic, piece) for piece in found]
    numbers = [max(lines(piece)) for piece, hides in zip(found, hidden, strict=True) if not hides]
    margin = Margin(len(str(max(numbers, default=1))), presentation)
    text = [_header(diagnostic, presentation)]
    for piece, hides in zip(found, hidden, strict=True):
        arrow = "-->" if piece is found[0] else ":::"
        text += _places(arrow, piece, margin) if hides else _excerpt(arrow, piece, margin)
    for title, note in _notes(diagnostic, presentation, hides_secret=any(hidden)):
        text += margin.note(title, note)
    return text[:-1] if text[-1] == margin.bar else text
...
