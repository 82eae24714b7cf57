"""The command line: arguments in, exit status out. One module per command."""

from __future__ import annotations

import gc
import sys


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
