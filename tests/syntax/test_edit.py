"""Edits in terms of nodes: what they write, and where they refuse to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istiolint.diagnostic import Edit
from istiolint.fix.soundness import still_parses
from istiolint.syntax.edit import insert_after, nest, quote, remove, rename_key, replace
from istiolint.syntax.embed import embedded
from istiolint.syntax.node import Entry, Node
from istiolint.syntax.parse import parse
from istiolint.syntax.quoting import Scalar
from istiolint.syntax.tape import Path, Tape
from istiolint.text import Source


def root_of(text: str, path: str = "values.yaml") -> Node:
    """The only document of a text."""
    tape = parse(Source(path, text), 0, len(text))
    assert isinstance(tape, Tape), tape
    return Node(tape)


def inside(text: str, *path: str | int) -> Node:
    """The document in the text of a scalar."""
    scalar = root_of(text).at(*path)
    assert scalar is not None
    tape = embedded(scalar)
    assert isinstance(tape, Tape), tape
    return Node(tape)


def at(root: Node, path: Path) -> Node:
    """The node at a path."""
    node = root.at(*path)
    assert node is not None
    return node


def entry_at(root: Node, path: Path) -> Entry:
    """The entry at a path of keys, ending in one."""
    (entry,) = (each for each in root.entries(*path[:-1]) if each.name == path[-1])
    return entry


def applied(root: Node, edits: Edit | Sequence[Edit] | None) -> str | None:
    """The text after some edits; ``None`` if there are none."""
    if edits is None:
        return None
    text = root.tape.source.text
    several = [edits] if isinstance(edits, Edit) else edits
    for edit in sorted(several, key=lambda each: each.location.span, reverse=True):
        start, end = edit.location.span
        text = text[:start] + edit.replacement + text[end:]
    return text


def data(node: Node) -> Any:
    """A tree of nodes as plain values."""
    if node.is_mapping:
        return {entry.name: data(entry.value) for entry in node.entries()}
    return [data(each) for each in node.items()] if node.is_sequence else node.meaning


REPLACE = [
    pytest.param("a: b\n", "c", "a: c\n", id="plain stays plain"),
    pytest.param("a: 'b' # c\n", "it's", "a: 'it''s' # c\n", id="single quotes stay"),
    pytest.param('a: "b"\n', 'say "c\\d"', 'a: "say \\"c\\\\d\\""\n', id="double quotes stay"),
    pytest.param("a: 'b'\n", "c\td", 'a: "c\\td"\n', id="single quotes cannot hold a tab"),
    pytest.param('a: "b"\n', "c\u0085\U0001f600", 'a: "c\\u0085\U0001f600"\n', id="escapes"),
    pytest.param("a: b\n", "true", 'a: "true"\n', id="a text that would be a boolean"),
    pytest.param("a: b\n", "010", 'a: "010"\n', id="a text that would be a number"),
    pytest.param("a: b\n", "", 'a: ""\n', id="a text that would be null"),
    pytest.param("a: 1\n", "2", "a: 2\n", id="a number stays one"),
    pytest.param("a: 1\n", "2Gi", "a: 2Gi\n", id="a number becomes a text"),
    pytest.param('a: "true"\n', True, "a: true\n", id="a boolean needs no quotes"),
    pytest.param("a: b\n", 80, "a: 80\n", id="a whole number"),
    pytest.param("a: b\n", 0.5, "a: 0.5\n", id="a fraction"),
    pytest.param("a: b\n", "c: d", 'a: "c: d"\n', id="a colon and a blank"),
    pytest.param("a: b\n", "c:d#e", "a: c:d#e\n", id="a colon and a hash without a blank"),
    pytest.param("a: b\n", "c #d", 'a: "c #d"\n', id="a comment"),
    pytest.param("a: b\n", "c:", 'a: "c:"\n', id="a colon at the end"),
    pytest.param("a: b\n", "c ", 'a: "c "\n', id="a blank at the end"),
    pytest.param("a: b\n", "*", 'a: "*"\n', id="an indicator"),
    pytest.param("a: b\n", "-c", "a: -c\n", id="a dash before a letter"),
    pytest.param("a: b\n", "- c", 'a: "- c"\n', id="a dash and a blank"),
    pytest.param("a: b\n", "<<", 'a: "<<"\n', id="what means merge"),
    pytest.param("a: b\n", "c, d", "a: c, d\n", id="a comma"),
    pytest.param("{a: b}\n", "c, d", '{a: "c, d"}\n', id="a comma between brackets"),
    pytest.param("{a: b}\n", "c:d", '{a: "c:d"}\n', id="a colon between brackets"),
    pytest.param("a: b\n  c\n", "d", "a: d\n", id="several lines become one"),
    pytest.param("a:\nb: 1\n", "c", "a: c\nb: 1\n", id="an omitted value"),
    pytest.param("a:   # why\nb: 1\n", "c", "a: c   # why\nb: 1\n", id="omitted before a comment"),
    pytest.param("{a: , b: 1}\n", "c", "{a: c , b: 1}\n", id="omitted between brackets"),
    pytest.param("{a, b: 1}\n", "c", None, id="omitted with its colon"),
    pytest.param("a: &x\nb: 1\n", "c", None, id="omitted behind an anchor"),
    pytest.param("a: |\n  b\n", "c", None, id="a block scalar"),
    pytest.param("a: &x b\nc: *x\n", "d", None, id="what an alias repeats"),
    pytest.param("a: &x b\n", "d", "a: &x d\n", id="an anchor that nothing repeats"),
    pytest.param("b: &x c\na: *x\n", "d", "b: &x c\na: d\n", id="an alias"),
    pytest.param("a: [b]\n", "c", None, id="a list"),
    pytest.param("a: !!str 5\n", "6", 'a: !!str "6"\n', id="a tag stays"),
]


@pytest.mark.parametrize(("text", "value", "expected"), REPLACE)
def test_a_value_is_replaced_in_the_style_it_has(
    text: str, value: Scalar, expected: str | None
) -> None:
    root = root_of(text)
    assert applied(root, replace(at(root, ("a",)), value)) == expected


def test_a_document_that_is_one_scalar_can_be_replaced() -> None:
    root = root_of("a\n")
    assert applied(root, replace(root, "b, c")) == "b, c\n"


JSON = [
    pytest.param('{"a": 1}', "2", '{"a": 2}', id="a number"),
    pytest.param('{"a": 1}', "2Gi", '{"a": "2Gi"}', id="a text"),
    pytest.param('{"a": 1}', "010", '{"a": "010"}', id="no number in JSON"),
    pytest.param('{"a": 1}', "yes", '{"a": "yes"}', id="no boolean in JSON"),
    pytest.param('{"a": "b"}', "c\n", '{"a": "c\\n"}', id="an escape"),
    pytest.param('{"a": "b"}', False, '{"a": false}', id="a boolean"),
]


@pytest.mark.parametrize(("text", "value", "expected"), JSON)
def test_json_stays_json(text: str, value: Scalar, expected: str) -> None:
    root = root_of(text, "values.json")
    assert applied(root, replace(at(root, ("a",)), value)) == expected


PARTS = [
    pytest.param("a: one two\n", (4, 7), "six", "a: one six\n", id="plain"),
    pytest.param("a: one two\n", (3, 4), ": ", 'a: "one: two"\n', id="plain that needs quotes"),
    pytest.param("a: 'one two'\n", (4, 7), "it's", "a: 'one it''s'\n", id="single quotes"),
    pytest.param("a: 'one two'\n", (4, 7), "\t", None, id="a tab in single quotes"),
    pytest.param('a: "one\\ttwo"\n', (4, 7), '"', 'a: "one\\t\\""\n', id="double quotes"),
    pytest.param('a: "one\\ttwo"\n', (3, 4), "x", None, id="an escape"),
    pytest.param("a: |\n  one\n  two\n", (4, 7), "it's", "a: |\n  one\n  it's\n", id="literal"),
    pytest.param("a: |\n  one\n  two\n", (4, 7), "x\ny", None, id="a line break in a literal"),
    pytest.param("a: |\n  one\n  two\n", (2, 5), "x", None, id="across lines"),
]


@pytest.mark.parametrize(("text", "part", "new", "expected"), PARTS)
def test_a_part_of_a_value_is_replaced(
    text: str, part: tuple[int, int], new: str, expected: str | None
) -> None:
    root = root_of(text)
    assert applied(root, replace(at(root, ("a",)).part(*part), new)) == expected


def test_a_part_seen_through_an_alias_is_left_alone() -> None:
    root = root_of("a: &x one two\nb: *x\n")
    assert replace(at(root, ("b",)).part(0, 3), "six") is None


QUOTE = [
    pytest.param("a: 010\n", 'a: "010"\n', id="a number"),
    pytest.param("a: on # why\n", 'a: "on" # why\n', id="a boolean before a comment"),
    pytest.param("a: one\n  two\n", 'a: "one two"\n', id="several lines"),
    pytest.param("a: 'b'\n", None, id="single quotes"),
    pytest.param("a: |\n  b\n", None, id="a block scalar"),
    pytest.param("a:\n", None, id="an omitted value"),
    pytest.param("a: [1]\n", None, id="a list"),
    pytest.param("b: &x 1\na: *x\n", None, id="an alias"),
    pytest.param("a: &x 1\nb: *x\n", None, id="what an alias repeats"),
]


@pytest.mark.parametrize(("text", "expected"), QUOTE)
def test_quotes_are_put_around_a_plain_scalar(text: str, expected: str | None) -> None:
    root = root_of(text)
    assert applied(root, quote(at(root, ("a",)))) == expected


RENAME = [
    pytest.param("a: 1\nb: 2\n", "c", "c: 1\nb: 2\n", id="a key"),
    pytest.param('"a": 1\n', "c", '"c": 1\n', id="quotes stay"),
    pytest.param("{a: 1}\n", "c,d", '{"c,d": 1}\n', id="quotes between brackets"),
    pytest.param("a: 1\nb: 2\n", "b", None, id="a key that is there"),
]


@pytest.mark.parametrize(("text", "new", "expected"), RENAME)
def test_a_key_is_renamed(text: str, new: str, expected: str | None) -> None:
    root = root_of(text)
    assert applied(root, rename_key(entry_at(root, ("a",)), new)) == expected


def test_the_root_has_no_key_to_rename_and_no_neighbour() -> None:
    root = root_of("a: 1\n")
    assert rename_key(Entry(root, root), "b") is None
    assert insert_after(Entry(root, root), "b", "1") is None


INSERT = [
    pytest.param("a: 1\nc: 3\n", ("a",), "2", "a: 1\nb: 2\nc: 3\n", id="between two"),
    pytest.param("a: 1", ("a",), "2", "a: 1\nb: 2", id="at the end without a line break"),
    pytest.param("a: 1\r\nc: 3\r\n", ("a",), "2", "a: 1\r\nb: 2\r\nc: 3\r\n", id="CRLF"),
    pytest.param("c: 3\r\na: 1", ("a",), "2", "c: 3\r\na: 1\r\nb: 2", id="CRLF before the end"),
    pytest.param(
        "x:\n  a: 1 # one\n  c: 3\n",
        ("x", "a"),
        "\n  d: 2",
        "x:\n  a: 1 # one\n  b:\n    d: 2\n  c: 3\n",
        id="a mapping in a mapping",
    ),
    pytest.param("x:\n- a: 1\n", ("x", 0, "a"), "2", "x:\n- a: 1\n  b: 2\n", id="behind a dash"),
    pytest.param("- - &x a: 1\n", (0, 0, "a"), "2", "- - &x a: 1\n    b: 2\n", id="two dashes"),
    pytest.param(
        "a:\n  x: 1\n  # y: 2\n# c\nc: 3\n",
        ("a",),
        "2",
        "a:\n  x: 1\n  # y: 2\nb: 2\n# c\nc: 3\n",
        id="behind the comments of a value",
    ),
    pytest.param(
        "a: |+\n  x\n\nc: 3\n", ("a",), "2", "a: |+\n  x\n\nb: 2\nc: 3\n", id="kept lines"
    ),
    pytest.param("{a: 1, c: 3}\n", ("a",), "2", "{a: 1, b: 2, c: 3}\n", id="between brackets"),
    pytest.param('{"a": 1}\n', ("a",), "2", '{"a": 1, "b": 2}\n', id="quoted as its neighbour"),
    pytest.param(
        '{\n  "a": 1\n}\n', ("a",), "2", '{\n  "a": 1,\n  "b": 2\n}\n', id="a line of its own"
    ),
    pytest.param("{a: 1}\n", ("a",), "\n- 2", None, id="a block between brackets"),
    pytest.param("{a: }\n", ("a",), "2", None, id="behind an omitted value"),
]


@pytest.mark.parametrize(("text", "path", "value", "expected"), INSERT)
def test_an_entry_is_inserted_behind_another(
    text: str, path: Path, value: str, expected: str | None
) -> None:
    root = root_of(text)
    assert applied(root, insert_after(entry_at(root, path), "b", value)) == expected


def test_a_key_that_means_something_else_is_inserted_in_quotes() -> None:
    root = root_of("a: 1\nx: {a: 1}\n")
    assert applied(root, insert_after(entry_at(root, ("a",)), "on", "2")) == (
        'a: 1\n"on": 2\nx: {a: 1}\n'
    )
    assert applied(root, insert_after(entry_at(root, ("x", "a")), "8", "2")) == (
        'a: 1\nx: {a: 1, "8": 2}\n'
    )


NEST = [
    pytest.param("- a\n- b # c\n", 1, "- a\n- k: b # c\n", id="in lines"),
    pytest.param("[a, 'b']\n", 1, "[a, {k: 'b'}]\n", id="in brackets"),
    pytest.param("- |\n  a\n", 0, None, id="a block scalar"),
    pytest.param("- 'a\n  b'\n", 0, None, id="several lines"),
    pytest.param("- !!str 1\n", 0, None, id="a tag"),
    pytest.param("- &a b\n", 0, None, id="an anchor"),
    pytest.param("- &a b\n- *a\n", 1, None, id="an alias"),
    pytest.param("-\n- b\n", 0, None, id="nothing"),
    pytest.param("- [a]\n", 0, None, id="a list"),
]


@pytest.mark.parametrize(("text", "place", "expected"), NEST)
def test_an_item_becomes_the_value_of_a_key(text: str, place: int, expected: str | None) -> None:
    assert applied(root_of(text), nest(at(root_of(text), (place,)), "k")) == expected


def test_an_item_in_json_becomes_the_value_of_a_key_in_quotes() -> None:
    root = root_of('["a"]\n', "values.json")
    assert applied(root, nest(at(root, (0,)), "k")) == '[{"k": "a"}]\n'


def test_the_root_is_no_item() -> None:
    assert nest(root_of("a\n"), "k") is None


REMOVE = [
    pytest.param("a:\n  b: 1\n  # d: 2\nc: 2\n", ("a", "b"), None, id="what else its parent says"),
    pytest.param("a:\n- b:\n    # d: 2\n\n    e: 1\nc: 2\n", ("a", 0), "c: 2\n", id="all it has"),
    pytest.param(
        "a:\n  # its own\n  b: 1\n    # as well\nc: 2\n",
        ("a", "b"),
        "c: 2\n",
        id="with the parent, and its own comments",
    ),
    pytest.param(
        "a: {\n  b: 1, # one\n  c: 2,\n}\n",
        ("a", "c"),
        "a: {\n  b: 1, # one\n}\n",
        id="the last one with a comma, behind a comment",
    ),
    pytest.param("a: 1\nb: 2\nc: 3\n", ("b",), "a: 1\nc: 3\n", id="an entry"),
    pytest.param("a: 1\nb: 2", ("b",), "a: 1\n", id="the last one without a line break"),
    pytest.param("a: 1\r\nb: 2\r\n", ("a",), "b: 2\r\n", id="CRLF"),
    pytest.param("a: 1\nb:\n  - x\n  - y\nc: 3\n", ("b",), "a: 1\nc: 3\n", id="with all below"),
    pytest.param("a: 1\nb: |\n  x\n\n  y\nc: 3\n", ("b",), "a: 1\nc: 3\n", id="a block scalar"),
    pytest.param("a: 1\nb: 'x\n\n  y'\nc: 3\n", ("b",), "a: 1\nc: 3\n", id="several lines"),
    pytest.param("a: 1\nb:\nc: 3\n", ("b",), "a: 1\nc: 3\n", id="an omitted value"),
    pytest.param("a: 1\nx:\n  b: 2\n", ("x", "b"), "a: 1\n", id="its parent is left empty"),
    pytest.param("a: 1\nx:\n  y:\n  - b: 2\n", ("x", "y", 0, "b"), "a: 1\n", id="and so on"),
    pytest.param("a: 1\n", ("a",), None, id="the last entry of a document"),
    pytest.param("x:\n  a: 1\n", ("x", "a"), None, id="all that a document says"),
    pytest.param("x:\n- 1\n- 2\n- 3\n", ("x", 1), "x:\n- 1\n- 3\n", id="an item"),
    pytest.param("x:\n- 1\n- 2\n", ("x", 0), "x:\n- 2\n", id="the first item"),
    pytest.param("x:\n- 1\n-\n  a: 2\n- 3\n", ("x", 1), "x:\n- 1\n- 3\n", id="a dash above"),
    pytest.param("x:\n-\n- 2\n- # c\n- 3\n", ("x", 2), "x:\n-\n- 2\n- 3\n", id="an omitted item"),
    pytest.param("x:\n- 1\n- &y\n  !!map\n  a: 2\n", ("x", 1), "x:\n- 1\n", id="properties above"),
    pytest.param("- a: 1\n  b: 2\n- 3\n", (0, "a"), "- b: 2\n- 3\n", id="behind a dash"),
    pytest.param("- a: 1\n  b: 2\n- 3\n", (0, "b"), "- a: 1\n- 3\n", id="below a dash"),
    pytest.param("- a: 1\n  b: 2\n- 3\n", (0,), "- 3\n", id="an item of several lines"),
    pytest.param("- - 1\n  - 2\n", (0, 0), "- - 2\n", id="an item behind a dash"),
    pytest.param("- - 1\n  - 2\n", (0, 1), "- - 1\n", id="an item below a dash"),
    pytest.param("- &x a: 1\n  b: 2\n", (0, "a"), "- b: 2\n", id="an anchor of the key"),
    pytest.param("a: 1\n&x b: 2\n", ("b",), None, id="an anchor before a key"),
    pytest.param("? a\n: 1\n? b\n: 2\n", ("a",), "? b\n: 2\n", id="a key with a question mark"),
    pytest.param("? a\n: 1\n? b\n: 2\n", ("b",), None, id="a second one"),
]
COMMENTS = [
    pytest.param(
        "a: 1\n# b1\n# b2\nb: 2 # b3\n# c\nc: 3\n",
        ("b",),
        "a: 1\n# c\nc: 3\n",
        id="above and behind",
    ),
    pytest.param("a: 1\n# x\n\nb: 2\nc: 3\n", ("b",), "a: 1\n# x\n\nc: 3\n", id="a blank between"),
    pytest.param("# x\na: 1\nb: 2\n", ("a",), "# x\nb: 2\n", id="that of the document"),
    pytest.param("x:\n  # a\n  a: 1\n  b: 2\n", ("x", "a"), "x:\n  b: 2\n", id="the first below"),
    pytest.param("a:\n  # x: 1\n  y: 2\n  # z: 3\n# b\nb: 4\n", ("a",), "# b\nb: 4\n", id="inside"),
    pytest.param("a: |\n  # 1\nb: 2\n", ("b",), "a: |\n  # 1\n", id="a text that looks like one"),
    pytest.param("a: 'x\n # y\n  z'\nb: 2\n", ("b",), "a: 'x\n # y\n  z'\n", id="a quoted text"),
    pytest.param(
        "- a: 1 # a\n  # b\n  b: 2\n",
        (0, "a"),
        "- # b\n  b: 2\n",
        id="that of the next behind a dash",
    ),
    pytest.param(
        "- a:\n    x: 1\n    # y: 2\n\n  b: 2\n", (0, "a"), "- b: 2\n", id="inside, behind a dash"
    ),
    pytest.param("x:\n# 1\n- 1\n# 2\n- 2\n", ("x", 1), "x:\n# 1\n- 1\n", id="above an item"),
]
FLOW = [
    pytest.param("{a: 1, b: 2, c: 3}\n", ("a",), "{b: 2, c: 3}\n", id="the first"),
    pytest.param("{a: 1, b: 2, c: 3}\n", ("b",), "{a: 1, c: 3}\n", id="the middle"),
    pytest.param("{a: 1, b: 2 , c: 3}\n", ("c",), "{a: 1, b: 2}\n", id="the last"),
    pytest.param("[1, 2]\n", (0,), "[2]\n", id="an item"),
    pytest.param("[1, 2,]\n", (1,), "[1,]\n", id="a comma at the end"),
    pytest.param("{a, b: , c: 3}\n", ("b",), "{a, c: 3}\n", id="an omitted value"),
    pytest.param("a: 1\nx: {b: 2}\n", ("x", "b"), "a: 1\n", id="its parent is left empty"),
    pytest.param("x: [1, b: 2, 3]\n", ("x", 1, "b"), "x: [1, 3]\n", id="a pair"),
    pytest.param('{\n  "a": 1,\n  "b": 2\n}\n', ("a",), '{\n  "b": 2\n}\n', id="a first line"),
    pytest.param('{\n  "a": 1,\n  "b": 2\n}\n', ("b",), '{\n  "a": 1\n}\n', id="a last line"),
    pytest.param(
        "{a: 1, # a\n # b\n b: 2}\n", ("a",), "{# b\n b: 2}\n", id="a comment of the next one"
    ),
    pytest.param(
        "{a: 1, # a\n b: 2 # b\n}\n", ("b",), "{a: 1 # a # b\n}\n", id="a comment before the last"
    ),
    pytest.param("{a: 1, &x b: 2, c: 3}\n", ("b",), None, id="an anchor in the middle"),
    pytest.param("{a: 1, &x b: 2}\n", ("b",), None, id="an anchor before the last"),
    pytest.param("{&x a: 1, b: 2}\n", ("a",), None, id="an anchor before the first"),
]
ALIASES = [
    pytest.param("a: &x {b: 1}\nc: *x\n", ("a",), None, id="an anchor"),
    pytest.param("a: &x {b: 1, d: 2}\nc: *x\n", ("a", "b"), "a: &x {d: 2}\nc: *x\n", id="a part"),
    pytest.param("a: &x {b: 1}\nc: *x\n", ("a", "b"), None, id="a part that leaves it empty"),
    pytest.param("a: &x 1\nc: *x\n", ("c",), "a: &x 1\n", id="the alias"),
    pytest.param("a: {b: &x 1, c: *x}\nd: 1\n", ("a",), "d: 1\n", id="both"),
    pytest.param(
        "a: &x {b: 1, d: 2}\nc: {<<: *x}\n",
        ("c", "b"),
        "a: &x {d: 2}\nc: {<<: *x}\n",
        id="merged in",
    ),
]


@pytest.mark.parametrize(("text", "path", "expected"), [*REMOVE, *COMMENTS, *FLOW, *ALIASES])
def test_what_is_removed_takes_its_lines_and_comments_along(
    text: str, path: Path, expected: str | None
) -> None:
    root = root_of(text)
    assert applied(root, remove(at(root, path))) == expected


def test_an_entry_and_its_key_are_removed_as_its_value_is() -> None:
    root = root_of("a: 1\nb: 2\n")
    entry = entry_at(root, ("b",))
    assert remove(entry) == remove(entry.key) == remove(entry.value) is not None


def test_a_part_of_a_value_cannot_be_removed() -> None:
    root = root_of("a: 1\nb: 234\n")
    assert remove(at(root, ("b",)).part(1, 2)) is None


APPLICATION = """\
spec:
  values: |
    # top
    pilot: # p
      # cpu
      cpu: 1

      mem: 2
    list:
    - a: x
      b: y
    flow: {c: 3, d: 4}
    none:
  after: 1
