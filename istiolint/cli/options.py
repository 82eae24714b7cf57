"""The flags of ``check``, named as ruff names them where it has them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, pairwise
from typing import Any

import click

from istiolint.cli.completion import formats, rule_words
from istiolint.diagnostic import Severity
from istiolint.inputs.charts import CHARTS
from istiolint.settings import ClusterSize, Environment


def _words(
    _context: click.Context, _option: click.Parameter, given: Sequence[str]
) -> tuple[str, ...]:
    return tuple(word.strip() for each in given for word in each.split(",") if word.strip())


def option(*flags: str, **said: Any) -> click.Option:
    """A flag with a value."""
    return click.Option(list(flags), **said)


def switch(*flags: str, help: str) -> click.Option:  # noqa: A002 - click's word for it
    """A flag without a value."""
    return click.Option(list(flags), is_flag=True, help=help)


def choice(flag: str, among: Iterable[str], **said: Any) -> click.Option:
    """A flag whose value is one of a few words."""
    return click.Option([flag], type=click.Choice(list(among)), **said)


def rules(flag: str, help: str) -> click.Option:  # noqa: A002 - click's word for it
    """A flag that names rules, one by one or several with commas between them."""
    return option(
        flag, multiple=True, callback=_words, metavar="RULES", shell_complete=rule_words, help=help
    )


def color_option() -> click.Option:
    """The flag about colour, which several commands have."""
    words = ("auto", "always", "never")
    return choice("--color", words, default="auto", help="When to colour; auto: on a terminal.")


def configuration_options() -> list[click.Option]:
    """The flags about configuration, which several commands have."""
    return [
        option(
            "--config",
            multiple=True,
            metavar="FILE|KEY=VALUE",
            help="A configuration file, or one setting such as environment=staging.",
        ),
        switch("--isolated", help="Read no configuration file."),
    ]


def install_options() -> list[click.Option]:
    """The flags that put one install together, named as Helm names them."""
    return [
        choice(
            "--chart",
            CHARTS,
            metavar="NAME",
            help="The Istio chart that the files after -f are values for; without it they are "
            "IstioOperators.",
        ),
        option(
            "--values",
            "-f",
            multiple=True,
            metavar="FILE",
            type=click.Path(),
            help="A file of the install; of several, later ones win.",
        ),
        option("--set", multiple=True, metavar="KEY=VALUE", help="A single value, over all files."),
        option(
            "--set-string", multiple=True, metavar="KEY=VALUE", help="The same, always as text."
        ),
        option("--release-name", metavar="NAME", help="The name of the Helm release."),
        option("--namespace", metavar="NAME", help="The namespace of the Helm release."),
    ]


SECTIONS: Mapping[str, Sequence[click.Parameter]] = {
    "What to report": [
        rules(
            "--select",
            "Rules, categories or codes such as IST0101 to check, not the configured ones.",
        ),
        rules("--extend-select", "The same, in addition to the configured ones."),
        rules("--ignore", "Rules not to check."),
        choice(
            "--fail-on",
            [each.word for each in reversed(Severity)],
            help="The least severity that makes the exit status 1 (default: warning).",
        ),
        switch("--exit-zero", help="Exit with 0 whatever was found."),
        option(
            "--baseline",
            metavar="FILE",
            type=click.Path(),
            help="Leave out the findings recorded in this file.",
        ),
        option(
            "--write-baseline",
            metavar="FILE",
            type=click.Path(),
            help="Record all findings in this file, and leave them out.",
        ),
    ],
    "What to lint": [
        option(
            "--project",
            metavar="DIR",
            type=click.Path(),
            help="Read all of DIR as context, and report on PATHS only.",
        ),
        switch(
            "--closed-world", help="What is read is the whole mesh; anything else does not exist."
        ),
        option(
            "--exclude",
            multiple=True,
            metavar="PATTERN",
            help="Paths to leave out, as a line of .gitignore names them; not the configured ones.",
        ),
        option(
            "--changed-since",
            metavar="REV",
            help="Report only on files that differ from this git revision.",
        ),
        option(
            "--stdin-filename",
            metavar="PATH",
            type=click.Path(),
            help="Lint standard input as the content of this file.",
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
            help="Where the mesh runs; selects thresholds.",
        ),
        choice(
            "--cluster-size",
            [each.value for each in ClusterSize],
            help="Services: below 50, up to 200, or more.",
        ),
        option(
            "--now",
            metavar="DATE",
            help="Judge certificates as of this date, such as 2026-12-31 (default: today).",
        ),
    ],
    "Fixes": [
        switch("--fix", help="Apply the safe fixes: nothing changes but what was meant."),
        switch("--unsafe-fixes", help="With --fix or --diff: the other fixes as well."),
        switch("--diff", help="Show what --fix would change, and change nothing."),
        option(
            "--add-ignore",
            is_flag=False,
            flag_value="",
            metavar="[REASON]",
            help="Write comments that silence all findings.",
        ),
    ],
    "Output": [
        option(
            "--output-format",
            multiple=True,
            metavar="FORMAT[=FILE]",
            shell_complete=formats,
            help="full, concise, json, sarif or github; once for each to be written.",
        ),
        option(
            "--output-file",
            "-o",
            metavar="FILE",
            type=click.Path(),
            help="Write the report here instead of to standard output.",
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
    paths = click.Argument(["paths"], nargs=-1, type=click.Path())
    return [paths, *chain(*SECTIONS.values())]


def every_flag_but(*names: str) -> list[click.Parameter]:
    """What ``check`` may be told, for commands that read the same input."""
    return [each for each in parameters() if each.name not in names]


class CheckCommand(click.Command):
    """Shows its flags by section, and knows a path behind a bare ``--add-ignore`` for a path."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments."""
        pairs = pairwise([*args, ""])
        told = [f"{word}=" if _is_bare(word, following) else word for word, following in pairs]
        return super().parse_args(ctx, told)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the flags by section, those that click adds at the end."""
        others = [each for each in self.get_params(ctx) if each not in self.params]
        for title, parameters in {**SECTIONS, "Others": others}.items():
            with formatter.section(title):
                rows = (each.get_help_record(ctx) for each in parameters)
                formatter.write_dl([row for row in rows if row])


def _is_bare(word: str, following: str) -> bool:
    return word == "--add-ignore" and os.path.lexists(following)
