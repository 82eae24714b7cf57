"""What silences some rules in some part of a file, wherever that is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from istiolint.diagnostic import Diagnostic, ObjectName, Suppressed
from istiolint.text import Location, Span

COMMENT, ANNOTATION = "comment", "annotation"


class Silence(NamedTuple):
    """One name in a comment or an annotation, and what it asks for.

    ``resource`` is the object whose findings alone are meant, if that is so. ``at`` is
    where the name stands.
    """

    word: str
    rules: frozenset[str]
    span: Span
    by: str
    reason: str
    at: Location
    resource: ObjectName | None = None

    def is_for(self, diagnostic: Diagnostic) -> bool:
        """Whether it silences a finding that begins in its span."""
        meant = self.resource is None or self.resource == diagnostic.resource
        return meant and diagnostic.rule in self.rules

    def of(self, diagnostic: Diagnostic) -> Suppressed:
        """A finding that it silences."""
        return Suppressed(diagnostic, self.by, self.reason)


def matches(
    diagnostics: Iterable[Diagnostic], silences: Iterable[Silence]
) -> Iterator[tuple[Diagnostic, Sequence[Silence]]]:
    """Each finding of one file with all that silences it, comments and the innermost first.

    One sweep over both in the order of the file: a thousand comments cost a thousand steps.
    """
    waiting = sorted(silences, key=lambda each: each.span, reverse=True)
    open_ones: list[Silence] = []
    for diagnostic in sorted(diagnostics, key=lambda each: each.order):
        start = diagnostic.location.span.start
        while waiting and waiting[-1].span.start <= start:
            open_ones.append(waiting.pop())
        open_ones = [each for each in open_ones if each.span.end >= start]
        found = [each for each in reversed(open_ones) if each.is_for(diagnostic)]
        yield diagnostic, sorted(found, key=lambda each: each.by != COMMENT)