"""
IN_LINES = [
    pytest.param(("pilot", "cpu"), "      # cpu\n      cpu: 1\n", "", id="an entry"),
    pytest.param(("pilot", "mem"), "      mem: 2\n", "", id="an entry below a blank line"),
    pytest.param(("list", 0, "a"), "a: x\n      b", "b", id="behind a dash"),
    pytest.param(("list", 0, "b"), "      b: y\n", "", id="below a dash"),
    pytest.param(("list", 0), "    list:\n    - a: x\n      b: y\n", "", id="a list left empty"),
    pytest.param(("flow", "c"), "c: 3, ", "", id="first between brackets"),
    pytest.param(("flow", "d"), ", d: 4", "", id="last between brackets"),
    pytest.param(("none",), "    none:\n", "", id="the last line"),
]


@pytest.mark.parametrize(("path", "old", "new"), IN_LINES)
def test_lines_are_removed_from_yaml_in_a_literal_block(path: Path, old: str, new: str) -> None:
    root = inside(APPLICATION, "spec", "values")
    assert applied(root, remove(at(root, path))) == APPLICATION.replace(old, new)


def test_yaml_in_a_literal_block_is_edited_in_place() -> None:
    root = inside(APPLICATION, "spec", "values")
    change = APPLICATION.replace

    assert applied(root, replace(at(root, ("pilot", "cpu")), "it's: 2")) == change(
        "cpu: 1", 'cpu: "it\'s: 2"'
    )
    assert applied(root, replace(at(root, ("none",)), "x")) == change("none:", "none: x")
    assert applied(root, quote(at(root, ("pilot", "mem")))) == change("mem: 2", 'mem: "2"')
    assert applied(root, rename_key(entry_at(root, ("pilot",)), "p:")) == change("pilot", '"p:"')
    assert applied(root, insert_after(entry_at(root, ("pilot",)), "e", "\n  f: 1")) == change(
        "mem: 2\n", "mem: 2\n    e:\n      f: 1\n"
    )
    assert applied(root, insert_after(entry_at(root, ("flow", "d")), "e", "5")) == change(
        "d: 4", "d: 4, e: 5"
    )
    assert applied(root, replace(at(root, ("list", 0, "a")).part(0, 1), "it's")) == change(
        "a: x", "a: it's"
    )


def test_the_last_entry_of_an_embedded_document_stays() -> None:
    root = inside("a: |\n  b:\n    c: 1\n", "a")
    assert remove(at(root, ("b", "c"))) is None


HOSTS = [
    pytest.param("a: |\n  b: 1\n", True, id="literal"),
    pytest.param("a: |-  # why\n  b: 1\n", True, id="with a comment"),
    pytest.param("a: |2\n   b: 1\n", True, id="with its indentation"),
    pytest.param("a: |\r\n  b: 1\r\n  c: 2\r\n", True, id="CRLF"),
    pytest.param("- |\n  b: 1\n", True, id="an item"),
    pytest.param("a: |\n\n  b: 1\n", True, id="below a blank line"),
    pytest.param("a: >\n  b: 1\n", False, id="folded"),
    pytest.param("a: > # |\n  b: 1\n", False, id="folded with a comment"),
    pytest.param("a: 'b: 1'\n", False, id="single quotes"),
    pytest.param('x: |\n  y\na: "b: 1"\n', False, id="double quotes"),
    pytest.param('a: "\\\n  b: 1\\n"\n', False, id="double quotes over lines"),
]


@pytest.mark.parametrize(("text", "in_lines"), HOSTS)
def test_outside_of_literal_blocks_only_harmless_text_is_written(
    text: str, *, in_lines: bool
) -> None:
    scalar = root_of(text).at("a") or root_of(text).item(0)
    assert scalar is not None
    tape = embedded(scalar)
    assert isinstance(tape, Tape)
    value = at(Node(tape), ("b",))

    assert applied(value, replace(value, "2")) == text.replace("b: 1", "b: 2")
    assert applied(value, replace(value, "x: y")) == (
        text.replace("b: 1", 'b: "x: y"') if in_lines else None
    )


QUOTED = """\
a: '{"b": 1, "c": "x", "d": , "e": "it''s"}'
b: |
  c: 'x: {y: 1, z: 2}'
