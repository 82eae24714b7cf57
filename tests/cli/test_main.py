"""The program as a process: how it starts, and how it is gone."""

from __future__ import annotations

import gc
import io
import os
import runpy
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, NoReturn

import pytest

import istiolint.cli

if TYPE_CHECKING:
    from tests.conftest import Folder

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: a}
spec: {containers: [{name: istio-proxy, securityContext: {privileged: true}}]}
"""


class Gone(BaseException):
    """Stands for the end of the process, which would be that of the tests as well."""


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    yield
    gc.enable()


@pytest.fixture
def mesh(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Folder:
    folder.write({"pod.yaml": POD})
    monkeypatch.setattr(sys, "argv", ["istiolint", "--output-format=concise", "-q"])
    return folder


@pytest.mark.usefixtures("mesh")
def test_the_program_leaves_with_its_exit_status_and_without_a_collector(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    with pytest.raises(SystemExit) as ending:
        istiolint.cli.main()

    assert ending.value.code == 1
    assert not gc.isenabled()
    assert capfdbinary.readouterr().out.startswith(b"pod.yaml:4:71: warning[privileged-sidecar]")


@pytest.mark.usefixtures("mesh")
def test_closed_streams_are_taken_for_empty_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    with pytest.raises(SystemExit) as ending:
        istiolint.cli.main()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.close()
    assert ending.value.code == 1


@pytest.mark.usefixtures("mesh", "capfdbinary")
@pytest.mark.parametrize("flag", ["--exit-zero", "--fail-on=warning", "--version", "--nonsense"])
def test_a_process_is_gone_with_the_status_of_the_program(
    flag: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    statuses = {"--exit-zero": 0, "--fail-on=warning": 1, "--version": 0, "--nonsense": 2}

    def leave(status: int) -> NoReturn:
        raise Gone(status)

    monkeypatch.setattr(os, "_exit", leave)
    monkeypatch.setattr(sys, "argv", ["istiolint", flag])
    with pytest.raises(Gone) as ending:
        runpy.run_module("istiolint", run_name="__main__")
    assert ending.value.args == (statuses[flag],)


@pytest.mark.usefixtures("mesh")
def test_what_cannot_be_flushed_in_the_end_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.StringIO):
        def flush(self) -> None:
            raise OSError(28, "No space left on device")

    def leave(status: int) -> NoReturn:
        raise Gone(status)

    monkeypatch.setattr(os, "_exit", leave)
    monkeypatch.setattr(istiolint.cli, "main", lambda: sys.exit(3))
    monkeypatch.setattr(sys, "stdout", Full())
    with pytest.raises(Gone) as ending:
        istiolint.cli.process()
    assert ending.value.args == (3,)
