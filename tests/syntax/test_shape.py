"""What follows from the sequence of a document's events."""

from __future__ import annotations

import pytest

from istiolint.syntax.scan import MAX_DEPTH, events
from istiolint.syntax.shape import shape_of
from istiolint.syntax.tape import ALIAS, END, MAPPING, PLAIN, SEQUENCE


def test_rows_and_what_follows_them() -> None:
    shape = shape_of(events("a: &x 1\nb: [*x, {}]\n"))
    kinds = [MAPPING, PLAIN, PLAIN, PLAIN, SEQUENCE, ALIAS, MAPPING, END, END, END]
    assert list(shape.kinds) == kinds
    assert list(shape.nexts) == [10, 2, 3, 4, 9, 6, 8, 8, 9, 10]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("a: 1\nb: 2\nc: 3", [["a", "b", "c"]]),
        ("a: {x: 1, y: 2}\nb: 3", [["x", "y"], ["a", "b"]]),
        ("a: [1]\nb: [2]", [["a", "b"]]),
        ("a: 1", []),
        ("a: {b: {c: 1}}", []),
        ("[1, 2]", []),
    ],
)
def test_keys_of_mappings_that_have_several(text: str, keys: list[list[str]]) -> None:
    found = events(text)
    values = [getattr(event, "value", None) for event in found]
    assert [list(keys_of(values)) for _, keys_of in shape_of(found).keys] == keys


def test_documents_written_alike_share_a_shape() -> None:
    one, other = shape_of(events("a: 1\nb: [x]")), shape_of(events("c: two\nd: ['']"))
    assert one is other


def test_long_documents_are_not_kept() -> None:
    found = events("[" + "x, " * 2000 + "]")
    assert shape_of(found) == shape_of(found)
    assert shape_of(found) is not shape_of(found)


def test_where_a_document_is_too_deep() -> None:
    assert shape_of(events("- " * MAX_DEPTH + "x")).deep is None
    assert shape_of(events("- " * (MAX_DEPTH + 1) + "x")).deep == MAX_DEPTH


def test_where_another_document_begins() -> None:
    assert shape_of(events("{a: 1}\n--- b")).second == 4
