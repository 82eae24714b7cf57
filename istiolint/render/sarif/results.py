"""Findings as the results of a SARIF run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from istiolint.diagnostic import Diagnostic, Edit, Fix
from istiolint.render.fingerprints import identity, line_hashes
from istiolint.render.links import repository_path
from istiolint.render.sarif.places import artifact, logical, place_of, region
from istiolint.render.sarif.rules import LEVELS
from istiolint.render.secrets import is_about_secret
from istiolint.text import Source

DISPLAYED = 5000
"""GitHub shows so many results."""

RELATED = 100
"""GitHub shows so many locations of a result."""


def results(
    diagnostics: Sequence[Diagnostic], order: Sequence[str], prefix: str
) -> list[dict[str, Any]]:
    """A result for each finding; ``order`` is that of the rules in the log."""
    index = {name: number for number, name in enumerate(order)}
    found = list(zip(diagnostics, _fingerprints(diagnostics, prefix), strict=True))
    if len(found) > DISPLAYED:
        found.sort(key=lambda each: -each[0].severity)
    return [
        {
            "ruleId": each.rule,
            "ruleIndex": index[each.rule],
            "level": LEVELS[each.severity],
            "message": {"text": _message(each)},
            "locations": [_location(each, prefix)],
            **_related(each, prefix),
            "partialFingerprints": fingerprints,
            **_fixes(each, prefix),
        }
        for each, fingerprints in found
    ]


def _fingerprints(diagnostics: Iterable[Diagnostic], prefix: str) -> Iterator[dict[str, str]]:
    """What tells each finding from all others, in this run and in the next."""
    hashes = _line_hashes(diagnostics)
    seen: Counter[str] = Counter()
    for each in diagnostics:
        name = identity(each, repository_path(each.path, prefix))
        seen[name] += 1
        line_hash = hashes[each.location.source].get(each.location.start.line)
        github = {"primaryLocationLineHash": line_hash} if line_hash else {}
        yield {"istiolint/v1": f"{name}:{seen[name]}", **github}


def _line_hashes(diagnostics: Iterable[Diagnostic]) -> dict[Source, dict[int, str]]:
    """The hashes by file and line, but for what is secret or could not be read."""
    lines: dict[Source, set[int]] = {}
    for each in diagnostics:
        source = each.location.source
        hashed = lines.setdefault(source, set())
        if source.text and not is_about_secret(each):
            hashed.add(each.location.start.line)
    return {source: line_hashes(source, hashed) for source, hashed in lines.items()}


def _message(diagnostic: Diagnostic) -> str:
    """The fact, which becomes the title of an alert, the advice, and links to related places."""
    labels = (re.sub(r"([\[\]\\])", r"\\\1", each.message) for each in diagnostic.related[:RELATED])
    links = ", ".join(f"[{label}]({number})" for number, label in enumerate(labels, 1))
    related = f"Related: {links}" if links else ""
    advice = re.sub("^[a-z]+(?=[ ,])", lambda word: word[0].capitalize(), diagnostic.help or "")
    said = (*map(_without_links, (diagnostic.message, advice)), related)
    return " ".join(f"{sentence}." for sentence in said if sentence)


def _without_links(text: str) -> str:
    """The text with nothing in it that a reader would take for a link."""
    return re.sub(r"\[(?=[^\[\]]*\]\()", r"\\[", text).rstrip(".")


def _location(diagnostic: Diagnostic, prefix: str) -> dict[str, Any]:
    return place_of(diagnostic.location.on_one_line(), prefix, logical(diagnostic))


def _related(diagnostic: Diagnostic, prefix: str) -> dict[str, Any]:
    places = [
        {
            "id": number,
            **place_of(label.location, prefix),
            "message": {"text": label.message},
        }
        for number, label in enumerate(diagnostic.related[:RELATED], 1)
    ]
    return {"relatedLocations": places} if places else {}


def _fixes(diagnostic: Diagnostic, prefix: str) -> dict[str, Any]:
    """The fix if it is safe: a reader of the log may apply it without a look."""
    fix = diagnostic.fix
    return {"fixes": [_fix(fix, prefix)]} if fix is not None and fix.safe else {}


def _fix(fix: Fix, prefix: str) -> dict[str, Any]:
    edits: dict[str, list[Edit]] = {}
    for edit in fix.edits:
        edits.setdefault(edit.location.source.path, []).append(edit)
    changes = [
        {
            "artifactLocation": artifact(path, prefix),
            "replacements": [_replacement(edit) for edit in here],
        }
        for path, here in edits.items()
    ]
    return {"description": {"text": fix.title}, "artifactChanges": changes}


def _replacement(edit: Edit) -> dict[str, Any]:
    deleted = {"deletedRegion": region(edit.location)}
    inserted = {"insertedContent": {"text": edit.replacement}} if edit.replacement else {}
    return {**deleted, **inserted}
