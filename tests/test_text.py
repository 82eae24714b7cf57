"""Offsets, spans, and lines and columns as editors count them."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istiolint.text import Location, Position, Source, Span

TEXT = "ab\ncd\r\ne\rf\n"

any_text = st.text(
    st.sampled_from("ab \t\n\r\x0b\x0c\x85\u2028\u2029\u00e9\U0001f600"), max_size=30
)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param((0, 2), (1, 3), True, id="a character in common"),
        pytest.param((0, 4), (1, 2), True, id="one inside the other"),
        pytest.param((0, 2), (2, 4), False, id="neighbours"),
        pytest.param((0, 1), (3, 4), False, id="apart"),
        pytest.param((2, 2), (2, 2), True, id="the same empty place"),
        pytest.param((2, 2), (0, 4), True, id="an empty place inside"),
        pytest.param((2, 2), (2, 4), True, id="an empty place at the start"),
        pytest.param((2, 2), (0, 2), True, id="an empty place at the end"),
        pytest.param((2, 2), (3, 4), False, id="an empty place apart"),
        pytest.param((2, 2), (3, 3), False, id="two empty places"),
    ],
)
def test_spans_overlap(one: tuple[int, int], other: tuple[int, int], *, expected: bool) -> None:
    assert Span(*one).overlaps(Span(*other)) is expected
    assert Span(*other).overlaps(Span(*one)) is expected


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        pytest.param((1, 4), (1, 4), True, id="itself"),
        pytest.param((1, 4), (2, 3), True, id="inside"),
        pytest.param((1, 4), (4, 4), True, id="an empty place at the end"),
        pytest.param((1, 4), (0, 2), False, id="before its start"),
        pytest.param((1, 4), (3, 5), False, id="past its end"),
    ],
)
def test_a_span_contains_another(
    outer: tuple[int, int], inner: tuple[int, int], *, expected: bool
) -> None:
    assert Span(*outer).contains(Span(*inner)) is expected


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        pytest.param(0, (1, 1), id="the start"),
        pytest.param(2, (1, 3), id="a line feed is the end of its line"),
        pytest.param(3, (2, 1), id="behind a line feed"),
        pytest.param(5, (2, 3), id="a carriage return that a line feed follows"),
        pytest.param(6, (2, 4), id="that line feed"),
        pytest.param(7, (3, 1), id="behind both"),
        pytest.param(9, (4, 1), id="behind a carriage return alone"),
        pytest.param(11, (5, 1), id="the end, which is a line of its own"),
    ],
)
def test_a_position_is_line_and_column(offset: int, expected: tuple[int, int]) -> None:
    assert Source("a.yaml", TEXT).position(offset) == Position(*expected)


def test_columns_count_characters_and_only_line_feeds_and_returns_break_lines() -> None:
    source = Source("a.yaml", "\U0001f600\u00e9\x85\u2028\u2029\x0b\x0cx")
    assert source.position(source.text.index("x")) == Position(1, 8)


def test_a_line_is_shown_without_its_line_break() -> None:
    source = Source("a.yaml", TEXT)
    assert [source.line_text(line) for line in range(1, 6)] == ["ab", "cd", "e", "f", ""]


def test_an_empty_text_has_one_line() -> None:
    source = Source("a.yaml", "")
    assert source.position(0) == Position(1, 1)
    assert source.line_text(1) == ""


@given(any_text, st.data())
def test_an_offset_is_found_again_by_its_position(text: str, data: st.DataObject) -> None:
    source = Source("a.yaml", text)
    offset = data.draw(st.integers(0, len(text)))
    position = source.position(offset)

    assert source.offset(position) == offset
    start = source.line_starts[position.line - 1]
    assert not set("\r\n") & set(text[start:offset].rstrip("\r\n"))


@given(any_text)
def test_lines_and_their_breaks_are_the_text(text: str) -> None:
    source = Source("a.yaml", text)
    stops = [*source.line_starts[1:], len(text)]
    for line, stop in enumerate(stops, 1):
        span = source.line_span(line)
        assert text[span.end : stop] in ("", "\n", "\r\n", "\r")


def test_a_source_survives_pickling() -> None:
    source = Source("a.yaml", TEXT, "utf-8-sig")
    copy = pickle.loads(pickle.dumps(source))  # noqa: S301 - our own bytes
    assert (copy.path, copy.text, copy.encoding) == ("a.yaml", TEXT, "utf-8-sig")


def test_a_source_is_shown_by_its_path_and_size() -> None:
    assert repr(Source("a.yaml", TEXT)) == "Source('a.yaml', 11 characters)"


def test_a_location_has_positions() -> None:
    location = Location(Source("a.yaml", TEXT), Span(1, 4))
    assert (location.start, location.end) == (Position(1, 2), Position(2, 2))


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        pytest.param((0, 2), (0, 2), id="on one line already"),
        pytest.param((1, 9), (1, 2), id="over several lines"),
        pytest.param((3, 7), (3, 5), id="up to a carriage return and a line feed"),
        pytest.param((2, 4), (2, 2), id="from a line break on"),
        pytest.param((6, 8), (6, 6), id="from between a carriage return and its line feed"),
        pytest.param((5, 5), (5, 5), id="an empty place"),
    ],
)
def test_a_location_is_clipped_to_its_first_line(
    span: tuple[int, int], expected: tuple[int, int]
) -> None:
    location = Location(Source("a.yaml", TEXT), Span(*span))
    assert location.on_one_line().span == Span(*expected)
