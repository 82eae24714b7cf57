"""Entries that move to another place: what is written, and where nothing is offered."""

from __future__ import annotations

import pytest

from istiolint.fix.soundness import still_parses
from istiolint.syntax.moving import move
from istiolint.syntax.tape import Path
from istiolint.text import Source
from tests.syntax.test_edit import applied, at, data, entry_at, inside, root_of

MOVED = [
    pytest.param(
        "# why\n\n# a\na:\n  x: 1\nb:\n  c: 1\n",
        "a.x",
        "b.x",
        "# why\n\n# a\nb:\n  c: 1\n  x: 1\n",
        id="the comment of the document stays",
    ),
    pytest.param(
        "a: {\n  y: 1, # c\n  x: 2,\n}\nb:\n  c: 1\n",
        "a.x",
        "b.x",
        "a: {\n  y: 1, # c\n}\nb:\n  c: 1\n  x: 2\n",
        id="comments in brackets stay",
    ),
    pytest.param(
        "a:\n  x: 1 # one\n  y: 2\nb:\n  z: 3\n",
        "a.x",
        "b.x",
        "a:\n  y: 2\nb:\n  z: 3\n  x: 1 # one\n",
        id="to a mapping that is there",
    ),
    pytest.param(
        "a:\n    y: 2\n    # why\n    x:\n      - 1\n      # below\n      - 2\n# the end\nb: {}\n",
        "a.x",
        "c.d",
        "a:\n    y: 2\nc:\n  # why\n  d:\n    - 1\n    # below\n    - 2\n# the end\nb: {}\n",
        id="a block to new mappings, with its comments",
    ),
    pytest.param(
        "a:\n  x: 1\nb: 2\n",
        "a.x",
        "a.z.x",
        "a:\n  z:\n    x: 1\nb: 2\n",
        id="down, where it is",
    ),
    pytest.param(
        "a:\n  b:\n    x: 1\nc: 2\n",
        "a.b.x",
        "d.x",
        "d:\n  x: 1\nc: 2\n",
        id="with what gets empty",
    ),
    pytest.param(
        "a:\n  b:\n    x: |\n      t\n\n       u\n    y: 1\n  c: 2\n",
        "a.b.x",
        "a.x",
        "a:\n  b:\n    y: 1\n  x: |\n    t\n\n     u\n  c: 2\n",
        id="up, behind what it was in",
    ),
    pytest.param(
        "- r:\n  - d: {h: 1}\n    # why\n    x: 5s # five\n  m: 1\n",
        "0.r.0.x",
        "0.x",
        "- r:\n  - d: {h: 1}\n  # why\n  x: 5s # five\n  m: 1\n",
        id="up, as the last of what it was in",
    ),
    pytest.param(
        "- r:\n  - x: 5s\n    d: 1\n",
        "0.r.0.x",
        "0.x",
        "- r:\n  - d: 1\n  x: 5s\n",
        id="up, from behind a dash",
    ),
    pytest.param(
        "- x: 10\n  d: 1\n", "0.x", "0.y.v", "- y:\n    v: 10\n  d: 1\n", id="down behind a dash"
    ),
    pytest.param("a:\n  x: 1\n", "a.x", "a.z", "a:\n  z: 1\n", id="only the key"),
    pytest.param(
        "a:\n  x: 1\nb:\n  c: 2\n", "a.x", "d", "d: 1\nb:\n  c: 2\n", id="up in place of a parent"
    ),
    pytest.param(
        "{a: {x: 1, y: 2}, b: {z: 3}}\n",
        "a.x",
        "b.x",
        "{a: {y: 2}, b: {z: 3, x: 1}}\n",
        id="in brackets",
    ),
    pytest.param(
        "{a: {x: 1, y: 2}, b: 3}\n",
        "a.x",
        "a.z.w",
        "{a: {z: {w: 1}, y: 2}, b: 3}\n",
        id="down in brackets",
    ),
    pytest.param(
        "a:\n  x: 1\n  y: 2\nb: {}\n",
        "a.x",
        "b.c.x",
        "a:\n  y: 2\nb: {c: {x: 1}}\n",
        id="to empty brackets",
    ),
    pytest.param(
        "a: {x: [1], y: 2}\nb:\n  z: 3\n",
        "a.x",
        "b.c.x",
        "a: {y: 2}\nb:\n  z: 3\n  c:\n    x: [1]\n",
        id="out of brackets",
    ),
    pytest.param(
        "a:\r\n  x: 1\r\n  y: 2\r\nb:\r\n  z: 3",
        "a.x",
        "b.x",
        "a:\r\n  y: 2\r\nb:\r\n  z: 3\r\n  x: 1",
        id="other line breaks, and none at the end",
    ),
    pytest.param(
        'a:\n  "x": 1\n  y: 2\nb:\n  z: 3\n',
        "a.x",
        "b.x",
        "a:\n  y: 2\nb:\n  z: 3\n  x: 1\n",
        id="a key in quotes",
    ),
]


