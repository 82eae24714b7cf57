"""Each finding with the lines it is about, and the closing lines."""

from __future__ import annotations

from istiolint.diagnostic import Report
from istiolint.render import Presentation
from istiolint.render.summary import closing


def render(report: Report, presentation: Presentation) -> str:
    """The findings, set apart by empty lines, and the closing lines."""
    parts = _findings(report, presentation) if report.diagnostics else []
    end = closing(report, presentation)
    return "\n".join([*parts, end] if end else parts)


def _findings(report: Report, presentation: Presentation) -> list[str]:
    # Drawing excerpts takes modules that a clean run has no use for.
    from istiolint.render.finding import finding

    return ["\n".join(finding(each, presentation)) + "\n" for each in report.diagnostics]
