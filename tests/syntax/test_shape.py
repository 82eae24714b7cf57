"""What follows from the sequence of a document's events."""

from __future__ import annotations

import pytest

from istiolint.syntax.layout import Layout
from istiolint.syntax.scan import MAX_DEPTH, scan
from istiolint.syntax.shape import Shape, shape_of
from istiolint.syntax.tape import ALIAS, END, MAPPING, PLAIN, SEQUENCE


def of(text: str) -> Shape:
    """The shape of a text."""
    return shape_of(scan(text).classes)


def test_rows_and_what_follows_them() -> None:
    shape = of("a: &x 1\nb: [*x, {}]\n")
    kinds = [MAPPING, PLAIN, PLAIN, PLAIN, SEQUENCE, ALIAS, MAPPING, END, END, END]
    assert list(shape.kinds) == kinds
    assert list(shape.nexts) == [10, 2, 3, 4, 9, 6, 8, 8, 9, 10]


@pytest.mark.parametrize(
    ("text", "other", "same"),
    [
        pytest.param("a: 1\nb: 2", "a: x\nb: y", True, id="other values"),
        pytest.param("a: 1\nb: 2", "a: 1\nc: 2", False, id="another key"),
        pytest.param("a: {x: 1}\nb: 3", "a: {y: 1}\nb: 3", False, id="another key further in"),
        pytest.param("[1, 2]", "[3, 4]", True, id="no keys"),
        pytest.param("a: 1", "b: 1", False, id="one key"),
        pytest.param("a: [1]", "a: [2]", True, id="one key, another value"),
    ],
)
def test_layouts_are_told_apart_by_keys(text: str, other: str, *, same: bool) -> None:
    assert (layout(text) is layout(other)) is same


def layout(text: str) -> Layout:
    """The layout of a text."""
    found = scan(text)
    return shape_of(found.classes).layout(found.values)


def test_only_so_many_layouts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("istiolint.syntax.shape._MOST", 0)
    assert layout("q: [{only: here}]") is not layout("q: [{only: here}]")


def test_what_a_second_document_makes_worth_to_remember() -> None:
    first = layout("seen: [{for: the}]\nfirst: time")
    assert not first.is_shared
    assert layout("seen: [{for: a}]\nfirst: second").is_shared
    assert first.is_shared


def test_documents_written_alike_share_a_shape() -> None:
    one, other = of("a: 1\nb: [x]"), of("c: two\nd: ['']")
    assert one is other


def test_long_documents_are_not_kept() -> None:
    text = "[" + "x, " * 2000 + "]"
    assert of(text).kinds == of(text).kinds
    assert of(text) is not of(text)


def test_where_a_document_is_too_deep() -> None:
    assert of("- " * MAX_DEPTH + "x").deep is None
    assert of("- " * (MAX_DEPTH + 1) + "x").deep == MAX_DEPTH


def test_where_another_document_begins() -> None:
    assert of("{a: 1}\n--- b").second == 4
