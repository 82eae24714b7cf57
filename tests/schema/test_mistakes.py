"""What follows from another mistake is not told; what does not is."""

from __future__ import annotations

from typing import Any

import pytest

from istiolint.schema.fault import Fault, Reader
from istiolint.schema.shape import Book
from tests.schema.samples import found_in

TEXT = {"type": "string"}


def tree(*required: str, **properties: Any) -> Any:
    return {"type": "object", "properties": properties, "required": list(required)}


ITEM = tree("name", name=TEXT, port=TEXT)
PORTS = {"type": "object", "additionalProperties": TEXT, "x-istio-keys": "port-number"}
SCHEMA = tree(
    items={"type": "array", "items": ITEM},
    others={"type": "array", "items": tree(name=TEXT)},
    a=tree("b", b=tree("kind", kind=TEXT, c=tree(d=TEXT, deepest=TEXT))),
    e=tree(b=tree(f=TEXT), ports=PORTS),
    left=tree(both=TEXT, only=TEXT),
    right=tree(both=TEXT),
)


def said(value: Any) -> list[str]:
    shape = Book(SCHEMA, 30, Reader.API_SERVER).shape(SCHEMA)
    return [words(each) for each in found_in(value, shape, Reader.API_SERVER)]


def words(fault: Fault) -> str:
    text = f"{fault.kind} {'.'.join(map(str, fault.field))}"
    return f"{text} -> {fault.suggestion}" if fault.suggestion else text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(
            {"items": [{}, {"nmae": "a"}]},
            ["missing-field items.0.name", "unknown-field items.1.nmae -> name"],
            id="a typo explains what is missing beside it, and nothing else",
        ),
        pytest.param(
            {"items": [{"port": "1"}, {"port": "2"}], "name": "x"},
            ["missing-field items.1.name", "misplaced-field name -> items[].name"],
            id="one key in the wrong place explains one that is missing",
        ),
        pytest.param(
            {"a": {"b": {}}, "kind": "x"},
            ["misplaced-field kind -> a.b.kind"],
            id="it belongs where it is missing",
        ),
        pytest.param(
            {"a": {"b": {}, "kind": "x"}},
            ["misplaced-field a.kind -> a.b.kind"],
            id="one level too high",
        ),
        pytest.param(
            {"a": {}, "b": {"kind": "x"}},
            ["misplaced-field b -> a.b"],
            id="a whole block",
        ),
        pytest.param(
            {"a": {"kind": "x"}},
            ["misplaced-field a.kind -> a.b.kind"],
            id="the block around it is missing with it",
        ),
        pytest.param(
            {"a": {"b": {"kind": "x", "c": {"items": []}}}},
            ["misplaced-field a.b.c.items -> items"],
            id="far too low",
        ),
        pytest.param(
            {"left": None, "right": {}, "e": {}, "both": "x"},
            ["misplaced-field both -> left.both"],
            id="an empty block is meant",
        ),
        pytest.param(
            {"left": {"only": "x"}, "both": "x", "right": {}},
            ["misplaced-field both -> left.both"],
            id="the block before it is meant",
        ),
        pytest.param(
            {"both": "x", "right": {}},
            ["misplaced-field both -> right.both"],
            id="the block that is there is meant",
        ),
        pytest.param(
            {"both": "x", "right": {}, "left": {}},
            ["unknown-field both"],
            id="nobody knows which block is meant",
        ),
        pytest.param(
            {"left": {}, "right": {"only": "x"}},
            ["misplaced-field right.only -> left.only"],
            id="a block beside it",
        ),
        pytest.param(
            {"e": {"ports": {"80": "x", "a": "x", "b": {}}}},
            ["malformed-key e.ports.a", "misplaced-field e.ports.b -> e.b"],
            id="a key of a map that belongs to the block around, and one that does not",
        ),
        pytest.param(
            {"deepest": "x"},
            ["misplaced-field deepest -> a.b.c.deepest"],
            id="far too high",
        ),
        pytest.param(
            {"items": [{}], "zzqx": "x"},
            ["missing-field items.0.name", "unknown-field zzqx"],
            id="two mistakes",
        ),
    ],
)
def test_a_mistake_is_told_once(value: Any, expected: list[str]) -> None:
    assert said(value) == expected
