"""A fault that can be mended by a move is."""

from __future__ import annotations

from typing import Any

import pytest

from istiolint.schema.fault import Reader
from istiolint.schema.fixes import moving
from istiolint.schema.shape import Book
from tests.schema.samples import found_in

TEXT = {"type": "string"}
ITEM = {"type": "object", "properties": {"name": TEXT}}
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "block": {"type": "object", "properties": {"deep": TEXT}},
        "items": {"type": "array", "items": ITEM},
    },
}


@pytest.mark.parametrize(
    ("value", "suggestion", "title"),
    [
        pytest.param(
            {"deep": "x", "block": {}}, "block.deep", "Move it to block.deep", id="a block"
        ),
        pytest.param(
            {"name": "x", "items": [{}, {}]}, "items[].name", None, id="an item, nobody knows which"
        ),
    ],
)
def test_a_key_is_moved_where_the_place_is_known(
    value: Any, suggestion: str, title: str | None
) -> None:
    shape = Book(SCHEMA, 30, Reader.API_SERVER).shape(SCHEMA)
    (found,) = found_in(value, shape, Reader.API_SERVER)
    assert found.suggestion == suggestion
    fix = moving(found, safe=False)
    assert (fix and fix.title) == title
