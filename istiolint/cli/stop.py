"""Ending a run early, with a line that says why."""

from __future__ import annotations

from typing import IO, Any

import click


class Stop(click.ClickException):
    """Ends the run with a message and exit status 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the message to standard error, a line per problem."""
        for line in self.message.splitlines():
            click.echo(f"error: {line}", file=file, err=True)