"""


def test_yaml_in_quotes_is_edited_where_it_stands_as_it_is() -> None:
    root = inside(QUOTED, "a")
    change = QUOTED.replace

    assert applied(root, replace(at(root, ("b",)), 2)) == change('"b": 1', '"b": 2')
    assert applied(root, replace(at(root, ("c",)).part(0, 1), "y")) == change('"x"', '"y"')
    assert applied(root, remove(at(root, ("b",)))) == change('"b": 1, ', "")
    assert applied(root, replace(at(root, ("d",)), "y")) == change('"d": ', '"d": y ')
    assert replace(at(root, ("c",)), "y") is None
    assert replace(at(root, ("c",)).part(0, 1), '"') is None
    assert remove(at(root, ("e",))) is None
    assert insert_after(entry_at(root, ("b",)), "f", "1") is None


def test_block_yaml_in_quotes_loses_no_lines() -> None:
    root = inside('a: "b: 1\\nc: 2\\n"\n', "a")
    assert remove(at(root, ("b",))) is None
    assert insert_after(entry_at(root, ("b",)), "d", "1") is None


def test_yaml_in_yaml_in_yaml_is_edited_in_the_outermost_file() -> None:
    text = "v: |\n  a: |\n    b: 1\n    c: 2\n  q: 'x: {y: 1, z: 2}'\n"
    outer = inside(text, "v")

    tape = embedded(at(outer, ("a",)))
    assert isinstance(tape, Tape)
    assert applied(outer, remove(at(Node(tape), ("b",)))) == text.replace("    b: 1\n", "")

    tape = embedded(at(outer, ("q",)))
    assert isinstance(tape, Tape)
    assert applied(outer, remove(at(Node(tape), ("x", "y")))) == text.replace("y: 1, ", "")


KEYS = st.sampled_from(["a", "b", "c", "d-e", "f.g/h"])
VALUES = st.sampled_from(["x", "1", "'y z'", '"w\\n"', "true", "~", "", "[]", "{}"])
TREES = st.recursive(
    VALUES,
    lambda below: st.one_of(
        st.lists(below, min_size=1, max_size=3),
        st.dictionaries(KEYS, below, min_size=1, max_size=3),
    ),
    max_leaves=8,
)
NEW_VALUES = st.text(max_size=8) | st.integers() | st.booleans()
NEW_KEYS = st.sampled_from(["z", "on", "k: {"])
DOCUMENTS = st.dictionaries(KEYS, TREES, min_size=1, max_size=3)
Draw = st.DrawFn


@st.composite
def documents(draw: Draw) -> str:
    """YAML in all styles at once, with comments wherever some can stand."""
    return written(draw, draw(DOCUMENTS), "")


def written(draw: Draw, tree: Any, indent: str) -> str:
    """A block collection, each line of it."""
    lines = ""
    members = tree.items() if isinstance(tree, dict) else ((None, each) for each in tree)
    for key, value in members:
        lines += draw(st.sampled_from(["", "", f"{indent}# above\n", "\n"]))
        head = f"{key}:" if key else "- " if value else "-"
        lines += indent + head + value_of(draw, value, indent, is_item=key is None)
    return lines


def value_of(draw: Draw, value: Any, indent: str, *, is_item: bool) -> str:
    """What stands behind a key or a dash, up to the end of its last line."""
    behind = draw(st.sampled_from(["", "", " # behind"])) + "\n"
    if isinstance(value, str):
        return f"{'' if is_item or not value else ' '}{value}{behind}"
    if draw(st.booleans()):
        return f"{'' if is_item else ' '}{flow(value)}{behind}"
    below = written(draw, value, f"{indent}  ")
    if is_item and below.startswith(f"{indent}  ") and "#" not in below.partition("\n")[0]:
        return below.removeprefix(f"{indent}  ")
    return behind + below


def flow(value: Any) -> str:
    """A collection in brackets."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(each) or "~" for each in value) + "]"
    assert isinstance(value, str)
    return value


