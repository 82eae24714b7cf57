"""A JSON file is held to JSON's own rules."""

from __future__ import annotations

import pytest

from istiolint.inputs.json_text import json_problem


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"a": [1, -2.5e3, true, null, "b"]}', id="a value"),
        pytest.param(" \n\t", id="nothing"),
        pytest.param('{"a": ' + "9" * 5000 + "}", id="a very long number"),
        pytest.param('{"a": 1e999999}', id="a number beyond all others"),
        pytest.param("[" * 100_000, id="deeper than any limit, which the parser words better"),
    ],
)
def test_json_has_no_problem(text: str) -> None:
    assert json_problem(text) is None


@pytest.mark.parametrize(
    ("text", "message", "start"),
    [
        pytest.param(
            "{a: 1}",
            "a key in double quotes is expected; JSON allows no comma after the last entry",
            1,
            id="YAML",
        ),
        pytest.param("[1 2]", "a comma is missing", 3, id="a comma"),
        pytest.param('{"a" 1}', 'a ":" is missing after a key', 5, id="a colon"),
        pytest.param('{"a": }', "a value is expected", 6, id="a value"),
        pytest.param("{} {}", "text after the end of the JSON value", 3, id="two values"),
        pytest.param('["a', "a string is not closed", 1, id="a quote"),
        pytest.param(
            '["a\nb"]', "a control character must be escaped in JSON strings", 3, id="a line"
        ),
        pytest.param('["\\x"]', "not JSON: invalid \\escape", 2, id="what is rarely seen"),
    ],
)
def test_what_is_wrong_is_said_in_our_words(text: str, message: str, start: int) -> None:
    problem = json_problem(text)
    assert problem is not None
    assert problem.message.startswith(message)
    assert problem.start == start


@pytest.mark.parametrize("text", ['{"a": 1,}', "[1,]"])
def test_a_comma_too_many_is_named(text: str) -> None:
    problem = json_problem(text)
    assert problem is not None
    assert "JSON allows no comma after the last" in problem.message
