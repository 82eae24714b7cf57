"""The flags of ``check`` by section, named as ruff names them where it has them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from itertools import chain, pairwise

import click

from istiolint.cli.options import (
    PATH,
    choice,
    color_option,
    configuration_options,
    exclude_option,
    format_option,
    install_options,
    option,
    rules,
    switch,
)
from istiolint.diagnostic import Severity
from istiolint.render import DEFAULT_FORMAT, FORMATS
from istiolint.settings import ClusterSize, Environment

SECTIONS: Mapping[str, Sequence[click.Parameter]] = {
    "What to report": [
        rules(
            "--select",
            "Rules, categories or codes to check, such as security,IST0101, in place of the "
            "configured ones (default: all).",
        ),
        rules("--extend-select", "The same, in addition to the configured ones."),
        rules(
            "--ignore", "Rules, categories or codes to leave out, in place of the configured ones."
        ),
        choice(
            "--fail-on",
            [each.word for each in reversed(Severity)],
            help="The least severity that makes the exit status 1 (default: warning).",
        ),
        switch("--exit-zero", help="Exit with 0 where it would be 1, whatever was found."),
        option(
            "--baseline",
            metavar="FILE",
            type=PATH,
            help="Leave out the findings recorded in this file, such as known.json.",
        ),
        option(
            "--write-baseline",
            metavar="FILE",
            type=PATH,
            help="Record all findings in this file, for --baseline to leave them out.",
        ),
    ],
    "What to lint": [
        option(
            "--project",
            metavar="DIR",
            type=PATH,
            help="Read all of DIR as context, such as the root of the repository, and report on "
            "PATHS only.",
        ),
        switch(
            "--closed-world", help="What is read is the whole mesh; anything else does not exist."
        ),
        exclude_option(),
        option(
            "--changed-since",
            metavar="REV",
            help="Report only on files that differ from this git revision, such as origin/main.",
        ),
        option(
            "--stdin-filename",
            metavar="PATH",
            type=PATH,
            help="Take standard input for the content of this file, such as mesh/routes.yaml.",
        ),
    ],
    "One install": install_options(),
    "What to judge by": [
        option(
            "--istio-version",
            metavar="VERSION",
            help="The Istio release, such as 1.30 (default: what the files say).",
        ),
        choice(
            "--environment",
            [each.value for each in Environment],
            help="Where the mesh runs, which selects thresholds (default: as production).",
        ),
        choice(
            "--cluster-size",
            [each.value for each in ClusterSize],
            help="The services of the mesh: small is below 50, medium up to 200, large is more "
            "(default: small).",
        ),
        option(
            "--now",
            metavar="DATE",
            help="Judge certificates as of this date, such as 2026-12-31 (default: today).",
        ),
    ],
    "Fixes": [
        switch(
            "--fix", help="Apply the safe fixes: the mesh does as before, or as was plainly meant."
        ),
        switch(
            "--unsafe-fixes",
            help="With --fix or --diff: also fixes that may change what the mesh does.",
        ),
        switch("--diff", help="Show what --fix would change, and change nothing."),
        option(
            "--add-ignore",
            is_flag=False,
            flag_value="",
            metavar="[REASON]",
            help="Write comments that silence all findings, with the reason behind them.",
        ),
    ],
    "Output": [
        format_option(FORMATS, DEFAULT_FORMAT),
        option(
            "--output-file",
            "-o",
            metavar="FILE",
            type=PATH,
            help="Write the report to this file (default: to standard output).",
        ),
        switch("--statistics", help="Count findings by rule instead of showing them."),
        color_option(),
        switch("--no-progress", help="Show no progress on standard error."),
        switch("--quiet", "-q", help="Print findings and errors, and nothing else."),
        switch("--verbose", "-v", help="Name everything that was left alone, and why."),
    ],
    "Configuration": configuration_options(),
}
"""The flags by the titles they have in the help."""


def parameters() -> list[click.Parameter]:
    """All that ``check`` may be told."""
    paths = click.Argument(["paths"], nargs=-1, type=PATH)
    return [paths, *chain(*SECTIONS.values())]


def every_flag_but(*names: str) -> list[click.Parameter]:
    """What ``check`` may be told, for commands that read the same input."""
    return [each for each in parameters() if each.name not in names]


class Sectioned(click.Command):
    """A command that shows in its help the flags that it shares with ``check`` by section."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the flags of its own, those by section, and the one that click adds."""
        all_ = [each for each in self.get_params(ctx) if isinstance(each, click.Option)]
        by_section = [*chain(*SECTIONS.values())]
        own = [each for each in self.params if each not in by_section]
        added = [each for each in all_ if each not in self.params]
        for title, flags in {"Options": own, **SECTIONS, "Others": added}.items():
            here = (each.get_help_record(ctx) for each in all_ if each in flags)
            if rows := [row for row in here if row]:
                with formatter.section(title):
                    formatter.write_dl(rows)


class CheckCommand(Sectioned):
    """Knows a path behind a bare ``--add-ignore`` for a path."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments."""
        pairs = pairwise([*args, ""])
        told = [f"{word}=" if _is_bare(word, following) else word for word, following in pairs]
        return super().parse_args(ctx, told)


def _is_bare(word: str, following: str) -> bool:
    return word == "--add-ignore" and os.path.lexists(following)
