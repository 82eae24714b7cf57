"""Where reports go: formats, files, standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TextIO

from istiolint import __version__
from istiolint.cli.arguments import Arguments
from istiolint.cli.directory import current_directory
from istiolint.cli.stop import Stop
from istiolint.cli.streams import WIDTH, has_color, width, write_bytes, write_out
from istiolint.diagnostic import Report
from istiolint.render import DEFAULT_FORMAT, FORMATS, Presentation, renderer
from istiolint.rules.registry import page
from istiolint.spelling import did_you_mean

STATISTICS = "statistics"
FOR_PEOPLE = (DEFAULT_FORMAT, "concise", STATISTICS, "text")
"""Formats that a terminal shows, in its encoding. All others are UTF-8 wherever they go."""


class Target(NamedTuple):
    """A format, and the file it goes to; ``None`` stands for the stream of the run."""

    format: str
    file: str | None


class Outputs(NamedTuple):
    """The reports that a run writes."""

    targets: tuple[Target, ...]
    stream: TextIO
    presentation: Presentation

    def write(self, report: Report) -> None:
        """Render the report in every format asked for."""

        def text(name: str, presentation: Presentation) -> str:
            return _renderer(name)(report, presentation)

        write_all(self.targets, text, self.presentation, self.stream)


def write_all(
    where: Iterable[Target],
    text: Callable[[str, Presentation], str],
    shown: Presentation,
    stream: TextIO,
) -> None:
    """Write the text of each format, as it is to be shown, to its file or to the stream."""
    for name, file in where:
        if file is not None:
            write_file(file, text(name, shown._replace(color=False, width=WIDTH)))
        elif name in FOR_PEOPLE:
            write_out(text(name, shown), stream)
        else:
            write_bytes(text(name, shown).encode(), stream)


def outputs(arguments: Arguments) -> Outputs:
    """What the flags say about output."""
    stream = sys.stderr if arguments.is_filter else sys.stdout
    shown = presentation(arguments.color, stream)
    shown = shown._replace(verbose=arguments.verbose, quiet=arguments.quiet)
    return Outputs(targets(arguments), stream, shown)


def presentation(color: str, stream: TextIO) -> Presentation:
    """How to show things on a stream."""
    return Presentation(
        color=has_color(color, stream),
        width=width(stream),
        verbose=False,
        quiet=False,
        prefix=_prefix(current_directory()),
        page=page,
        version=__version__,
    )


def targets(
    arguments: Arguments, formats: Iterable[str] = FORMATS, default: str = DEFAULT_FORMAT
) -> tuple[Target, ...]:
    """The formats that name a file, and the one that goes to ``--output-file`` or the stream."""
    given = [each.partition("=") for each in arguments.output_format]
    _refuse_unknown((name for name, _, _ in given), tuple(formats))
    found = [Target(name, file) for name, _, file in given if file]
    loose = [name for name, _, file in given if not file]
    if arguments.statistics:
        loose.append(STATISTICS)
    elif not given:
        loose.append(default)
    if len(loose) > 1:
        raise Stop(f"only one of {', '.join(loose)} can go to one place; write FORMAT=FILE")
    if arguments.output_file and not loose:
        raise Stop("--output-file: every format has a file of its own already")
    return (*found, *(Target(name, arguments.output_file) for name in loose))


def _refuse_unknown(names: Iterable[str], formats: Sequence[str]) -> None:
    for name in names:
        if name not in formats:
            hint = did_you_mean(name, formats) or f"; there are {', '.join(formats)}"
            raise Stop(f'--output-format: no format is called "{name}"{hint}')


def _renderer(name: str) -> Callable[[Report, Presentation], str]:
    if name != STATISTICS:
        return renderer(name)
    from istiolint.render.statistics import render

    return render


def _prefix(cwd: str) -> str:
    """The path from the root of the repository to the current directory, ending in ``/``."""
    folder = cwd
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return ""
        folder = above
    inside = os.path.relpath(cwd, folder).replace(os.sep, "/")
    return "" if inside == "." else f"{inside}/"


def write_file(path: str, text: str) -> None:
    """Write a report to a file of its own."""
    try:
        with open(path, "wb") as file:
            file.write(text.encode())
    except OSError as error:
        raise Stop(f'"{path}" cannot be written: {error.strerror}') from None
