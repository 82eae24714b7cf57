"""One line for each finding, for editors, ``grep`` and short attention."""

from __future__ import annotations

from istiolint.diagnostic import Diagnostic, Report
from istiolint.render import Presentation
from istiolint.render.badge import BOLD, badge
from istiolint.render.summary import closing
from istiolint.render.terminal import visible
from istiolint.render.whereabouts import whereabouts


def render(report: Report, presentation: Presentation) -> str:
    """The findings and the closing lines."""
    lines = [_line(each, presentation) for each in report.diagnostics]
    return "".join(f"{line}\n" for line in lines) + closing(report, presentation)


def _line(diagnostic: Diagnostic, presentation: Presentation) -> str:
    place = whereabouts(diagnostic.location)
    path = presentation.paint(visible(place.path), BOLD)
    where = f"{path}:{place.line}:{place.column}" if place.is_file else path
    message = visible(diagnostic.message)
    return f"{where}: {badge(diagnostic, presentation)} {message}"
