"""What each part of a scalar's value is written as, in every style."""

from __future__ import annotations

import pytest

from istiolint.syntax.node import Node
from istiolint.syntax.parse import parse
from istiolint.syntax.tape import DOUBLE, LITERAL, PLAIN, Tape
from istiolint.syntax.written import written
from istiolint.text import Source

Parts = list[tuple[str, str]]


def parts(text: str) -> Parts:
    """The runs of the scalar at ``a``: a part of the value, and the text it is written as."""
    tape = parse(Source("a.yaml", text), 0, len(text))
    assert isinstance(tape, Tape), tape
    scalar = Node(tape).get("a")
    assert scalar is not None
    return [
        (scalar.value[run.inner : run.stop], text[run.outer.start : run.outer.end])
        for run in scalar.offsets.runs
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a: b c", [("b c", "b c")], id="plain"),
        pytest.param("a: b\n  c\n", [("b", "b"), (" ", "\n  "), ("c", "c")], id="plain, folded"),
        pytest.param(
            "a: b \t\n\n \n  c\n",
            [("b", "b"), ("\n\n", " \t\n\n \n  "), ("c", "c")],
            id="plain, with blank lines",
        ),
        pytest.param(
            "a: b\r\n  c\r\n", [("b", "b"), (" ", "\r\n  "), ("c", "c")], id="plain, Windows"
        ),
        pytest.param("a: b\r  c\r", [("b", "b"), (" ", "\r  "), ("c", "c")], id="plain, old Mac"),
        pytest.param("a: 'b'", [("b", "b")], id="single quotes"),
        pytest.param(
            "a: 'it''s'''",
            [("it", "it"), ("'", "''"), ("s", "s"), ("'", "''")],
            id="doubled quotes",
        ),
        pytest.param("a: ' b\\n '", [(" b\\n ", " b\\n ")], id="no escapes in single quotes"),
        pytest.param(
            "a: '\n b '", [(" ", "\n "), ("b ", "b ")], id="a fold at the start of single quotes"
        ),
        pytest.param('a: "b"', [("b", "b")], id="double quotes"),
        pytest.param(
            'a: "b\\tc\\"\\\\d"',
            [("b", "b"), ("\t", "\\t"), ("c", "c"), ('"', '\\"'), ("\\", "\\\\"), ("d", "d")],
            id="escapes",
        ),
        pytest.param(
            'a: "\\x41\\u00e9\\U0001F600\\_\\/"',
            [
                ("A", "\\x41"),
                ("\u00e9", "\\u00e9"),
                ("\U0001f600", "\\U0001F600"),
                ("\u00a0", "\\_"),
                ("/", "\\/"),
            ],
            id="escapes by number",
        ),
        pytest.param(
            'a: "b\nc"', [("b", "b"), (" ", "\n"), ("c", "c")], id="a fold without indentation"
        ),
        pytest.param(
            'a: "b \\\n   c"', [("b ", "b "), ("c", "c")], id="a line that continues the one above"
        ),
        pytest.param(
            'a: "b\\\n\n \n  c"',
            [("b", "b"), ("\n\n", "\\\n\n \n  "), ("c", "c")],
            id="blank lines behind an escaped line break",
        ),
        pytest.param(
            'a: "b\\\r\n  \\  c"',
            [("b", "b"), (" ", "\\ "), (" c", " c")],
            id="an escaped blank where a line begins",
        ),
        pytest.param('a: "\\n"', [("\n", "\\n")], id="an escape alone"),
        pytest.param("a: \U0001f600b", [("\U0001f600b", "\U0001f600b")], id="beyond the BMP"),
        pytest.param('a: "b\u2028c"', [("b\u2028c", "b\u2028c")], id="a line separator"),
    ],
)
def test_a_flow_scalar_is_written(text: str, expected: Parts) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a: |\n  b\n", [("b", "b"), ("\n", "")], id="a line"),
        pytest.param("a: |-\n  b\n", [("b", "b")], id="a line without its break"),
        pytest.param(
            "a: |\n  b\n  c\n", [("b", "b"), ("\n", "\n"), ("c", "c"), ("\n", "")], id="lines"
        ),
        pytest.param(
            "a: |\r\n  b\r\n  c\r\n",
            [("b", "b"), ("\n", "\r\n"), ("c", "c"), ("\n", "")],
            id="lines, Windows",
        ),
        pytest.param(
            "a: |\n  b\n\n \n    c\n",
            [("b", "b"), ("\n", "\n"), ("\n", "\n"), ("\n", "\n"), ("  c", "  c"), ("\n", "")],
            id="blank lines, and a line indented more",
        ),
        pytest.param(
            "a: |\n\n  b\n", [("\n", "\n"), ("b", "b"), ("\n", "")], id="a blank line first"
        ),
        pytest.param(
            "a: |+\n  b\n\n\n",
            [("b", "b"), ("\n", "\n"), ("\n", "\n"), ("\n", "")],
            id="blank lines that are kept",
        ),
        pytest.param("a: |+\n\n\n", [("\n", "\n"), ("\n", "")], id="nothing but blank lines"),
        pytest.param(
            "a: |1-\n   b\n  c\n",
            [("  b", "  b"), ("\n", "\n"), (" c", " c")],
            id="indented as it says",
        ),
        pytest.param("a: | # c\n  b", [("b", "b")], id="a comment, and no break at the end"),
        pytest.param(
            "a: |\n  b  \n  \n  c\t\n",
            [("b  ", "b  "), ("\n", "\n"), ("\n", "\n"), ("c\t", "c\t"), ("\n", "")],
            id="blanks at the ends of lines",
        ),
        pytest.param(
            "a: |-\n  b\n    \n",
            [("b", "b"), ("\n", "\n"), ("  ", "  ")],
            id="a last line of blanks",
        ),
        pytest.param("a: |1-\n    \n", [("   ", "   ")], id="nothing but blanks"),
        pytest.param(
            "a: |2\n  \tb\n   c\n",
            [("\tb", "\tb"), ("\n", "\n"), (" c", " c"), ("\n", "")],
            id="a tab behind the indentation",
        ),
    ],
)
def test_a_literal_scalar_is_written(text: str, expected: Parts) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "a: >\n  b\n  c\n", [("b", "b"), (" ", "\n"), ("c", "c"), ("\n", "")], id="lines"
        ),
        pytest.param(
            "a: >\r\n  b\r\n  c\r\n",
            [("b", "b"), (" ", "\r\n"), ("c", "c"), ("\n", "")],
            id="lines, Windows",
        ),
        pytest.param(
            "a: >-\n  b\n\n  c\n", [("b", "b"), ("\n", "\n"), ("c", "c")], id="a blank line"
        ),
        pytest.param(
            "a: >-\n  b\n\n\n  c\n",
            [("b", "b"), ("\n", "\n"), ("\n", "\n"), ("c", "c")],
            id="blank lines",
        ),
        pytest.param(
            "a: >-\n\n\n  b\n\n",
            [("\n", "\n"), ("\n", "\n"), ("b", "b")],
            id="blank lines first and last",
        ),
        pytest.param(
            "a: >-\n  b\n    c\n  d\n  e\n",
            [
                ("b", "b"),
                ("\n", "\n"),
                ("  c", "  c"),
                ("\n", "\n"),
                ("d", "d"),
                (" ", "\n"),
                ("e", "e"),
            ],
            id="a line indented more is not folded",
        ),
        pytest.param(
            "a: >-\n  b\n\n    c\n\n  d\n",
            [
                ("b", "b"),
                ("\n", "\n"),
                ("\n", "\n"),
                ("  c", "  c"),
                ("\n", "\n"),
                ("\n", "\n"),
                ("d", "d"),
            ],
            id="nor are the blank lines around it",
        ),
        pytest.param(
            "a: >-\n  b\n  \tc\n", [("b", "b"), ("\n", "\n"), ("\tc", "\tc")], id="a tab counts too"
        ),
        pytest.param(
            "a: >+\n  b\n\n", [("b", "b"), ("\n", "\n"), ("\n", "")], id="blank lines that are kept"
        ),
    ],
)
def test_a_folded_scalar_is_written(text: str, expected: Parts) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("a: ''", 4, id="single quotes"),
        pytest.param('a: ""', 4, id="double quotes"),
        pytest.param("a:\n", 2, id="omitted"),
        pytest.param("a: |\n", 3, id="literal"),
        pytest.param("a: >-\n\n\n", 3, id="folded"),
        pytest.param("a: !!str\nb: 1\n", 8, id="omitted behind a tag"),
    ],
)
def test_nothing_has_a_place_too(text: str, place: int) -> None:
    tape = parse(Source("a.yaml", text), 0, len(text))
    assert isinstance(tape, Tape)
    scalar = Node(tape).get("a")
    assert scalar is not None
    assert scalar.part(0, 0).span == (place, place)


