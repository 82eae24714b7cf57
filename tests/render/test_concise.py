"""One line for each finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from istiolint.diagnostic import Severity
from istiolint.text import Source

if TYPE_CHECKING:
    from tests.render.conftest import Make

SOURCE = Source("mesh/a.yaml", "a: 1\n日: bb\n")


def test_a_line_has_place_severity_rule_and_message(make: Make) -> None:
    first = make.diagnostic(make.at(SOURCE, "1"), label="label", help="help")
    second = make.diagnostic(
        make.at(SOURCE, "bb"), severity=Severity.INFO, fix=make.fix(make.at(SOURCE, "bb"), "b")
    )
    assert make.text("concise", first, second, quiet=False) == (
        """\
mesh/a.yaml:1:4: error[a-rule] this is wrong
mesh/a.yaml:2:4: info[a-rule] [*] this is wrong
Found 2 findings (1 error, 1 info) in 1 of 3 files (9 documents).
[*] 1 fixable with `--fix`.
"""
    )


def test_a_line_stays_one_line(make: Make) -> None:
    found = make.diagnostic(make.at(Source("a\nb", "a"), "a"), message="\x1b[2J")
    assert make.text("concise", found) == "a␊b:1:1: error[a-rule] ␛[2J\n"


def test_colours_are_few(make: Make) -> None:
    assert make.text("concise", make.diagnostic(make.at(SOURCE, "1")), color=True) == (
        "\x1b[1mmesh/a.yaml\x1b[0m:1:4: \x1b[1;31merror[a-rule]\x1b[0m this is wrong\n"
    )
