"""Nothing that a terminal would obey or hide gets through, and widths are what it shows."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istiolint.render.terminal import expanded, fitting, visible, width


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("plain text", "plain text", id="plain text"),
        pytest.param("zür 日本 🚀", "zür 日本 🚀", id="text in any script"),
        pytest.param("\x1b[31mred", "␛[31mred", id="an escape sequence"),
        pytest.param("a\nb\r\tc\0", "a␊b␍␉c␀", id="line breaks, tab and null"),
        pytest.param("\x7f", "␡", id="delete"),
        pytest.param("\x9b31m", "\\x9b31m", id="an escape sequence of one byte"),
        pytest.param("a\u202eb", "a\\u202eb", id="text turned around"),
        pytest.param("a\u200bb", "a\\u200bb", id="a space of no width"),
        pytest.param("a\u2028b", "a\\u2028b", id="a line separator"),
        pytest.param("\udc80", "\\udc80", id="half a surrogate pair"),
        pytest.param("\U000e0041", "\\U000e0041", id="a tag"),
        pytest.param("a\u00a0b", "a\u00a0b", id="a no-break space"),
        pytest.param("\ue0a0", "\ue0a0", id="a character for private use"),
    ],
)
def test_what_has_no_look_is_written_out(text: str, expected: str) -> None:
    assert visible(text) == expected


@given(st.text(st.characters()))
def test_no_text_has_a_control_or_format_character_in_it_when_shown(text: str) -> None:
    categories = {unicodedata.category(character) for character in visible(text)}
    assert not categories & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("abc", 3, id="ASCII"),
        pytest.param("zür", 3, id="a letter with a mark"),
        pytest.param("zu\u0308r", 3, id="a letter and a mark of its own"),
        pytest.param("日本", 4, id="wide letters"),
        pytest.param("🚀", 2, id="a picture"),
        pytest.param("\uff21", 2, id="a letter in full width"),
    ],
)
def test_width_is_in_columns(text: str, expected: int) -> None:
    assert width(text) == expected


def test_a_tab_in_source_text_is_four_columns() -> None:
    assert expanded("\ta\x1b") == "    a␛"


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        pytest.param("abc", 5, 3, id="all of it"),
        pytest.param("abc", 2, 2, id="some of it"),
        pytest.param("abc", 0, 0, id="no room"),
        pytest.param("a日b", 2, 1, id="half of a wide letter does not fit"),
        pytest.param("a\tb", 4, 1, id="part of a tab does not fit"),
    ],
)
def test_fitting_counts_characters_by_their_columns(text: str, room: int, expected: int) -> None:
    assert fitting(text, room) == expected
