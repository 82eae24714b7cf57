"""YAML in YAML: what is found there has its place in the outermost file."""

from __future__ import annotations

import pytest

from istiolint.syntax.embed import embedded
from istiolint.syntax.node import Node
from istiolint.syntax.parse import parse
from istiolint.syntax.problem import Problem
from istiolint.syntax.tape import Path, Tape
from istiolint.text import Position, Source


def tree(text: str) -> Node:
    tape = parse(Source("a.yaml", text), 0, len(text))
    assert isinstance(tape, Tape), tape
    return Node(tape)


def inside(root: Node, *path: str | int) -> Node:
    scalar = root.at(*path)
    assert scalar is not None
    tape = embedded(scalar)
    assert isinstance(tape, Tape), tape
    return Node(tape)


APPLICATION = """\
kind: Application
spec:
  source:
    helm:
      values: |
        # mesh-wide
        global:
          proxy:
            resources: {limits: {memory: 1Gi}}
        mesh: |
          defaultConfig:
            concurrency: 2
            tracing: "{sampling: '10', \\"zipkin\\": {address: jaeger:9411}}"
"""


@pytest.mark.parametrize(
    ("levels", "path", "shown", "place"),
    [
        pytest.param(1, ("global",), "proxy:", (8, 11), id="a mapping"),
        pytest.param(
            1, ("global", "proxy", "resources", "limits", "memory"), "1Gi", (9, 42), id="a scalar"
        ),
        pytest.param(1, ("mesh",), "|", (10, 15), id="a block scalar"),
        pytest.param(2, ("defaultConfig", "concurrency"), "2", (12, 26), id="two levels deep"),
        pytest.param(3, ("sampling",), "'10'", (13, 34), id="three levels deep"),
        pytest.param(3, ("zipkin", "address"), "jaeger:9411", (13, 62), id="behind escapes"),
    ],
)
def test_values_of_an_application_have_their_places(
    levels: int, path: Path, shown: str, place: tuple[int, int]
) -> None:
    root = tree(APPLICATION)
    ways: list[Path] = [
        ("spec", "source", "helm", "values"),
        ("mesh",),
        ("defaultConfig", "tracing"),
    ]
    for way in ways[:levels]:
        root = inside(root, *way)
    node = root.at(*path)
    assert node is not None
    assert node.location.start == Position(*place)
    assert APPLICATION[node.span.start :].startswith(shown)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("a: |\n    x:\n      y: here\n", (3, 10), id="literal"),
        pytest.param("a: |1\n  x:\n   y: here\n", (3, 7), id="literal that says its indentation"),
        pytest.param("a: |\r\n  x: 1\r\n  y: here\r\n", (3, 6), id="literal, Windows"),
        pytest.param("a: >\n  x: 1\n\n  y: here\n", (4, 6), id="folded"),
        pytest.param("a: >\n  x:\n    y: here\n", (3, 8), id="folded, indented more"),
        pytest.param("a: >-\n  {x: 1,\n  y: here}\n", (3, 6), id="folded, between brackets"),
        pytest.param('a: "x: 1\\ny: here\\n"\n', (1, 14), id="double quotes"),
        pytest.param('a: "x: \\u00e9\\\n  \\ny: here"\n', (2, 8), id="double quotes over lines"),
        pytest.param("a: '{x: ''1'', y: here}'\n", (1, 19), id="single quotes"),
        pytest.param("a: 'x: 1\n\n  y: here'\n", (3, 6), id="single quotes over lines"),
        pytest.param("a: {x: 1}\nb: &a |\n  y: here\na2: 1\n", (3, 6), id="behind an anchor"),
        pytest.param("a: |\n  \U0001f600: 1\n  y: here\n", (3, 6), id="beyond the BMP"),
        pytest.param("- a: |\n   \n\n   y: here\n", (4, 7), id="in a list, below blank lines"),
    ],
)
def test_yaml_in_a_scalar_of_any_style_has_its_place(text: str, place: tuple[int, int]) -> None:
    scalar = next(node for node in leaves(tree(text)) if "here" in node.value)
    found = inside(scalar)
    value = found.get("y") or found.at("x", "y")
    assert value is not None
    assert value.location.start == Position(*place)
    assert text[slice(*value.span)] == "here"


def leaves(node: Node) -> list[Node]:
    below = [*(entry.value for entry in node.entries()), *node.items()]
    return [leaf for each in below for leaf in leaves(each)] or [node]


def test_a_part_of_a_scalar_in_yaml_in_yaml_has_its_place() -> None:
    text = 'a: |\n  b: "x\\ty.example.com"\n'
    scalar = inside(tree(text), "a").get("b")
    assert scalar is not None
    part = scalar.part(2, len(scalar.value))
    assert text[slice(*part.span)] == "y.example.com"
    assert part.location.start == Position(2, 10)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('a: ""\n', id="nothing"),
        pytest.param("a:\n", id="an omitted value"),
        pytest.param('a: " \\n\\n"\n', id="blank lines"),
        pytest.param("a: |\n  # nothing\n", id="a comment"),
        pytest.param("a: |\n  ---\n  # nothing\n  ---\n", id="markers"),
        pytest.param("a: |\n  ~\n", id="null"),
    ],
)
def test_text_without_content_is_null(text: str) -> None:
    found = inside(tree(text), "a")
    assert found.is_null
    assert found.span.start <= found.span.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: |\n  ---\n  b: 1\n", id="before it"),
        pytest.param("a: |\n  b: 1\n  ---\n", id="behind it"),
        pytest.param("a: |\n  ---\n  # x\n  ---\n  b: 1\n  ...\n  # y\n", id="around it"),
    ],
)
def test_markers_around_the_only_document_change_nothing(text: str) -> None:
    node = inside(tree(text), "a").get("b")
    assert node is not None
    assert text[slice(*node.span)] == "1"


@pytest.mark.parametrize(
    ("text", "message", "shown"),
    [
        pytest.param(
            "a: |\n  b: c: d\n", 'a second ":" on the line, outside of quotes', ":", id="literal"
        ),
        pytest.param(
            'a: "b:\\n\\t- x"\n',
            "a tab in the indentation, where YAML allows only spaces",
            "\\t",
            id="an escape",
        ),
        pytest.param("a: |\n  b: *c\n", 'alias "c" has no anchor', "*c", id="an alias"),
        pytest.param(
            "a: |\n  b: 1\n  ---\n  c: 2\n",
            "a second document, which is not read",
            "---\n  c: 2",
            id="two documents",
        ),
        pytest.param("a: |\n  b: 'c\n", "the quote is not closed", "'", id="a quote"),
        pytest.param("a: |-\n  b: 1\n  c", 'a line without ":" among keys', "c", id="at the end"),
        pytest.param(
            'a: "b: \\x07"\n',
            "character U+0007, which YAML allows only as an escape",
            "\\x07",
            id="a control character",
        ),
    ],
)
def test_a_problem_has_its_place_in_the_outermost_file(text: str, message: str, shown: str) -> None:
    scalar = tree(text).get("a")
    assert scalar is not None
    problem = embedded(scalar)
    assert isinstance(problem, Problem)
    assert problem.message == message
    assert text[problem.start : problem.start + problem.width] == shown
