"""The closing lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from istiolint.diagnostic import LeftAlone, Severity, Suppressed
from istiolint.render.summary import closing, counted
from istiolint.text import Source

if TYPE_CHECKING:
    from tests.render.conftest import Make

ONE = Source("a.yaml", "a: 1\n")
TWO = Source("b.yaml", "a: 1\n")

LEFT = (
    LeftAlone("charts/a.yaml", 1, None, "Helm template"),
    LeftAlone("b\x1b.yaml", 12, 3, "SOPS-encrypted"),
)


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "0 files"), (1, "1 file"), (2, "2 files"), (1000, "1000 files")]
)
def test_nouns_agree_with_numbers(number: int, expected: str) -> None:
    assert counted(number, "file") == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param(
            {"files": 37, "documents": 112, "installs": 2},
            "All checks passed! (37 files, 112 documents, 2 installs)\n",
            id="clean",
        ),
        pytest.param(
            {"files": 1, "documents": 1, "installs": 1},
            "All checks passed! (1 file, 1 document, 1 install)\n",
            id="clean and small",
        ),
        pytest.param(
            {"files": 2, "documents": 0, "left_alone": LEFT},
            "Nothing was checked! (2 files, 0 documents; 2 left alone, see `-v`)\n",
            id="nothing to check",
        ),
        pytest.param(
            {"assumed_istio_version": "1.31"},
            "All checks passed! (3 files, 9 documents)\n"
            "Istio 1.31 is assumed, as nothing names the release in use; `--istio-version` does.\n",
            id="an assumed release",
        ),
    ],
)
def test_a_clean_run_says_what_it_looked_at(
    make: Make, fields: dict[str, Any], expected: str
) -> None:
    assert closing(make.report(**fields), make.presentation()) == expected


def test_findings_are_counted_by_severity(make: Make) -> None:
    found = [
        *(make.diagnostic(make.at(ONE, "1"), severity=Severity.WARNING) for _ in range(2)),
        make.diagnostic(make.at(TWO, "1"), severity=Severity.ERROR),
        *(make.diagnostic(make.at(TWO, "1"), severity=Severity.INFO) for _ in range(3)),
    ]
    suppressed = (Suppressed(found[0], "comment", "it is fine"),)
    report = make.report(*found, installs=1, suppressed=suppressed, left_alone=LEFT)
    assert closing(report, make.presentation()) == (
        "Found 6 findings (1 error, 2 warnings, 3 infos) in 2 of 3 files (9 documents, 1 install); "
        "1 suppressed, 2 left alone, see `-v`.\n"
    )


def test_what_was_left_alone_is_named_when_asked_for_more(make: Make) -> None:
    assert closing(make.report(left_alone=LEFT), make.presentation(verbose=True)) == (
        """\
Left alone:
  charts/a.yaml:1: Helm template
  b␛.yaml:12: SOPS-encrypted
All checks passed! (3 files, 9 documents; 2 left alone)
"""
    )


@pytest.mark.parametrize(
    ("safe", "unsafe", "expected"),
    [
        pytest.param(0, 0, [], id="none"),
        pytest.param(2, 0, ["[*] 2 fixable with `--fix`."], id="safe ones"),
        pytest.param(0, 1, ["1 fixable with `--fix --unsafe-fixes`."], id="unsafe ones"),
        pytest.param(
            2, 1, ["[*] 2 fixable with `--fix` (1 more with `--unsafe-fixes`)."], id="both"
        ),
    ],
)
def test_fixes_are_counted_by_the_flags_they_take(
    make: Make, safe: int, unsafe: int, expected: list[str]
) -> None:
    at = make.at(ONE, "1")
    found = [
        make.diagnostic(at),
        *(make.diagnostic(at, fix=make.fix(at, "2")) for _ in range(safe)),
        *(make.diagnostic(at, fix=make.fix(at, "2", safe=False)) for _ in range(unsafe)),
    ]
    assert closing(make.report(*found), make.presentation()).splitlines()[1:] == expected


def test_quiet_is_quiet(make: Make) -> None:
    report = make.report(left_alone=LEFT, assumed_istio_version="1.31")
    assert closing(report, make.presentation(quiet=True, verbose=True)) == ""
