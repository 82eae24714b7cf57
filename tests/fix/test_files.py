"""Files are written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from istiolint.fix.files import write


def names(folder: Path) -> list[str]:
    """What is in a folder."""
    return sorted(each.name for each in folder.iterdir())


def test_a_file_gets_new_content_and_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_bytes(b"old")
    file.chmod(0o751)

    write(file, b"new\r\n")

    assert file.read_bytes() == b"new\r\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o751
    assert names(tmp_path) == ["values.yaml"]


def test_a_new_file_has_the_mode_that_files_are_given(tmp_path: Path) -> None:
    (tmp_path / "usual").write_bytes(b"")

    write(tmp_path / "new", b"new")

    assert (tmp_path / "new").read_bytes() == b"new"
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_the_target_of_a_link_is_written(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "target").write_bytes(b"old")
    link = tmp_path / "link"
    link.symlink_to(Path("below", "target"))

    write(link, b"new")

    assert link.is_symlink()
    assert (tmp_path / "below" / "target").read_bytes() == b"new"
    assert names(tmp_path / "below") == ["target"]


def test_an_old_copy_stays_as_it_was(tmp_path: Path) -> None:
    file, copy = tmp_path / "file", tmp_path / "copy"
    file.write_bytes(b"old")
    os.link(file, copy)
    write(file, b"new")
    assert copy.read_bytes() == b"old"


def test_nothing_is_left_behind_where_a_file_cannot_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "folder" / "full").mkdir(parents=True)

    with pytest.raises(OSError, match="folder"):
        write(tmp_path / "folder", b"new")

    assert names(tmp_path) == ["folder"]


def test_nothing_is_left_behind_where_there_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write(tmp_path / "missing" / "file", b"new")
    assert names(tmp_path) == []
