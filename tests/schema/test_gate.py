"""What was seen of one document decides nothing wrong about the next one like it."""

from __future__ import annotations

import pytest

from istiolint.schema import gate
from istiolint.schema.fault import Reader
from istiolint.schema.gate import is_plainly_right
from istiolint.schema.shape import Book, Shape
from istiolint.syntax.node import Node
from istiolint.syntax.parse import parse
from istiolint.syntax.tape import Tape
from istiolint.text import Source

SCHEMA = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "size": {"type": "integer", "maximum": 9},
        "any": {},
        "list": {"type": "array", "items": {"$ref": "#/$defs/item"}, "maxItems": 2},
        "texts": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["name"],
    "additionalProperties": False,
    "$defs": {
        "item": {
            "type": "object",
            "properties": {"a": {"type": "boolean"}, "b": {"enum": ["x", "y"]}},
            "additionalProperties": False,
        }
    },
}
RIGHT = "name: a\nsize: 5\nany: {z: 1}\nlist: [{a: true, b: x}]\ntexts: [a, b]\n"


def shape() -> Shape:
    return Book(SCHEMA, 30, Reader.API_SERVER).shape(SCHEMA)


def is_right(text: str, of: Shape) -> bool:
    tape = parse(Source("a.yaml", text), 0, len(text))
    assert isinstance(tape, Tape)
    return is_plainly_right(Node(tape), of)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("name: a", "name: b", True, id="another text"),
        pytest.param("name: a", 'name: "5"', True, id="a number in quotes"),
        pytest.param("name: a", "name: 5", False, id="a number for a text"),
        pytest.param("name: a", "name: yes", False, id="a boolean for a text"),
        pytest.param("name: a", "name:", False, id="nothing for a text"),
        pytest.param("name: a", "names: a", False, id="an unknown key"),
        pytest.param("name: a", "any: a", False, id="a key twice, and one missing"),
        pytest.param("size: 5", "size: 9", True, id="another number"),
        pytest.param("size: 5", "size: 10", False, id="too large a number"),
        pytest.param("size: 5", "size: '5'", False, id="a text for a number"),
        pytest.param("{z: 1}", "{y: q}", True, id="anything goes there"),
        pytest.param("a: true", "a: no", True, id="the other word"),
        pytest.param("a: true", "a: nope", False, id="no such word"),
        pytest.param("a: true", "c: true", False, id="an unknown key in a list"),
        pytest.param("b: x", "b: z", False, id="not in the enumeration"),
        pytest.param("[{a: true, b: x}]", "[{a: true}]", True, id="a key less"),
        pytest.param("[{a: true, b: x}]", "[{}, {}, {}]", False, id="too many items"),
        pytest.param("[a, b]", "[a, 1]", False, id="a number in a list of texts"),
        pytest.param("[a, b]", "[&t a, *t]", False, id="an alias, left to the second look"),
    ],
)
def test_a_verdict_is_the_same_after_others(old: str, new: str, *, expected: bool) -> None:
    text = RIGHT.replace(old, new)
    fresh, seen = shape(), shape()
    assert [is_right(RIGHT, seen) for _ in range(4)] == [True] * 4
    assert is_right(text, fresh) is expected
    assert [is_right(text, seen) for _ in range(4)] == [expected] * 4
    assert is_right(RIGHT, seen)


def test_only_so_much_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "_MOST_LAYOUTS", 1)
    seen = shape()
    other = RIGHT.replace("texts: [a, b]", "texts: [a]")
    third = RIGHT.replace("any:", "list:").replace("list: [", "any: [").replace("{z: 1}", "[]")
    for text in (RIGHT, other, RIGHT, other, third):
        assert [is_right(text, seen) for _ in range(3)] == [True] * 3


def test_long_documents_are_looked_at_one_by_one() -> None:
    seen = shape()
    text = f"name: a\ntexts: [{', '.join('a' * 1024)}]\n"
    assert [is_right(text, seen) for _ in range(3)] == [True] * 3
    assert not is_right(text.replace("[a", "[1"), seen)
