"""Mistakes that people reported, from the files to the finding.

Each folder of ``tests/fixtures/reports`` has the mistake and its correction. A comment
``# finding: RULE`` stands on the line where the rule speaks, and nowhere else may it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from istiolint import lint_texts

REPORTS = Path(__file__).parent / "fixtures" / "reports"


@pytest.mark.parametrize("name", sorted(path.name for path in REPORTS.iterdir()))
def test_a_reported_mistake_is_found_and_its_correction_is_not(name: str) -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in (REPORTS / name).iterdir()}
    expected = {
        (path, number, found[1])
        for path, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if (found := re.search(r"# finding: (\S+)", line))
    }
    rules = {rule for _, _, rule in expected}
    report = lint_texts(texts)

    assert rules
    assert expected == {
        (each.path, each.location.start.line, each.rule)
        for each in report.diagnostics
        if each.rule in rules
    }
