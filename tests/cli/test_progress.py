"""Progress is for people who wait: on a terminal, in a long run."""

from __future__ import annotations

import os
import pty
import sys

import pytest

from istiolint.cli.arguments import Arguments
from istiolint.cli.progress import LONG, progress


def shown(arguments: Arguments, total: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """What a terminal is told in the course of a run."""
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        step = progress(arguments, total)
        for _ in range(total):
            step()
        terminal.write(".")
        terminal.flush()
        told = b""
        while not told.endswith(b"."):  # a terminal hands on what it is told bit by bit
            told += os.read(ours, 65536)
    os.close(ours)
    return told.decode().removesuffix(".")


def test_every_fifty_files_a_line_replaces_the_last_and_in_the_end_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = shown(Arguments(), LONG + 1, monkeypatch)
    lines = "".join(f"\r\x1b[K{number} of 201 files" for number in (50, 100, 150, 200))
    assert told == f"{lines}\r\x1b[K"


@pytest.mark.parametrize(
    ("arguments", "total"),
    [
        pytest.param(Arguments(), LONG - 1, id="a short run"),
        pytest.param(Arguments(no_progress=True), LONG, id="not wanted"),
        pytest.param(Arguments(quiet=True), LONG, id="quiet wanted"),
    ],
)
def test_no_progress_is_shown(
    arguments: Arguments, total: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shown(arguments, total, monkeypatch) == ""


def test_no_progress_is_shown_but_on_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    step = progress(Arguments(), LONG)
    for _ in range(LONG):
        step()
    assert capsys.readouterr().err == ""
