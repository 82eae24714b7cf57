"""Files become texts here and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from istiolint.inputs.discover import File
from istiolint.inputs.gather import context, gather


def test_texts_and_what_cannot_be_read_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: 1\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_bytes(b"\xff\xfe\x00")
    names = ("a.yaml", "b.yaml", "c.yaml")
    found = gather(File(name, str(tmp_path / name), named=True) for name in names)
    assert {path: source.text for path, source in found.sources.items()} == {"a.yaml": "a: 1\n"}
    assert [(each.path, each.rule) for each in found.refused] == [
        ("b.yaml", "decoding-error"),
        ("c.yaml", "unreadable-file"),
    ]


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A directory with a chart, beside others that are none of its business."""
    for name in ("work/chart", "workshop", "elsewhere"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "Chart.yaml").write_text(f"name: {name}\n", encoding="utf-8")
    return tmp_path / "work"


def test_a_file_beside_another_is_read(work: Path) -> None:
    found = context("chart/Chart.yaml", str(work))
    assert found is not None
    assert (found.path, found.text) == ("chart/Chart.yaml", "name: work/chart\n")


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("chart/values.yaml", id="one that is not there"),
        pytest.param("chart", id="a folder"),
        pytest.param("../elsewhere/Chart.yaml", id="one above"),
        pytest.param("../workshop/Chart.yaml", id="one above that begins alike"),
        pytest.param("link/Chart.yaml", id="one behind a link that leads away"),
        pytest.param("", id="no name"),
    ],
)
def test_nothing_is_followed_out_of_the_root(work: Path, path: str) -> None:
    (work / "link").symlink_to(work.parent / "elsewhere")
    assert context(path, str(work)) is None


def test_a_file_that_is_no_text_says_nothing(work: Path) -> None:
    (work / "Chart.yaml").write_bytes(b"\xff\xfe\x00")
    assert context("Chart.yaml", str(work)) is None


def test_outside_of_the_root_only_the_named_folder_is_read(work: Path) -> None:
    folder = work.parent / "elsewhere"
    (folder / "secret.yaml").symlink_to(work.parent / "workshop" / "Chart.yaml")
    found = context(str(folder / "Chart.yaml"), str(work))
    assert found is not None
    assert found.text == "name: elsewhere\n"
    assert context(str(folder / "secret.yaml"), str(work)) is None


def test_the_root_may_be_that_of_the_machine(work: Path) -> None:
    path = str(work / "chart" / "Chart.yaml").removeprefix("/")
    assert context(path, "/") is not None
