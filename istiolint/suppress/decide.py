"""Which findings are kept, and which are silenced by what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from istiolint.diagnostic import Diagnostic, Suppressed
from istiolint.inputs.document import Contribution
from istiolint.suppress.keys import has_annotations
from istiolint.suppress.known import Known

BASELINE = "baseline"


class Suppression(NamedTuple):
    """Findings to report, those about suppressions among them, and silenced ones; in order."""

    kept: tuple[Diagnostic, ...]
    suppressed: tuple[Suppressed, ...]


def suppress(
    diagnostics: Sequence[Diagnostic],
    contributions: Sequence[Contribution],
    known: Known | None,
    enabled: Callable[[str], frozenset[str]],
) -> Suppression:
    """Apply comments and annotations, then leave out the known findings.

    ``enabled`` gives the rules that are on for a path: a name whose rules are all off is
    not blamed for silencing nothing.
    """
    by_path: dict[str, list[Diagnostic]] = {}
    for each in diagnostics:
        by_path.setdefault(each.path, []).append(each)
    silenced: list[Suppressed] = []
    for contribution in contributions:
        if contribution.comments or has_annotations(contribution.source.text):
            from istiolint.suppress.heed import heed

            path = contribution.source.path
            kept, done = heed(by_path.pop(path, []), contribution, enabled(path))
            by_path[path] = kept
            silenced += done
    found = [each for several in by_path.values() for each in several]
    return _without_known(sorted(found, key=lambda each: each.order), silenced, known)


def _without_known(
    found: list[Diagnostic], silenced: list[Suppressed], recorded: Known | None
) -> Suppression:
    kept = found
    if recorded is not None:
        parts = list(recorded.parts(found))
        kept = [each for each, known in parts if not known]
        silenced = [*silenced, *(Suppressed(each, BASELINE, "") for each, known in parts if known)]
    return Suppression(tuple(kept), tuple(sorted(silenced, key=lambda each: each.diagnostic.order)))
