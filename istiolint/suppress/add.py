"""Write comments that silence findings where they are, for ``--add-ignore``."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from istiolint.diagnostic import Diagnostic, Edit
from istiolint.inputs.document import Contribution
from istiolint.rules.registry import named
from istiolint.suppress.cover import covered, covered_from, tapes
from istiolint.suppress.directive import Ignore, directive, place
from istiolint.suppress.notices import NOTICES
from istiolint.syntax.comments import Comment
from istiolint.syntax.outward import in_lines, line_break
from istiolint.syntax.tape import END, Tape
from istiolint.text import Location, Source, Span


class Added(NamedTuple):
    """Comments to write, and the findings for which none can be written."""

    edits: tuple[Edit, ...]
    impossible: tuple[Diagnostic, ...]


class Spot(NamedTuple):
    """Where names can be written, and what goes around them."""

    at: Location
    before: str
    after: str


def add_ignores(
    diagnostics: Sequence[Diagnostic], contributions: Sequence[Contribution], reason: str = ""
) -> Added:
    """The comments that silence some findings; one for all that can share it."""
    files = {each.source.path: _File(each, " ".join(reason.split())) for each in contributions}
    names: dict[Spot, set[str]] = {}
    impossible = []
    for each in diagnostics:
        file = files.get(each.path)
        can_be = file is not None and each.rule not in NOTICES and named(each.rule) is not None
        spot = file.spot(each.location) if file is not None and can_be else None
        if spot is None:
            impossible.append(each)
        else:
            names.setdefault(spot, set()).add(each.rule)
    return Added(tuple(_edits(names)), tuple(impossible))


def _edits(names: dict[Spot, set[str]]) -> Iterator[Edit]:
    for spot in sorted(names, key=lambda each: (each.at.source.path, each.at.span)):
        yield Edit(spot.at, spot.before + ", ".join(sorted(names[spot])) + spot.after)


class _File:
    """The places in one file where a comment can stand."""

    def __init__(self, contribution: Contribution, reason: str) -> None:
        self._source = contribution.source
        self._reason = f" {reason}" if reason else ""
        self._tapes = sorted(
            (each for each in tapes(contribution) if in_lines(each)), key=lambda each: _width(each)
        )
        self._comments = contribution.comments
        self._behind = {self._line_of(each.span.start): each for each in contribution.comments if not each.own_line}
        ...
