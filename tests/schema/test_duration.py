"""Durations are read as Go reads them.

The sources: *doc* is the documentation of Go's ``time.ParseDuration``, *code* what it was seen
to do in Go 1.26; *protobuf* is the JSON form of ``google.protobuf.Duration``.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istiolint.schema.duration import parse

SECOND = 10**9

DURATIONS = [
    pytest.param("100ms", SECOND // 10, id="doc: milliseconds"),
    pytest.param("10s", 10 * SECOND, id="doc: seconds"),
    pytest.param("5m", 300 * SECOND, id="doc: minutes"),
    pytest.param("2h", 7200 * SECOND, id="doc: hours"),
    pytest.param("7ns", 7, id="doc: nanoseconds"),
    pytest.param("7us", 7000, id="doc: microseconds"),
    pytest.param("7\u00b5s", 7000, id="doc: microseconds with a micro sign"),
    pytest.param("7\u03bcs", 7000, id="doc: microseconds with a Greek letter"),
    pytest.param("1h2m3.5s", 3723 * SECOND + SECOND // 2, id="doc: several parts"),
    pytest.param("1s1h1s", 3602 * SECOND, id="code: parts in any order, more than once"),
    pytest.param("1.5s", 3 * SECOND // 2, id="protobuf: a fraction"),
    pytest.param("0.000000001s", 1, id="protobuf: nine digits"),
    pytest.param(".5s", SECOND // 2, id="code: a fraction without a whole part"),
    pytest.param("5.s", 5 * SECOND, id="code: a point without a fraction"),
    pytest.param("-1.5h", -5400 * SECOND, id="doc: a sign"),
    pytest.param("+5s", 5 * SECOND, id="code: a plus sign"),
    pytest.param("0", 0, id="code: zero needs no unit"),
    pytest.param("-0", 0, id="code: nor does minus zero"),
    pytest.param("0s", 0, id="doc: zero with a unit"),
    pytest.param("1.9ns", 1, id="code: less than a nanosecond is dropped"),
    pytest.param("9223372036854775807ns", 2**63 - 1, id="code: the longest"),
    pytest.param("-9223372036854775808ns", -(2**63), id="code: the longest back"),
]

NO_DURATIONS = [
    pytest.param("", id="code: nothing"),
    pytest.param("100", id="code: a bare number"),
    pytest.param("0.0", id="code: a zero with a fraction"),
    pytest.param("00", id="code: two zeros"),
    pytest.param("1d", id="doc: there is no day"),
    pytest.param("1w", id="doc: there is no week"),
    pytest.param("1S", id="code: a capital letter"),
    pytest.param("1sec", id="code: a word for a unit"),
    pytest.param("1 s", id="code: a blank before the unit"),
    pytest.param("1h 30m", id="code: a blank between parts"),
    pytest.param("5s ", id="code: a blank at the end"),
    pytest.param("5s\n", id="code: a line break at the end"),
    pytest.param("1m30", id="code: the last number lacks its unit"),
    pytest.param("1h-5m", id="code: a sign in the middle"),
    pytest.param("s", id="code: a unit alone"),
    pytest.param(".s", id="code: a point for a number"),
    pytest.param("-", id="code: a sign alone"),
    pytest.param("1e3s", id="code: an exponent"),
    pytest.param("1,5s", id="code: a comma"),
    pytest.param("\u0661s", id="code: a digit of another script"),
    pytest.param("9223372036854775808ns", id="code: longer than 64 bits can say"),
    pytest.param("3000000h", id="code: longer than 292 years"),
    pytest.param("-9223372036854775809ns", id="code: longer back"),
    pytest.param("1" * 5000 + "s", id="more digits than anybody writes"),
]


@pytest.mark.parametrize(("text", "expected"), DURATIONS)
def test_a_duration_is_a_number_of_nanoseconds(text: str, expected: int) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize("text", NO_DURATIONS)
def test_what_go_refuses_is_no_duration(text: str) -> None:
    assert parse(text) is None


@given(st.tuples(*[st.integers(0, 10_000)] * 4))
def test_parts_add_up(parts: tuple[int, int, int, int]) -> None:
    hours, minutes, seconds, millis = parts
    expected = ((hours * 60 + minutes) * 60 + seconds) * SECOND + millis * 10**6
    assert parse(f"{hours}h{minutes}m{seconds}s{millis}ms") == expected
