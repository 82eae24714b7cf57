"""SARIF 2.1.0, as code scanning and editors read it.

Columns count UTF-16 code units, and the log says so. What is suppressed is left out:
GitHub would show it as open. Only safe fixes are in, since a reader of the log may apply
whatever it finds there.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Any

from istiolint.diagnostic import Diagnostic, Fix, Label, Report, Severity
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


def render(report: Report, presentation: Presentation) -> str:
    """A log of one run."""
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report, presentation)]})


def _run(report: Report, presentation: Presentation) -> dict[str, Any]:
    return {
        "tool": {"driver": _driver(report, presentation)},
        "automationDetails": {"id": f"istiolint/check/{presentation.prefix}"},
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository."}}},
        "newlineSequences": ["\r\n", "\n", "\r"],
        "columnKind": "utf16CodeUnits",
        "results": Results(report, presentation.prefix).all(),
    }


def _driver(report: Report, presentation: Presentation) -> dict[str, Any]:
    number, rest = re.fullmatch(r"([\d.]*\d)[.-]?(.*)", presentation.version).groups()
    return {
        "name": "istiolint",
        "version": number,
        "semanticVersion": f"{number}-{rest}" if rest else number,
        "informationUri": INFORMATION_URL,
        "rules": [descriptor(report.rules[name], presentation.page) for name in sorted(report.rules)],
    }
