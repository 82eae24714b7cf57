"""Each finding with the lines it is about, and the closing lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from istiolint.diagnostic import Diagnostic, Report
from istiolint.render import Presentation
from istiolint.render.summary import closing


def render(report: Report, presentation: Presentation) -> str:
    """The findings, set apart by empty lines, and the closing lines."""
    parts = findings(report, presentation) if report.diagnostics else []
    end = closing(report, presentation)
    return "\n".join([*parts, end] if end else parts)


def findings(report: Report, presentation: Presentation) -> list[str]:
    """The findings alone; those on one place together."""
    # Drawing excerpts takes modules that a clean run has no use for.
    from istiolint.render.finding import finding

    groups = _on_one_place(report.diagnostics)
    return ["\n".join(finding(each, presentation)) + "\n" for each in groups]


def _on_one_place(diagnostics: Sequence[Diagnostic]) -> Iterator[tuple[Diagnostic, ...]]:
    """Findings that show the same lines and nothing else, to be drawn once; the worst first.

    Several defaults of an install that breaks the baseline all point at what little the
    user wrote.
    """

    def place(numbered: tuple[int, Diagnostic]) -> object:
        number, each = numbered
        if each.label or each.related or each.fix:
            return number
        return each.location, each.resource, each.field, each.container

    for _, group in groupby(enumerate(diagnostics), place):
        yield tuple(sorted((each for _, each in group), key=lambda each: -each.severity))
