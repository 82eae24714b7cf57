"""Annotations for GitHub Actions: workflow commands on standard output."""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.diagnostic import Diagnostic, Report, Severity
from istiolint.render import Presentation
from istiolint.render.links import repository_path
from istiolint.render.summary import counted
from istiolint.render.terminal import visible
from istiolint.render.whereabouts import whereabouts

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}

LIMIT = 10
"""GitHub shows so many of each command in a step."""


def render(report: Report, presentation: Presentation) -> str:
    """As many annotations as GitHub shows, the worst first."""
    return "".join(f"{line}\n" for line in _lines(report, presentation))


def _lines(report: Report, presentation: Presentation) -> Iterator[str]:
    cut = 0
    for severity in sorted(Severity, reverse=True):
        found = [each for each in report.diagnostics if each.severity is severity]
        shown = _shown(severity, len(found), cut)
        yield from (_annotation(each, presentation) for each in found[:shown])
        if len(found) > shown:
            more = counted(len(found) - shown, f"more {severity.word}")
            yield f"::notice title=istiolint::{more}, see `--output-format full`"
            cut += 1


def _shown(severity: Severity, number: int, cut: int) -> int:
    """How many of ``number`` findings to show after ``cut`` lines that say how many are not.

    Such lines are notices as well, and GitHub has to show them all.
    """
    if severity is not Severity.INFO:
        return LIMIT
    room = LIMIT - cut
    return room if number <= room else room - 1


def _annotation(diagnostic: Diagnostic, presentation: Presentation) -> str:
    place = whereabouts(diagnostic.location)
    properties = _properties(diagnostic, presentation) if place.is_file else {}
    properties["title"] = diagnostic.rule
    written = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    flag = None if place.is_file else place.path
    text = "\n".join(map(visible, filter(None, (flag, diagnostic.message, diagnostic.help))))
    return f"::{COMMANDS[diagnostic.severity]} {written}::{_data(text)}"


def _properties(diagnostic: Diagnostic, presentation: Presentation) -> dict[str, object]:
    """The place in a file."""
    location = diagnostic.location.on_one_line()
    start, end = location.start, location.end
    return {
        "file": repository_path(diagnostic.path, presentation.prefix),
        "line": start.line,
        "endLine": end.line,
        "col": start.column,
        "endColumn": end.column,
    }


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
