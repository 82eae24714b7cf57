"""One mistake, one finding: of two rules on one place, the more specific one speaks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from istiolint.diagnostic import Diagnostic
from istiolint.rules.registry import entries
from istiolint.text import Span


def without_yielding(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Leave out diagnostics in order whose rule yields to another that speaks there."""
    spans: dict[tuple[str, str], list[Span]] = {}
    for each in diagnostics:
        spans.setdefault((each.path, each.rule), []).append(each.location.span)
    covers = {key: _Cover(each) for key, each in spans.items()}
    return [each for each in diagnostics if not _yields(each, covers)]


def _yields(diagnostic: Diagnostic, covers: dict[tuple[str, str], _Cover]) -> bool:
    entry = entries().get(diagnostic.rule)
    if entry is None:
        return False
    others = (covers.get((diagnostic.path, name)) for name in entry.yields_to)
    span = diagnostic.location.span
    return any(cover is not None and cover.meets(span) for cover in others)


class _Cover:
    """Spans in the order of their starts, and how far those up to each one reach."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._reach = list(accumulate((span.end for span in spans), max))

    def meets(self, span: Span) -> bool:
        """Whether one of the spans overlaps ``span``."""
        at = bisect_right(self._spans, span.end, key=lambda each: each.start) - 1
        while at >= 0 and self._reach[at] >= span.start:
            if self._spans[at].overlaps(span):
                return True
            at -= 1
        return False
