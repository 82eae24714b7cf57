"""A walk takes what may configure a mesh, and ends where it should."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from istiolint.inputs.discover import Discovery, discover
from istiolint.inputs.walk import is_input, printable


def plant(root: Path, *paths: str) -> Path:
    """Make empty files, and folders where a path ends in ``/``."""
    for path in paths:
        place = root / path
        (place if path.endswith("/") else place.parent).mkdir(parents=True, exist_ok=True)
        if not path.endswith("/"):
            place.touch()
    return root


def walked(root: Path) -> Discovery:
    discovery = discover([], cwd=root)
    assert discovery.problems == ()
    return discovery


def names(discovery: Discovery) -> list[str]:
    return [file.path for file in discovery.files]


def left(discovery: Discovery) -> dict[str, str]:
    return {each.path: each.reason for each in discovery.left_alone}


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        pytest.param("a.yaml", True, id="YAML"),
        pytest.param("a.yml", True, id="YAML in short"),
        pytest.param("a.json", True, id="JSON"),
        pytest.param("a.YAML", False, id="a suffix that kubectl does not know"),
        pytest.param("a.yaml.tpl", False, id="a template"),
        pytest.param("README.md", False, id="words"),
        pytest.param("scan.sarif", False, id="a report"),
        pytest.param("package.json", False, id="packages of Node.js"),
        pytest.param("tsconfig.build.json", False, id="settings of TypeScript"),
        pytest.param("tsconfig.yaml", True, id="YAML with the name of JSON"),
        pytest.param("istiolint.yaml", False, id="our own configuration"),
    ],
)
def test_a_name_tells_what_is_an_input(name: str, *, taken: bool) -> None:
    assert is_input(name) is taken


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(".git/a.yaml", id="the repository"),
        pytest.param(".github/workflows/a.yaml", id="a hidden folder"),
        pytest.param(".eslintrc.json", id="a hidden file"),
        pytest.param("x/node_modules/y/a.yaml", id="packages of Node.js"),
        pytest.param("vendor/a.yaml", id="vendored code"),
        pytest.param("venv/lib/a.yaml", id="an environment of Python"),
        pytest.param("x/package.json", id="a file of a tool"),
        pytest.param("x/README.md", id="another suffix"),
        pytest.param("x/a.tgz", id="an archive that is no chart"),
    ],
)
def test_what_configures_no_mesh_is_passed_by(path: str, tmp_path: Path) -> None:
    plant(tmp_path, path, "a.yaml")

    discovery = walked(tmp_path)

    assert names(discovery) == ["a.yaml"]
    assert left(discovery) == {}


@pytest.mark.parametrize("path", ["build/a.yaml", "dist/a.yaml", "charts/x/values.yaml"])
def test_what_may_be_deployed_is_read(path: str, tmp_path: Path) -> None:
    assert names(walked(plant(tmp_path, path))) == [path]


def test_packed_charts_are_left_alone(tmp_path: Path) -> None:
    plant(tmp_path, "x/Chart.yaml", "x/base-1.2.tgz", "y/charts/istiod.tgz", "y/backup.tgz")

    discovery = walked(tmp_path)

    assert names(discovery) == ["x/Chart.yaml"]
    assert left(discovery) == {
        "x/base-1.2.tgz": "packed chart",
        "y/charts/istiod.tgz": "packed chart",
    }


def test_pipes_and_sockets_are_never_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, "x/")
    os.mkfifo(tmp_path / "pipe.yaml")
    os.mkfifo(tmp_path / "x" / "pipe.txt")
    (tmp_path / "link.yaml").symlink_to("x/pipe.txt")
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.yaml")

        discovery = walked(tmp_path)

    assert names(discovery) == []
    assert left(discovery) == {
        "link.yaml": "not a regular file",
        "pipe.yaml": "not a regular file",
        "socket.yaml": "not a regular file",
    }


def test_links_to_folders_end(tmp_path: Path) -> None:
    plant(tmp_path, "x/y/a.yaml")
    (tmp_path / "x" / "y" / "up").symlink_to("..")
    (tmp_path / "x" / "here").symlink_to(".")
    (tmp_path / "root").symlink_to(tmp_path)

    discovery = walked(tmp_path)

    assert names(discovery) == ["x/y/a.yaml"]
    assert left(discovery) == {}


def test_links_inside_are_followed_to_what_a_walk_would_pass_by(tmp_path: Path) -> None:
    """As in a mounted ConfigMap, where every file is a link into a hidden folder."""
    plant(tmp_path, "..2026_10_01/mesh.yaml", "..2026_10_01/x/a.yaml", "..2026_10_01/LICENSE")
    (tmp_path / "..data").symlink_to("..2026_10_01")
    (tmp_path / "mesh.yaml").symlink_to("..data/mesh.yaml")
    (tmp_path / "mesh2.yaml").symlink_to("..data/mesh.yaml")
    (tmp_path / "LICENSE").symlink_to("..data/LICENSE")
    (tmp_path / "x").symlink_to("..data/x")
    (tmp_path / "y").symlink_to("..data/x")

    discovery = walked(tmp_path)

    assert [(file.path, file.location) for file in discovery.files] == [
        ("mesh.yaml", str(tmp_path / "..2026_10_01" / "mesh.yaml")),
        ("x/a.yaml", str(tmp_path / "..2026_10_01" / "x" / "a.yaml")),
    ]
    assert left(discovery) == {}


def test_a_linked_folder_may_hold_links(tmp_path: Path) -> None:
    plant(tmp_path, ".x/y/a.yaml", ".z/b.yaml")
    (tmp_path / "x").symlink_to(".x")
    (tmp_path / ".x" / "z").symlink_to("../.z")

    assert names(walked(tmp_path)) == ["x/y/a.yaml", "x/z/b.yaml"]


def test_a_link_that_leads_out_of_what_was_named_is_left_alone(tmp_path: Path) -> None:
    plant(tmp_path, "in/a.yaml", "out/b.yaml", "in-between/c.yaml")
    (tmp_path / "in" / "b.yaml").symlink_to("../out/b.yaml")
    (tmp_path / "in" / "c.yaml").symlink_to("../in-between/c.yaml")
    (tmp_path / "in" / "out").symlink_to("../out")
    (tmp_path / "in" / "up").symlink_to("..")

    discovery = discover(["in"], cwd=tmp_path)

    assert names(discovery) == ["in/a.yaml"]
    assert left(discovery) == dict.fromkeys(
        ["in/b.yaml", "in/c.yaml", "in/out", "in/up"], "link to a place outside"
    )
    assert left(discover(["in", "out", "in-between"], cwd=tmp_path)) == {
        "in/up": "link to a place outside"
    }


def test_a_broken_link_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to("nowhere.yaml")
    (tmp_path / "b.yaml").symlink_to("b.yaml")

    assert left(walked(tmp_path)) == {
        "a.yaml": "broken link: No such file or directory",
        "b.yaml": "broken link: Too many levels of symbolic links",
    }


def test_links_are_ignored_and_excluded_by_their_own_names(tmp_path: Path) -> None:
    plant(tmp_path, ".git/", ".x/a.yaml", ".y/b.yaml")
    (tmp_path / ".gitignore").write_text("/x\n", encoding="utf-8")
    (tmp_path / "x").symlink_to(".x")
    (tmp_path / "y").symlink_to(".y")
    (tmp_path / "z").symlink_to(".y")

    assert names(discover([], cwd=tmp_path, exclude=["/y"])) == ["z/b.yaml"]
    assert names(discover([], cwd=tmp_path, exclude=["/y/"])) == ["z/b.yaml"]
    assert names(discover([], cwd=tmp_path, exclude=["b.yaml"])) == []


def test_patterns_for_a_linked_folder_begin_at_what_was_named(tmp_path: Path) -> None:
    plant(tmp_path, "in/", "out/.x/a.yaml", "out/.x/b.yaml")
    (tmp_path / "out" / "x").symlink_to(".x")

    discovery = discover(["../out"], cwd=tmp_path / "in", exclude=["/x/a.yaml"])

    assert names(discovery) == [(tmp_path / "out" / "x" / "b.yaml").as_posix()]


def test_what_git_ignores_is_passed_by(tmp_path: Path) -> None:
    plant(tmp_path, ".git/info/exclude", "x/a.yaml", "x/b.yaml", "x/build/c.yaml", "x/y/d.yaml")
    (tmp_path / ".gitignore").write_text("build/\n*.yaml\n", encoding="utf-8")
    (tmp_path / ".git" / "info" / "exclude").write_text("y/\n", encoding="utf-8")
    (tmp_path / "x" / ".gitignore").write_text("!b.yaml\n!build/c.yaml\n", encoding="utf-8")

    for cwd, expected in ((tmp_path, "x/b.yaml"), (tmp_path / "x", "b.yaml")):
        assert names(walked(cwd)) == [expected]
    assert names(discover(["x"], cwd=tmp_path)) == ["x/b.yaml"]


def test_git_need_not_be_heard(tmp_path: Path) -> None:
    plant(tmp_path, ".git/", "a.yaml", "x/b.yaml")
    (tmp_path / ".gitignore").write_text("*\n", encoding="utf-8")

    assert names(discover([], cwd=tmp_path, respect_gitignore=False)) == ["a.yaml", "x/b.yaml"]
    assert names(discover(["x"], cwd=tmp_path, respect_gitignore=False)) == ["x/b.yaml"]


def test_ignore_files_count_without_a_repository_as_in_a_copy_of_one(tmp_path: Path) -> None:
    plant(tmp_path, "a.yaml", "build/b.yaml")
    (tmp_path / ".gitignore").write_text("build/\n", encoding="utf-8")

    assert names(walked(tmp_path)) == ["a.yaml"]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        pytest.param("x/a b.yaml", "x/a b.yaml", id="a blank"),
        pytest.param("zürich/🚀.yaml", "zürich/🚀.yaml", id="letters of all kinds"),
        pytest.param("a\n::error::b.yaml", r"a\n::error::b.yaml", id="a line break"),
        pytest.param("\x1b[31m.yaml", r"\x1b[31m.yaml", id="a control sequence"),
        pytest.param("\udcff.yaml", r"\udcff.yaml", id="a byte that is no text"),
        pytest.param("\u202e.yaml", r"\u202e.yaml", id="a change of direction"),
    ],
)
def test_a_path_is_shown_so_that_it_harms_no_output(path: str, shown: str) -> None:
    assert printable(path) == shown


def test_a_file_whose_name_is_no_text_is_read(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff\n.yaml")
    plant(tmp_path, name, "b.yaml")
    (tmp_path / ".gitignore").write_text("b*\n", encoding="utf-8")

    (file,) = discover([], cwd=tmp_path, exclude=["/c"]).files

    assert (file.path, file.location) == (r"\udcff\n.yaml", str(tmp_path / name))
