"""From text to tape: what is read, what is refused, and with which words."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from istiolint.syntax.documents import documents
from istiolint.syntax.node import Node
from istiolint.syntax.parse import MAX_PURE, parse, parse_all
from istiolint.syntax.problem import Problem, in_our_words
from istiolint.syntax.properties import MAX_EXPANDED
from istiolint.syntax.scan import MAX_DEPTH, MAX_DIRECTIVES, has_c_scanner
from istiolint.syntax.tape import (
    ALIAS,
    DOUBLE,
    END,
    FLOW_MAPPING,
    FLOW_SEQUENCE,
    FOLDED,
    LITERAL,
    MAPPING,
    PLAIN,
    SEQUENCE,
    SINGLE,
    Tape,
)
from istiolint.text import Source, Span


def read(text: str) -> Tape:
    tape = parse(Source("a.yaml", text), 0, len(text))
    assert isinstance(tape, Tape), tape
    return tape


def refused(text: str) -> Problem:
    problem = parse(Source("a.yaml", text), 0, len(text))
    assert isinstance(problem, Problem)
    return problem


def shown(tape: Tape, row: int) -> str:
    return tape.source.text[slice(*tape.span(row))]


# What is read


def test_the_c_scanner_is_there() -> None:
    assert has_c_scanner()


def test_a_row_has_a_kind_a_value_and_a_span() -> None:
    tape = read("a: b\n'c': [\"d\", {e: f}]\ng:\n- |\n  h\n- >\n  i\n")
    found = [(tape.kind(row), tape.values[row]) for row in range(len(tape))]
    assert found == [
        (MAPPING, None),
        (PLAIN, "a"),
        (PLAIN, "b"),
        (SINGLE, "c"),
        (FLOW_SEQUENCE, None),
        (DOUBLE, "d"),
        (FLOW_MAPPING, None),
        (PLAIN, "e"),
        (PLAIN, "f"),
        (END, None),
        (END, None),
        (PLAIN, "g"),
        (SEQUENCE, None),
        (LITERAL, "h\n"),
        (FOLDED, "i\n"),
        (END, None),
        (END, None),
    ]
    assert shown(tape, 4) == '["d", {e: f}]'
    assert shown(tape, 12) == "- |\n  h\n- >\n  i"


def test_offsets_are_those_of_the_whole_file() -> None:
    text = "a: 1\n---\nb: [c]\n"
    tape = parse(Source("a.yaml", text), 5, len(text))
    assert isinstance(tape, Tape)
    assert shown(tape, 0) == "b: [c]"
    assert shown(tape, 2) == "[c]"


@pytest.mark.parametrize(
    ("text", "row", "expected"),
    [
        pytest.param("a:\n  b: 1\n\n  # c\n\nd: 2\n", 2, "b: 1", id="a mapping before blank lines"),
        pytest.param("a:\n- b\n- c\n\n# d\n", 2, "- b\n- c", id="a list before blank lines"),
        pytest.param("a: |\n  b\n\n\n", 2, "|\n  b", id="a block scalar before blank lines"),
        pytest.param("a: |+\n  b\n\n\n", 2, "|+\n  b\n\n", id="blank lines that are kept"),
        pytest.param("a: |2+ # c\r\n  b\r\n\r\n", 2, "|2+ # c\r\n  b\r\n", id="those of Windows"),
        pytest.param("a: |\n  b  \n  \nc: 1\n", 2, "|\n  b  ", id="blanks at the end of a line"),
        pytest.param("a: |\n  b\n   \nc: 1\n", 2, "|\n  b\n   ", id="a line of blanks"),
        pytest.param("a: |\n  b\u00a0\n\nc: 1\n", 2, "|\n  b\u00a0", id="a blank that is text"),
        pytest.param("a: >\nb: 1\n", 2, ">", id="an empty block scalar"),
        pytest.param("a: |1\n   \n  \nb: 1\n", 2, "|1\n   \n  ", id="a block scalar of blanks"),
        pytest.param("a: b # c\n", 2, "b", id="a scalar before a comment"),
        pytest.param("a: b\n  c  \n\nd: 1\n", 2, "b\n  c", id="a scalar over lines"),
        pytest.param("a: &x !!str b\n", 2, "b", id="a scalar behind its properties"),
        pytest.param("a: ! b\n", 2, "b", id="a scalar behind a bare tag"),
        pytest.param("a: &x # c\n  !t # d\n  b: 1\n", 2, "b: 1", id="comments between properties"),
        pytest.param("a: &x\r  b: 1\r", 2, "b: 1", id="a carriage return behind a property"),
        pytest.param("a: !t {b: 1} # c\n", 2, "{b: 1}", id="brackets behind a tag"),
        pytest.param("a: &x |\n  &y\n", 2, "|\n  &y", id="a block scalar that begins like one"),
        pytest.param("- !t\n  &x b: 1\n", 1, "&x b: 1", id="an anchor of the first key"),
        pytest.param("{a: 1}: b\n", 0, "{a: 1}: b", id="brackets as a key"),
        pytest.param("[a: b, c]\n", 1, "a: b", id="a pair in a list"),
    ],
)
def test_a_node_covers_its_own_text(text: str, row: int, expected: str) -> None:
    assert shown(read(text), row) == expected


@pytest.mark.parametrize(
    ("text", "row", "before"),
    [
        pytest.param("a:\n\n# b\nc: 1\n", 2, "a:", id="behind its colon"),
        pytest.param("a: # b: c\nd: 1\n", 2, "a:", id="before a comment"),
        pytest.param("a:\n", 2, "a:", id="at the end"),
        pytest.param("- \n- b\n", 1, "-", id="behind a dash"),
        pytest.param("- a\n- # b\n\n- c\n", 2, "- a\n-", id="behind the second dash"),
        pytest.param("? a\n? b\n", 2, "? a", id="behind a key without a colon"),
        pytest.param("? a\n'b': 1\n", 2, "? a", id="before quotes"),
        pytest.param("?\n- a\n? b\n", 4, "?\n- a", id="behind a list that is a key"),
        pytest.param("? [a]\n? b\n", 4, "? [a]", id="behind brackets that are a key"),
        pytest.param("{a: , b: 1}\n", 2, "{a:", id="between brackets"),
        pytest.param("{a, b: 1}\n", 2, "{a", id="without its colon"),
        pytest.param("a: &x\nb: 1\n", 2, "a: &x", id="behind an anchor"),
        pytest.param("a: !!str # c\nb: 1\n", 2, "a: !!str", id="behind a tag"),
        pytest.param("--- # a\n", 0, "---", id="behind a marker"),
        pytest.param("# a\n", 0, "", id="in a document without content"),
    ],
)
def test_a_value_that_is_omitted_has_a_place(text: str, row: int, before: str) -> None:
    tape = read(text)
    assert tape.values[row] == ""
    assert tape.kind(row) == PLAIN
    assert tape.span(row) == (len(before), len(before))


@pytest.mark.parametrize("text", ["", "\n\n", "# a\n", "---\n", "%YAML 1.1\n---\n"])
def test_a_text_without_content_is_null(text: str) -> None:
    tape = read(text)
    assert len(tape) == 1
    assert Node(tape).is_null
    assert not tape.children(0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("%YAML 1.1\n---\na: 1\n", {"a": "1"}, id="a version"),
        pytest.param("%TAG !e! tag:e,2000:\n---\na: !e!b 1\n", {"a": "1"}, id="a prefix of tags"),
        pytest.param("---\n# x\n---\n---\na: 1\n", {"a": "1"}, id="empty documents before it"),
        pytest.param("a: 1\n...\n# x\n", {"a": "1"}, id="an end marker"),
        pytest.param("a: |\n  ---\n  b\n  ...\n", {"a": "---\nb\n...\n"}, id="indented markers"),
        pytest.param("a: 1\r\rb: 2\r", {"a": "1", "b": "2"}, id="carriage returns alone"),
        pytest.param("a:\tb\n", {"a": "b"}, id="a tab behind a colon"),
        pytest.param(
            "a: \u00e9\U0001f600\u00a0b\n", {"a": "\u00e9\U0001f600\u00a0b"}, id="Unicode"
        ),
        pytest.param('a: "\\0\\x07"\n', {"a": "\0\a"}, id="control characters that are escaped"),
        pytest.param("\ufeffa: 1\n", {"a": "1"}, id="a byte order mark that was left over"),
        pytest.param("a: [b:c, d::e]\n", {"a": ""}, id="colons between brackets"),
    ],
)
def test_a_document_is_read(text: str, expected: dict[str, str]) -> None:
    root = Node(read(text))
    assert {entry.name: entry.value.value for entry in root.entries()} == expected


def test_lines_that_yaml_breaks_and_editors_do_not_leave_columns_alone() -> None:
    text = 'a: "b\u2028c"\nd: |\n  e\x85  f\ng: h\n'
    tape = read(text)
    assert tape.values == [None, "a", "b\u2028c", "d", "e\nf\n", "g", "h", None]
    assert tape.source.position(tape.span(6).start) == (4, 4)
    assert shown(tape, 4) == "|\n  e\x85  f"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a: [b:c, d::e]\n", ["b:c", "d::e"], id="colons in values"),
        pytest.param('{"a": "\\ud83d\\ude00"}', ["\U0001f600"], id="a surrogate pair"),
        pytest.param('{"a": "\\ud83dx\\ude00"}', ["\ufffdx\ufffd"], id="halves of one"),
    ],
)
def test_the_pure_scanner_reads_what_the_other_refuses(text: str, expected: list[str]) -> None:
    tape = read(text)
    a = Node(tape).get("a")
    assert a is not None
    assert [each.value for each in a.items() or [a]] == expected
    assert shown(tape, a.row) == text.rstrip("}\n")[text.index(" ") + 1 :]


# Keys that are written twice


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a: 1\na: 2\n", [(1, 3)], id="twice"),
        pytest.param("a: 1\na: 2\na: 3\n", [(1, 3), (3, 5)], id="three times"),
        pytest.param("{a: 1, a: 2}\n", [(1, 3)], id="between brackets"),
        pytest.param("a: 1\n'a': 2\n\"a\": 3\n", [(1, 3), (3, 5)], id="in quotes"),
        pytest.param("{a, a}\n", [(1, 3)], id="without values"),
        pytest.param("a: {b: 1}\nc: 2\na: [3]\n", [(1, 8)], id="with collections as values"),
        pytest.param("a:\n  b: 1\n  b: 2\nc: {b: 1, b: 2}\n", [(3, 5), (10, 12)], id="deeper"),
        pytest.param("<<: {a: 1}\na: 2\na: 3\n", [(6, 8)], id="behind a merge key"),
        pytest.param("<<: {a: 1}\n<<: {b: 1}\n", [], id="merge keys"),
        pytest.param("<<: {a: 1}\na: 2\n", [], id="one of its own and one merged in"),
        pytest.param("a: {b: 1}\nb: 1\n", [], id="in a mapping and in one inside it"),
        pytest.param("- a: 1\n- a: 1\n", [], id="in two mappings"),
        pytest.param("a: 1\nA: 2\n", [], id="in capitals"),
        pytest.param("[a]: 1\n[a]: 2\n", [], id="lists as keys"),
        pytest.param("a: &x a\n*x : 1\n", [(1, 3)], id="one of them an alias"),
        pytest.param("a: 1\n? [b]\n: 2\n? [c]\n: 3\na: 4\n", [(1, 11)], id="lists and others"),
    ],
)
def test_keys_are_written_twice(text: str, expected: list[tuple[int, int]]) -> None:
    assert read(text).duplicates == expected


# Anchors, tags and aliases


def test_an_alias_stands_for_what_its_anchor_is_on() -> None:
    tape = read("a: &x [1]\nb: *x\nc: &x 2\nd: *x\n")
    assert {row: tape.values[row] for row in tape.aliases} == {6: None, 10: "2"}
    assert tape.aliases == {6: 2, 10: 8}
    assert tape.anchors == {2: "x", 8: "x"}
    assert tape.kind(6) == ALIAS
    assert shown(tape, 6) == "*x"


def test_a_tag_is_told_in_full() -> None:
    tape = read("%TAG !e! tag:e,2000:\n---\n[!!str a, !b c, !e!d e, !<f> g, ! h, i]\n")
    assert tape.tags == {1: "tag:yaml.org,2002:str", 2: "!b", 3: "tag:e,2000:d", 4: "f", 5: "!"}


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        pytest.param("a: *x\n", 'alias "x" has no anchor', (3, 5), id="unknown"),
        pytest.param("a: *x\nb: &x 1\n", 'alias "x" has no anchor', (3, 5), id="before its anchor"),
        pytest.param("{a: *x , b: 1}\n", 'alias "x" has no anchor', (4, 6), id="between brackets"),
        pytest.param("&x {*x : 1}\n", 'alias "x" contains itself', (4, 6), id="as its own key"),
        pytest.param(
            "a: &x\n  b: [*x]\n", 'alias "x" contains itself', (12, 14), id="inside itself"
        ),
        pytest.param(
            "&x [*x, &x 1]\n", 'alias "x" contains itself', (4, 6), id="before another anchor"
        ),
    ],
)
def test_an_alias_is_refused(text: str, message: str, place: tuple[int, int]) -> None:
    problem = refused(text)
    assert (problem.message, (problem.start, problem.end)) == (message, place)


def test_aliases_that_grow_without_end_are_refused_at_once() -> None:
    levels = (f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 100))
    problem = refused("a0: &a0 [x, x, x]\n" + "".join(levels))
    assert problem.message == "aliases expand to more than 1,000,000 nodes"


def test_what_aliases_stand_for_is_counted_with_all_that_is_in_it() -> None:
    size = 1000
    many = f"a: &a [{', '.join('x' * (size - 2))}]\n" + "b: *a\n" * (MAX_EXPANDED // size)
    assert len(read(many).aliases) == MAX_EXPANDED // size
    assert refused(f"{many}c: *a\n").start == len(f"{many}c: ")


# Limits


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * MAX_DEPTH + "]" * MAX_DEPTH, id="lists between brackets"),
        pytest.param("{a: " * (MAX_DEPTH - 1) + "{}" + "}" * (MAX_DEPTH - 1), id="mappings there"),
        pytest.param("- " * MAX_DEPTH + "a", id="lists on a line"),
        pytest.param("\n".join(" " * n + "a:" for n in range(MAX_DEPTH)), id="mappings in lines"),
    ],
)
def test_a_document_may_be_deep(text: str) -> None:
    assert len(read(text)) > MAX_DEPTH


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("[" * 257 + "]" * 257, 256, id="lists between brackets"),
        pytest.param("{a: " * 257 + "}" * 257, 4 * 256, id="mappings there"),
        pytest.param("- " * 257 + "a", 2 * 256, id="lists on a line"),
        pytest.param("\n".join(" " * n + "a:" for n in range(257)), None, id="mappings in lines"),
        pytest.param("[" * 257 + "]" * 257 + " " * 300_000, 256, id="in a large document"),
        pytest.param("[" * 200_000, 256, id="brackets without end"),
        pytest.param("[" * 200_000 + "]" * 200_000, 256, id="brackets with an end"),
        pytest.param("{" * 200_000, 256, id="braces without end"),
        pytest.param("[{" * 100_000, 256, id="both"),
        pytest.param("- " * 200_000, 2 * 256, id="dashes"),
        pytest.param("? " * 200_000, 2 * 256, id="question marks"),
        pytest.param("[a, " * 200_000, 4 * 256, id="brackets and values"),
        pytest.param(f"[{'[],' * 5000}" + "[" * 200_000, None, id="brackets behind others"),
    ],
)
def test_a_document_is_too_deep(text: str, place: int | None) -> None:
    problem = refused(text)  # the long ones would take minutes if they were read to their ends
    assert problem.message == "nested more than 256 levels deep"
    assert place is None or problem.start == place


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"a: {'x' * 10_000_000}", id="plain"),
        pytest.param(f"a: {'xxxx ' * 2_000_000}", id="words"),
        pytest.param('a: "' + "\\n" * 5_000_000 + '"', id="escapes"),
        pytest.param("a: |\n" + "  xxxxx\n" * 1_250_000, id="lines"),
    ],
)
def test_a_scalar_may_be_long(text: str) -> None:
    assert len(read(text)) == 4


def test_a_file_has_few_directives() -> None:
    line = "%TAG !a{}! tag:a,2000:\n"
    few = "\n" + "".join(line.format(n) for n in range(MAX_DIRECTIVES)) + "---\na: 1\n"
    assert len(read(few)) == 4

    many = "".join(line.format(n) for n in range(200_000)) + "---\na: 1\n"
    problem = refused(many)  # else this would take minutes
    assert problem.message == 'more than 64 lines that begin with "%"'
    assert problem.start == len(line.format(0))


def test_the_pure_scanner_is_too_slow_for_large_documents() -> None:
    text = "# x\n" * (MAX_PURE // 4) + "[a:b]\n"
    assert refused(text).message == 'a ":" in a value without quotes between brackets'


# What is refused by the scanner

TAB = "a tab in the indentation, where YAML allows only spaces"
TWO_COLONS = 'a second ":" on the line, outside of quotes'
GOES_ON = "a key on a line that goes on with the text above"
INDENTATION = "an indentation that fits none of the blocks above"
QUOTE = "the quote is not closed"

BROKEN = [
    pytest.param("a: b: c\n", TWO_COLONS, ":", (1, 5), id="two colons"),
    pytest.param('- a: "b": c\n', TWO_COLONS, ":", (1, 9), id="a colon behind quotes"),
    pytest.param("a: 1\n  bc: 2\n", GOES_ON, "bc", (2, 3), id="a key indented deeper than values"),
    pytest.param("a\nb: 1\n", GOES_ON, "b", (2, 1), id="a key below a line without colon"),
    pytest.param(
        "x" * 1025 + ": 1", "a key of more than 1,024 characters", "x" * 1025, (1, 1), id="long key"
    ),
    pytest.param("a:\n    b: 1\n  c: 2\n", INDENTATION, "c", (3, 3), id="a key between two levels"),
    pytest.param("- a: 1\n b: 2\n", INDENTATION, "b", (2, 2), id="a key left of its item's"),
    pytest.param(
        "a: b # c\n  d\n", INDENTATION, "d", (2, 3), id="text that goes on below a comment"
    ),
    pytest.param("a: |\n   b\n  c\n", INDENTATION, "c", (3, 3), id="a line left of its block's"),
    pytest.param("a: 1\n- b\n", "a list item among keys", "-", (2, 1), id="an item among keys"),
    pytest.param("- a\nb: 1\n", "a key among list items", "b", (2, 1), id="a key among items"),
    pytest.param("a: 'it's'\n", "text behind a closing quote", "s", (1, 8), id="an apostrophe"),
    pytest.param('a: "b" c\n', "text behind a closing quote", "c", (1, 8), id="text behind quotes"),
    pytest.param("- 'a' b\n", "text behind a closing quote", "b", (1, 7), id="there in a list"),
    pytest.param(
        "a: {b}-c\n", "text behind a closing bracket", "-", (1, 7), id="text behind brackets"
    ),
    pytest.param(
        "a: &x 1\nb: *x y\n", "text behind the end of a value", "y", (2, 7), id="behind an alias"
    ),
    pytest.param("a: [1]]\n", '"]" closes nothing', "]", (1, 7), id="a bracket too many"),
    pytest.param("a: 1\n}\n", '"}" closes nothing', "}", (2, 1), id="a brace too many"),
    pytest.param("a: [1, 2\nb: 3\n", '"[" is not closed', "[", (1, 4), id="a bracket not closed"),
    pytest.param("a: {b: 1\nc: 2\n", '"{" is not closed', "{", (1, 4), id="a brace not closed"),
    pytest.param("a: {b: [1\n", '"[" is not closed', "[", (1, 8), id="not closed at the end"),
    pytest.param("a: [b, {c: 1]\n", '"]" where "," or "}" is expected', "]", (1, 13), id="crossed"),
    pytest.param(
        "a: {b: 1 c: 2}\n", '":" where "," or "}" is expected', ":", (1, 11), id="no comma"
    ),
    pytest.param(
        "a: [\n  b: c\n  d: e\n]\n",
        '":" where "," or "]" is expected',
        ":",
        (3, 4),
        id="nor in lines",
    ),
    pytest.param(
        'a: ["b"\n"c"]\n',
        '""" where "," or "]" is expected',
        '"',
        (2, 1),
        id="nor without indentation",
    ),
    pytest.param("[a,,b]\n", '"," where a value is expected', ",", (1, 4), id="two commas"),
    pytest.param(
        "a: ]\n", '"]" where a value is expected', "]", (1, 4), id="a bracket for a value"
    ),
    pytest.param("a: 1\nb\nc: 2\n", 'a line without ":" among keys', "b", (2, 1), id="no colon"),
    pytest.param(
        "a: 1\nb:2\nc: 3\n",
        'a ":" without a space behind it, which ends no key',
        ":",
        (2, 2),
        id="no space",
    ),
    pytest.param(
        "? a\n:b\n",
        'a ":" without a space behind it, which ends no key',
        ":",
        (2, 1),
        id="nor a key",
    ),
    pytest.param(
        "a:\n- b\n-c\n",
        'a "-" without a space behind it, which begins no list item',
        "-",
        (3, 1),
        id="no space behind a dash",
    ),
    pytest.param('a: "b\nc: 1\n', QUOTE, '"', (1, 4), id="a quote not closed"),
    pytest.param("a: 'b\nc: 1\n", QUOTE, "'", (1, 4), id="a single quote not closed"),
    pytest.param(
        "a: @b\n", 'a value without quotes cannot start with "@"', "@", (1, 4), id="an at sign"
    ),
    pytest.param(
        "a: `b`\n", 'a value without quotes cannot start with "`"', "`", (1, 4), id="a backtick"
    ),
    pytest.param(
        "a: %b\n", 'a value without quotes cannot start with "%"', "%", (1, 4), id="a percent sign"
    ),
    pytest.param(
        "- *.b.com\n", 'a value without quotes cannot start with "*"', "*", (1, 3), id="a wildcard"
    ),
    pytest.param(
        "a: &\n", 'a value without quotes cannot start with "&"', "&", (1, 4), id="an ampersand"
    ),
    pytest.param(
        "a: &b.c d\n", 'a value without quotes cannot start with "&"', "&", (1, 4), id="its name"
    ),
    pytest.param(
        "a: >=1.24\n",
        'a value without quotes cannot start with ">"',
        ">",
        (1, 4),
        id="a comparison",
    ),
    pytest.param(
        "a: | b\n", 'a value without quotes cannot start with "|"', "|", (1, 4), id="a bar"
    ),
    pytest.param("a: !<b\n", 'a tag ("!") that is not well formed', "!", (1, 4), id="a tag"),
    pytest.param(
        "a: !b!c d\n", 'a tag ("!") that is not well formed', "!", (1, 4), id="a tag's prefix"
    ),
    pytest.param(
        "a: - b\n", "a list item in the middle of a line", "-", (1, 4), id="an item behind a key"
    ),
    pytest.param(
        "a: ? b\n", 'a "?" key in the middle of a line', "?", (1, 4), id="a key behind a key"
    ),
    pytest.param("\ta: 1\n", TAB, "\t", (1, 1), id="a tab before a key"),
    pytest.param("a:\n  b: 1\n\tc: 2\n", TAB, "\t", (3, 1), id="a tab below a key"),
    pytest.param("a: |\n\tb\n", TAB, "\t", (2, 1), id="a tab in a block scalar"),
    pytest.param("- a\n-\tb: 1\n", TAB, "\t", (2, 2), id="a tab behind a dash"),
    pytest.param("a:\n  b: 1\n \t c: 2\n", TAB, "\t", (3, 2), id="a tab between spaces"),
    pytest.param(
        "a: |0\n b\n", "a block of text that is indented by 0", "0", (1, 5), id="no indentation"
    ),
    pytest.param(
        'a: "\\d+"\n', '"\\d" is no escape sequence', "\\d", (1, 5), id="a regular expression"
    ),
    pytest.param(
        'a: "\\x4"\n', '"\\x" lacks hexadecimal digits', "\\x", (1, 5), id="too few digits"
    ),
    pytest.param(
        '"\\UFFFFFFFF"', '"\\U" is the code of no character', "\\U", (1, 2), id="no character"
    ),
    pytest.param(
        "\u00e9: \x07\n",
        "character U+0007, which YAML allows only as an escape",
        "\x07",
        (1, 4),
        id="a bell",
    ),
    pytest.param(
        'a: "\x1b[0m"\n',
        "character U+001B, which YAML allows only as an escape",
        "\x1b",
        (1, 5),
        id="a colour",
    ),
    pytest.param(
        "a: \0", "character U+0000, which YAML allows only as an escape", "\0", (1, 4), id="a zero"
    ),
    pytest.param(
        "{a: 1}\nb: 2\n",
        "text behind the end of the document",
        "b",
        (2, 1),
        id="text behind the end",
    ),
    pytest.param(
        "a: 1\n\ufeff---\nb: 2\n",
        "a byte order mark in the middle of a file",
        "\ufeff",
        (2, 1),
        id="two files of Windows",
    ),
    pytest.param(
        "---\r\n\ufeffa: 1\r\nb: 2\r\n",
        "a byte order mark in the middle of a file",
        "\ufeff",
        (2, 1),
        id="behind a marker",
    ),
    pytest.param(
        "a: [\n\ufeff# c\n}\n",
        '"}" where a value is expected',
        "}",
        (3, 1),
        id="another mistake than the byte order mark of a comment",
    ),
    pytest.param(
        "%FOO\n---\na: 1\n",
        'a "%" line that is no directive of YAML 1.1',
        "%",
        (1, 1),
        id="a directive",
    ),
    pytest.param(
        "%YAML 3.0\n---\na\n",
        'a "%" line that is no directive of YAML 1.1',
        "%",
        (1, 1),
        id="a version",
    ),
    pytest.param(
        "%TAG x\n---\na\n",
        'a "%" line that is no directive of YAML 1.1',
        "%",
        (1, 1),
        id="a prefix",
    ),
    pytest.param("a: \ud800\n", "cannot be read as YAML", "\ud800", (1, 4), id="half a character"),
    pytest.param(
        "a\x85---\x85b\n",
        "a second document without a line of --- before it",
        "-",
        (1, 3),
        id="a marker behind a next line",
    ),
]


