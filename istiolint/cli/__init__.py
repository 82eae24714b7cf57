"""The command line: arguments in, exit status out. One module per command."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn


def main() -> None:
    """Run the program and leave with its exit status.

    Nothing of a run is garbage before its end, so the collector would only look in vain:
    without it large inputs take half the time. Used as a library we leave it alone.
    """
    gc.disable()
    from istiolint.cli.program import program
    from istiolint.cli.streams import ensure_streams

    ensure_streams()
    sys.exit(program.main(prog_name="istiolint"))


def process() -> NoReturn:
    """Run the program as a process of its own, which is gone as soon as it has spoken.

    Taking down an interpreter, object by object, takes as long as linting a small file, and
    a mesh of many documents longer; nothing of ours needs it.
    """
    status: object = 0
    try:
        main()
    except SystemExit as exit_:
        status = exit_.code
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(status if isinstance(status, int) else 0)
