"""The closing lines: what was found, in how much, and what was not looked at."""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.diagnostic import Report, Severity
from istiolint.render import Presentation
from istiolint.render.badge import BOLD, fixed_mark, is_fixed
from istiolint.render.terminal import visible
from istiolint.settings import is_set_path


def closing(report: Report, presentation: Presentation) -> str:
    """The lines after the findings; none where the user wants quiet."""
    if presentation.quiet:
        return ""
    return "".join(f"{line}\n" for line in _lines(report, presentation))


def counted(number: int, noun: str) -> str:
    """``1 file`` or ``2 files``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _lines(report: Report, presentation: Presentation) -> Iterator[str]:
    if presentation.verbose and report.left_alone:
        yield "Left alone:"
        for each in report.left_alone:
            yield f"  {visible(each.path)}:{each.line}: {visible(each.reason)}"
    aside = _aside(report, presentation)
    yield (
        _found(report, presentation) + aside + "." if report.diagnostics else _clean(report, aside)
    )
    if fixable := _fixable(report, presentation):
        yield fixable
    if report.assumed_istio_version is not None:
        yield (
            f"Istio {report.assumed_istio_version} is assumed, as nothing names the release "
            "in use; `--istio-version` does."
        )


def _found(report: Report, presentation: Presentation) -> str:
    severities = ((report.count(each), each.word) for each in sorted(Severity, reverse=True))
    kinds = ", ".join(counted(number, word) for number, word in severities if number)
    found = presentation.paint(f"Found {counted(len(report.diagnostics), 'finding')}", BOLD)
    touched = len({each.path for each in report.diagnostics if not is_set_path(each.path)})
    files = counted(report.files, "file")
    return f"{found} ({kinds}) in {touched} of {files} ({_depth(report)})"


def _clean(report: Report, aside: str) -> str:
    verdict = "Nothing was checked!"
    if report.documents or report.installs:
        verdict = "All checks passed!"
    return f"{verdict} ({counted(report.files, 'file')}, {_depth(report)}{aside})"


def _depth(report: Report) -> str:
    """What the files amount to."""
    documents = counted(report.documents, "document")
    installs = counted(report.installs, "install")
    return f"{documents}, {installs}" if report.installs else documents


def _aside(report: Report, presentation: Presentation) -> str:
    """What could have been reported and was not."""
    why = "" if presentation.verbose else ", see `-v`"
    numbers = (
        (len(report.suppressed), "suppressed"),
        (len(report.left_alone), f"left alone{why}"),
    )
    said = ", ".join(f"{number} {what}" for number, what in numbers if number)
    return f"; {said}" if said else ""


def _fixable(report: Report, presentation: Presentation) -> str:
    """How many findings have a fix, and the flags that it takes; a star stands for safe ones."""
    safe = sum(map(is_fixed, report.diagnostics))
    unsafe = sum(each.fix is not None for each in report.diagnostics) - safe
    if not safe:
        return f"{unsafe} fixable with `--fix --unsafe-fixes`." if unsafe else ""
    more = f" ({unsafe} more with `--unsafe-fixes`)" if unsafe else ""
    return f"{fixed_mark(presentation)} {safe} fixable with `--fix`{more}."