def test_a_surrogate_pair_is_one_character() -> None:
    assert parts('{"a": "x\\ud83d\\ude00y"}') == [
        ("x", "x"),
        ("\U0001f600", "\\ud83d\\ude00"),
        ("y", "y"),
    ]


def test_a_next_line_folds_as_a_whole() -> None:
    # Lines that only YAML 1.1 counts are too rare to be told apart.
    assert parts('a: "b\x85c"') == [("b c", '"b\x85c"')]


@pytest.mark.parametrize(
    ("raw", "kind", "value"),
    [
        pytest.param("abc", PLAIN, "xyz", id="other text"),
        pytest.param("abc", PLAIN, "ab", id="less"),
        pytest.param("abc", PLAIN, "abcd", id="more"),
        pytest.param('"a\\', DOUBLE, "a\\b", id="quotes that are not closed"),
        pytest.param("|", LITERAL, "a", id="a header alone"),
        pytest.param("|\n  a\n b", LITERAL, "c\n", id="other lines"),
        pytest.param("|\n a", LITERAL, "     a", id="less indentation than there can be"),
        pytest.param("|\n   ", LITERAL, "      ", id="fewer blanks than there can be"),
    ],
)
def test_a_value_that_does_not_fit_its_text_is_the_whole_of_it(
    raw: str, kind: int, value: str
) -> None:
    (run,) = written(raw, kind, value).runs
    assert run == (0, len(value), (0, len(raw)), False)


def test_a_line_that_is_all_indentation_costs_no_more_than_its_length() -> None:
    blanks = " " * 1_000_000
    runs = written(f"|\n{blanks}\n{blanks}a", LITERAL, "\na").runs  # else this takes hours
    assert runs[-1].outer == (2 * len(blanks) + 3, 2 * len(blanks) + 4)
