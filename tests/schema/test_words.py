"""Faults in the words of their users."""

from __future__ import annotations

import pytest

from istiolint.schema.words import types


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param({"string"}, "a string", id="one type"),
        pytest.param({"string", "integer"}, "a string or a whole number", id="either of two"),
        pytest.param({"string", "null"}, "a string", id="nothing is not told of"),
        pytest.param({"string", "integer", "number"}, "a number", id="a number in quotes or not"),
        pytest.param(
            {"string", "integer", "number", "boolean"}, "a single value", id="what templates print"
        ),
        pytest.param(
            {"string", "integer", "number", "object"},
            "a mapping or a string or a whole number or a number",
            id="more than that",
        ),
    ],
)
def test_types_are_told_in_words(names: set[str], expected: str) -> None:
    assert types(names) == expected
