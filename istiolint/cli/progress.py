"""Progress on standard error: for runs that take a while, and only on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable

from istiolint.cli.arguments import Arguments

LONG = 200
"""Files from which on a run takes long enough to wonder what it does."""

STRIDE = 50
"""Files from one line of progress to the next."""

CLEAR = "\r\x1b[K"


def progress(arguments: Arguments, total: int) -> Callable[[], None]:
    """What to call after each of ``total`` files."""
    is_wanted = not arguments.no_progress and not arguments.quiet
    if not is_wanted or total < LONG or not sys.stderr.isatty():
        return lambda: None
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if done == total:
            _show(CLEAR)
        elif done % STRIDE == 0:
            _show(f"{CLEAR}{done} of {total} files")

    return step


def _show(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
