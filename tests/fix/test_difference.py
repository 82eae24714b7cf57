"""A difference reads as git writes it, and git applies it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from istiolint.fix.difference import unified_diff
from istiolint.text import Source

TEXTS = [
    pytest.param("a: 1\nb: 2\n", "a: 1\nb: 3\n", id="a line"),
    pytest.param("a: 1\r\nb: 2\r\n", "a: 1\r\nb: 3\r\n", id="CRLF"),
    pytest.param("a: 1\nb: 2", "a: 1\nb: 3", id="no line break at the end"),
    pytest.param("a: 1\nb: 2", "a: 1\nb: 2\n", id="a line break at the end"),
    pytest.param("a: 1\nb: 2\n", "a: 1\nb: 2", id="no more line break at the end"),
    pytest.param("a: 1\rb: 2\nc: 3\n", "a: 1\rb: 3\nc: 3\n", id="a lone carriage return"),
    pytest.param("a: 1\u2028b\n", "a: 2\u2028b\n", id="a line separator"),
    pytest.param("".join(f"{n}\n" for n in range(50)), "0\n" * 50, id="many lines"),
    pytest.param("a: 1\n", "", id="nothing is left"),
]


@pytest.mark.parametrize(("before", "after"), TEXTS)
@pytest.mark.parametrize("name", ["values.yaml", "a folder/my values.yaml"])
def test_git_applies_the_difference(tmp_path: Path, before: str, after: str, name: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(before.encode())

    patch = unified_diff(Source(name, before), Source(name, after))

    (tmp_path / "patch").write_bytes(patch.encode())
    options = ["-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", "patch"]
    subprocess.run(["git", *options], cwd=tmp_path, check=True)
    written = file.read_bytes() if file.exists() else b""
    assert written == after.encode()


def test_the_difference_names_the_file_and_the_lines() -> None:
    before = Source("mesh/values.yaml", "a: 1\nb: 2\nc: 3")
    after = Source("mesh/values.yaml", "a: 1\nb: 4\nc: 3")
    assert unified_diff(before, after) == (
        "--- a/mesh/values.yaml\n"
        "+++ b/mesh/values.yaml\n"
        "@@ -1,3 +1,3 @@\n"
        " a: 1\n"
        "-b: 2\n"
        "+b: 4\n"
        " c: 3\n"
        "\\ No newline at end of file\n"
    )


def test_the_same_text_has_no_difference() -> None:
    assert unified_diff(Source("a", "x"), Source("a", "x")) == ""


def test_a_path_from_the_root_is_one_below_it() -> None:
    assert unified_diff(Source("/etc/a", "x\n"), Source("/etc/a", "y\n")).startswith(
        "--- a/etc/a\n"
    )
