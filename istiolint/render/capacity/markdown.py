"""A resource plan as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.render import Presentation
from istiolint.render.capacity import Capacity
from istiolint.render.capacity.sections import Section, sections, title
from istiolint.render.terminal import visible

_MARKS = str.maketrans({each: f"\\{each}" for each in "\\`*_{}[]<>#|~"})


def render(capacity: Capacity, presentation: Presentation) -> str:  # noqa: ARG001 - one signature
    """A heading and a table, or a list, for each section."""
    blocks = ("\n".join(_block(each)) for each in sections(capacity))
    return "\n\n".join([f"# {_plain(title(capacity))}", *blocks]) + "\n"


def _block(section: Section) -> Iterator[str]:
    yield f"## {_plain(section.title)}"
    yield ""
    if section.header:
        yield _row(section.header)
        marks = ("---" if place < section.words else "---:" for place in range(len(section.header)))
        yield f"| {' | '.join(marks)} |"
        yield from map(_row, section.rows)
        if section.lines:
            yield ""
    yield from (f"- {_plain(line)}" for line in section.lines)


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(map(_plain, cells))} |"


def _plain(text: str) -> str:
    """Text that Markdown takes for nothing else."""
    return visible(text).translate(_MARKS)
