"""Where documents begin and end, and what they are, without parsing them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istiolint.syntax.documents import Sniffed, documents, sniff
from istiolint.syntax.node import Node
from istiolint.syntax.parse import parse
from istiolint.syntax.tape import Tape
from istiolint.text import Source, Span


def texts(text: str) -> list[str]:
    return [text[start:end] for start, end in documents(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a: 1\n", ["a: 1\n"], id="one without markers"),
        pytest.param("---\na: 1\n", ["---\na: 1\n"], id="one with a marker"),
        pytest.param("a: 1\n---\nb: 2\n", ["a: 1\n", "---\nb: 2\n"], id="two"),
        pytest.param("--- a\n--- b\n", ["--- a\n", "--- b\n"], id="content behind the markers"),
        pytest.param("---\ta\n", ["---\ta\n"], id="a tab behind the marker"),
        pytest.param("a\n---", ["a\n"], id="a marker at the very end"),
        pytest.param("a\n---\nb", ["a\n", "---\nb"], id="no line break at the end"),
        pytest.param("a\r\n---\r\nb\r\n", ["a\r\n", "---\r\nb\r\n"], id="Windows"),
        pytest.param("a\r---\rb\r", ["a\r", "---\rb\r"], id="carriage returns alone"),
        pytest.param("# c\ra\r", ["# c\ra\r"], id="a comment before a carriage return"),
        pytest.param("a\n...\n", ["a\n..."], id="an end marker"),
        pytest.param("a\n...\nb\n", ["a\n...", "\nb\n"], id="another behind an end marker"),
        pytest.param("a\n... # c\n---\nb\n", ["a\n...", " # c\n---\nb\n"], id="a comment there"),
        pytest.param("a\n...\n...\nb\n", ["a\n...", "\nb\n"], id="two end markers"),
        pytest.param(
            "%YAML 1.1\n---\na\n", ["%YAML 1.1\n---\na\n"], id="a directive belongs to what follows"
        ),
        pytest.param(
            "a\n...\n%YAML 1.1\n---\nb\n",
            ["a\n...", "\n%YAML 1.1\n---\nb\n"],
            id="a directive behind an end marker",
        ),
        pytest.param("# c\n---\na\n", ["# c\n---\na\n"], id="a comment leads to what follows"),
        pytest.param("a\n# c\n---\nb\n", ["a\n# c\n", "---\nb\n"], id="a comment behind content"),
        pytest.param(
            "---\n# Source: x\n---\n# Source: y\na\n",
            ["---\n# Source: x\n---\n# Source: y\na\n"],
            id="comments of an empty document lead to what follows",
        ),
        pytest.param("a\n---\n# c\n---\n", ["a\n"], id="comments at the end lead to nothing"),
        pytest.param("--- |\n x\n--- >-\n y\n", ["--- |\n x\n", "--- >-\n y\n"], id="scalars"),
        pytest.param("---\n%x\n", [], id="a percent sign begins a directive"),
        pytest.param(" %x\n", [" %x\n"], id="unless it is indented, which is a mistake"),
        pytest.param("\t\n\x0c\n", ["\t\n\x0c\n"], id="a form feed is a mistake to be told"),
        pytest.param("", [], id="nothing"),
        pytest.param("\n \n\t\n", [], id="blank lines"),
        pytest.param("# c\n\n  # d", [], id="comments"),
        pytest.param("---", [], id="a marker alone"),
        pytest.param("---\n---\n...\n", [], id="markers alone"),
        pytest.param("--- # c\n", [], id="a comment behind a marker"),
        pytest.param("...", [], id="an end marker alone"),
    ],
)
def test_a_file_has_documents(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: |\n  ---\n  b\n", id="an indented marker"),
        pytest.param("a: b ---\n", id="a marker in a line"),
        pytest.param("----\n", id="four dashes"),
        pytest.param("---a\n", id="a word that begins like a marker"),
        pytest.param("---\u00a0a\n", id="a blank that is none in YAML"),
        pytest.param("....\n", id="four dots"),
        pytest.param("-- -\n", id="a gap"),
    ],
)
def test_what_looks_like_a_marker_ends_nothing(text: str) -> None:
    assert texts(text) == [text]


def test_a_marker_ends_a_document_even_in_a_scalar() -> None:
    assert texts("a: |\n---\nb\n") == ["a: |\n", "---\nb\n"]
    assert texts('a: "\n---\nb"\n') == ['a: "\n', '---\nb"\n']


lines = st.sampled_from(
    ["---", "...", "--- a", "# c", "", "a: 1", "- b", "%YAML 1.1", "  ---", "... # c", "---\t"]
)


@given(st.lists(lines, max_size=12), st.sampled_from(["\n", "\r\n", "\r"]))
def test_documents_are_in_order_and_leave_out_nothing_that_says_something(
    written: list[str], line_break: str
) -> None:
    text = line_break.join(written)
    stop = 0
    for span in [*documents(text), Span(len(text), len(text))]:
        between = text[stop : span.start].replace("\r", "\n").split("\n")
        assert all(
            not line.strip() or line.lstrip()[0] in "#%." or line.startswith("---")
            for line in between
        )
        assert stop <= span.start <= span.end
        stop = span.end


SNIFFED = "networking.istio.io/v1", "Gateway"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("apiVersion: networking.istio.io/v1\nkind: Gateway\n", id="as usual"),
        pytest.param("kind: Gateway\napiVersion: networking.istio.io/v1", id="the other way round"),
        pytest.param(
            "apiVersion: 'networking.istio.io/v1'\nkind: \"Gateway\"\nspec: {}\n", id="in quotes"
        ),
        pytest.param(
            "apiVersion: networking.istio.io/v1 # why\nkind: Gateway  \t# x\na: b\n", id="comments"
        ),
        pytest.param(
            "apiVersion: networking.istio.io/v1\n# x\nkind: Gateway\n", id="comment lines"
        ),
        pytest.param("apiVersion: networking.istio.io/v1\r\nkind: Gateway\r\n", id="Windows"),
        pytest.param(
            "---\napiVersion:\tnetworking.istio.io/v1\n\n\nkind:   Gateway\n", id="blanks"
        ),
        pytest.param(
            "apiVersion: networking.istio.io/v1\nmetadata:\n  kind: X\nkind: Gateway\n",
            id="a deeper kind",
        ),
        pytest.param(
            "apiVersion: networking.istio.io/v1\ndata:\n  x: |\n    kind: X\n\nkind: Gateway\n",
            id="a kind in a block scalar",
        ),
        pytest.param(
            "apiVersion: networking.istio.io/v1\nkind: Gateway\nlist:\n- kind: Y\n", id="in a list"
        ),
    ],
)
def test_a_document_in_block_style_says_what_it_is(text: str) -> None:
    assert sniff(text, Span(0, len(text))) == SNIFFED


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("kind: Gateway\n", id="no version"),
        pytest.param("apiVersion: v1\n", id="no kind"),
        pytest.param("{apiVersion: v1, kind: Pod}\n", id="flow style"),
        pytest.param("apiVersion: v1\nkind: Pod\nkind: Node\n", id="a key written twice"),
        pytest.param("apiVersion: v1\nkind: Pod\n\n  s\n", id="a line that continues the word"),
        pytest.param("apiVersion: v1\nkind: Pod s\n", id="two words"),
        pytest.param("apiVersion: v1\nkind: Pod#s\n", id="a number sign in the word"),
        pytest.param("apiVersion: v1\nkind: Pod\u00a0\n", id="a blank that is none in YAML"),
        pytest.param("apiVersion: v1\nkind: 'Pod\"\n", id="quotes that do not match"),
        pytest.param("apiVersion: v1\nkind: 'Pod\n'\n", id="quotes over lines"),
        pytest.param("apiVersion: v1\nkind: &x Pod\n", id="an anchor"),
        pytest.param("apiVersion: v1\nkind: !!str Pod\n", id="a tag"),
        pytest.param("apiVersion: v1\nkind:\n  Pod\n", id="the word on the next line"),
        pytest.param("apiVersion: v1\nkind:\n", id="an omitted value"),
        pytest.param("apiVersion: v1\nkind: ''\n", id="an empty text"),
        pytest.param("apiVersion: v1\nkind:Pod\n", id="no key at all"),
        pytest.param('apiVersion: v1\n"kind": Pod\n', id="a key in quotes"),
        pytest.param("apiVersion: v1\n kind: Pod\n", id="an indented key"),
        pytest.param("apiVersion: v1\rkind: Pod\r", id="carriage returns alone"),
        pytest.param("apiVersion: v1\nkind: {{ .Values.kind }}\n", id="a template"),
    ],
)
def test_only_the_parser_can_tell_what_it_is(text: str) -> None:
    assert sniff(text, Span(0, len(text))) is None


def test_a_document_says_what_it_is_and_not_its_neighbours() -> None:
    text = "apiVersion: v1\nkind: Pod\n---\na: 1\n---\nkind: Node\napiVersion: v1\n"
    assert [sniff(text, span) for span in documents(text)] == [
        Sniffed("v1", "Pod"),
        None,
        Sniffed("v1", "Node"),
    ]


entries = st.sampled_from(
    [
        "apiVersion: v1",
        "apiVersion: 'apps/v1'",
        "apiVersion: v1 # why",
        "apiVersion: v1#x",
        "kind: Pod",
        'kind: "Pod"',
        "kind: Pod s",
        "kind: Pod\n  s",
        "kind:\n  Pod",
        "kind: Pod\n# x\n",
        "kind: Pod\n\n\n s",
        "kind: *a",
        "kind: [Pod]",
        "a: &a |\n  kind: X\n\n  apiVersion: v2",
        "a: &a 'x\n\n  kind: Y'",
        "a: &a >-\n  x",
        "a: &a\n  kind: Z\n  apiVersion: v3",
        "a: &a\n- kind: Z",
        "? kind\n: Pod",
        "'kind' : Pod",
        "# kind: X",
        "",
    ]
)


@given(st.lists(entries, max_size=5), st.sampled_from(["\n", "\r\n", "\r"]))
def test_what_a_document_says_it_is_the_parser_says_too(
    written: list[str], line_break: str
) -> None:
    text = "\n".join([*written, "end: 1\n"]).replace("\n", line_break)
    said = sniff(text, Span(0, len(text)))
    tape = parse(Source("a.yaml", text), 0, len(text))
    if said is not None and isinstance(tape, Tape):
        root = Node(tape)
        found = root.get("apiVersion"), root.get("kind")
        assert said == tuple(node and node.value for node in found)
