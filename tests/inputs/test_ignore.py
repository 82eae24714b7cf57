"""Ignore patterns mean what they mean to git, and git is asked."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istiolint.inputs.ignore import Ignores, Patterns, ignores_above

MATCHING = [
    pytest.param("a.yaml", "a.yaml", True, id="a name"),
    pytest.param("a.yaml", "x/y/a.yaml", True, id="a name at any depth"),
    pytest.param("a.yaml", "a.yaml.orig", False, id="a name is whole"),
    pytest.param("a.yaml", "A.yaml", False, id="case counts"),
    pytest.param("/a.yaml", "a.yaml", True, id="a leading slash is this folder"),
    pytest.param("/a.yaml", "x/a.yaml", False, id="a leading slash is not one below"),
    pytest.param("x/a.yaml", "x/a.yaml", True, id="a slash inside is this folder"),
    pytest.param("x/a.yaml", "y/x/a.yaml", False, id="a slash inside is not one below"),
    pytest.param("build/", "build/", True, id="a trailing slash is a folder"),
    pytest.param("build/", "x/build/", True, id="a trailing slash is a folder at any depth"),
    pytest.param("build/", "build", False, id="a trailing slash is not a file"),
    pytest.param("build", "build/", True, id="no slash is a folder as well"),
    pytest.param("*.yaml", "x/a.yaml", True, id="a star"),
    pytest.param("*.yaml", ".yaml", True, id="a star is also nothing"),
    pytest.param("x/*.yaml", "x/y/a.yaml", False, id="a star is not a slash"),
    pytest.param("*", ".hidden", True, id="a star is also a dot"),
    pytest.param("?.yaml", "a.yaml", True, id="a question mark"),
    pytest.param("?.yaml", "ab.yaml", False, id="a question mark is one character"),
    pytest.param("[ab].yaml", "b.yaml", True, id="a set"),
    pytest.param("[!ab].yaml", "b.yaml", False, id="a negated set"),
    pytest.param("[^ab].yaml", "b.yaml", False, id="a set negated with a caret"),
    pytest.param("[^ab].yaml", "c.yaml", True, id="a set negated with a caret is the rest"),
    pytest.param("[a-c].yaml", "b.yaml", True, id="a range"),
    pytest.param("[c-a].yaml", "b.yaml", False, id="a range backwards"),
    pytest.param("**/a.yaml", "a.yaml", True, id="leading stars are also nothing"),
    pytest.param("**/x/a.yaml", "y/z/x/a.yaml", True, id="leading stars are folders"),
    pytest.param("x/**", "x/y/a.yaml", True, id="trailing stars are all below"),
    pytest.param("x/**", "x/", False, id="trailing stars are not the folder"),
    pytest.param("x/**/a.yaml", "x/a.yaml", True, id="inner stars are also nothing"),
    pytest.param("x/**/a.yaml", "x/y/z/a.yaml", True, id="inner stars are folders"),
    pytest.param("x/**/y/**/a.yaml", "x/y/1/y/2/a.yaml", True, id="stars twice"),
    pytest.param("x/**/y/*/a.yaml", "x/y/1/y/2/a.yaml", True, id="stars that try again"),
    pytest.param("x/**/y/*/a.yaml", "x/y/1/2/a.yaml", False, id="stars that try in vain"),
    pytest.param("x/**/", "x/y/", True, id="stars and a slash are folders"),
    pytest.param("x/**/", "x/a.yaml", False, id="stars and a slash are not files"),
    pytest.param("x**y", "xzy", True, id="stars inside a name are a star"),
    pytest.param("**", "x/a.yaml", True, id="stars alone"),
    pytest.param("/", "a.yaml", False, id="a slash alone"),
    pytest.param("!", "a.yaml", False, id="an exclamation mark alone"),
    pytest.param("", "a.yaml", False, id="nothing"),
    pytest.param("   ", "a.yaml", False, id="blanks"),
    pytest.param("# a.yaml", "a.yaml", False, id="a comment"),
    pytest.param(r"\#a", "#a", True, id="an escaped hash"),
    pytest.param(r"\!a", "!a", True, id="an escaped exclamation mark"),
    pytest.param(r"\*.yaml", "a.yaml", False, id="an escaped star is a star"),
    pytest.param(r"\*.yaml", "*.yaml", True, id="an escaped star matches one"),
    pytest.param(r"\[^a]", "[^a]", True, id="an escaped bracket"),
    pytest.param("a.yaml  ", "a.yaml", True, id="blanks at the end do not count"),
    pytest.param(r"a.yaml\ ", "a.yaml ", True, id="unless they are escaped"),
    pytest.param("*\n!a.yaml", "a.yaml", False, id="the last that matches decides"),
    pytest.param("!a.yaml\n*", "a.yaml", True, id="also the other way round"),
    pytest.param("*\n!*/\n!*.yaml", "x/a.txt", True, id="a folder says nothing of its files"),
    pytest.param("*\n!*/\n!*.yaml", "x/a.yaml", False, id="all but YAML"),
]


@pytest.mark.parametrize(("lines", "path", "ignored"), MATCHING)
def test_a_pattern_matches_what_its_row_says(lines: str, path: str, *, ignored: bool) -> None:
    assert bool(Patterns(lines.split("\n")).verdict(path)) is ignored


@pytest.mark.parametrize(("lines", "path", "ignored"), MATCHING)
def test_git_says_the_same(lines: str, path: str, tmp_path: Path, *, ignored: bool) -> None:
    (tmp_path / ".gitignore").write_text(lines + "\n", encoding="utf-8")
    place(tmp_path / path, folder=path.endswith("/"))

    assert git_ignores(tmp_path, path) is ignored


def place(path: Path, *, folder: bool = False) -> None:
    (path if folder else path.parent).mkdir(parents=True, exist_ok=True)
    if not folder:
        path.touch()


def git_ignores(root: Path, path: str) -> bool:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", "init", "-q", root], check=True, env=environment)
    command = ["git", "-C", str(root), "check-ignore", "-q", path.removesuffix("/")]
    return subprocess.run(command, check=False, env=environment).returncode == 0


def test_what_no_pattern_matches_has_no_verdict() -> None:
    assert Patterns(["*.txt", "!b.yaml"]).verdict("a.yaml") is None
    assert Patterns(["*.txt", "!b.yaml"]).verdict("b.yaml") is False
    assert Patterns([]).verdict("a.yaml") is None


@pytest.mark.parametrize(
    ("lines", "path", "covered"),
    [
        pytest.param(["vendor/"], "vendor/x/a.yaml", True, id="a file in a folder"),
        pytest.param(["vendor/x"], "vendor/x/", True, id="a folder"),
        pytest.param(["vendor/"], "x/a.yaml", False, id="a file elsewhere"),
        pytest.param(["vendor/", "!a.yaml"], "vendor/a.yaml", True, id="no way back in"),
        pytest.param(["vendor/*", "!vendor/x"], "vendor/x/a.yaml", False, id="a way back in"),
        pytest.param(["*"], "", False, id="the folder of the patterns"),
        pytest.param(["a.yaml"], "a.yaml", True, id="a file"),
        pytest.param(["b"], "b", True, id="a name of one letter"),
    ],
)
def test_patterns_cover_what_lies_in_a_folder(
    lines: list[str], path: str, *, covered: bool
) -> None:
    assert Patterns(lines).covers(path) is covered


@given(st.lists(st.text("a*?[]!^\\/# -b")), st.text("ab/", min_size=1))
def test_any_lines_give_a_verdict(lines: list[str], path: str) -> None:
    assert Patterns(lines).verdict(path) in {True, False, None}


def test_no_pattern_takes_forever() -> None:
    assert Patterns(["*a" * 60 + "b"]).verdict("a" * 250 + "b") is True
    assert Patterns(["*a" * 60 + "bb"]).verdict("a" * 250 + "b") is None
    assert Patterns(["**/a/" * 60 + "b"]).verdict("a/" * 500 + "c/b") is None


def folder(path: Path) -> str:
    return f"{path}{os.sep}"


def test_a_nearer_file_beats_one_above(tmp_path: Path) -> None:
    place(tmp_path / "x", folder=True)
    (tmp_path / ".gitignore").write_text("*.yaml\n", encoding="utf-8")
    (tmp_path / "x" / ".gitignore").write_text("!a.yaml\n", encoding="utf-8")

    outer = Ignores().inside(folder(tmp_path), {".gitignore"})
    inner = outer.inside(folder(tmp_path / "x"), {".gitignore"})

    assert outer.ignores(str(tmp_path / "x" / "a.yaml"))
    assert not inner.ignores(str(tmp_path / "x" / "a.yaml"))
    assert inner.ignores(str(tmp_path / "x" / "b.yaml"))


def test_the_exclude_file_stands_behind_the_others(tmp_path: Path) -> None:
    place(tmp_path / ".git" / "info" / "exclude")
    (tmp_path / ".git" / "info" / "exclude").write_text("a.yaml\nb.yaml\n", encoding="utf-8")
    (tmp_path / ".gitignore").write_text("!a.yaml\n", encoding="utf-8")

    ignores = Ignores().inside(folder(tmp_path), {".git", ".gitignore"})

    assert not ignores.ignores(str(tmp_path / "a.yaml"))
    assert ignores.ignores(str(tmp_path / "b.yaml"))


def test_a_repository_inside_another_follows_its_own_rules(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*.yaml\n", encoding="utf-8")
    place(tmp_path / "x" / ".git", folder=True)

    outer = Ignores().inside(folder(tmp_path), {".gitignore"})
    inner = outer.inside(folder(tmp_path / "x"), {".git"})

    assert not inner.ignores(str(tmp_path / "x" / "a.yaml"))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"a.yaml\r\n", id="CRLF"),
        pytest.param(b"\xef\xbb\xbfa.yaml\n", id="a byte order mark"),
        pytest.param(b"\xff\na.yaml", id="a line that is no text"),
    ],
)
def test_an_ignore_file_is_read_however_it_is_written(data: bytes, tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_bytes(data)

    assert Ignores().inside(folder(tmp_path), {".gitignore"}).ignores(str(tmp_path / "a.yaml"))


def test_an_ignore_file_that_is_a_link_or_gone_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "patterns").write_text("*\n", encoding="utf-8")
    (tmp_path / ".gitignore").symlink_to("patterns")

    linked = Ignores().inside(folder(tmp_path), {".gitignore"})
    gone = Ignores().inside(folder(tmp_path / "nowhere"), {".gitignore"})

    assert linked == gone == Ignores()


def test_what_is_above_counts_from_the_root_of_the_repository(tmp_path: Path) -> None:
    place(tmp_path / "repository" / ".git", folder=True)
    place(tmp_path / "repository" / "x" / "y", folder=True)
    (tmp_path / ".gitignore").write_text("a.yaml\n", encoding="utf-8")
    (tmp_path / "repository" / ".gitignore").write_text("b.yaml\n", encoding="utf-8")
    (tmp_path / "repository" / "x" / ".gitignore").write_text("/y/c.yaml\n", encoding="utf-8")

    y = tmp_path / "repository" / "x" / "y"
    ignores = ignores_above(folder(y))

    names = ["a.yaml", "b.yaml", "c.yaml", "d.yaml"]
    assert [name for name in names if ignores.ignores(str(y / name))] == ["b.yaml", "c.yaml"]


def test_nothing_above_speaks_of_a_folder_that_is_ignored(tmp_path: Path) -> None:
    place(tmp_path / ".git", folder=True)
    place(tmp_path / "build" / "x", folder=True)
    (tmp_path / ".gitignore").write_text("build/\n*.yaml\n", encoding="utf-8")

    assert ignores_above(folder(tmp_path / "build" / "x")) == Ignores()


def test_without_a_repository_nothing_above_counts() -> None:
    assert ignores_above(os.sep) == Ignores()
    assert ignores_above(folder(Path("/no/such/folder"))) == Ignores()
