"""The flags of ``check``, named as ruff names them where it has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

Function = TypeVar("Function", bound=Callable[..., Any])

SEVERITIES = ("error", "warning", "info")
ENVIRONMENTS = ("production", "staging", "development", "high-traffic")
SIZES = ("small", "medium", "large")


def _words(
    _context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]
) -> tuple[str, ...]:
    """Names given one by one, or several with commas between them."""
    return tuple(word.strip() for each in given for word in each.split(",") if word.strip())


_OPTIONS = (
    click.argument("paths", nargs=-1, type=click.Path()),
    # What to report
    click.option(
        "--select",
        multiple=True,
        callback=_words,
        metavar="RULES",
        help="Rules, categories or codes such as IST0101 to check, instead of the configured ones.",
    ),
    click.option(
        "--extend-select",
        multiple=True,
        callback=_words,
        metavar="RULES",
        help="The same, in addition to the configured ones.",
    ),
    click.option(
        "--ignore", multiple=True, callback=_words, metavar="RULES", help="Rules not to check."
    ),
    click.option(
        "--fail-on",
        type=click.Choice(SEVERITIES),
        help="The least severity that makes the exit status 1 (default: warning).",
    ),
    click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever was found."),
    click.option(
        "--baseline",
        type=click.Path(dir_okay=False),
        help="Leave out the findings recorded in this file.",
    ),
    click.option(
        "--write-baseline",
        type=click.Path(dir_okay=False),
        help="Record all findings in this file and report none.",
    ),
    # What is linted
    click.option(
        "--istio-version", metavar="VERSION", help="The Istio release to judge by, such as 1.30."
    ),
    click.option(
        "--environment",
        type=click.Choice(ENVIRONMENTS),
        help="Where the mesh runs; selects the baseline's thresholds.",
    ),
    click.option(
        "--cluster-size",
        type=click.Choice(SIZES),
        help="Services in the mesh: below 50, up to 200, above.",
    ),
    click.option(
        "--project",
        type=click.Path(file_okay=False),
        metavar="DIR",
        help="Read all of DIR as context, and report on PATHS only.",
    ),
    click.option(
        "--closed-world",
        is_flag=True,
        help="What is read is the whole mesh: anything missing does not exist.",
    ),
    click.option(
        "--exclude",
        multiple=True,
        metavar="PATTERN",
        help="Leave out paths, as a line of .gitignore would.",
    ),
    click.option(
        "--changed-since",
        metavar="REV",
        help="Report only on files that differ from this git revision.",
    ),
    click.option(
        "--stdin-filename",
        metavar="PATH",
        help="What to call standard input in reports, and where to look for its configuration.",
    ),
    # Fixes
    click.option(
        "--fix", is_flag=True, help="Apply the fixes that cannot change what the mesh does."
    ),
    click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: the others as well."),
    click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing."),
    click.option(
        "--add-ignore",
        is_flag=False,
        flag_value="",
        default=None,
        metavar="[REASON]",
        help="Write comments that silence all findings.",
    ),
    # Output
    click.option(
        "--output-format",
        multiple=True,
        metavar="FORMAT[=FILE]",
        help="full, concise, json, sarif or github; several times to write several files.",
    ),
    click.option(
        "--output-file",
        "-o",
        type=click.Path(dir_okay=False),
        help="Write the report here instead of standard output.",
    ),
    click.option(
        "--statistics", is_flag=True, help="Count findings by rule instead of showing them."
    ),
    click.option(
        "--color",
        type=click.Choice(("auto", "always", "never")),
        default="auto",
        help="Colour the output (default: on a terminal).",
    ),
    click.option("--no-progress", is_flag=True, help="No progress on standard error."),
    click.option("-q", "--quiet", is_flag=True, help="No closing line."),
    click.option(
        "-v", "--verbose", is_flag=True, help="Name everything that was left alone, and why."
    ),
    # Configuration
    click.option(
        "--config",
        multiple=True,
        metavar="FILE|KEY=VALUE",
        help="A configuration file, or a single setting such as environment=staging.",
    ),
    click.option("--isolated", is_flag=True, help="Read no configuration file."),
)


def check_options(function: Function) -> Function:
    """Give a command all flags of ``check``."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function
