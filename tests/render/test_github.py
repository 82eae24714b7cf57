"""Annotations for GitHub Actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from istiolint.diagnostic import Diagnostic, Severity
from istiolint.text import Source

if TYPE_CHECKING:
    from tests.render.conftest import Make

SOURCE = Source("mesh/a.yaml", "a: 1\nb: |\n  one\n  two\n")


def test_an_annotation_has_place_rule_message_and_help(make: Make) -> None:
    found = make.diagnostic(make.at(SOURCE, "1"), help="write 2")
    assert make.text("github", found, prefix="sub/dir/") == (
        "::error file=sub/dir/mesh/a.yaml,line=1,endLine=1,col=4,endColumn=5,title=a-rule"
        "::this is wrong%0Awrite 2\n"
    )


def test_what_would_end_a_part_of_a_command_is_escaped(make: Make) -> None:
    source = Source("a,b:c%\n.yaml", "a: 1\n")
    found = make.diagnostic(make.at(source, "1"), message="100%: a,\r\nb\x1b")
    assert make.text("github", found) == (
        "::error file=a%2Cb%3Ac%25␊.yaml,line=1,endLine=1,col=4,endColumn=5,title=a-rule"
        "::100%25: a,␍␊b␛\n"
    )


def test_a_place_of_several_lines_is_clipped_to_the_first(make: Make) -> None:
    text = make.text("github", make.diagnostic(make.at(SOURCE, "one\n  two")))
    assert "line=3,endLine=3,col=3,endColumn=6," in text


def test_nothing_found_is_no_output_at_all(make: Make) -> None:
    assert make.text("github", quiet=False) == ""


def many(make: Make, **counts: int) -> list[Diagnostic]:
    return [
        make.diagnostic(make.at(SOURCE, "1"), severity=Severity.named(word))
        for word, number in counts.items()
        for _ in range(number)
    ]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param(
            {"info": 10, "warning": 10, "error": 10},
            [*["error"] * 10, *["warning"] * 10, *["notice"] * 10],
            id="as many as GitHub shows, the worst first",
        ),
        pytest.param(
            {"info": 11}, [*["notice"] * 9, "2 more infos"], id="a line takes the place of a notice"
        ),
        pytest.param(
            {"error": 11, "warning": 12, "info": 8},
            [
                *["error"] * 10,
                "1 more error",
                *["warning"] * 10,
                "2 more warnings",
                *["notice"] * 8,
            ],
            id="the lines leave room for eight notices",
        ),
        pytest.param(
            {"error": 11, "warning": 11, "info": 9},
            [
                *["error"] * 10,
                "1 more error",
                *["warning"] * 10,
                "1 more warning",
                *["notice"] * 7,
                "2 more infos",
            ],
            id="the lines leave room for seven notices and a line",
        ),
    ],
)
def test_ten_of_each_are_shown_and_the_rest_counted(
    make: Make, counts: dict[str, int], expected: list[str]
) -> None:
    lines = make.text("github", *many(make, **counts)).splitlines()
    more = "::notice title=istiolint::"
    shown = [
        line.removeprefix(more).partition(",")[0]
        if line.startswith(more)
        else line.partition(" ")[0].strip(":")
        for line in lines
    ]
    assert shown == expected
    assert sum(line.startswith("::notice") for line in lines) <= 10


def test_the_line_says_where_the_rest_is(make: Make) -> None:
    last = make.text("github", *many(make, error=12)).splitlines()[-1]
    assert last == "::notice title=istiolint::2 more errors, see `--output-format full`"