@pytest.mark.parametrize(("text", "message", "marked", "place"), BROKEN)
def test_a_broken_document_is_explained(
    text: str, message: str, marked: str, place: tuple[int, int]
) -> None:
    problem = refused(text)
    assert problem.message == message
    assert text[problem.start : problem.start + problem.width] == marked
    assert Source("a.yaml", text).position(problem.start) == place
    assert len(problem.message) < 100


def test_the_place_of_a_problem_is_that_of_its_document() -> None:
    text = "a: 1\n---\nb: c: d\n"
    problem = parse(Source("a.yaml", text), 5, len(text))
    assert isinstance(problem, Problem)
    assert text[5 + problem.start :] == ": d\n"


def test_what_scanners_say_otherwise_is_passed_on() -> None:
    problem = in_our_words("something new\nin line 1", 2, 0, "a: b")
    assert problem == Problem("not YAML: something new", 2)


def test_at_the_end_of_a_line_or_document_there_is_nothing_to_quote() -> None:
    said = "did not find expected node content"
    assert (
        in_our_words(said, 4, 0, "a: [\n").message
        == "the end of the line where a value is expected"
    )
    assert (
        in_our_words(said, 4, 0, "a: [").message
        == "the end of the document where a value is expected"
    )


# Whatever comes

signs = st.sampled_from(
    [
        *"[]{},:-?&*!|>'\"%@`#ab1\\ \t\n\r\x85\u2028\u00e9\U0001f600\x07\ud800",
        *("  ", "- ", ": ", "\n  ", "<<: ", "*a", "&a ", "[a:", "\\u", "---\n"),
    ]
)