def indented(text: str) -> str:
    """A document inside a literal block."""
    lines = (f"    {line}" if line.strip() else line for line in text.splitlines(keepends=True))
    return "x:\n  v: |\n" + "".join(lines) + "y: 1\n"


def paths(node: Node) -> list[Path]:
    """The paths of all nodes below one."""
    below = [entry.value for entry in node.entries()] + node.items()
    return [path for each in below for path in (each.path, *paths(each))]


def without(tree: Any, path: Path) -> Any:
    """A tree without what is at a path and the parents that this leaves empty."""
    step, *rest = path
    inner = without(tree[step], tuple(rest)) if rest else None
    if isinstance(tree, dict):
        changed = {**tree, step: inner}
        return changed if inner else {key: each for key, each in tree.items() if key != step}
    assert isinstance(step, int)
    return tree[:step] + ([inner] if inner else []) + tree[step + 1 :]


def with_value(tree: Any, path: Path, value: Any) -> Any:
    """A tree with something else at a path."""
    if not path:
        return value
    step, *rest = path
    changed: Any = dict(tree) if isinstance(tree, dict) else list(tree)
    changed[step] = with_value(tree[step], tuple(rest), value)
    return changed


@given(drawn=st.data(), text=documents(), embed=st.booleans())
def test_what_is_left_says_what_it_said(drawn: st.DataObject, text: str, *, embed: bool) -> None:
    root = inside(indented(text), "x", "v") if embed else root_of(text)
    path = drawn.draw(st.sampled_from(paths(root)))

    edits = remove(at(root, path))

    expected = without(data(root), path)
    if edits is None:
        assert expected == {}
        return
    after = applied(root, edits)
    assert after is not None
    left = inside(after, "x", "v") if embed else root_of(after)
    assert data(left) == expected
    assert still_parses(root.tape.source, left.tape.source, edits)


