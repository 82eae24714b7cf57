"""How often each rule reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from istiolint.text import Source

if TYPE_CHECKING:
    from tests.render.conftest import Make

SOURCE = Source("a.yaml", "a: 1\n")


def test_the_most_frequent_rule_is_first_and_equals_are_by_name(make: Make) -> None:
    at = make.at(SOURCE, "1")
    often = [make.diagnostic(at, rule="often") for _ in range(10)]
    fixed = make.diagnostic(at, rule="often", fix=make.fix(at, "2"))
    unsafe = make.diagnostic(at, rule="b", fix=make.fix(at, "2", safe=False))
    found = (unsafe, *often, fixed, make.diagnostic(at, rule="a-longer-name"))
    assert make.text("statistics", *found, quiet=False) == (
        """\
11  often          [*]
 1  a-longer-name
 1  b
Found 13 findings (13 errors) in 1 of 3 files (9 documents).
[*] 1 fixable with `--fix` (1 more with `--unsafe-fixes`).
"""
    )


def test_there_is_no_row_for_nothing(make: Make) -> None:
    assert make.text("statistics") == ""
