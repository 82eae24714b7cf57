"""Do as the comments and annotations of a file say, and say what was wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from istiolint.diagnostic import Diagnostic, Suppressed
from istiolint.inputs.document import Contribution
from istiolint.suppress.annotations import annotated
from istiolint.suppress.comments import Heard, heard
from istiolint.suppress.keys import OURS
from istiolint.suppress.notices import unused
from istiolint.suppress.silence import Silence, matches


def heed(
    diagnostics: Sequence[Diagnostic], contribution: Contribution, on: frozenset[str]
) -> tuple[list[Diagnostic], list[Suppressed]]:
    """The findings of a file that are kept, with those about suppressions, and the others."""
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
    mistakes = [each for each in annotations if isinstance(each, Diagnostic)]
    notices = [*mistakes, *_notices(comments, silences, used, on)]
    return kept + [each for each in notices if each.rule in on], silenced


def _notices(
    comments: Heard, annotations: list[Silence], used: Collection[Silence], on: frozenset[str]
) -> Iterator[Diagnostic]:
    """What is to be said about names that silenced nothing and comments of no use."""
    yield from comments.mistakes
    for request in comments.requests:
        yield from request.unused(used, on)
    for each in annotations:
        if each.reason == OURS and each not in used and each.rules & on:
            yield unused(each)