@pytest.mark.parametrize(("text", "source", "target", "expected"), MOVED)
def test_what_is_moved(text: str, source: str, target: str, expected: str) -> None:
    root = root_of(text)
    entry = entry_at(root, path_of(source))
    edits = move(entry, root, path_of(target))
    assert edits is not None
    assert applied(root, edits) == expected
    assert data(at(root_of(expected), path_of(target))) == data(entry.value)
    before, after = root.tape.source, Source("values.yaml", expected)
    assert still_parses(before, after, edits)


KEPT = [
    pytest.param("a: {x: 1, y: 2}\nb: {x: 3}\n", "a.x", "b.x", id="the place is taken"),
    pytest.param("a: {x_y: 1, y: 2}\nb: {xY: 3}\n", "a.x_y", "b.x_y", id="in another spelling"),
    pytest.param("a: {x: 1, y: 2}\nb: 3\n", "a.x", "b.x", id="no mapping"),
    pytest.param("a: {x: 1, y: 2}\nb:\n", "a.x", "b.x", id="nothing there"),
    pytest.param("a: {x: 1, y: 2}\nb: [3]\n", "a.x", "b.2.x", id="no such item"),
    pytest.param("a: {x: 1, y: 2}\nb: []\n", "a.x", "b.0", id="an item"),
    pytest.param("a: {x: 1, y: 2}\n", "a.x", "b.0.x", id="an item of a new list"),
    pytest.param("a: &a {x: 1, y: 2}\nb: *a\n", "a.x", "c.x", id="an anchor"),
    pytest.param("a: {x: {z: 1}}\n", "a.x", "a.x.x", id="into itself"),
    pytest.param("a:\n- x: 1\nb: 1\n", "a.0.x", "b.x", id="below a value"),
    pytest.param("a:\n- x: 1\nb: {}\n", "a.0.x", "b.x", id="an item would get empty"),
    pytest.param("a: # why\n  x: 1\nb:\n  c: 1\n", "a.x", "b.x", id="a comment would be lost"),
    pytest.param("c: 1\n# why\na:\n  x: 1\nb:\n  c: 1\n", "a.x", "b.x", id="a comment above"),
    pytest.param("a: # why\n  x: 1\nb: 2\n", "a.x", "c.x", id="a comment would be lost in place"),
    pytest.param("a: {x: 1} # why\nb: 2\n", "a.x", "c.x", id="a comment behind brackets"),
    pytest.param("c: 1\na: {x: 1} # why\nb:\n  y: 1\n", "a.x", "b.x", id="behind brackets, far"),
    pytest.param("c: 1\na: {x: 1} # why\nb: {y: 1}\n", "a.x", "b.x", id="from brackets to others"),
    pytest.param("c: 1\n# why\na: {x: 1}\nb: {y: 1}\n", "a.x", "b.x", id="above brackets"),
    pytest.param("c: 1\na: # why\n  x: 1\nb: {y: 1}\n", "a.x", "b.x", id="behind a parent"),
    pytest.param("a:\n  y: 2\n  x: 1 # one\nb: {c: 1}\n", "a.x", "b.x", id="a comment in brackets"),
    pytest.param(
        "a: {\n  x: 1, # c\n  y: 2,\n}\nb:\n  c: 1\n", "a.x", "b.x", id="first in brackets"
    ),
    pytest.param("a:\n  y: 1\n  x:\n    z: 1\nb: {c: 1}\n", "a.x", "b.x", id="a block in brackets"),
    pytest.param("a:\n  y: 1\n  x: b, c\nb: {c: 1}\n", "a.x", "b.x", id="a comma in brackets"),
    pytest.param("a:\n  y: 1\n  x: |\n    b\nb: {c: 1}\n", "a.x", "b.x", id="a block scalar"),
    pytest.param("a:\n  y: 1\n  x: 1\nb: { }\n", "a.x", "b.x", id="brackets with a blank"),
    pytest.param("a:\n  y: 1\n  x:\nb: {c: 1}\n", "a.x", "b.x", id="no value"),
    pytest.param("a: {x: , y: 1}\nb:\n  c: 1\n", "a.x", "b.x", id="no value in brackets"),
    pytest.param(
        "a:\n  b:\n    y: 1\n    x: |+\n      t\n\nc: 1\n", "a.b.x", "a.x", id="kept breaks"
    ),
    pytest.param(
        "a:\n  b:\n    y: 1\n    x: 'a\n     b\n\n b'\nc: 1\n", "a.b.x", "x", id="no blanks"
    ),
    pytest.param("a:\n  b:\n      x: 'c\n   d'\n", "a.b.x", "c.x", id="no blanks where it is"),
    pytest.param("a:\n  ? x\n  : 1\n  y: 1\nb:\n  c: 1\n", "a.x", "b.x", id="an explicit key"),
    pytest.param("a: {x: [\n1], y: 1}\n", "a.x", "a.z.x", id="several lines in brackets"),
    pytest.param("a: {x: {# one\n  z: 1}, y: 1}\n", "a.x.z", "a.z", id="a comment in place"),
    pytest.param("a: !!map\n  c: 1\nb:\n  x: 1\n  y: 1\n", "b.x", "a.x", id="a tag on the mapping"),
    pytest.param("b:\n  x: !!str 1\n  y: 1\nc: {d: 1}\n", "b.x", "c.x", id="a tag on the value"),
]


