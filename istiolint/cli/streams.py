"""Standard streams: a reader that goes away, any encoding, colour or none."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TextIO

import click

from istiolint.cli.stop import Stop

WIDTH = 100
"""The columns of what goes to no terminal."""

NARROWEST = 40


def ensure_streams() -> None:
    """Give a program that was started with closed streams some that are empty."""
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115 - open to the end
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - as above
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - as above


def write_out(text: str, stream: TextIO | None = None) -> None:
    """Write text for people; a character that the stream cannot show becomes an escape."""
    stream = stream or sys.stdout
    encoding = stream.encoding or "utf-8"
    write_bytes(text.encode(encoding, "backslashreplace"), stream)


def tell(text: str) -> None:
    """Write a line for people to standard error; a run does not depend on whether it arrives."""
    with suppress(OSError):
        click.echo(text, err=True)


def write_bytes(data: bytes, stream: TextIO | None = None) -> None:
    """Write bytes as they are. That nobody reads to the end is no mistake of the run."""
    stream = stream or sys.stdout
    try:
        stream.flush()
        stream.buffer.write(data)
        stream.buffer.flush()
    except BrokenPipeError:
        _close(stream)
    except OSError as error:
        _close(stream)
        raise Stop(f"standard output cannot be written: {error.strerror}") from None


def _close(stream: TextIO) -> None:
    """Have what is left in a stream, and written at the end of the program, go nowhere."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def has_color(choice: str, stream: TextIO) -> bool:
    """Whether to colour what goes to a stream: the flag, then the environment, then the stream."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def width(stream: TextIO) -> int:
    """The columns of a terminal."""
    if not stream.isatty():
        return WIDTH
    return max(os.get_terminal_size(stream.fileno()).columns or WIDTH, NARROWEST)
