"""The current directory, which paths are relative to."""

from __future__ import annotations

import os

from istiolint.cli.stop import Stop


def current_directory() -> str:
    """Where the program runs; it may have been removed in the meantime."""
    try:
        return os.getcwd()
    except FileNotFoundError:
        raise Stop("the current directory is not there any more") from None
