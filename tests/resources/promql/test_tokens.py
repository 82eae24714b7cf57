"""The words of PromQL, and its durations."""

from __future__ import annotations

import pytest

from istiolint.resources.promql.tokens import NotPromQL, seconds, spoken, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a{b=~'c'}", ["a", "{", "b", "=~", "'c'", "}"], id="a selector"),
        pytest.param("x[5m] > 1.5e3", ["x", "[", "5m", "]", ">", "1.5e3"], id="a range"),
        pytest.param("a # b\n + 0x1F", ["a", "+", "0x1F"], id="a comment"),
        pytest.param('"a\\"b" `c`', ['"a\\"b"', "`c`"], id="quotes"),
        pytest.param("job:x:rate5m>=.5", ["job:x:rate5m", ">=", ".5"], id="a recorded name"),
        pytest.param("1h30m 3d", ["1h30m", "3d"], id="durations"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_words_are_told_apart(text: str, expected: list[str]) -> None:
    found = list(tokens(text))
    assert [each.text for each in found] == expected
    assert [text[each.start : each.end] for each in found] == expected


@pytest.mark.parametrize("text", ["$__interval", "a ? b", "'open", "{{ x }} &", "5x"])
def test_what_is_no_promql_is_refused(text: str) -> None:
    with pytest.raises(NotPromQL):
        list(tokens(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1m", 60),
        ("90s", 90),
        ("1h30m", 5400),
        ("250ms", 0.25),
        ("1w", 604800),
        ("1y2d", 31708800),
        ("0", 0),
        ("60", None),
        ("1.5m", None),
        ("", None),
        ("5 m", None),
    ],
)
def test_a_duration_is_a_number_of_seconds(text: str, expected: float | None) -> None:
    assert seconds(text) == expected


@pytest.mark.parametrize(
    ("duration", "expected"),
    [(259200, "3d"), (7200, "2h"), (120, "2m"), (90, "90s"), (0.5, "0.5s"), (0, "0s")],
)
def test_seconds_are_told_in_the_largest_unit_that_they_fill(
    duration: float, expected: str
) -> None:
    assert spoken(duration) == expected
