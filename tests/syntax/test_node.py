"""The view of documents that everything above syntax has."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istiolint.syntax.node import Node
from istiolint.syntax.parse import parse
from istiolint.syntax.tape import Path, Tape
from istiolint.text import Source


def tree(text: str) -> Node:
    tape = parse(Source("a.yaml", text), 0, len(text))
    assert isinstance(tape, Tape), tape
    return Node(tape)


def at(root: Node, *path: str | int) -> Node:
    node = root.at(*path)
    assert node is not None
    return node


def shown(node: Node) -> str:
    return node.tape.source.text[slice(*node.span)]


def plain(node: Node | None) -> Any:
    """A node as Python has it, with what counts of keys that are written twice."""
    if node is None or node.is_scalar:
        return node and node.value
    if node.is_sequence:
        return [plain(item) for item in node.items()]
    return {entry.name: plain(entry.value) for entry in node.entries()}


TEXT = """\
spec:
  hosts: [a.example.com, 'b']
  http:
  - timeout: 10s
    empty:
    note: |
      some text
    name: "${NAME}"
    tag: !!str 10
    list: []
"""


# What it is


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("{}", "mapping", id="a mapping between brackets"),
        pytest.param("a: 1", "mapping", id="a mapping"),
        pytest.param("[]", "sequence", id="a list between brackets"),
        pytest.param("- a", "sequence", id="a list"),
        pytest.param("a", "scalar", id="plain text"),
        pytest.param("'a'", "scalar", id="quotes"),
        pytest.param("", "scalar", id="nothing"),
    ],
)
def test_a_node_is_one_of_three(text: str, expected: str) -> None:
    node = tree(text)
    assert node.is_mapping is (expected == "mapping")
    assert node.is_sequence is (expected == "sequence")
    assert node.is_scalar is (expected == "scalar")


@pytest.mark.parametrize(
    ("text", "is_plain", "is_block", "value", "meaning"),
    [
        pytest.param("10", True, False, "10", 10, id="a number"),
        pytest.param("'10'", False, False, "10", "10", id="single quotes"),
        pytest.param('"1\\x30"', False, False, "10", "10", id="double quotes"),
        pytest.param("|\n 10\n", False, True, "10\n", "10\n", id="literal"),
        pytest.param(">-\n 10\n", False, True, "10", "10", id="folded"),
        pytest.param("!!str 10", True, False, "10", "10", id="a tag"),
        pytest.param("! 10", True, False, "10", "10", id="a bare tag"),
        pytest.param("!!int '10'", False, False, "10", 10, id="a tag before quotes"),
        pytest.param("yes", True, False, "yes", True, id="a boolean"),
        pytest.param("", True, False, "", None, id="nothing"),
        pytest.param("''", False, False, "", "", id="an empty text"),
        pytest.param("[10]", False, False, "", None, id="a list"),
    ],
)
def test_a_scalar_has_a_style_a_value_and_a_meaning(
    text: str, *, is_plain: bool, is_block: bool, value: str, meaning: object
) -> None:
    node = tree(text)
    assert (node.is_plain, node.is_block_scalar) == (is_plain, is_block)
    assert (node.value, node.meaning) == (value, meaning)
    assert type(node.meaning) is type(meaning)


@pytest.mark.parametrize(
    ("text", "is_null", "is_unknown"),
    [
        pytest.param("", True, False, id="nothing"),
        pytest.param("~", True, False, id="a tilde"),
        pytest.param("null", True, False, id="null"),
        pytest.param("'null'", False, False, id="null in quotes"),
        pytest.param("''", False, False, id="an empty text"),
        pytest.param("!!str", False, False, id="an omitted text"),
        pytest.param("${A}", False, True, id="a variable"),
        pytest.param("'{{ .Values.a }}'", False, True, id="a template"),
        pytest.param("{}", False, False, id="a mapping"),
        pytest.param("[]", False, False, id="a list"),
    ],
)
def test_null_and_unknown_are_said_of_scalars(
    text: str, *, is_null: bool, is_unknown: bool
) -> None:
    node = tree(text)
    assert (node.is_null, node.is_unknown) == (is_null, is_unknown)


def test_a_value_that_is_omitted_before_quotes_is_null() -> None:
    assert at(tree("? a\n'b': 1\n"), "a").is_null
    assert at(tree('? a\n"": 1\n'), "a").is_null
    assert at(tree('a: ""\n'), "a").meaning == ""


# Where it is


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param((), TEXT.rstrip("\n"), id="the root"),
        pytest.param(("spec", "hosts"), "[a.example.com, 'b']", id="a list"),
        pytest.param(("spec", "hosts", 1), "'b'", id="an item"),
        pytest.param(("spec", "http", 0, "timeout"), "10s", id="a value in an item"),
        pytest.param(("spec", "http", 0, "empty"), "", id="an omitted value"),
        pytest.param(("spec", "http", 0, "note"), "|\n      some text", id="a block scalar"),
        pytest.param(("spec", "http", 0, "tag"), "10", id="a value behind a tag"),
        pytest.param(("spec", "http", 0, "list"), "[]", id="an empty list"),
    ],
)
def test_a_node_knows_its_text_and_path(path: Path, expected: str) -> None:
    node = at(tree(TEXT), *path)
    assert shown(node) == expected
    assert node.path == path
    assert node.location.source is node.tape.source
    assert node.location.span == node.span


def test_a_value_knows_its_key_and_an_item_has_none() -> None:
    root = tree(TEXT)
    key = at(root, "spec", "http", 0, "timeout").key
    assert key is not None
    assert (shown(key), key.path) == ("timeout", ("spec", "http", 0, "timeout"))
    assert key.key == key
    assert root.key is None
    assert at(root, "spec", "hosts", 0).key is None


def test_a_part_of_a_scalar_is_the_scalar_at_a_narrower_place() -> None:
    whole = at(tree(TEXT), "spec", "hosts", 0)
    part = whole.part(2, 9)
    assert shown(part) == "example"
    assert (part.value, part.path, part.is_plain) == (whole.value, whole.path, True)
    assert part.location.start == (2, 13)
    assert part.place is not None
    assert part.part(0, 1).span == whole.part(0, 1).span


def test_a_part_of_what_an_alias_stands_for_is_where_that_is_written() -> None:
    alias = at(tree("a: &x abc\nb: *x\n"), "b")
    assert shown(alias) == "*x"
    assert shown(alias.part(1, 3)) == "bc"


def test_a_part_of_a_collection_is_its_start() -> None:
    assert tree("a: [b]\n").part(0, 9).span == (0, 0)


def test_a_path_has_the_text_of_keys_and_nothing_for_keys_that_are_none() -> None:
    root = tree("? [a]\n: b\nc: [d, {e: f}]\n")
    assert [entry.value.path for entry in root.entries()] == [("",), ("c",)]
    assert at(root, "c", 1, "e").path == ("c", 1, "e")


def test_nodes_are_equal_if_they_are_the_same_place_of_the_same_tape() -> None:
    root, other = tree(TEXT), tree(TEXT)
    assert root == Node(root.tape)
    assert len({root, Node(root.tape), at(root, "spec"), at(root, "spec")}) == 2
    assert root != other
    assert at(root, "spec") != root
    assert at(root, "spec", "hosts", 0) != at(root, "spec", "hosts", 0).part(0, 1)
    assert root != "spec"


def test_a_node_is_shown_by_its_place_and_path() -> None:
    assert repr(at(tree(TEXT), "spec", "http", 0)) == "Node(a.yaml:4 ('spec', 'http', 0))"


# What is in it


def test_a_path_leads_to_nodes() -> None:
    root = tree(TEXT)
    assert root.at() is root
    assert plain(root.get("spec")) == plain(root.at("spec"))
    assert at(root, "spec", "hosts").item(1) == root.at("spec", "hosts", 1)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(("absent",), id="a key that is absent"),
        pytest.param(("spec", "absent", "deeper"), id="a key below one that is absent"),
        pytest.param(("spec", "hosts", "a"), id="a key of a list"),
        pytest.param(("spec", 0), id="an item of a mapping"),
        pytest.param(("spec", "hosts", 2), id="an item past the end"),
        pytest.param(("spec", "hosts", -1), id="an item before the start"),
        pytest.param(("spec", "http", 0, "timeout", "a"), id="a key of a scalar"),
        pytest.param(("spec", "http", 0, "timeout", 0), id="an item of a scalar"),
        pytest.param(("spec", "http", 0, "list", 0), id="an item of an empty list"),
    ],
)
def test_a_path_leads_nowhere(path: Path) -> None:
    root = tree(TEXT)
    assert root.at(*path) is None
    assert root.scalar(*path) is None
    assert root.text(*path) is None
    assert root.items(*path) == []
    assert list(root.entries(*path)) == []


@pytest.mark.parametrize(
    ("key", "is_scalar", "is_text"),
    [
        pytest.param("timeout", True, True, id="text"),
        pytest.param("note", True, True, id="a block scalar"),
        pytest.param("name", True, False, id="a placeholder"),
        pytest.param("empty", False, False, id="null"),
        pytest.param("list", False, False, id="a list"),
    ],
)
def test_scalars_and_known_texts_are_asked_for(key: str, *, is_scalar: bool, is_text: bool) -> None:
    http = at(tree(TEXT), "spec", "http", 0)
    assert (http.scalar(key) is not None) is is_scalar
    assert (http.text(key) is not None) is is_text
    assert http.scalar(key) in (None, http.get(key))
    assert http.text(key) in (None, http.get(key))


def test_items_and_entries_are_those_at_a_path() -> None:
    root = tree(TEXT)
    assert [each.value for each in root.items("spec", "hosts")] == ["a.example.com", "b"]
    assert [entry.name for entry in root.entries("spec")] == ["hosts", "http"]
    assert [entry.value.is_sequence for entry in root.entries("spec")] == [True, True]
    assert root.items("spec") == []
    assert list(root.entries("spec", "hosts")) == []


def test_of_keys_that_are_written_twice_the_last_counts() -> None:
    root = tree("a: 1\nb: 2\na: 3\n? [c]\n: 4\n? [d]\n: 5\n")
    assert plain(root.get("a")) == "3"
    assert [(entry.name, entry.value.value) for entry in root.entries()] == [
        ("b", "2"),
        ("a", "3"),
        ("", "4"),
        ("", "5"),
    ]


# Aliases and merge keys


def test_an_alias_has_the_content_of_its_anchor_and_its_own_place() -> None:
    root = tree("a: &x {b: [1, 2]}\nc: *x\nd: &y e\nf: *y\n*y : g\n")
    alias = at(root, "c")
    assert plain(alias) == {"b": ["1", "2"]}
    assert (shown(alias), alias.path) == ("*x", ("c",))
    assert at(root, "c", "b", 1).path == ("a", "b", 1)
    assert at(root, "f").meaning == "e"
    assert at(root, "f").is_plain
    assert at(root, "e").value == "g"


# Every row was checked with sigs.k8s.io/yaml 1.6.
MERGED = [
    pytest.param("<<: {a: 1}\nb: 2\n", {"a": "1", "b": "2"}, id="one mapping"),
    pytest.param("<<: {a: 1}\na: 2\n", {"a": "2"}, id="its own key behind it"),
    pytest.param("a: 2\n<<: {a: 1}\n", {"a": "1"}, id="its own key before it"),
    pytest.param("a: 1\n<<: {a: 2}\na: 3\n", {"a": "3"}, id="its own key on both sides"),
    pytest.param(
        "<<: [{a: 1, b: 1}, {a: 2, c: 2}]\n", {"a": "1", "b": "1", "c": "2"}, id="several"
    ),
    pytest.param("<<: {a: 1}\n<<: {a: 2}\n", {"a": "2"}, id="two merge keys"),
    pytest.param("<<: {<<: {a: 1, b: 1}, a: 2}\n", {"a": "2", "b": "1"}, id="one in another"),
    pytest.param(
        "<<: [{<<: {a: 1, b: 1}}, {a: 2, c: 2}]\n",
        {"a": "1", "b": "1", "c": "2"},
        id="in the first",
    ),
    pytest.param("<<: {a: {x: 1}}\na: {y: 2}\n", {"a": {"y": "2"}}, id="values are not merged"),
    pytest.param("'<<': {a: 1}\n", {"<<": {"a": "1"}}, id="a key in quotes"),
    pytest.param("!!merge <<: {a: 1}\n", {"a": "1"}, id="a tag"),
    pytest.param("<<: []\na: 1\n", {"a": "1"}, id="no mapping at all"),
]


@pytest.mark.parametrize(("text", "expected"), MERGED)
def test_what_is_written_last_counts_also_if_it_is_merged_in(
    text: str, expected: dict[str, Any]
) -> None:
    root = tree(text)
    assert plain(root) == expected
    assert {key: plain(root.get(key)) for key in expected} == expected
    assert root.get("absent") is None


@pytest.mark.parametrize("text", ["<<: 1\na: 2\n", "<<:\na: 2\n", "<<: [1, [{b: 1}]]\na: 2\n"])
def test_what_cannot_be_merged_is_left_out(text: str) -> None:
    assert plain(tree(text)) == {"a": "2"}


def test_mappings_are_merged_through_aliases() -> None:
    root = tree("x: &x {a: 1, b: 1}\ny: &y {<<: *x, b: 2}\nz:\n  <<: [*y, *x]\n  c: 3\n")
    assert plain(root.get("z")) == {"a": "1", "b": "2", "c": "3"}
    merged = at(root, "z", "b")
    assert (merged.path, shown(merged)) == (("y", "b"), "2")


def test_entries_keep_the_order_of_the_text() -> None:
    root = tree("b: 1\n<<: {c: 1, a: 1}\nd: 1\n")
    assert [entry.name for entry in root.entries()] == ["b", "c", "a", "d"]


def test_a_chain_of_merges_may_be_long() -> None:
    links = (f"a{n}: &a{n} {{<<: *a{n - 1}}}\n" for n in range(1, 600))
    root = tree("a0: &a0 {x: 1}\n" + "".join(links))
    assert plain(root.at("a599", "x")) == "1"
    assert root.at("a599", "y") is None
    assert plain(root.get("a599")) == {"x": "1"}


def test_a_mapping_that_is_merged_in_many_ways_is_looked_at_once() -> None:
    levels = (f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 15))
    root = tree("a0: &a0 {x: 1}\n" + "".join(levels))
    assert [root.at("a14", "y") for _ in range(50)] == [None] * 50  # else 32,768 times each
    assert plain(root.get("a14")) == {"x": "1"}


def test_no_merge_key_is_looked_for_where_there_is_none() -> None:
    assert not tree("a: <\nb: '< <'\n").tape.may_merge
    assert not tree("a: '<<'\n").tape.may_merge
    assert tree("a: {'<<': {}}\n").tape.may_merge
    assert tree("a: &k <<\n*k : {}\n").tape.may_merge
    assert not tree("a: &k x\nb: *k\n").tape.may_merge


# Whatever comes

scalars = st.sampled_from(["x", "~", "''", "10", "'${A}'", '"{{ x }}"', "!!str ", "*r", "*s"])
steps = st.lists(st.sampled_from(["a", "b", "<<", "", 0, 1, -1]), max_size=5)


def flow(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    keys = st.sampled_from(["a", "b", "<<", "'<<'", "? [a]", "''", "&q a", "*s "])
    entries = st.lists(st.tuples(keys, children).map(": ".join), max_size=4)
    items = st.lists(children, max_size=4)
    return entries.map(lambda found: f"{{{', '.join(found)}}}") | items.map(
        lambda found: f"[{', '.join(found)}]"
    )


trees = st.recursive(scalars, flow, max_leaves=12)


@given(trees, steps)
def test_nothing_that_is_asked_of_a_node_fails(text: str, path: list[str | int]) -> None:
    root = tree(f"- &r {{a: 1, b: [2]}}\n- &s a\n- {text} \n")
    for node in [root, root.at(2, *path), *root.items(2, *path)]:
        if node is None:
            continue
        assert sum([node.is_mapping, node.is_sequence, node.is_scalar]) == 1
        assert node.is_scalar or (node.value, node.meaning) == ("", None)
        assert isinstance(node.is_null or node.is_unknown or node.is_plain, bool)
        assert node.location.start <= node.location.end
        assert root.at(*node.path) is not None or {"", "<<"} & {*node.path}
        assert repr(node).startswith("Node(a.yaml:")
        assert node.key is None or node.key.path == node.path
        assert node.part(0, 3).span.start <= len(root.tape.text)
        found = {entry.name: entry.value for entry in node.entries()}
        assert all(node.get(key) == value for key, value in found.items() if key)
        for ask in (node.scalar, node.text):
            assert ask(*path) in (None, node.at(*path))
        assert node.items(*path) == [] or node.at(*path) is not None


def test_the_children_of_a_long_list_are_found_once_for_all_who_ask() -> None:
    tape = tree("[{a: 1}, {b: 2}, {c: 3}]\n").tape
    rows = tape.children(0)
    found = [tape.around(0, row + 1) for row in rows]
    assert [place for _, place in found] == [0, 1, 2]
    assert all(children is found[0][0] for children, _ in found)
