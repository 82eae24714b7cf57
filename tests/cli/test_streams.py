"""Standard streams as they are in real life: closed, full, in another encoding, a terminal."""

from __future__ import annotations

import io
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import pytest
from click.testing import CliRunner

import istiolint
from istiolint.cli.program import program
from istiolint.cli.stop import Stop
from istiolint.cli.streams import has_color, width, write_out

if TYPE_CHECKING:
    from tests.conftest import Folder

PROGRAM = [sys.executable, "-P", "-m", "istiolint"]
VALUES = "global: {proxy: {privileged: true}}\n"


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(istiolint.__file__).parents[1]))
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM", "PYTHONIOENCODING", "PYTHONUTF8", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def mesh(folder: Folder, environment: None) -> Folder:  # noqa: ARG001 - for what it does
    folder.write({f"{number}/istiod.yaml": VALUES for number in range(250)})
    return folder


def run(command: str) -> tuple[int, str, str]:
    """Run a command of the shell, in which ``$ISTIOLINT`` is the program."""
    variables = {**os.environ, "ISTIOLINT": " ".join(PROGRAM)}
    bash = ["bash", "-c", command]
    done = subprocess.run(bash, env=variables, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.usefixtures("mesh")
class TestPipes:
    def test_a_reader_that_goes_away_changes_nothing(self) -> None:
        status, out, err = run(
            "$ISTIOLINT --output-format=json | head -c 10; exit ${PIPESTATUS[0]}"
        )
        assert (status, len(out), err) == (1, 10, "")

    def test_nobody_needs_to_read_the_help(self) -> None:
        _, _, err = run("$ISTIOLINT check --help | true")
        assert err == ""

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
    def test_output_that_cannot_be_written_is_said(self) -> None:
        status, _, err = run("$ISTIOLINT > /dev/full")
        said = "error: standard output cannot be written: No space left on device\n"
        assert (status, err) == (2, said)

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
    def test_what_cannot_be_said_does_not_change_how_a_run_ends(self) -> None:
        said = "error: standard output cannot be written: No space left on device\n"
        assert run("$ISTIOLINT check --help > /dev/full") == (2, "", said)
        status, _, _ = run("$ISTIOLINT check gone.yaml 2> /dev/full")
        assert status == 2
        assert run("$ISTIOLINT check --nope 2> /dev/full") == (2, "", "")

    def test_closed_streams_are_empty_ones(self) -> None:
        assert run("$ISTIOLINT >&-") == (1, "", "")
        assert run("$ISTIOLINT 2>&- >&-") == (1, "", "")
        assert run("$ISTIOLINT - -q <&-") == (0, "", "")

    def test_standard_input_that_cannot_be_read_is_said(self) -> None:
        class Broken(io.BytesIO):
            def read(self, size: int | None = -1) -> bytes:
                if size == 0:
                    return b""  # that is how click tells bytes from text
                raise OSError(5, "Input/output error")

        run = CliRunner().invoke(program, ["-"], input=Broken())
        said = "error: standard input cannot be read: Input/output error\n"
        assert (run.exit_code, run.stderr) == (2, said)

    def test_a_folder_that_is_gone_is_said(self) -> None:
        status, out, err = run("mkdir gone && cd gone && rmdir ../gone && $ISTIOLINT")
        said = "error: the current directory is not there any more\n"
        assert (status, out, err) == (2, "", said)

    def test_a_character_that_cannot_be_shown_becomes_an_escape(self) -> None:
        Path("caf\u00e9.yaml").write_text("a: [b", encoding="utf-8")
        status, out, err = run(
            "PYTHONIOENCODING=ascii $ISTIOLINT --select=syntax-error --output-format=concise -q"
        )
        assert (status, out, err) == (
            1,
            'caf\\xe9.yaml:1:4: error[syntax-error] "[" is not closed\n',
            "",
        )

    def test_no_progress_is_shown_where_nobody_sees_it(self) -> None:
        assert run("$ISTIOLINT > /dev/null") == (1, "", "")


def on_a_terminal(*arguments: str) -> tuple[int, str]:
    """What the program writes to a terminal, standard output and standard error together."""
    process, terminal = pty.fork()
    if process == 0:  # pragma: no cover - the child is another process
        os.execv(sys.executable, [*PROGRAM, *arguments])  # noqa: S606 - that is the point
    shown = b""
    try:
        while data := os.read(terminal, 65536):
            shown += data
    except OSError:  # Linux says so when the other side is closed
        pass
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), shown.decode()


@pytest.mark.usefixtures("mesh")
class TestTerminals:
    def test_progress_is_shown_and_taken_away(self) -> None:
        status, shown = on_a_terminal("--statistics", "--color=never")
        progress = "".join(f"\r\x1b[K{number} of 250 files" for number in (50, 100, 150, 200))
        assert status == 1
        assert shown.startswith(f"{progress}\r\x1b[K250  ")

    @pytest.mark.parametrize("flag", ["--no-progress", "--quiet"])
    def test_progress_can_be_done_without(self, flag: str) -> None:
        _, shown = on_a_terminal("--statistics", flag)
        assert " of 250 files\r" not in shown

    def test_a_short_run_shows_no_progress(self) -> None:
        _, shown = on_a_terminal("--statistics", "1", "2")
        assert "\r\x1b[K" not in shown

    def test_a_terminal_has_colours_unless_it_is_dumb(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert "\x1b[" in on_a_terminal("1", "--output-format=concise")[1]
        monkeypatch.setenv("TERM", "dumb")
        assert "\x1b[" not in on_a_terminal("1", "--output-format=concise")[1]


@pytest.mark.usefixtures("folder")
class TestWriting:
    @staticmethod
    def write(stream: TextIO) -> None:
        write_out("caf\u00e9\n", stream)
        write_out("more\n", stream)

    def test_a_character_that_the_encoding_lacks_becomes_an_escape(self) -> None:
        with Path("out.txt").open("w", encoding="ascii") as stream:
            self.write(stream)
        assert Path("out.txt").read_text(encoding="ascii") == "caf\\xe9\nmore\n"

    def test_a_pipe_that_nobody_reads_is_let_go(self) -> None:
        ours, theirs = os.pipe()
        os.close(ours)
        with os.fdopen(theirs, "w", encoding="utf-8") as stream:
            self.write(stream)

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
    def test_a_full_disk_is_said(self) -> None:
        said = "standard output cannot be written: No space left on device"
        with Path("/dev/full").open("w") as stream, pytest.raises(Stop, match=said):
            self.write(stream)


def test_a_current_directory_that_is_gone_is_said(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write({"gone/a.yaml": ""})
    monkeypatch.chdir(folder.path / "gone")
    shutil.rmtree(folder.path / "gone")
    said = "error: the current directory is not there any more\n"
    assert folder.run("check") == (2, "", said)


def test_a_terminal_without_a_size_is_as_wide_as_none() -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as stream:
        assert stream.isatty()
        assert width(stream) == 100
        assert has_color("auto", stream)
    os.close(ours)
    assert width(io.StringIO()) == 100
