"""Which comments speak to istiolint, and where they stand."""

from __future__ import annotations

import pytest

from istiolint.syntax.comments import (
    Comment,
    comment_behind,
    directives,
    embedded_directives,
)
from istiolint.syntax.embed import embedded
from istiolint.syntax.node import Node
from istiolint.syntax.parse import parse
from istiolint.syntax.tape import Tape
from istiolint.text import Source, Span


def comments(text: str) -> list[Comment]:
    source, span = Source("a.yaml", text), Span(0, len(text))
    tape = parse(source, *span)
    assert isinstance(tape, Tape), tape
    return list(directives(source, span, tape))


@pytest.mark.parametrize(
    ("text", "own_line"),
    [
        pytest.param("# istiolint: x\na: 1\n", True, id="a line of its own"),
        pytest.param("a:\n  # istiolint: x\n  b: 1\n", True, id="indented"),
        pytest.param("[a,\r\n\t# istiolint: x\r\n b]", True, id="behind a tab"),
        pytest.param("a: 1\r# istiolint: x\rb: 2\r", True, id="behind a carriage return"),
        pytest.param("a: 1 # istiolint: x\n", False, id="behind a plain scalar"),
        pytest.param("a: 'b # c' # istiolint: x\n", False, id="behind quotes"),
        pytest.param("a: 1\rb: 2 # istiolint: x\r", False, id="on the last of Mac's lines"),
        pytest.param("a: # istiolint: x\n  b: 1\n", False, id="behind a key"),
        pytest.param("a: # istiolint: x\nb: 1\n", False, id="behind an omitted value"),
        pytest.param("- # istiolint: x\n- 1\n", False, id="behind a dash"),
        pytest.param("--- # istiolint: x\na: 1\n", False, id="behind a marker"),
        pytest.param("a: | # istiolint: x\n  b\n", False, id="behind the header of a block scalar"),
        pytest.param("a: >2- # istiolint: x\r\n  b\r\n", False, id="behind a longer header"),
        pytest.param("a: | # istiolint: x", False, id="behind a header and nothing more"),
        pytest.param("a: |\n  b\n# istiolint: x\nc: 1\n", True, id="below a block scalar"),
        pytest.param("a:\n  b: |\n    c\n  # istiolint: x\n", True, id="below it, indented less"),
        pytest.param("a: |+\n  b\n\n# istiolint: x\n", True, id="below one that keeps its breaks"),
        pytest.param("a: b\n  c\n# istiolint: x\nd: 1\n", True, id="below a scalar over lines"),
        pytest.param("a: b\n  c # istiolint: x\nd: 1\n", False, id="behind a scalar over lines"),
        pytest.param("[a, # istiolint: x\n b]\n", False, id="between brackets"),
        pytest.param("[a,\n # istiolint: x\n b]\n", True, id="on a line between brackets"),
        pytest.param("a: &x # istiolint: x\n  b\n", False, id="behind an anchor"),
        pytest.param("a: !!str # istiolint: x\n  b\nc: 1\n", False, id="behind a tag"),
        pytest.param("a: &x 1\nb: *x # istiolint: x\n", False, id="behind an alias"),
        pytest.param("a: [b:c] # istiolint: x\n", False, id="read by the other scanner"),
        pytest.param("a: 1 #istiolint: x\n", False, id="no blank before it"),
        pytest.param("a: 1 # \t istiolint:x\n", False, id="blanks before it and none behind"),
        pytest.param("# istiolint: x", True, id="nothing else in the document"),
    ],
)
def test_a_comment_speaks_to_istiolint(text: str, *, own_line: bool) -> None:
    (comment,) = comments(text)
    assert comment.text == "x"
    assert comment.own_line is own_line
    shown = text[comment.span.start : comment.span.end]
    assert shown.startswith("#")
    assert shown.endswith("x")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: b#istiolint:x\n", id="no blank before the number sign"),
        pytest.param("a: 'b # istiolint: x'\n", id="in quotes"),
        pytest.param('a: "b\n\n  # istiolint: x\n  "\n', id="in quotes over lines"),
        pytest.param("a: |\n  # istiolint: x\n", id="in a block scalar"),
        pytest.param("a: |\n\n\n  b\n  # istiolint: x\n", id="at the end of a block scalar"),
        pytest.param("a: >\n  b\n   # istiolint: x\n  c\n", id="in a folded one"),
        pytest.param("a: |1\n  # istiolint: x\n", id="in one that says how it is indented"),
        pytest.param("'# istiolint: x': 1\n", id="in a key"),
        pytest.param("a: b\u00a0#istiolint:x\n", id="a blank that is none in YAML"),
        pytest.param("# eistiolint: x\na: 1\n", id="another name"),
        pytest.param("# not istiolint: x\na: 1\n", id="words before the name"),
        pytest.param("istiolint: x\n", id="no comment"),
        pytest.param("a: 1\n", id="nothing of that kind"),
    ],
)
def test_other_text_does_not(text: str) -> None:
    assert comments(text) == []


