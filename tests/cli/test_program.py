"""The program: its commands, the help that teaches them, and how it ends when all fails."""

from __future__ import annotations

import shlex
from errno import EIO, ENOSPC
from typing import TYPE_CHECKING, NoReturn

import click
import pytest
from click.shell_completion import ShellComplete

from istiolint import __version__
from istiolint.cli.program import COMMANDS, program
from istiolint.cli.session import Session

if TYPE_CHECKING:
    from tests.conftest import Folder, Run

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: a}
spec: {containers: [{name: istio-proxy, securityContext: {privileged: true}}]}
"""


def test_check_is_what_runs_where_no_command_is_named(folder: Folder) -> None:
    folder.write({"pod.yaml": POD})
    expected = folder.run("check", "--output-format=concise")

    assert expected.status == 1
    assert folder.run("--output-format=concise") == expected
    assert folder.run("--output-format=concise", "pod.yaml") == expected
    assert folder.run("pod.yaml", "--output-format=concise") == expected
    assert folder.run().status == 1


def test_a_file_may_have_a_name_that_is_close_to_a_command(folder: Folder) -> None:
    folder.write({"chek/pod.yaml": POD})
    assert folder.run("chek", "-q", "--output-format=concise").out.startswith("chek/pod.yaml:4:")


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_is_about_the_program_unless_a_command_is_named(flag: str, folder: Folder) -> None:
    assert folder.run(flag).out.startswith("Usage: istiolint [OPTIONS] COMMAND")
    assert folder.run("check", flag).out.startswith("Usage: istiolint check [OPTIONS] [PATHS]")
    assert folder.run("--fix", flag).out.startswith("Usage: istiolint check [OPTIONS] [PATHS]")


def test_the_version_is_that_of_the_package(folder: Folder) -> None:
    assert folder.run("--version") == (0, f"istiolint {__version__}\n", "")


def examples() -> list[str]:
    """Every command line that a help shows."""
    texts = [program.epilog, *(load(name).epilog for name in COMMANDS)]
    lines = (line.strip() for text in texts for line in (text or "").splitlines())
    return [line for line in lines if line.startswith("istiolint ")]


def load(name: str) -> click.Command:
    command = program.get_command(click.Context(program), name)
    assert command is not None
    return command


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_teaches_by_example(name: str, folder: Folder) -> None:
    run = folder.run(name, "--help")
    assert (run.status, run.err) == (0, "")
    assert "\n  Examples:\n    istiolint " in run.out
    assert all(len(line) <= 100 for line in run.out.splitlines())


@pytest.mark.parametrize("line", examples())
def test_an_example_in_a_help_is_understood(line: str) -> None:
    line = line.partition("  ")[0].partition(" | ")[0].partition(" && ")[0].partition(" > ")[0]
    _, *arguments = shlex.split(line)
    context = program.make_context("istiolint", arguments)
    name, command, rest = program.resolve_command(context, context._protected_args + context.args)
    assert name in COMMANDS
    assert command is not None
    command.make_context(name, rest, parent=context)


def test_there_is_no_command_but_those_that_are_listed() -> None:
    context = click.Context(program)
    assert program.list_commands(context) == list(COMMANDS)
    assert program.get_command(context, "chekc") is None


class TestCompletion:
    @staticmethod
    def completed(*words: str) -> list[str]:
        """What a shell offers for the last word."""
        *before, last = words
        found = ShellComplete(program, {}, "istiolint", "_ISTIOLINT_COMPLETE")
        return [each.value for each in found.get_completions(before, last)]

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_a_script_is_written_for_each_shell(
        self, shell: str, folder: Folder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("_ISTIOLINT_COMPLETE", f"{shell}_source")
        run = folder.run()
        assert run.status == 0
        assert "_ISTIOLINT_COMPLETE=" in run.out

    def test_commands_and_what_check_takes_are_offered(self) -> None:
        assert self.completed("ex") == ["explain", "ex"]
        assert "--select" in self.completed("--sel")
        assert self.completed("check", "--write-b") == ["--write-baseline"]

    def test_rules_and_formats_are_offered(self) -> None:
        assert self.completed("check", "--select", "trace-sampling-h") == [
            "trace-sampling-high",
        ]
        assert self.completed("explain", "KIA1") == ["KIA1107"]
        assert self.completed("--output-format", "s") == ["sarif"]


class TestWhenAllFails:
    @staticmethod
    def ending(error: BaseException, folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Run:
        def fail(_session: Session) -> NoReturn:
            raise error

        monkeypatch.setattr(Session, "lint", fail)
        folder.write({"pod.yaml": POD})
        return folder.run("check")

    def test_a_fault_of_ours_is_said_in_a_line(
        self, folder: Folder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run = self.ending(KeyError("a\nb"), folder, monkeypatch)
        assert (run.status, run.out) == (3, "")
        assert run.err.startswith("error: KeyError: 'a\\nb' (test_program.py:")
        assert run.err.endswith("); this is a fault of istiolint, please report it\n")

    @pytest.mark.parametrize(
        ("error", "status", "said"),
        [
            pytest.param(
                OSError(ENOSPC, "No space left on device"),
                2,
                "error: standard output cannot be written: No space left on device\n",
                id="of the disk",
            ),
            pytest.param(OSError(EIO, "Input/output error"), 3, "error: OSError: ", id="of ours"),
        ],
    )
    def test_a_disk_that_is_full_is_no_fault_of_ours(
        self,
        error: OSError,
        status: int,
        said: str,
        folder: Folder,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        run = self.ending(error, folder, monkeypatch)
        assert (run.status, run.out) == (status, "")
        assert run.err.startswith(said)

    def test_an_interruption_is_no_finding(
        self, folder: Folder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert self.ending(KeyboardInterrupt(), folder, monkeypatch) == (130, "", "")


def test_a_part_that_fails_is_said_and_shown_to_who_asks(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from istiolint.rules.security import privileged_sidecar

    def fail(_subject: object, _context: object) -> NoReturn:
        raise KeyError("oops")

    monkeypatch.setattr(privileged_sidecar, "check", privileged_sidecar.check._replace(check=fail))
    folder.write({"pod.yaml": POD, "other.yaml": POD.replace("name: a", "name: b")})

    run = folder.run("--output-format=concise", "-q", "--exit-zero")
    told = folder.run("--output-format=concise", "-q", "-v")

    fault = (
        'error[internal-error] rule "privileged-sidecar" failed here; this is a fault of istiolint'
    )
    assert run == (
        3,
        f"other.yaml:3:18: {fault}\npod.yaml:3:18: {fault}\n",
        "error: a part of istiolint failed; `-v` shows where\n",
    )
    assert told.status == 3
    assert told.err.count("Traceback") == 1
    assert "KeyError: 'oops'" in told.err
