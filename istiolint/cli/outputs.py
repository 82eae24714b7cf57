"""Where reports go: formats, files, standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

import click

from istiolint import __version__
from istiolint.cli.stop import Stop
from istiolint.cli.streams import has_color, width, write_out
from istiolint.diagnostic import Report
from istiolint.render import FORMATS, Presentation, renderer
from istiolint.rules.registry import did_you_mean, page

DEFAULT_FORMAT = "full"
STATISTICS = "statistics"


class Outputs:
    """The formats of a run, each with the file it goes to; ``None`` is standard output."""

    def __init__(self, targets: list[tuple[str, str | None]], presentation: Presentation) -> None:
        self._targets = targets
        self.presentation = presentation

    def write(self, report: Report) -> None:
        """Render the report in every format asked for."""
        for name, path in self._targets:
            plain = self.presentation._replace(color=self.presentation.color and path is None)
            text = _render(name)(report, plain)
            if path is None:
                write_out(text)
            else:
                _write_file(path, text)


def _render(name: str) -> Callable[[Report, Presentation], str]:
    if name == STATISTICS:
        from istiolint.render.statistics import render

        return render
    return renderer(name)


def outputs(arguments: Mapping[str, Any]) -> Outputs:
    """What the flags say about output."""
    shown = presentation(**{key: arguments[key] for key in ("color", "verbose", "quiet")})
    return Outputs(_targets(arguments), shown)


def presentation(*, color: str, verbose: bool = False, quiet: bool = False) -> Presentation:
    """How to show things on this terminal."""
    return Presentation(
        color=has_color(color, sys.stdout),
        width=width(),
        verbose=verbose,
        quiet=quiet,
        prefix=_prefix(os.getcwd()),
        page=page,
        version=__version__,
    )


def _targets(arguments: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    given = [each.partition("=") for each in arguments["output_format"]]
    targets = [(name, path or None) for name, _, path in given] or [(DEFAULT_FORMAT, None)]
    if arguments["statistics"]:
        targets = [(STATISTICS, None)]
    for name, _ in targets:
        if name not in (*FORMATS, STATISTICS):
            known = ", ".join(FORMATS)
            hint = did_you_mean(name, FORMATS) or f"; there are {known}"
            raise click.UsageError(f'--output-format: no format is called "{name}"{hint}')
    return _with_output_file(targets, arguments["output_file"])


def _with_output_file(
    targets: list[tuple[str, str | None]], file: str | None
) -> list[tuple[str, str | None]]:
    """``--output-file`` is for the one format that names no file of its own."""
    open_ones = [name for name, path in targets if path is None]
    if len(open_ones) > 1:
        raise click.UsageError(
            f"only one format can go to standard output, not {', '.join(open_ones)}"
        )
    return [(name, path or file) for name, path in targets]


def _prefix(cwd: str) -> str:
    """The path from the root of the repository to the current directory, ending in ``/``."""
    folder = cwd
    while not os.path.exists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return ""
        folder = above
    inside = os.path.relpath(cwd, folder).replace(os.sep, "/")
    return "" if inside == "." else f"{inside}/"


def _write_file(path: str, text: str) -> None:
    try:
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
    except OSError as error:
        raise Stop(f'"{path}" cannot be written: {error.strerror}') from None