def test_comments_are_those_of_their_document_in_order() -> None:
    text = "a: 1 # istiolint: one\n---\n# istiolint: two\nb: |\n  # istiolint: no\nc: 1\n"
    text += "# istiolint:  three \t\n"
    source, second = Source("a.yaml", text), Span(text.index("---"), len(text))
    tape = parse(source, *second)
    assert isinstance(tape, Tape)
    found = list(directives(source, second, tape))

    assert [each.text for each in found] == ["two", "three"]
    assert [each.span.start for each in found] == [text.index("# istiolint: two"), text.rindex("#")]
    assert {each.source for each in found} == {source}
    assert {each.tape for each in found} == {tape}


def test_in_a_document_that_cannot_be_read_every_comment_speaks() -> None:
    text = "a: 'b # istiolint: one\n# istiolint: two\n"
    source = Source("a.yaml", text)
    found = list(directives(source, Span(0, len(text)), None))
    assert [(each.text, each.own_line, each.tape) for each in found] == [
        ("one", False, None),
        ("two", True, None),
    ]


@pytest.mark.parametrize(
    ("text", "own_lines"),
    [
        pytest.param(
            "data: |\n  # istiolint: one\n  a: 'x # istiolint: no'\n  b: 1 # istiolint: two\n",
            [True, False],
            id="literal",
        ),
        pytest.param(
            'data: "# istiolint: one\\na: 1 # istiolint: two\\n"\n', [True, False], id="in quotes"
        ),
    ],
)
def test_comments_of_yaml_in_yaml_stand_in_the_outermost_file(
    text: str, own_lines: list[bool]
) -> None:
    assert comments(text) == []
    tape = parse(Source("a.yaml", text), 0, len(text))
    assert isinstance(tape, Tape)
    scalar = Node(tape).get("data")
    assert scalar is not None
    inner = embedded(scalar)
    assert isinstance(inner, Tape)
    found = list(embedded_directives(inner))

    assert [each.text for each in found] == ["one", "two"]
    assert [each.own_line for each in found] == own_lines
    assert [text[slice(*each.span)] for each in found] == ["# istiolint: one", "# istiolint: two"]


def test_many_comments_cost_no_more_than_the_text() -> None:
    text = "a: |\n" + "  # istiolint: x\n" * 10_000 + "# istiolint: y\n" * 10_000
    assert len(comments(text)) == 10_000


@pytest.mark.parametrize(
    ("text", "comment"),
    [
        ("a: 1 # one", "one"),
        ("a: 1", ""),
        ("a: 1#2", ""),
        ("a: '1' #  one # two", "one # two"),
        ("a: {b: 1} # one", "one"),
        ("a: [1, 2] # two", ""),
        ("a:\n  1\n# below", ""),
    ],
)
def test_the_comment_behind_a_value(text: str, comment: str) -> None:
    tape = parse(Source("a.yaml", text), 0, len(text))
    assert isinstance(tape, Tape)
    node = Node(tape)
    while not node.is_scalar:
        node = node.items()[0] if node.is_sequence else next(iter(node.entries())).value
    assert comment_behind(node) == comment