@given(st.lists(signs, max_size=30).map("".join))
@example('"\\UFFFFFFFF"')
@example("%YAML 1.12\n---\n[a:b]")
def test_whatever_the_text_it_is_read_or_refused(text: str) -> None:
    found = parse(Source("a.yaml", text), 0, len(text))
    if isinstance(found, Problem):
        assert 0 <= found.start <= len(text)
        assert found.start + found.width <= len(text) + 1
    else:
        for row in range(len(found)):
            span = found.span(row) if found.kinds[row] != END else (0, 0)
            assert 0 <= span[0] <= span[1] <= len(text)


def test_a_problem_is_at_least_one_character_wide() -> None:
    assert Problem("x", 3).width == 1
    assert Problem("x", 3, 3).width == 1
    assert Problem("x", 3, 7).width == 4


def test_a_tape_survives_pickling() -> None:
    tape = read("a: &x [b, 'c']\nd: *x\nd: !!str\n")
    copy = pickle.loads(pickle.dumps(tape))  # noqa: S301 - our own bytes
    assert [copy.span(row) for row in (0, 2, 7)] == [tape.span(row) for row in (0, 2, 7)]
    assert (copy.values, copy.aliases, copy.tags) == (tape.values, tape.aliases, tape.tags)


def read_together(text: str) -> list[Tape | Problem]:
    source = Source("a.yaml", text)
    return list(parse_all(source, list(documents(text))))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("a\n---\nb\n---\nc\n", ["a", "b", "c"], id="three"),
        pytest.param("--- a\n--- b\n", ["a", "b"], id="behind the markers"),
        pytest.param("a\n...\nb\n", ["a", "b"], id="ended and not begun"),
        pytest.param("a\n---\n---\nb\n", ["a", "b"], id="an empty one between"),
        pytest.param("a\n...\n...\n# c\nb\n", ["a", "b"], id="a gap"),
        pytest.param("---\n---\na\n---\nb\n", ["a", "b"], id="an empty one in front"),
        pytest.param("%YAML 1.1\n---\na\n---\nb\n", ["a", "b"], id="a directive"),
        pytest.param("&x a\n---\nb\n", ["a", "b"], id="an anchor"),
        pytest.param("a\n---\n!!str\n---\nb\n", ["a", "", "b"], id="nothing but a tag"),
        pytest.param("a\n---\n''\n---\nb\n", ["a", "", "b"], id="nothing in quotes"),
        pytest.param("'" + "x" * 9000 + "'\n---\nb\n", ["x" * 9000, "b"], id="long ones"),
    ],
)
def test_documents_read_together(text: str, values: list[str]) -> None:
    tapes = read_together(text)
    assert [each.values[0] for each in tapes if isinstance(each, Tape)] == values
    assert len(tapes) == len(values)


