"""What a user names is found, once, under a name that the user knows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from istiolint.diagnostic import Diagnostic, LeftAlone, Severity
from istiolint.inputs.decode import MAX_BYTES
from istiolint.inputs.discover import Discovery, File, discover, read


def plant(root: Path, *paths: str) -> Path:
    """Make empty files, and folders where a path ends in ``/``."""
    for path in paths:
        place = root / path
        (place if path.endswith("/") else place.parent).mkdir(parents=True, exist_ok=True)
        if not path.endswith("/"):
            place.touch()
    return root


def names(discovery: Discovery) -> list[str]:
    """The paths of the files that were named, when all went well."""
    assert discovery.problems == ()
    return [file.path for file in discovery.files if file.named]


def left(discovery: Discovery) -> dict[str, str]:
    return {each.path: each.reason for each in discovery.left_alone}


def test_without_paths_the_current_directory_is_read(tmp_path: Path) -> None:
    plant(tmp_path, "b.yaml", "a/c.yml", "a/b/d.json")

    discovery = discover([], cwd=tmp_path)

    assert discovery == Discovery(
        files=(
            File("a/b/d.json", str(tmp_path / "a" / "b" / "d.json"), named=True),
            File("a/c.yml", str(tmp_path / "a" / "c.yml"), named=True),
            File("b.yaml", str(tmp_path / "b.yaml"), named=True),
        ),
        left_alone=(),
        problems=(),
    )


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        pytest.param(["b/c.yaml"], ["b/c.yaml"], id="a file"),
        pytest.param(["./b//c.yaml"], ["b/c.yaml"], id="a file in a roundabout way"),
        pytest.param(["b"], ["b/c.yaml", "b/d.yaml"], id="a folder"),
        pytest.param(["b/"], ["b/c.yaml", "b/d.yaml"], id="a folder with a slash"),
        pytest.param(["."], ["a.yaml", "b/c.yaml", "b/d.yaml"], id="the current directory"),
        pytest.param(["b/../a.yaml"], ["a.yaml"], id="up and down"),
        pytest.param(["b/.."], ["a.yaml", "b/c.yaml", "b/d.yaml"], id="a folder up"),
        pytest.param(["b/d.yaml", "a.yaml"], ["a.yaml", "b/d.yaml"], id="in order of the path"),
        pytest.param(["a.yaml", "./a.yaml"], ["a.yaml"], id="a file twice"),
        pytest.param(["b/c.yaml", "b"], ["b/c.yaml", "b/d.yaml"], id="a file and its folder"),
        pytest.param(["b", "."], ["a.yaml", "b/c.yaml", "b/d.yaml"], id="nested folders"),
    ],
)
def test_paths_are_read_once_and_shown_below_the_current_directory(
    paths: list[str], expected: list[str], tmp_path: Path
) -> None:
    plant(tmp_path, "a.yaml", "b/c.yaml", "b/d.yaml")

    assert names(discover(paths, cwd=tmp_path)) == expected


def test_absolute_paths_are_shown_relative_where_they_can_be(tmp_path: Path) -> None:
    inside = plant(tmp_path / "in", "a.yaml") / "a.yaml"
    outside = plant(tmp_path / "out", "b.yaml", "x/c.yaml")

    discovery = discover([str(inside), "../out"], cwd=tmp_path / "in")

    expected = [(outside / "b.yaml").as_posix(), (outside / "x" / "c.yaml").as_posix(), "a.yaml"]
    assert names(discovery) == expected


def test_the_current_directory_may_be_reached_through_a_link(tmp_path: Path) -> None:
    plant(tmp_path, "real/a.yaml")
    (tmp_path / "link").symlink_to("real")

    for cwd in (tmp_path / "link", tmp_path / "real"):
        for path in (tmp_path / "link" / "a.yaml", tmp_path / "real" / "a.yaml"):
            assert discover([str(path)], cwd=cwd).files == (
                File("a.yaml", str(tmp_path / "real" / "a.yaml"), named=True),
            )


def test_going_up_from_a_linked_folder_goes_where_the_system_goes(tmp_path: Path) -> None:
    plant(tmp_path, "x/y/", "x/a.yaml", "a.yaml")
    (tmp_path / "link").symlink_to("x/y")

    assert names(discover(["link/../a.yaml"], cwd=tmp_path)) == ["x/a.yaml"]


def test_the_root_of_the_file_system_is_a_folder(tmp_path: Path) -> None:
    """Everything in it is excluded, so it is listed and no more."""
    assert discover(["/"], cwd=tmp_path, exclude=["*"]) == Discovery((), (), ())


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("values.txt", id="another suffix"),
        pytest.param("Chart", id="no suffix"),
        pytest.param(".hidden.yaml", id="a hidden file"),
        pytest.param(".hidden/a.yaml", id="a file in a hidden folder"),
        pytest.param("node_modules/a.yaml", id="a file in a vendored folder"),
        pytest.param("package.json", id="a file of a tool"),
        pytest.param("ignored.yaml", id="a file that git ignores"),
        pytest.param("[a].yaml", id="a file that looks like a glob"),
    ],
)
def test_a_file_that_is_named_is_read_whatever_it_is(path: str, tmp_path: Path) -> None:
    plant(tmp_path, path, ".git/")
    (tmp_path / ".gitignore").write_text("ignored.yaml\n", encoding="utf-8")

    assert names(discover([path], cwd=tmp_path)) == [path]


@pytest.mark.parametrize("path", [".github", "vendor/x", "node_modules", "ignored", "ignored/x"])
def test_a_folder_that_is_named_is_walked_whatever_it_is(path: str, tmp_path: Path) -> None:
    plant(tmp_path, f"{path}/a.yaml", ".git/")
    (tmp_path / ".gitignore").write_text("/ignored\n", encoding="utf-8")

    assert names(discover([path], cwd=tmp_path)) == [f"{path}/a.yaml"]


def test_a_folder_that_git_ignores_still_has_ignore_files_of_its_own(tmp_path: Path) -> None:
    plant(tmp_path, "build/a.yaml", "build/b.yaml", ".git/")
    (tmp_path / ".gitignore").write_text("build/\n*.yaml\n", encoding="utf-8")
    (tmp_path / "build" / ".gitignore").write_text("b.yaml\n", encoding="utf-8")

    assert names(discover(["build"], cwd=tmp_path)) == ["build/a.yaml"]


@pytest.mark.parametrize(
    ("exclude", "expected"),
    [
        pytest.param([], ["a.yaml", "x/a.yaml", "x/y/b.yaml"], id="nothing"),
        pytest.param(["a.yaml"], ["x/y/b.yaml"], id="a name"),
        pytest.param(["/a.yaml"], ["x/a.yaml", "x/y/b.yaml"], id="a path"),
        pytest.param(["x/"], ["a.yaml"], id="a folder"),
        pytest.param(["x/*", "!x/a.yaml"], ["a.yaml", "x/a.yaml"], id="all but one"),
        pytest.param(["*"], [], id="all"),
    ],
)
def test_what_is_excluded_is_neither_walked_nor_read_when_named(
    exclude: list[str], expected: list[str], tmp_path: Path
) -> None:
    plant(tmp_path, "a.yaml", "x/a.yaml", "x/y/b.yaml")
    files = ["a.yaml", "x/a.yaml", "x/y/b.yaml"]

    assert names(discover([], cwd=tmp_path, exclude=exclude)) == expected
    assert names(discover(files, cwd=tmp_path, exclude=exclude)) == expected
    assert names(discover(["x", "a.yaml"], cwd=tmp_path, exclude=exclude)) == expected


def test_outside_the_current_directory_patterns_begin_at_what_was_named(tmp_path: Path) -> None:
    plant(tmp_path, "build/out/x/a.yaml", "build/out/a.yaml", "build/out/b.yaml", "in/")
    out = tmp_path / "build" / "out"

    discovery = discover(
        [str(out), str(out / "b.yaml")], cwd=tmp_path / "in", exclude=["build", "/a.yaml"]
    )

    assert names(discovery) == [(out / "b.yaml").as_posix(), (out / "x" / "a.yaml").as_posix()]
    assert names(discover([str(out / "b.yaml")], cwd=tmp_path / "in", exclude=["/b.yaml"])) == []


@pytest.mark.parametrize(
    ("glob", "expected"),
    [
        pytest.param("*.yaml", ["a.yaml"], id="a star"),
        pytest.param("?.yaml", ["a.yaml"], id="a question mark"),
        pytest.param("[a-c].y*ml", ["a.yaml"], id="a set"),
        pytest.param("*/b.yaml", ["x/b.yaml"], id="a star for a folder"),
        pytest.param("**/b.yaml", ["x/b.yaml", "x/y/b.yaml"], id="stars"),
        pytest.param("x/**", ["x/b.yaml", "x/y/b.yaml", "x/y/c.json"], id="stars at the end"),
        pytest.param("./x/*.yaml", ["x/b.yaml"], id="from here"),
        pytest.param("x/../x/*.yaml", ["x/b.yaml"], id="up and down"),
        pytest.param("x/*", ["x/b.yaml", "x/y/b.yaml", "x/y/c.json"], id="a folder that matches"),
        pytest.param("**/*.json", ["x/y/c.json"], id="stars and a suffix"),
    ],
)
def test_a_glob_picks_from_what_a_walk_would_find(
    glob: str, expected: list[str], tmp_path: Path
) -> None:
    plant(tmp_path, "a.yaml", "x/b.yaml", "x/y/b.yaml", "x/y/c.json", "x/README.md")
    plant(tmp_path, ".git/", "node_modules/b.yaml", "ignored/b.yaml")
    (tmp_path / ".gitignore").write_text("ignored/\n", encoding="utf-8")

    assert names(discover([glob], cwd=tmp_path)) == expected
    assert names(discover([str(tmp_path / glob)], cwd=tmp_path)) == expected


def test_a_glob_outside_the_current_directory_is_shown_in_full(tmp_path: Path) -> None:
    plant(tmp_path, "in/", "out/x/a.yaml", "out/b.yaml")

    discovery = discover(["../out/*/*.yaml"], cwd=tmp_path / "in")

    assert names(discovery) == [(tmp_path / "out" / "x" / "a.yaml").as_posix()]


def test_a_glob_at_the_root_of_the_file_system_looks_there(tmp_path: Path) -> None:
    assert discover(["/*.yaml"], cwd=plant(tmp_path, "a.yaml"), exclude=["*"]).problems == (
        '"/*.yaml" matches no YAML or JSON file',
    )


def test_a_glob_and_a_folder_may_overlap(tmp_path: Path) -> None:
    plant(tmp_path, "a.yaml", "b.yaml", "x/c.yaml")

    assert names(discover(["*.yaml", "."], cwd=tmp_path)) == ["a.yaml", "b.yaml", "x/c.yaml"]


def test_a_glob_names_what_it_leaves_alone(tmp_path: Path) -> None:
    plant(tmp_path, "x/charts/a.tgz", "y/charts/b.tgz")

    discovery = discover(["x/**"], cwd=tmp_path)

    assert discovery.problems == ()
    assert left(discovery) == {"x/charts/a.tgz": "packed chart"}


def test_the_project_is_read_as_context(tmp_path: Path) -> None:
    plant(tmp_path, "a.yaml", "x/b.yaml", "x/c.yaml", "y/d.yaml")

    discovery = discover(["x/c.yaml", "y"], cwd=tmp_path, project=".")

    assert [(file.path, file.named) for file in discovery.files] == [
        ("a.yaml", False),
        ("x/b.yaml", False),
        ("x/c.yaml", True),
        ("y/d.yaml", True),
    ]


def test_what_is_named_outside_the_project_is_read_too(tmp_path: Path) -> None:
    plant(tmp_path, "a.yaml", "x/b.yaml")

    discovery = discover(["a.yaml"], cwd=tmp_path, project="x")

    assert [(file.path, file.named) for file in discovery.files] == [
        ("a.yaml", True),
        ("x/b.yaml", False),
    ]


def test_a_link_that_is_named_is_what_the_project_has_under_its_own_name(tmp_path: Path) -> None:
    plant(tmp_path, "x/a.yaml")
    (tmp_path / "link.yaml").symlink_to("x/a.yaml")

    discovery = discover(["link.yaml"], cwd=tmp_path, project=".")

    assert discovery.files == (File("link.yaml", str(tmp_path / "x" / "a.yaml"), named=True),)


@pytest.mark.parametrize("paths", [["link.yaml", "a.yaml"], ["a.yaml", "link.yaml"], ["."]])
def test_a_file_goes_by_its_own_name(paths: list[str], tmp_path: Path) -> None:
    plant(tmp_path, "a.yaml")
    (tmp_path / "link.yaml").symlink_to("a.yaml")

    assert names(discover(paths, cwd=tmp_path)) == ["a.yaml"]


def test_a_link_that_is_named_may_lead_anywhere(tmp_path: Path) -> None:
    plant(tmp_path, "in/", "out/a.yaml", "out/x/b.yaml")
    (tmp_path / "in" / "a.yaml").symlink_to(tmp_path / "out" / "a.yaml")
    (tmp_path / "in" / "x").symlink_to(tmp_path / "out" / "x")

    assert discover(["a.yaml", "x"], cwd=tmp_path / "in").files == (
        File("a.yaml", str(tmp_path / "out" / "a.yaml"), named=True),
        File("x/b.yaml", str(tmp_path / "out" / "x" / "b.yaml"), named=True),
    )


def test_what_cannot_be_read_is_a_problem_on_one_line(tmp_path: Path) -> None:
    plant(tmp_path, "a.yaml")
    (tmp_path / "broken.yaml").symlink_to("nowhere")
    (tmp_path / "circle.yaml").symlink_to("circle.yaml")
    os.mkfifo(tmp_path / "pipe.yaml")
    paths = ["a.yaml", "no\nwhere", "a.yaml/b", "broken.yaml", "circle.yaml", "pipe.yaml"]
    paths += ["x/*.yaml", "*.txt", "*.txt"]

    discovery = discover(paths, cwd=tmp_path)

    assert [file.path for file in discovery.files] == ["a.yaml"]
    assert discovery.problems == (
        r'"no\nwhere" cannot be read: No such file or directory',
        '"a.yaml/b" cannot be read: Not a directory',
        '"broken.yaml" cannot be read: No such file or directory',
        '"circle.yaml" cannot be read: Too many levels of symbolic links',
        '"pipe.yaml" is neither a file nor a folder',
        '"x" cannot be read: No such file or directory',
        '"*.txt" matches no YAML or JSON file',
    )


def test_a_current_directory_that_is_gone_is_a_problem(tmp_path: Path) -> None:
    gone = tmp_path / "gone"

    assert discover([], cwd=gone).problems == (
        f'"{gone}" cannot be read: No such file or directory',
    )


def test_a_folder_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    plant(tmp_path, "a.yaml")
    name, depth = "x" * 250, 17
    parent = os.open(tmp_path, os.O_RDONLY)
    for _ in range(depth):  # longer than the system can name
        os.mkdir(name, dir_fd=parent)
        child = os.open(name, os.O_RDONLY, dir_fd=parent)
        os.close(parent)
        parent = child
    os.close(parent)

    discovery = discover([], cwd=tmp_path)

    assert [file.path for file in discovery.files] == ["a.yaml"]
    (problem,) = discovery.problems
    assert problem.replace("x", "").replace("/", "") == '"" cannot be read: File name too long'


def test_our_own_configuration_is_no_input(tmp_path: Path) -> None:
    plant(tmp_path, ".istiolint.yaml", "istiolint.yaml", "a.yaml")

    assert names(discover([], cwd=tmp_path)) == ["a.yaml"]
    assert discover([".istiolint.yaml", "istiolint.yaml"], cwd=tmp_path) == Discovery(
        files=(),
        left_alone=(
            LeftAlone(".istiolint.yaml", 1, None, "configuration of istiolint"),
            LeftAlone("istiolint.yaml", 1, None, "configuration of istiolint"),
        ),
        problems=(),
    )


def test_the_bytes_of_a_file_are_read_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xffa: 1\r\n")
    (tmp_path / "empty.yaml").touch()

    first, second = discover([], cwd=tmp_path).files

    assert (read(first), read(second)) == (b"\xffa: 1\r\n", b"")


def test_a_large_file_is_read_until_it_is_known_to_be_too_large(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").touch()
    os.truncate(tmp_path / "a.yaml", MAX_BYTES * 2)

    data = read(*discover(["a.yaml"], cwd=tmp_path).files)

    assert isinstance(data, bytes)
    assert len(data) == MAX_BYTES + 1


@pytest.mark.parametrize(
    ("path", "message"),
    [
        pytest.param("gone.yaml", "cannot be read: No such file or directory", id="gone"),
        pytest.param("folder.yaml", "cannot be read: Is a directory", id="a folder by now"),
        pytest.param(
            "secret.yaml",
            "cannot be read: Permission denied",
            id="forbidden",
            marks=pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root"),
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_an_error(path: str, message: str, tmp_path: Path) -> None:
    plant(tmp_path, "folder.yaml/", "secret.yaml")
    (tmp_path / "secret.yaml").chmod(0)

    diagnostic = read(File(path, str(tmp_path / path), named=True))

    assert isinstance(diagnostic, Diagnostic)
    assert (diagnostic.rule, diagnostic.severity) == ("unreadable-file", Severity.ERROR)
    assert (diagnostic.message, diagnostic.path) == (message, path)
    assert diagnostic.location.source.text == ""


def test_discovery_imports_nothing_that_takes_long() -> None:
    program = "import sys, istiolint.inputs.discover; print(*sys.modules)"
    output = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    assert {"pathlib", "pathspec", "urllib", "dataclasses"}.isdisjoint(
        output.stdout.decode().split()
    )
