"""A resource plan for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.render import Presentation
from istiolint.render.capacity import Capacity
from istiolint.render.capacity.sections import Section, sections, title
from istiolint.render.terminal import visible, width

BOLD, DIM, CYAN = "1", "2", "36"


def render(capacity: Capacity, presentation: Presentation) -> str:
    """A block for each section."""
    head = presentation.paint(visible(title(capacity)), BOLD)
    blocks = ("\n".join(_block(each, presentation)) for each in sections(capacity))
    return "\n\n".join([head, *blocks]) + "\n"


def _block(section: Section, presentation: Presentation) -> Iterator[str]:
    yield presentation.paint(section.title, CYAN)
    cells = [tuple(map(visible, row)) for row in (section.header, *section.rows) if row]
    columns = [max(map(width, column)) for column in zip(*cells, strict=True)]
    for number, row in enumerate(cells):
        aligned = (
            _aligned(cell, room, is_word=place < section.words)
            for place, (cell, room) in enumerate(zip(row, columns, strict=True))
        )
        line = f"  {'  '.join(aligned)}".rstrip()
        yield line if number else presentation.paint(line, DIM)
    yield from (f"  {visible(line)}" for line in section.lines)


def _aligned(cell: str, room: int, *, is_word: bool) -> str:
    space = " " * (room - width(cell))
    return cell + space if is_word else space + cell
