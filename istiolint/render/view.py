"""One line of source, or the part of it that fits into a terminal."""

from __future__ import annotations

from typing import NamedTuple

from istiolint.render import Presentation
from istiolint.render.highlight import colored
from istiolint.render.terminal import expanded, fitting, width

CUT = "..."


class View(NamedTuple):
    """What is seen of a line: ``text``, which is all or lies behind ``first`` characters."""

    text: str
    first: int
    before: str
    after: str

    @classmethod
    def around(cls, line: str, start: int, end: int, room: int) -> View:
        """The view on a line in which the characters from ``start`` to ``end`` are seen."""
        first, last = _window(line, start, end, room)
        before, after = (CUT if cut else "" for cut in (first > 0, last < len(line)))
        return cls(line[first:last], first, before, after)

    def shows(self, start: int) -> bool:
        """Whether what begins at this character of the line is in view."""
        last = self.first + len(self.text)
        return self.first <= start < last or (start == last and not self.after)

    def columns(self, start: int, end: int) -> tuple[int, int]:
        """The columns from ``start`` to ``end``, as far as they are seen; at least one."""
        first = start - self.first
        left = width(self.before + expanded(self.text[:first]))
        return left, left + max(1, width(expanded(self.text[first : end - self.first])))

    def render(self, presentation: Presentation) -> str:
        """The line as the terminal gets it."""
        return self.before + colored(self.text, presentation) + self.after


def _window(line: str, start: int, end: int, room: int) -> tuple[int, int]:
    """The part of a line to show: the place, a third of the room before it, then what fits.

    However long the line is, only characters near the place are looked at.
    """
    # One column is left free for a caret behind the last character.
    if len(line) < room and width(expanded(line)) < room:
        return 0, len(line)
    room -= 2 * len(CUT)
    last = start + fitting(line[start : min(end, start + room)], room)
    room -= width(expanded(line[start:last]))
    first = start - fitting(line[max(0, start - room) : start][::-1], room // 3)
    room -= width(expanded(line[first:start]))
    more = fitting(line[last : last + room], room)
    room -= width(expanded(line[last : last + more]))
    first -= fitting(line[max(0, first - room) : first][::-1], room)
    return first, last + more
