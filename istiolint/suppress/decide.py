"""Which findings are kept, and which are silenced by what."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from istiolint.diagnostic import Diagnostic, Suppressed
from istiolint.inputs.document import Contribution
from istiolint.suppress.annotations import OURS, annotated
from istiolint.suppress.baseline import Baseline
from istiolint.suppress.comments import Heard, heard
from istiolint.suppress.notices import unused
from istiolint.suppress.silence import BASELINE, Silence, matches


class Suppression(NamedTuple):
    """Findings to report, those about suppressions among them, and silenced ones; in order."""

    kept: tuple[Diagnostic, ...]
    suppressed: tuple[Suppressed, ...]


def suppress(
    diagnostics: Sequence[Diagnostic],
    contributions: Sequence[Contribution],
    baseline: Baseline | None,
    enabled: Callable[[str], frozenset[str]],
) -> Suppression:
    """Apply comments and annotations, then the baseline.

    ``enabled`` gives the rules that are on for a path: a name whose rules are all off is
    not blamed for silencing nothing.
    """
    by_path: dict[str, list[Diagnostic]] = {}
    for each in diagnostics:
        by_path.setdefault(each.path, []).append(each)
    kept: list[Diagnostic] = []
    silenced: list[Suppressed] = []
    for contribution in contributions:
        found = by_path.pop(contribution.source.path, [])
        decided = _in_file(found, contribution, enabled(contribution.source.path))
        kept += decided.kept
        silenced += decided.suppressed
    for found in by_path.values():
        kept += found
    return _without_known(sorted(kept, key=lambda each: each.order), silenced, baseline)


def _in_file(
    diagnostics: list[Diagnostic], contribution: Contribution, on: frozenset[str]
) -> Suppression:
    comments = heard(contribution)
    annotations = list(annotated(contribution))
    silences = [each for each in annotations if isinstance(each, Silence)]
    said = [*silences, *(each for one in comments.requests for each in one.silences.values())]
    kept: list[Diagnostic] = []
    silenced: list[Suppressed] = []
    used: set[Silence] = set()
    for diagnostic, found in matches(diagnostics, said):
        used.update(found)
        if found:
            silenced.append(found[0].of(diagnostic))
        else:
            kept.append(diagnostic)
    notices = [*_notices(comments, silences, used, on)]
    notices += [each for each in annotations if isinstance(each, Diagnostic)]
    kept += [each for each in notices if each.rule in on]
    return Suppression(tuple(kept), tuple(silenced))


def _notices(
    comments: Heard, annotations: list[Silence], used: Collection[Silence], on: frozenset[str]
) -> Iterator[Diagnostic]:
    """What is to be said about names that silenced nothing and names of nothing."""
    yield from comments.mistakes
    for request in comments.requests:
        yield from request.unused(used, on)
    for each in annotations:
        if each.reason == OURS and each not in used and each.rules & on:
            yield unused(each)


def _without_known(
    kept: list[Diagnostic], silenced: list[Suppressed], baseline: Baseline | None
) -> Suppression:
    new = kept
    if baseline is not None:
        parts = list(baseline.parts(kept))
        new = [each for each, known in parts if not known]
        silenced = [*silenced, *(Suppressed(each, BASELINE, "") for each, known in parts if known)]
    return Suppression(tuple(new), tuple(sorted(silenced, key=lambda each: each.diagnostic.order)))
