"""Standard streams: a reader that goes away, Unicode on any terminal, colour or none."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


@contextmanager
def leave_quietly() -> Iterator[None]:
    """End without a traceback when the reader of our output is gone, as ``head`` is."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes standard output once more at exit; give it somewhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def write_out(text: str) -> None:
    """Write to standard output; a character it cannot show becomes an escape."""
    try:
        sys.stdout.write(text)
    except UnicodeEncodeError:
        encoding = sys.stdout.encoding
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))


def has_color(choice: str, stream: TextIO) -> bool:
    """Whether to colour what goes to a stream: the flag, then the environment, then the stream."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Columns of the terminal; 100 where there is none."""
    if not sys.stdout.isatty():
        return 100
    return max(os.get_terminal_size(sys.stdout.fileno()).columns, 40)
