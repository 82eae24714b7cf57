"""The text of a configuration, and files that have none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from istiolint.config.problem import ConfigError
from istiolint.config.text import source_of


def test_the_text_is_decoded(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("ignore: [é]".encode("utf-16"))
    source = source_of(str(tmp_path / "a.yaml"), "a.yaml")
    assert (source.path, source.text) == ("a.yaml", "ignore: [é]")


def test_a_byte_that_is_no_text_is_named_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"select: []\nignore: [\xff]\n")
    with pytest.raises(ConfigError) as raised:
        source_of(str(tmp_path / "a.yaml"), "a.yaml")
    assert str(raised.value) == (
        "a.yaml:2:10: byte 0xff is not valid in UTF-8, the encoding assumed"
    )


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as raised:
        source_of(str(tmp_path / "a.yaml"), "a.yaml")
    assert str(raised.value) == "a.yaml: cannot be read: No such file or directory"


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_what_is_no_file_is_a_problem_and_not_waited_for(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.yaml"
    if kind == "folder":
        path.mkdir()
    else:
        os.mkfifo(path)
    with pytest.raises(ConfigError) as raised:
        source_of(str(path), "a.yaml")
    assert str(raised.value) == "a.yaml: is not a regular file"
