"""SARIF 2.1.0, as code scanning and editors read it.

What is suppressed is left out: GitHub would show it as open.
"""

from __future__ import annotations

import re
from typing import Any

from istiolint.diagnostic import Report
from istiolint.render import Presentation
from istiolint.render.json import dump
from istiolint.render.links import project_url
from istiolint.render.sarif.places import ROOT
from istiolint.render.sarif.results import results
from istiolint.render.sarif.rules import descriptor

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def render(report: Report, presentation: Presentation) -> str:
    """A log with one run."""
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report, presentation)]})


def _run(report: Report, presentation: Presentation) -> dict[str, Any]:
    order = sorted(report.rules)
    rules = [descriptor(report.rules[name], presentation.page) for name in order]
    return {
        "tool": {"driver": {**_driver(presentation.version), "rules": rules}},
        # Runs in several directories of a repository are several analyses to GitHub.
        "automationDetails": {"id": f"istiolint/check/{presentation.prefix}"},
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository."}}},
        "newlineSequences": ["\r\n", "\n", "\r"],
        "columnKind": "utf16CodeUnits",
        "results": results(report.diagnostics, order, presentation.prefix),
    }


def _driver(version: str) -> dict[str, Any]:
    """Who wrote the log; SARIF wants a version in digits, and one as semver.org has it."""
    digits = re.split(r"[^\d.]", version)[0].rstrip(".")
    rest = version.removeprefix(digits).removeprefix(".")
    url = project_url()
    return {
        "name": "istiolint",
        "version": digits,
        "semanticVersion": f"{digits}-{rest}" if rest else digits,
        **({"informationUri": url} if url else {}),
    }
