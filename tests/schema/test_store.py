"""Data files are found wherever the package is: in a checkout, installed, or in a zip."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import istiolint.schema.store as module
from istiolint.schema.store import load

PACKAGE = Path(module.__file__).parent.parent

PROGRAM = "from istiolint.schema.store import load; print(load('greeting.json')['text'])"


def package_in(folder: Path, data: str) -> Path:
    """A copy of what the store needs, with a data file in ``data``."""
    for name in ("schema/__init__.py", "schema/store.py"):
        copy = folder / "istiolint" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PACKAGE / name, copy)
    (folder / "istiolint" / "__init__.py").write_text("")
    (folder / data).mkdir(parents=True)
    (folder / data / "greeting.json").write_text('{"text": "found"}')
    return folder


def output_with(path: Path) -> str:
    """What the program prints with ``path`` as the only place to import ours from."""
    command = [
        sys.executable,
        "-I",
        "-c",
        f"import sys; sys.path.insert(0, {str(path)!r}); {PROGRAM}",
    ]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("data", ["istiolint/_schemas", "schemas"], ids=["installed", "a checkout"])
def test_data_is_found_by_an_imported_package(tmp_path: Path, data: str) -> None:
    folder = package_in(tmp_path / "tree", data)
    assert output_with(folder) == "found\n"
    packed = shutil.make_archive(str(tmp_path / "packed"), "zip", folder)
    assert output_with(Path(packed)) == "found\n"


def test_what_the_package_carries_goes_before_what_lies_beside_it(tmp_path: Path) -> None:
    folder = package_in(package_in(tmp_path, "istiolint/_schemas"), "schemas")
    (folder / "schemas" / "greeting.json").write_text('{"text": "somebody else\'s"}')
    assert output_with(folder) == "found\n"


def test_a_file_is_read_once() -> None:
    assert load("charts/istiod.json") is load("charts/istiod.json")


def test_a_file_that_is_not_there_is_an_error() -> None:
    with pytest.raises(OSError, match="no-such-chart"):
        load("charts/no-such-chart.json")
