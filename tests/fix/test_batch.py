"""Fixes are applied together where they can be, each whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istiolint.diagnostic import Edit, Fix
from istiolint.fix.batch import (
    BREAKS,
    CHANGES_NOTHING,
    NOT_TO_BE_CHANGED,
    OVERLAPS,
    Fixed,
    apply,
)
from istiolint.text import Location, Source, Span

Change = tuple[int, int, str]
"""Start and end of a span, and what replaces it."""


def fix_of(source: Source, title: str, *changes: Change) -> Fix:
    """A fix of one file."""
    edits = (Edit(Location(source, Span(start, end)), new) for start, end, new in changes)
    return Fix(title, tuple(edits), safe=True)


def outcome(fixed: Fixed) -> tuple[list[str], dict[str, str]]:
    """The titles of the fixes that were applied, and why each of the others was not."""
    return [each.title for each in fixed.applied], {
        each.fix.title: each.reason for each in fixed.skipped
    }


def texts_of(fixed: Fixed) -> Mapping[str, str]:
    """The new texts by path."""
    return {path: source.text for path, source in fixed.sources.items()}


ONE = Source("one.yaml", "a: 1\nb: 2\nc: 3\n")
TWO = Source("two.yaml", "d: 4\n", "utf-16-le-sig")
TEXTS = {"one.yaml": ONE, "two.yaml": TWO}

TOGETHER = [
    pytest.param(
        [[(8, 9, "5")], [(3, 4, "6")]], "a: 6\nb: 5\nc: 3\n", id="in the order of the text"
    ),
    pytest.param([[(3, 4, "6"), (8, 9, "5")]], "a: 6\nb: 5\nc: 3\n", id="two edits"),
    pytest.param(
        [[(3, 4, "6")], [(3, 4, "6"), (8, 9, "5")]], "a: 6\nb: 5\nc: 3\n", id="one in common"
    ),
    pytest.param([[(5, 10, "")], [(10, 15, "")]], "a: 1\n", id="side by side"),
    pytest.param(
        [[(5, 5, "x: 1\n")], [(5, 5, "x: 1\n")]], "a: 1\nx: 1\nb: 2\nc: 3\n", id="the same"
    ),
]


@pytest.mark.parametrize(("fixes", "expected"), TOGETHER)
def test_fixes_that_do_not_overlap_are_applied_at_once(
    fixes: list[list[Change]], expected: str
) -> None:
    fixed = apply(TEXTS, [fix_of(ONE, str(n), *changes) for n, changes in enumerate(fixes)])

    assert texts_of(fixed) == {"one.yaml": expected}
    assert len(fixed.applied) == len(fixes)
    assert fixed.skipped == ()


APART = [
    pytest.param([(3, 4, "6")], [(3, 4, "7")], id="another replacement"),
    pytest.param([(0, 10, "")], [(8, 9, "5")], id="a part of a whole"),
    pytest.param([(5, 5, "x: 1\n")], [(5, 5, "y: 1\n")], id="insertions at one place"),
    pytest.param([(5, 10, "")], [(10, 10, "y: 1\n")], id="an insertion at an end"),
    pytest.param(
        [(0, 5, ""), (10, 15, "")], [(5, 10, "x: 1\n"), (10, 15, "y: 1\n")], id="one edit of two"
    ),
]


@pytest.mark.parametrize(("first", "second"), APART)
def test_a_fix_that_overlaps_another_waits(first: list[Change], second: list[Change]) -> None:
    fixed = apply(TEXTS, [fix_of(ONE, "second", *second), fix_of(ONE, "first", *first)])

    assert outcome(fixed) == (["first"], {"second": OVERLAPS})
    assert texts_of(fixed) == texts_of(apply(TEXTS, [fix_of(ONE, "first", *first)]))


def test_a_fix_whose_own_edits_overlap_is_not_applied() -> None:
    fixed = apply(TEXTS, [fix_of(ONE, "fix", (0, 10, ""), (5, 15, ""))])
    assert outcome(fixed) == ([], {"fix": OVERLAPS})
    assert fixed.sources == {}


def test_a_fix_may_span_files() -> None:
    both = Fix(
        "both", fix_of(TWO, "", (3, 4, "5")).edits + fix_of(ONE, "", (3, 4, "6")).edits, safe=True
    )

    fixed = apply(TEXTS, [both])

    assert texts_of(fixed) == {"one.yaml": "a: 6\nb: 2\nc: 3\n", "two.yaml": "d: 5\n"}
    assert fixed.sources["two.yaml"].encoding == "utf-16-le-sig"


def test_a_fix_that_cannot_be_applied_in_one_file_is_applied_in_none() -> None:
    both = Fix(
        "both", fix_of(TWO, "", (3, 4, "[")).edits + fix_of(ONE, "", (3, 4, "6")).edits, safe=True
    )
    assert outcome(apply(TEXTS, [both])) == ([], {"both": BREAKS})


def test_a_fix_that_breaks_a_file_does_not_keep_others_from_being_applied() -> None:
    fixes = [
        fix_of(ONE, "first", (3, 4, "6")),
        fix_of(ONE, "breaks", (8, 9, "[")),
        fix_of(ONE, "last", (13, 14, "7")),
        fix_of(TWO, "other", (3, 4, "5")),
    ]

    fixed = apply(TEXTS, fixes)

    assert outcome(fixed) == (["first", "last", "other"], {"breaks": BREAKS})
    assert texts_of(fixed) == {"one.yaml": "a: 6\nb: 2\nc: 7\n", "two.yaml": "d: 5\n"}


def test_fixes_that_break_a_file_only_together_are_told_apart() -> None:
    source = Source("one.yaml", "- a: 1\n  b: 2\n")
    fixes = [fix_of(source, "first", (2, 4, "")), fix_of(source, "second", (4, 6, ""))]
    fixed = apply({"one.yaml": source}, fixes)
    assert len(fixed.applied) + len(fixed.skipped) == 2


def test_a_fix_of_a_file_that_is_not_at_hand_or_has_changed_is_not_applied() -> None:
    fixes = [
        fix_of(Source("context.yaml", "a: 1\n"), "context", (3, 4, "2")),
        fix_of(Source("two.yaml", "d: 3\n"), "older", (3, 4, "2")),
    ]
    reasons = {"context": NOT_TO_BE_CHANGED, "older": NOT_TO_BE_CHANGED}
    assert outcome(apply(TEXTS, fixes)) == ([], reasons)


def test_a_fix_that_changes_nothing_is_not_applied() -> None:
    fixed = apply(TEXTS, [fix_of(ONE, "idle", (3, 4, "1"))])
    assert outcome(fixed) == ([], {"idle": CHANGES_NOTHING})


NUMBERS = Source("n.yaml", "".join(f"k{n}: {n}\n" for n in range(10)))
LINES = [NUMBERS.line_span(n + 1) for n in range(10)]
CHANGES = st.builds(
    lambda line, whole, new: (
        (LINES[line].start, LINES[line].end + 1, "")
        if whole
        else (*LINES[line]._replace(start=LINES[line].end - 1), new)
    ),
    st.integers(0, 9),
    st.booleans(),
    st.sampled_from(["x", "y", "[", "z: w"]),
)


@given(st.lists(st.lists(CHANGES, min_size=1, max_size=3), max_size=6))
def test_every_fix_is_applied_whole_or_named_as_skipped(all_changes: list[list[Change]]) -> None:
    fixes = [fix_of(NUMBERS, str(n), *changes) for n, changes in enumerate(all_changes)]

    fixed = apply({"n.yaml": NUMBERS}, fixes)

    done, left = outcome(fixed)
    assert sorted([*done, *left]) == sorted(fix.title for fix in fixes)
    applied = {edit for fix in fixed.applied for edit in fix.edits}
    expected = NUMBERS.text
    for edit in sorted(applied, key=lambda each: each.location.span, reverse=True):
        start, end = edit.location.span
        expected = expected[:start] + edit.replacement + expected[end:]
    assert texts_of(fixed) == ({"n.yaml": expected} if applied else {})
    assert all("[" not in edit.replacement for edit in applied)
