"""Apply fixes: all edits of one or none, and nothing that breaks a file."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from istiolint.diagnostic import Edit, Fix
from istiolint.fix.soundness import still_parses
from istiolint.text import Source, Span

OVERLAPS = "overlaps another fix"
"""The one reason that passes: the next round finds the place as the other fix left it."""

NOT_TO_BE_CHANGED = "changes a file that is not to be changed"
CHANGES_NOTHING = "changes nothing"
BREAKS = "the result does not parse, or more than the edited places changes"


class Skipped(NamedTuple):
    """A fix that was not applied, and why."""

    fix: Fix
    reason: str


class Fixed(NamedTuple):
    """New texts by path, of those files alone that changed, and what became of each fix."""

    sources: Mapping[str, Source]
    applied: tuple[Fix, ...]
    skipped: tuple[Skipped, ...]


def apply(texts: Mapping[str, Source], fixes: Sequence[Fix]) -> Fixed:
    """Apply as many fixes as can be applied together, those that come first in the files."""
    taken, candidates, skipped = _Taken(), [], []
    for fix in sorted(dict.fromkeys(fixes), key=_order):
        reason = _obstacle(fix, texts, taken)
        if reason is None:
            for edit in fix.edits:
                taken.add(edit)
            candidates.append(fix)
        else:
            skipped.append(Skipped(fix, reason))
    applied = _sound(texts, [], candidates)
    kept = set(applied)
    skipped += [Skipped(fix, BREAKS) for fix in candidates if fix not in kept]
    return Fixed(_edited(texts, applied), tuple(applied), tuple(skipped))


class _Taken:
    """The edits that are taken, by path and in order; no two of them overlap."""

    def __init__(self) -> None:
        self._edits: dict[str, list[_Change]] = {}

    def add(self, edit: Edit) -> None:
        """Take an edit that does not collide. One that another fix makes as well is made once."""
        edits, change = self._edits.setdefault(_path(edit), []), _change(edit)
        place = bisect_left(edits, change)
        if change not in edits[place : place + 1]:
            edits.insert(place, change)

    def collides(self, edit: Edit) -> bool:
        """Whether an edit overlaps one that is taken and is not the same."""
        edits, change = self._edits.get(_path(edit), []), _change(edit)
        place = bisect_left(edits, change)
        if change in edits[place : place + 1]:
            return False
        return any(change.span.overlaps(each.span) for each in edits[max(place - 1, 0) : place + 1])


def _obstacle(fix: Fix, texts: Mapping[str, Source], taken: _Taken) -> str | None:
    """What keeps a fix from being applied beside those that are taken."""
    if not all(_is_current(edit, texts) for edit in fix.edits):
        return NOT_TO_BE_CHANGED
    if all(_is_idle(edit) for edit in fix.edits):
        return CHANGES_NOTHING
    own = _Taken()
    for edit in fix.edits:
        if taken.collides(edit) or own.collides(edit):
            return OVERLAPS
        own.add(edit)
    return None


def _is_current(edit: Edit, texts: Mapping[str, Source]) -> bool:
    source = texts.get(_path(edit))
    return source is not None and source.text == edit.location.source.text


class _Change(NamedTuple):
    """An edit without its source, so that it has an order."""

    span: Span
    replacement: str


def _change(edit: Edit) -> _Change:
    return _Change(edit.location.span, edit.replacement)


def _path(edit: Edit) -> str:
    return edit.location.source.path


def _order(fix: Fix) -> list[tuple[str, _Change]]:
    return sorted((_path(edit), _change(edit)) for edit in fix.edits)


def _is_idle(edit: Edit) -> bool:
    start, end = edit.location.span
    return edit.location.source.text[start:end] == edit.replacement


def _sound(texts: Mapping[str, Source], base: list[Fix], fixes: list[Fix]) -> list[Fix]:
    """Those of ``fixes`` that keep the files sound on top of ``base``; halves are tried apart."""
    if not fixes or _keep_sound(texts, base, fixes):
        return fixes
    if len(fixes) == 1:
        return []
    middle = len(fixes) // 2
    first = _sound(texts, base, fixes[:middle])
    return first + _sound(texts, base + first, fixes[middle:])


def _keep_sound(texts: Mapping[str, Source], base: list[Fix], fixes: list[Fix]) -> bool:
    paths = {_path(edit) for fix in fixes for edit in fix.edits}
    edits = [edit for fix in base + fixes for edit in fix.edits if _path(edit) in paths]
    after = _edited(texts, [Fix("", tuple(edits), safe=True)])
    return all(still_parses(texts[path], source, edits) for path, source in after.items())


def _edited(texts: Mapping[str, Source], fixes: Iterable[Fix]) -> dict[str, Source]:
    by_path: dict[str, set[_Change]] = {}
    for fix in fixes:
        for edit in fix.edits:
            by_path.setdefault(_path(edit), set()).add(_change(edit))
    return {path: _with(texts[path], sorted(by_path[path])) for path in sorted(by_path)}


def _with(source: Source, changes: list[_Change]) -> Source:
    """The source with some changes made, which do not overlap and are in order."""
    parts, here = [], 0
    for (start, end), replacement in changes:
        parts += [source.text[here:start], replacement]
        here = end
    text = "".join((*parts, source.text[here:]))
    return Source(source.path, text, source.encoding)
