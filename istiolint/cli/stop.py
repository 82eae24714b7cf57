"""Ending a run early, with a line that says why."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import IO, Any

import click

from istiolint.cli.status import Status


class Stop(click.ClickException):
    """Ends the run with a line for each problem: wrong usage, or something that cannot be read."""

    exit_code = Status.UNUSABLE

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the message to standard error."""
        with suppress(OSError):
            for line in self.message.splitlines():
                click.echo(f"error: {line}", file=file, err=True)


class Failure(Stop):
    """Ends the run for a fault of ours that nothing else has caught."""

    exit_code = Status.FAULT

    def __init__(self, error: Exception) -> None:
        from traceback import extract_tb

        frame = extract_tb(error.__traceback__)[-1]
        place = f"{os.path.basename(frame.filename)}:{frame.lineno}"
        said = " ".join(f"{type(error).__name__}: {error}".split())
        super().__init__(f"{said} ({place}); this is a fault of istiolint, please report it")
