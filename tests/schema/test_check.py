"""What a schema does not allow is found, named and put into words of ours."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from istiolint.schema.check import problems
from istiolint.schema.store import load
from istiolint.schema.valid import is_plainly_valid

CONFIG = load("config.json")

TEXT_OR_TREE = {
    "properties": {
        "value": {
            "anyOf": [
                {"type": "string", "minLength": 3},
                {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]},
            ]
        }
    }
}

AMONG_KEYS = (
    "istio-version", "environment", "select", "ignore", "rules", "per-path", "installs", "scopes",
    "name", "files", "chart", "set", "severity", "closed-world", "unknown",
)  # fmt: skip
AMONG_TEXTS = ("", "1.30", "1.x", "production", "istiod", "a=b", "info", "all")

SCALARS = st.sampled_from([*AMONG_TEXTS, None, True, False, 0, 1, 1.5])
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(AMONG_KEYS), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("schema", "value", "message"),
    [
        pytest.param(
            {"type": "string"}, 1, "must be a string, not the number 1; quote it", id="a string"
        ),
        pytest.param({"type": "string"}, True, "must be a string, not true", id="true"),
        pytest.param({"type": "number"}, "a", 'must be a number, not "a"', id="a number"),
        pytest.param(
            {"type": "integer"},
            1.5,
            "must be a whole number, not the number 1.5",
            id="a whole number",
        ),
        pytest.param({"type": "boolean"}, None, "must be true or false, not null", id="null"),
        pytest.param({"type": "object"}, [], "must be a mapping, not a list", id="a list"),
        pytest.param({"type": "array"}, {}, "must be a list, not a mapping", id="a mapping"),
        pytest.param(
            {"type": "array"}, date(2020, 1, 1), "must be a list, not a date", id="a date"
        ),
        pytest.param(
            {"type": ["string", "null"]}, [], "must be a string or null, not a list", id="two types"
        ),
        pytest.param(
            {"type": "array"}, "x" * 50, f'must be a list, not "{"x" * 40}…"', id="a long text"
        ),
        pytest.param(
            {"enum": ["a", "b"]}, "c", 'must be one of a, b, not "c"', id="an enumeration"
        ),
        pytest.param({"enum": ["a"]}, "c", 'must be a, not "c"', id="an enumeration of one"),
        pytest.param(
            {"enum": [*"abcdefgh"]},
            1,
            "must be one of a, b, c, d, e, f, …, not the number 1",
            id="a long enumeration",
        ),
        pytest.param({"const": 5}, "c", 'must be 5, not "c"', id="a constant"),
        pytest.param({"pattern": "^a"}, "b", 'must match ^a, not be "b"', id="a pattern"),
        pytest.param(
            {"pattern": "^a", "title": "an A"},
            "b",
            'must be an A, not "b"',
            id="a pattern with a name",
        ),
        pytest.param({"minLength": 1}, "", "must not be empty", id="an empty text"),
        pytest.param(
            {"minLength": 2}, "a", "must have no fewer characters than 2", id="a short text"
        ),
        pytest.param(
            {"maxLength": 2}, "abc", "must have no more characters than 2", id="too long a text"
        ),
        pytest.param({"minimum": 2}, 1, "must be 2 or more, not the number 1", id="a minimum"),
        pytest.param({"maximum": 2}, 3, "must be 2 or less, not the number 3", id="a maximum"),
        pytest.param(
            {"exclusiveMinimum": 2}, 2, "must be more than 2, not the number 2", id="a lower bound"
        ),
        pytest.param(
            {"exclusiveMaximum": 2}, 2, "must be less than 2, not the number 2", id="an upper bound"
        ),
        pytest.param(
            {"multipleOf": 2}, 3, "must be a multiple of 2, not the number 3", id="a multiple"
        ),
        pytest.param({"minItems": 1}, [], "must not be empty", id="an empty list"),
        pytest.param({"minItems": 2}, [1], "must have no fewer items than 2", id="a short list"),
        pytest.param({"maxItems": 1}, [1, 2], "must have no more items than 1", id="a long list"),
        pytest.param(
            {"uniqueItems": True}, [1, 1], "must not name anything twice", id="a repeated item"
        ),
        pytest.param(
            {"minProperties": 2}, {"a": 1}, "must have no fewer keys than 2", id="few keys"
        ),
        pytest.param(
            {"maxProperties": 1}, {"a": 1, "b": 2}, "must have no more keys than 1", id="many keys"
        ),
        pytest.param(
            {"not": {}}, 1, "is none of the forms that are allowed here", id="something else"
        ),
    ],
)
def test_a_violation_is_told_in_our_words(schema: Any, value: Any, message: str) -> None:
    found = problems({"properties": {"key": schema}}, {"key": value})
    assert [each.message for each in found] == [f'"key" {message}']
    assert [each.path for each in found] == [("key",)]


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        pytest.param(
            {"properties": {"name": {}}, "additionalProperties": False},
            {"nmae": 1, "x": 2, "name": 3},
            [(("nmae",), 'unknown key "nmae"', "nmae"), (("x",), 'unknown key "x"', "x")],
            id="unknown keys, one by one",
        ),
        pytest.param(
            {"patternProperties": {"^x-": {}}, "additionalProperties": False},
            {"x-a": 1, "y": 2},
            [(("y",), 'unknown key "y"', "y")],
            id="keys that a pattern knows",
        ),
        pytest.param(
            {"items": {"required": ["a", "b", "c"]}},
            [{"b": 1}],
            [((0,), '"a" is missing', None), ((0,), '"c" is missing', None)],
            id="missing keys, each once",
        ),
        pytest.param(
            {"properties": {"a": {"items": {"enum": ["x", "y"]}}}},
            {"a": ["x", "z", 1]},
            [
                (("a", 1), '"a[1]" must be one of x, y, not "z"', "z"),
                (("a", 2), '"a[2]" must be one of x, y, not the number 1', None),
            ],
            id="items of a list",
        ),
        pytest.param(
            {"type": "object"},
            1,
            [((), "must be a mapping, not the number 1", None)],
            id="the whole",
        ),
        pytest.param(
            TEXT_OR_TREE,
            {"value": {"a": "x"}},
            [(("value", "a"), '"a" must be a whole number, not "x"', None)],
            id="the alternative that was meant",
        ),
        pytest.param(
            TEXT_OR_TREE,
            {"value": {}},
            [(("value",), '"a" is missing', None)],
            id="a key that the alternative misses",
        ),
        pytest.param(
            TEXT_OR_TREE,
            {"value": 5},
            [(("value",), '"value" is none of the forms that are allowed here', None)],
            id="no alternative",
        ),
        pytest.param(
            False,
            1,
            [((), "is none of the forms that are allowed here", None)],
            id="no value at all",
        ),
        pytest.param({"type": "object"}, {}, [], id="nothing"),
        pytest.param({"maximum": 3}, 3, [], id="nothing, as the full language knows"),
    ],
)
def test_violations_have_a_path_a_message_and_perhaps_a_word(
    schema: Any, value: Any, expected: list[Any]
) -> None:
    found = problems(schema, value)
    assert [(each.path, each.message, each.word) for each in found] == expected


def test_a_violation_says_what_was_expected_and_what_is_there() -> None:
    (found,) = problems({"properties": {"a": {}}, "additionalProperties": False}, {"b": 5})
    assert (found.keyword, found.expected, found.actual) == ("additionalProperties", ["a"], 5)
    (found,) = problems({"required": ["a"]}, {"b": 5})
    assert (found.keyword, found.expected, found.actual) == ("required", "a", None)


@given(VALUES | st.dictionaries(st.sampled_from(AMONG_KEYS), VALUES, max_size=4))
def test_what_the_first_look_finds_valid_is_valid(value: Any) -> None:
    valid = Draft202012Validator(CONFIG).is_valid(value)
    # Of what our own schema uses the first look knows everything, so that neither is it wrong
    # nor does anybody pay for jsonschema in vain.
    assert is_plainly_valid(value, CONFIG, CONFIG) is valid


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        pytest.param({"type": "integer"}, 1.0, id="a whole number with a fraction"),
        pytest.param({"type": ["string", "null"]}, None, id="several types"),
        pytest.param({"enum": [1]}, 1, id="an enumeration of numbers"),
        pytest.param({"pattern": "^a"}, 5, id="a keyword about another type"),
        pytest.param({"maximum": 5}, 5, id="a keyword it does not know"),
        pytest.param(
            {"$ref": "#/properties/a", "properties": {"a": {}}}, {}, id="a reference elsewhere"
        ),
        pytest.param(
            {"patternProperties": {"^x": {}}, "additionalProperties": False},
            {"x": 1},
            id="patterns of keys",
        ),
    ],
)
def test_where_the_first_look_is_not_sure_the_full_language_decides(
    schema: Any, value: Any
) -> None:
    assert not is_plainly_valid(value, schema, schema)
    assert problems(schema, value) == []


def test_what_is_plainly_valid_costs_no_import() -> None:
    program = (
        "import sys; from istiolint.schema.check import problems\n"
        "assert problems({'type': 'object'}, {}) == []\n"
        "assert 'jsonschema' not in sys.modules\n"
        "assert problems({'type': 'object'}, 1) != []\n"
        "assert 'jsonschema' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