@given(drawn=st.data(), text=documents(), embed=st.booleans(), value=NEW_VALUES)
def test_what_is_replaced_is_read_back(
    drawn: st.DataObject, text: str, *, embed: bool, value: Scalar
) -> None:
    root = inside(indented(text), "x", "v") if embed else root_of(text)
    scalars = [path for path in paths(root) if at(root, path).is_scalar]
    if not scalars:
        return
    path = drawn.draw(st.sampled_from(scalars))

    edit = replace(at(root, path), value)

    after = applied(root, edit)
    assert edit is not None
    assert after is not None
    left = inside(after, "x", "v") if embed else root_of(after)
    written = at(left, path).value if isinstance(value, str) else data(at(left, path))
    assert written == value
    assert data(left) == with_value(data(root), path, data(at(left, path)))
    assert still_parses(root.tape.source, left.tape.source, [edit])


@given(drawn=st.data(), text=documents(), embed=st.booleans(), key=NEW_KEYS)
def test_what_is_inserted_stands_behind_its_neighbour(
    drawn: st.DataObject, text: str, *, embed: bool, key: str
) -> None:
    root = inside(indented(text), "x", "v") if embed else root_of(text)
    path = drawn.draw(st.sampled_from([p for p in paths(root) if isinstance(p[-1], str)]))

    edit = insert_after(entry_at(root, path), key, "1")

    after = applied(root, edit)
    if edit is None:
        assert at(root, path).is_null
        return
    assert after is not None
    left = inside(after, "x", "v") if embed else root_of(after)
    names = list(data(at(root, path[:-1])))
    names.insert(names.index(path[-1]) + 1, key)
    assert list(data(at(left, path[:-1]))) == names
    assert still_parses(root.tape.source, left.tape.source, [edit])