@pytest.mark.parametrize(
    ("bad", "start"),
    [
        ("b: [", 0),
        ("b: *none", 3),
        ("{b: 1}\nc: 2", 7),
        ("- " * (MAX_DEPTH + 1), 2 * MAX_DEPTH),
    ],
)
def test_a_bad_document_does_not_spoil_those_around_it(bad: str, start: int) -> None:
    first, problem, last = read_together(f"a: 1\n---\n{bad}\n---\nc: 3\n")
    assert isinstance(first, Tape)
    assert isinstance(last, Tape)
    assert isinstance(problem, Problem)
    assert first.values[1] == "a"
    assert [last.span(row) for row in (1, 2)] == [
        Span(at + len(bad), at + len(bad) + 1) for at in (14, 17)
    ]
    alone = parse(Source("b.yaml", f"---\n{bad}\n"), 0, len(bad) + 5)
    assert problem == alone
    assert problem.start >= start


def test_paths_are_the_same_where_documents_are_alike() -> None:
    text = "a: {b: [x, y]}\nc: 1\n"
    for _ in range(3):
        tape = read(text)
        for _ in range(2):
            assert tape.descend(0, ("a", "b", 1)) == 6
            assert tape.descend(0, ("a", "q")) is None
            assert tape.descend(2, ("b", 0)) == 5
            assert tape.descend(0, ("a", "b", "c")) is None


def test_a_layout_remembers_only_so_many_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("istiolint.syntax.layout._MOST_PATHS", 1)
    text = "some: {other: layout}\nthan: all\n"
    assert read(text).descend(0, ("than",)) == 7
    tape = read(text)
    assert [tape.descend(0, ("than",)), tape.descend(0, ("some", "other"))] == [7, 4]
    assert list(tape.layout.paths) == [(0, ("than",))]
