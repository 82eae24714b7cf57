"""SARIF 2.1.0, as code scanning and editors read it.

Columns count UTF-16 code units, and the log says so. What is suppressed is left out:
GitHub would show it as open. Only safe fixes are in, since whoever reads the log may
apply what it offers without a look.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from istiolint.diagnostic import Diagnostic, Fix, Label, Report
from istiolint.render import Presentation
from istiolint.render.badge import is_fixed
from istiolint.render.fingerprints import identity, line_hashes
from istiolint.render.json import dump
from istiolint.render.links import INFORMATION_URL, repository_path
from istiolint.render.sarif_rules import LEVELS, descriptor
from istiolint.render.secrets import is_about_secret
from istiolint.text import Location, Source

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"

DISPLAYED = 5000
"""GitHub shows so many results."""

RELATED = 100
"""GitHub shows so many locations of a result."""


def render(report: Report, presentation: Presentation) -> str:
    """A log with one run."""
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report, presentation)]})


def _run(report: Report, presentation: Presentation) -> dict[str, Any]:
    return {
        "tool": {"driver": _driver(report, presentation)},
        "automationDetails": {"id": f"istiolint/check/{presentation.prefix}"},
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository."}}},
        "newlineSequences": ["\r\n", "\n", "\r"],
        "columnKind": "utf16CodeUnits",
        "results": list(_results(report, presentation.prefix)),
    }


def _driver(report: Report, presentation: Presentation) -> dict[str, Any]:
    version = presentation.version
    return {
        "name": "istiolint",
        "version": re.split(r"[^\d.]", version)[0].rstrip("."),
        "semanticVersion": re.sub(r"^([\d.]*\d)[.-]?(?=[a-z])", r"\1-", version),
        "informationUri": INFORMATION_URL,
        "rules": [descriptor(report.rules[name], presentation.page) for name in _order(report)],
    }


def _order(report: Report) -> list[str]:
    """The rules in the order in which the log lists them."""
    return sorted(report.rules)


def _results(report: Report, prefix: str) -> Iterator[dict[str, Any]]:
    index = {name: number for number, name in enumerate(_order(report))}
    fingerprints = _fingerprints(report.diagnostics, prefix)
    results = list(zip(report.diagnostics, fingerprints, strict=True))
    if len(results) > DISPLAYED:
        results.sort(key=lambda result: -result[0].severity)
    for each, prints in results:
        places = {"relatedLocations": _related(each, prefix), "partialFingerprints": prints}
        yield {
            "ruleId": each.rule,
            "ruleIndex": index[each.rule],
            "level": LEVELS[each.severity],
            "message": {"text": _message(each)},
            "locations": [_primary(each, prefix)],
            **{name: value for name, value in places.items() if value},
            **({"fixes": [_fix(each.fix, prefix)]} if each.fix and is_fixed(each) else {}),
        }


def _fingerprints(diagnostics: Iterable[Diagnostic], prefix: str) -> list[dict[str, str]]:
    """What tells each finding from all others, in this run and the next."""
    lines: dict[Source, set[int]] = {}
    for each in diagnostics:
        lines.setdefault(each.location.source, set()).add(each.location.start.line)
    hashes = {source: line_hashes(source, numbers) for source, numbers in lines.items()}
    ...


def _message(diagnostic: Diagnostic) -> str:
    """The fact, which is the title of an alert, then the advice, then what is related."""
    links = (f"[{_link_text(label)}]({number})" for number, label in _numbered(diagnostic))
    related = ", ".join(links)
    sentences = (diagnostic.message, diagnostic.help, f"Related: {related}" if related else "")
    ...


def _primary(diagnostic: Diagnostic, prefix: str) -> dict[str, Any]:
    place = _physical(diagnostic.location.on_one_line(), prefix)
    name = _qualified_name(diagnostic)
    logical = {"logicalLocations": [{"fullyQualifiedName": name}]} if name else {}
    return {"physicalLocation": place, **logical}
