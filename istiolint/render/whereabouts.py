"""Where something is, as reports tell it: a place in a file, or in a flag that is in no file."""

from __future__ import annotations

from typing import NamedTuple

from istiolint.render.terminal import visible
from istiolint.settings import is_set_path
from istiolint.text import Location, Source


class Whereabouts(NamedTuple):
    """A path, or the flag itself; of a flag the line is always the first."""

    path: str
    line: int
    column: int
    is_file: bool = True

    @classmethod
    def of(cls, source: Source, line: int, column: int) -> Whereabouts:
        """A line and column of a source."""
        if is_set_path(source.path):
            return cls(source.line_text(line), 1, column, is_file=False)
        return cls(source.path, line, column)

    def __str__(self) -> str:
        """As editors and terminals recognise it; a flag alone, in which carets tell the rest."""
        path = visible(self.path)
        return f"{path}:{self.line}:{self.column}" if self.is_file else path


def whereabouts(location: Location) -> Whereabouts:
    """Where a location begins."""
    return Whereabouts.of(location.source, *location.start)