@pytest.mark.parametrize(("text", "source", "target"), KEPT)
def test_what_is_not_moved(text: str, source: str, target: str) -> None:
    root = root_of(text)
    assert move(entry_at(root, path_of(source)), root, path_of(target)) is None


def test_between_documents() -> None:
    root, other = root_of("a: {x: 1, y: 2}\n"), root_of("b: {}\n")
    assert move(entry_at(root, ("a", "x")), other, ("b", "x")) is None


def test_in_embedded_text() -> None:
    text = "data:\n  mesh: |\n    a:\n      x: 1\n      y: 2\n    b: {}\n  other: 1\n"
    root = inside(text, "data", "mesh")
    moved = move(entry_at(root, ("a", "x")), root, ("c", "d"))
    expected = "data:\n  mesh: |\n    a:\n      y: 2\n    c:\n      d: 1\n    b: {}\n  other: 1\n"
    assert applied(root, moved) == expected


def test_in_text_in_quotes() -> None:
    root = inside('data: "a:\\n  x: 1\\n  y: 2\\nb:\\n  c: 1\\n"\n', "data")
    assert move(entry_at(root, ("a", "x")), root, ("b", "x")) is None


def test_in_brackets_in_quotes() -> None:
    root = inside('data: "{a: {\\"x\\": 1, z: 2}, b: {c: 1}}"\n', "data")
    assert move(entry_at(root, ("a", "x")), root, ("b", "x")) is None


def test_in_json() -> None:
    root = root_of('{"a": {"x": 1, "y": 2}, "b": {"c": 1}}\n', "values.json")
    moved = move(entry_at(root, ("a", "x")), root, ("b", "d", "x"))
    assert applied(root, moved) == '{"a": {"y": 2}, "b": {"c": 1, "d": {"x": 1}}}\n'


def path_of(text: str) -> Path:
    """A path out of keys and indexes with dots between them."""
    return tuple(int(each) if each.isdigit() else each for each in text.split("."))
