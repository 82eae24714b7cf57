"""A fix may change what it edits and nothing else."""

from __future__ import annotations

import pytest

from istiolint.diagnostic import Edit
from istiolint.fix.soundness import still_parses
from istiolint.text import Location, Source, Span


def is_sound(text: str, *changes: tuple[str, str], path: str = "values.yaml") -> bool:
    """Whether a text is sound after the only occurrence of each old part is a new one."""
    before = Source(path, text)
    edits = []
    after = text
    for old, new in changes:
        assert text.count(old) == 1
        start = text.index(old)
        edits.append(Edit(Location(before, Span(start, start + len(old))), new))
        after = after.replace(old, new)
    return still_parses(before, Source(path, after), edits)


SOUND = [
    pytest.param("a: 1\nb: 2\n", [("1", "3")], id="a scalar"),
    pytest.param("a: 1\nb: 2\n", [("1", "'3'")], id="a scalar in another style"),
    pytest.param("a: 1\nb: 2\n", [("1", "{c: 3}")], id="a scalar that becomes a mapping"),
    pytest.param("a: 1\nb: 2\n", [("a", "c")], id="a key"),
    pytest.param("a: {x: 1}\nb: 2\n", [("a", "c")], id="a key with something below"),
    pytest.param("a: 1\nb: 2\n", [("a: 1\n", "")], id="an entry"),
    pytest.param("a: 1\nb: 2\n", [("1\n", "1\nc: 3\n")], id="a new entry"),
    pytest.param("a: 1\nb: 2\n", [("1\n", "1 # c\n")], id="a new comment"),
    pytest.param("a: 1\nb: 2\n", [("a", "# c\na")], id="a comment above"),
    pytest.param("a: 1\n---\nb: 2\n---\nc: 3\n", [("b", "d")], id="one document of several"),
    pytest.param("a: |\n  x: 1\nb: 2\n", [("1", "3")], id="a scalar in a block"),
    pytest.param("a: |\n  x: 1\n  y: 2\nb: 2\n", [("  y: 2\n", "")], id="the last line of a block"),
    pytest.param("a: |\n  x: 1\nb: 2\n", [("1\n", "1\n  y: 2\n")], id="a new last line of a block"),
    pytest.param("a: |\n  x: 1\nb: 2\n", [("b", "c: 3\nb")], id="an entry behind a block"),
    pytest.param("a: |\n  x: 1\nb: 2\n", [("b: 2\n", "")], id="no entry behind a block"),
    pytest.param("a: |\n  x [\nb: 2\n", [("[", "{")], id="a text in a block"),
    pytest.param("a: |\n  # x\nb: 2\n", [("x", "y")], id="a comment in a block"),
    pytest.param("a: 'x: 1'\n", [("1", "2")], id="a scalar in quotes"),
    pytest.param("a: [\nb: 2\n", [("[", "1")], id="what did not parse before"),
    pytest.param("a: &x 1\nb: *x\nc: !!str 1\nd: []\n", [("c:", "e:")], id="aliases and tags"),
    pytest.param("? {a: 1}\n: b\nc: 2\n", [("2", "3")], id="a mapping for a key"),
    pytest.param("a:\nb: 2\n", [("a:", "a: 1")], id="an omitted value"),
    pytest.param("a: 1\nb: 2\nc: 3\n", [("1", "long"), ("2", "x"), ("3", "4")], id="several"),
]


@pytest.mark.parametrize(("text", "changes"), SOUND)
def test_what_changes_only_where_it_is_edited_is_sound(
    text: str, changes: list[tuple[str, str]]
) -> None:
    assert is_sound(text, *changes)


UNSOUND = [
    pytest.param("a: 1\nb: 2\n", [("1", "[")], id="it does not parse"),
    pytest.param("a: 1\nb: 2\n", [("b: 2\n", "---\nb: 2\n")], id="another document"),
    pytest.param("a: 1\nb: 2\n", [("\nb", "\n  x\nb")], id="a value goes on"),
    pytest.param("a: 1\nb: 2\n", [("\nb", " x\nb")], id="a value has a tail"),
    pytest.param("a: 1\nb:\n  c: 2\n", [("b:\n", "")], id="another parent"),
    pytest.param("a:\n  x: 1\nq:\n  y: 2\n", [("q:\n", "")], id="another parent as deep"),
    pytest.param("a:\n  x: 1\n  y: 2\n", [("  y", "y")], id="another depth"),
    pytest.param("a: 1\nb: 2\n", [("1\n", "|\n ")], id="an entry becomes text"),
    pytest.param("a: 1\nb: 2\n", [("1\n", "1 #")], id="an entry becomes a comment"),
    pytest.param("a: 1\nb: 2\n", [("b: ", "b: !!str ")], id="a tag"),
    pytest.param("a: |\n  x: 1\nb: 2\n", [("1", "[")], id="a block does not parse"),
    pytest.param("a: |\n  x: 1\n  y: 2\nb: 2\n", [("x: 1\n  ", "z: ")], id="a block changes"),
    pytest.param("a: |\n  x: 1\nb: 2\n", [("1\n", "1\n\n  y\n")], id="a value in a block goes on"),
    pytest.param("a: 1\nb: 2\n", [("1\n", "1\nc: 3\n"), ("2\n", "2\nc: 4\n")], id="a key twice"),
    pytest.param("a: |\n  x: 1\nb: 2\n", [("1\n", "1\n  x: 2\n")], id="a key twice in a block"),
]


@pytest.mark.parametrize(("text", "changes"), UNSOUND)
def test_what_changes_elsewhere_is_not(text: str, changes: list[tuple[str, str]]) -> None:
    assert not is_sound(text, *changes)


def test_json_must_stay_json() -> None:
    assert is_sound('{"a": 1}', ("1", "2"), path="a.json")
    assert not is_sound('{"a": 1}', ("1", "x"), path="a.json")


def test_edits_of_other_files_are_passed_over() -> None:
    other = Edit(Location(Source("b.yaml", "a: 1\n"), Span(0, 1)), "b")
    source = Source("a.yaml", "a: 1\n")
    assert still_parses(source, source, [other])
