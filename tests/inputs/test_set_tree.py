"""What is set one by one is a tree, and stands in the flags that set it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istiolint.inputs.set_tree import set_tree
from istiolint.inputs.set_values import problem_of_set
from istiolint.settings import InstallFiles, is_set_path
from istiolint.syntax.node import Node


def root(*said: str, chart: str | None = "istiod", files: tuple[str, ...] = ()) -> Node | None:
    return set_tree(InstallFiles("a", chart, files, said), lambda _: False)


def nodes(node: Node) -> Iterator[Node]:
    yield node
    for entry in node.entries():
        yield entry.key
        yield from nodes(entry.value)
    for item in node.items():
        yield from nodes(item)


def text_of(node: Node) -> str:
    start, end = node.span
    return node.tape.source.text[start:end]


PLACES = [
    pytest.param("a.b=12", ("a", "b"), "12", id="a number"),
    pytest.param("a=text", ("a",), "text", id="a text"),
    pytest.param("x=1,a=text", ("a",), "text", id="behind another one"),
    pytest.param("a={b,c}", ("a",), "{b,c}", id="a list"),
    pytest.param("a={b,c}", ("a", 1), "{b,c}", id="an item, which is not told apart"),
    pytest.param(r"a\.b=1", ("a.b",), "1", id="below a key with a dot"),
    pytest.param("a=x'y", ("a",), "x'y", id="a quote"),
    pytest.param('a=x"y', ("a",), 'x"y', id="a quote that YAML needs to be told"),
    pytest.param("a=", ("a",), "", id="nothing"),
]


@pytest.mark.parametrize(("said", "path", "expected"), PLACES)
def test_a_value_is_where_the_flag_has_it(
    said: str, path: tuple[str | int, ...], expected: str
) -> None:
    for chart, above in (("istiod", ()), (None, ("spec",))):
        found = root(said, chart=chart)
        node = found and found.at(*above, *path)
        assert node is not None
        assert text_of(node) == expected
        assert is_set_path(node.location.source.path)


def test_a_part_of_a_text_is_found_in_the_flag() -> None:
    found = root("a=some text")
    node = found and found.at("a")
    assert node is not None
    assert text_of(node.part(5, 9)) == "text"


def test_an_operator_is_all_of_the_first_flag() -> None:
    found = root("a=1", "b=2", chart=None)
    kind = found and found.at("kind")
    assert kind is not None
    assert (kind.value, text_of(kind)) == ("IstioOperator", "--set a=1")


def test_an_install_without_anything_is_the_flag_that_names_its_chart() -> None:
    found = root()
    assert found is not None
    assert text_of(found) == "--chart istiod"
    assert root(files=("a.yaml",)) is None


@given(st.lists(st.text("ab.=,{}[]01\\\"' \n", max_size=12), min_size=1, max_size=3))
def test_whatever_is_set_has_its_place_in_the_flags(said: list[str]) -> None:
    if problem_of_set(said) is not None:
        return
    found = root(*said)
    assert found is not None
    length = len(found.tape.source.text)
    for node in nodes(found):
        assert 0 <= node.span.start <= length
        assert 0 <= node.span.end <= length
        assert node.location.on_one_line().span.start <= node.location.on_one_line().span.end
