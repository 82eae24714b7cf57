"""The notation in which the examples of rules are drawn."""

from __future__ import annotations

import pytest

from istiolint.rules.examples import Marker, drawing


@pytest.mark.parametrize(
    ("text", "markers"),
    [
        pytest.param(
            "a: 1\n#  ^ wrong", [Marker("x.yaml", 1, 4, 5, "wrong", related=False)], id="a caret"
        ),
        pytest.param(
            "abc: 1\n#^^ wrong",
            [Marker("x.yaml", 1, 1, 4, "wrong", related=False)],
            id="the first column",
        ),
        pytest.param(
            "a: 1\n#  ~", [Marker("x.yaml", 1, 4, 5, "", related=True)], id="a related place"
        ),
        pytest.param(
            "a: bcd\n# ^ one\n#   ^^ two",
            [
                Marker("x.yaml", 1, 3, 4, "one", related=False),
                Marker("x.yaml", 1, 5, 7, "two", related=False),
            ],
            id="two on one line",
        ),
        pytest.param("a: 1\n# a comment", [], id="a comment"),
        pytest.param("a: 1\n#  ^~ both", [], id="carets and tildes"),
    ],
)
def test_markers_say_where_and_what(text: str, markers: list[Marker]) -> None:
    assert drawing(text, "x.yaml").markers == markers


def test_markers_are_no_part_of_the_text_and_lines_are_counted_without_them() -> None:
    drawn = drawing(
        """
        text: |
          a
        # ^ first
          b
        # ^ second
        """,
        "x.yaml",
    )
    assert drawn.texts == {"x.yaml": "text: |\n  a\n  b\n"}
    assert [marker.line for marker in drawn.markers] == [2, 3]


def test_an_example_may_have_several_files() -> None:
    drawn = drawing("a: 1\n# file: b.yaml\nb: 2\n#  ^ wrong\n# file: a.yaml\nc: 3", "a.yaml")
    assert drawn.texts == {"a.yaml": "a: 1\nc: 3\n", "b.yaml": "b: 2\n"}
    assert drawn.markers == [Marker("b.yaml", 1, 4, 5, "wrong", related=False)]
