"""The nearest configuration above a file is found, and the search knows where to end."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from istiolint.config.find import Search
from istiolint.config.problem import ConfigError

Write = Callable[[Mapping[str, str]], Path]

OURS = "[tool.istiolint]\n"


def nearest(root: Path, folder: str, cwd: str = "") -> str | None:
    """The file for what lies in a folder, relative to ``root``."""
    found = Search(str(root / cwd)).nearest(str(root / folder))
    return None if found is None else os.path.relpath(found, root)


@pytest.mark.parametrize("name", [".istiolint.yaml", "istiolint.yaml", "pyproject.toml"])
def test_a_file_of_each_name_is_found(write: Write, name: str) -> None:
    root = write({name: OURS, "a/b/c.yaml": ""})
    assert nearest(root, "a/b") == name


def test_the_nearest_file_wins(write: Write) -> None:
    root = write({"istiolint.yaml": "", "a/.istiolint.yaml": "", "a/b/c.yaml": "", "d/e.yaml": ""})
    assert nearest(root, "a/b") == "a/.istiolint.yaml"
    assert nearest(root, "a") == "a/.istiolint.yaml"
    assert nearest(root, "d") == "istiolint.yaml"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[project]\n", id="no mention of us"),
        pytest.param('[project]\ndependencies = ["istiolint"]\n', id="a dependency"),
    ],
)
def test_a_pyproject_without_our_table_does_not_count(write: Write, text: str) -> None:
    root = write({"istiolint.yaml": "", "a/pyproject.toml": text})
    assert nearest(root, "a") == "istiolint.yaml"


def test_a_pyproject_that_cannot_be_read_is_none_of_our_business(write: Write) -> None:
    root = write({"istiolint.yaml": "", "a/b": "", "c/d": ""})
    (root / "a" / "pyproject.toml").mkdir()
    assert nearest(root, "a") == "istiolint.yaml"


def test_the_search_ends_at_the_root_of_the_repository(write: Write) -> None:
    root = write({"istiolint.yaml": "", "repo/a/b.yaml": "", "repo/.git/HEAD": ""})
    assert nearest(root, "repo/a") is None
    (root / "repo" / "istiolint.yaml").write_text("")
    assert nearest(root, "repo/a") == "repo/istiolint.yaml"


def test_a_repository_may_have_a_file_for_its_git_folder(write: Write) -> None:
    root = write({"istiolint.yaml": "", "worktree/.git": "gitdir: elsewhere\n"})
    assert nearest(root, "worktree") is None


def test_in_a_repository_the_search_goes_past_the_current_directory(write: Write) -> None:
    root = write({".git/HEAD": "", "istiolint.yaml": "", "a/b/c.yaml": ""})
    assert nearest(root, "a/b", cwd="a") == "istiolint.yaml"


def test_without_a_repository_the_search_ends_at_the_current_directory(write: Write) -> None:
    root = write({"istiolint.yaml": "", "a/b/c.yaml": ""})
    assert nearest(root, "a/b", cwd="a") is None
    assert nearest(root, "a/b") == "istiolint.yaml"


def test_without_a_repository_a_file_elsewhere_is_configured_beside_it(write: Write) -> None:
    root = write({"istiolint.yaml": "", "a/istiolint.yaml": "", "b/c.yaml": "", "a/d/e.yaml": ""})
    assert nearest(root, "a", cwd="b") == "a/istiolint.yaml"
    assert nearest(root, "a/d", cwd="b") is None


@pytest.mark.parametrize(
    ("names", "message"),
    [
        pytest.param(
            (".istiolint.yaml", "istiolint.yaml"),
            'a/.istiolint.yaml: "istiolint.yaml" beside it is a configuration too; keep one',
            id="both names",
        ),
        pytest.param(
            ("istiolint.yaml", "pyproject.toml"),
            'a/istiolint.yaml: "pyproject.toml" beside it is a configuration too; keep one',
            id="a table as well",
        ),
    ],
)
def test_two_configurations_in_a_folder_are_an_error(
    write: Write, names: tuple[str, str], message: str
) -> None:
    root = write({f"a/{name}": OURS for name in names})
    with pytest.raises(ConfigError) as raised:
        nearest(root, "a")
    assert str(raised.value) == message


def test_a_broken_pyproject_that_mentions_us_is_an_error(write: Write) -> None:
    root = write({"pyproject.toml": "[tool.istiolint]\nselect [1]\n"})
    with pytest.raises(ConfigError) as raised:
        nearest(root, ".")
    assert str(raised.value).startswith("pyproject.toml:2:8: not TOML: ")


def test_a_folder_is_looked_at_once(write: Write) -> None:
    root = write({"istiolint.yaml": "", "a/b.yaml": "", "c/d.yaml": ""})
    search = Search(str(root))
    assert search.nearest(str(root / "a")) == str(root / "istiolint.yaml")
    (root / "istiolint.yaml").unlink()
    assert search.nearest(str(root / "c")) == str(root / "istiolint.yaml")


def test_the_root_is_where_the_search_ends(write: Write) -> None:
    root = write({"repo/.git/HEAD": "", "repo/a/b.yaml": "", "c/d.yaml": ""})
    search = Search(str(root))
    assert search.root(str(root / "repo" / "a")) == str(root / "repo")
    assert search.root(str(root / "c")) == str(root)
