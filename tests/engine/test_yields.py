"""A rule yields where another one speaks, and only there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from istiolint.diagnostic import Diagnostic, Severity
from istiolint.engine.yields import without_yielding
from istiolint.rules.rule import Subject
from istiolint.text import Location, Source, Span

if TYPE_CHECKING:
    from tests.engine.conftest import Engine

TEXT = Source("a.yaml", "0123456789" * 20)


def said(rule: str, start: int, end: int, source: Source = TEXT) -> Diagnostic:
    return Diagnostic(rule, Severity.ERROR, "so", Location(source, Span(start, end)))


def kept(*diagnostics: Diagnostic) -> list[tuple[str, int]]:
    found = without_yielding(sorted(diagnostics, key=lambda each: each.order))
    return [(each.rule, each.location.span.start) for each in found]


@pytest.fixture(autouse=True)
def _rules(engine: Engine) -> None:
    engine.add("special", None, Subject())
    engine.add("general", None, Subject(), yields_to=("special", "other"))
    engine.add("vague", None, Subject(), yields_to=("general",))


@pytest.mark.parametrize(
    ("special", "stays"),
    [
        pytest.param((10, 20), False, id="the same place"),
        pytest.param((12, 14), False, id="a part of it"),
        pytest.param((0, 100), False, id="all around it"),
        pytest.param((0, 11), False, id="its first character"),
        pytest.param((19, 30), False, id="its last character"),
        pytest.param((20, 30), True, id="right behind it"),
        pytest.param((0, 10), True, id="right before it"),
        pytest.param((10, 10), False, id="an empty place at its start"),
    ],
)
def test_a_rule_yields_where_the_spans_overlap(special: tuple[int, int], *, stays: bool) -> None:
    found = kept(said("general", 10, 20), said("special", *special))
    assert (("general", 10) in found) is stays
    assert ("special", special[0]) in found


def test_it_yields_to_nothing_in_another_file() -> None:
    other = Source("b.yaml", TEXT.text)
    assert len(kept(said("general", 10, 20), said("special", 10, 20, other))) == 2


def test_rules_that_do_not_yield_stay_beside_each_other() -> None:
    assert len(kept(said("special", 10, 20), said("vague", 10, 20), said("unknown", 10, 20))) == 3


def test_a_rule_yields_to_one_that_yields_itself() -> None:
    found = kept(said("special", 10, 20), said("general", 10, 20), said("vague", 10, 20))
    assert found == [("special", 10)]


SPANS = st.tuples(st.integers(0, 30), st.integers(0, 6)).map(lambda at: (at[0], at[0] + at[1]))


@given(st.lists(SPANS, max_size=12), st.lists(SPANS, max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_yields_is_what_overlaps(
    specials: list[tuple[int, int]], generals: list[tuple[int, int]]
) -> None:
    one = [said("special", *each) for each in specials]
    other = [said("general", *each) for each in generals]
    spans = [each.location.span for each in one]
    expected = [
        each for each in other if not any(each.location.span.overlaps(span) for span in spans)
    ]
    found = without_yielding(sorted([*one, *other], key=lambda each: each.order))
    assert sorted(each for each in found if each.rule == "general") == sorted(expected)
