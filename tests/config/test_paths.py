"""Paths and globs keep their meaning when they are seen from another folder."""

from __future__ import annotations

import pytest

from istiolint.config.paths import below, from_folder, globs_from, lies_in, reported
from istiolint.inputs.ignore import Patterns


@pytest.mark.parametrize(
    ("path", "folder", "expected"),
    [
        pytest.param("/a/b", "/a", True, id="below"),
        pytest.param("/a", "/a", True, id="the folder itself"),
        pytest.param("/a", "/", True, id="below the root"),
        pytest.param("/ab", "/a", False, id="a name that begins alike"),
        pytest.param("/", "/a", False, id="above"),
    ],
)
def test_a_path_lies_in_a_folder_or_not(path: str, folder: str, expected: bool) -> None:  # noqa: FBT001 - a column
    assert lies_in(path, folder) is expected


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        pytest.param("/w/a/b.yaml", "a/b.yaml", id="below"),
        pytest.param("/w", ".", id="the current directory"),
        pytest.param("/x/b.yaml", "/x/b.yaml", id="elsewhere"),
    ],
)
def test_reports_name_a_path_as_seen_from_the_current_directory(
    location: str, expected: str
) -> None:
    assert reported(location, "/w") == expected


def test_a_path_in_a_file_is_relative_to_a_folder() -> None:
    assert from_folder("../base/a.yaml", "/w/mesh", "/w") == "base/a.yaml"
    assert from_folder("base/", "/w", "/w") == "base"
    assert from_folder("a.yaml", "/w", "/w/mesh") == "/w/a.yaml"
    assert from_folder("/etc/a.yaml", "/w", "/w") == "/etc/a.yaml"


@pytest.mark.parametrize(
    ("location", "folder", "expected"),
    [
        pytest.param("/w/a/b", "/w", "a/b", id="a file"),
        pytest.param("/w/a/", "/w", "a/", id="a folder"),
        pytest.param("/w/", "/w", "", id="the folder itself"),
        pytest.param("/w/a", "/", "w/a", id="from the root"),
        pytest.param("/x/a", "/w/b", "../../x/a", id="elsewhere"),
        pytest.param("/x/a/", "/w", "../x/a/", id="a folder elsewhere"),
    ],
)
def test_a_path_is_seen_from_a_folder(location: str, folder: str, expected: str) -> None:
    assert below(location, folder) == expected


@pytest.mark.parametrize(
    ("glob", "expected"),
    [
        pytest.param("*.json", ("*.json",), id="a name anywhere"),
        pytest.param("generated/", ("generated/",), id="a folder anywhere"),
        pytest.param("mesh/prod/a.yaml", ("/a.yaml",), id="a path"),
        pytest.param("/mesh/prod/gen/", ("/gen/",), id="a folder at a path"),
        pytest.param("!mesh/prod/a.yaml", ("!/a.yaml",), id="an exception"),
        pytest.param("mesh/*/a.yaml", ("/a.yaml",), id="a star on the way"),
        pytest.param("m[a-f]sh/prod/a.yaml", ("/a.yaml",), id="a choice of characters"),
        pytest.param("mesh/dev/a.yaml", (), id="a path elsewhere"),
        pytest.param("mesh/prod/**", ("/**",), id="all in the folder"),
        pytest.param("mesh/prod", ("/**",), id="the folder"),
        pytest.param("mesh", ("/**",), id="a folder above"),
        pytest.param("mesh/", ("/**",), id="a folder above, so marked"),
        pytest.param("prod", ("/**",), id="the name of the folder"),
        pytest.param("!mesh", (), id="an exception for a folder above"),
        pytest.param("mesh/**/a.yaml", ("/**/a.yaml",), id="any way there"),
        pytest.param("**/prod/a.yaml", ("**/prod/a.yaml", "/a.yaml"), id="any way to the folder"),
    ],
)
def test_a_glob_of_a_folder_above_is_seen_from_below(glob: str, expected: tuple[str, ...]) -> None:
    found = globs_from(glob, "/w", "/w/mesh/prod")
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("cwd", ["/w", "/x", "/"])
def test_a_glob_stands_as_it_is_where_the_folder_is_not_above(cwd: str) -> None:
    assert globs_from("mesh/a.yaml", "/w", cwd) == ("mesh/a.yaml",)


PATTERNS = ["a", "/a", "a/", "a/b", "**/b", "a/**", "a/**/b", "*/b", "/*", "a/b/c", "*.c", "b/c"]


@pytest.mark.parametrize("glob", PATTERNS)
@pytest.mark.parametrize("path", ["a/b/c", "a/b/x", "a/b/b/c", "a/b/x.c", "a/b/a/b", "a/b/a"])
def test_both_views_agree(glob: str, path: str) -> None:
    inside = path.removeprefix("a/b/")
    expected = Patterns([glob]).covers(path)
    assert Patterns(globs_from(glob, "/w", "/w/a/b")).covers(inside) is expected
