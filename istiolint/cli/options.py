"""What flags are made of, and those that several commands have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import click

from istiolint.cli.completion import rule_words
from istiolint.inputs.charts import CHARTS


def _words(
    _context: click.Context, _option: click.Parameter, given: Sequence[str]
) -> tuple[str, ...]:
    return tuple(word.strip() for each in given for word in each.split(",") if word.strip())


PATH = click.Path(readable=False)
"""A path, for shells to complete; whether it can be read is said by what reads it."""


class OneOf(click.Choice[str]):
    """One of a few words."""

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """The word, or what it may be meant to be."""
        word = str(value)
        if word in self.choices:
            return word
        from istiolint.spelling import did_you_mean

        hint = did_you_mean(word.lower(), self.choices)
        message = f'"{word}" is none of {", ".join(self.choices)}{hint}'
        raise click.BadParameter(message, ctx, param)


def option(*flags: str, **said: Any) -> click.Option:
    """A flag with a value."""
    return click.Option(list(flags), **said)


def switch(*flags: str, help: str) -> click.Option:  # noqa: A002 - click's word for it
    """A flag without a value."""
    return click.Option(list(flags), is_flag=True, help=help)


def choice(flag: str, among: Iterable[str], **said: Any) -> click.Option:
    """A flag whose value is one of a few words."""
    return click.Option([flag], type=OneOf(list(among)), **said)


def rules(flag: str, help: str) -> click.Option:  # noqa: A002 - click's word for it
    """A flag that names rules, one by one or several with commas between them."""
    return option(
        flag, multiple=True, callback=_words, metavar="RULES", shell_complete=rule_words, help=help
    )


def color_option() -> click.Option:
    """The flag about colour, which several commands have."""
    words = ("auto", "always", "never")
    return choice(
        "--color",
        words,
        default="auto",
        help="When to colour (default: auto, which is on a terminal).",
    )


def exclude_option() -> click.Option:
    """The flag about paths to leave out, which several commands have."""
    return option(
        "--exclude",
        multiple=True,
        metavar="PATTERN",
        help="Paths to leave out, as a line of .gitignore names them, such as vendor/; in place of "
        "the configured ones.",
    )


def text_or_json() -> click.Option:
    """The flag about output of commands that show one thing, to people or to programs."""
    words = ("text", "json")
    return choice(
        "--output-format", words, default="text", help="For people or for programs (default: text)."
    )


def format_option(formats: Iterable[str], default: str) -> click.Option:
    """The flag about output formats, each of which may go to a file of its own."""
    *others, last = names = tuple(formats)
    return option(
        "--output-format",
        multiple=True,
        metavar="FORMAT[=FILE]",
        shell_complete=lambda _context, _option, typed: [
            name for name in names if name.startswith(typed)
        ],
        help=f"{', '.join(others)} or {last} (default: {default}), to standard output or to FILE; "
        "may be repeated.",
    )


def configuration_options() -> list[click.Option]:
    """The flags about configuration, which several commands have."""
    return [
        option(
            "--config",
            multiple=True,
            metavar="FILE|KEY=VALUE",
            help="A configuration file (default: the nearest above each file), or one setting "
            "such as environment=staging.",
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
            help="The Istio chart that the files after -f are values for, such as istiod; without "
            "it they are IstioOperators.",
        ),
        option(
            "--values",
            "-f",
            multiple=True,
            metavar="FILE",
            type=PATH,
            help="A values file of the chart, or without --chart an IstioOperator, such as "
            "prod.yaml; may be repeated, and later files win.",
        ),
        *_single_values(),
        option(
            "--release-name",
            metavar="NAME",
            help="The name of the Helm release (default: that of the chart).",
        ),
        option(
            "--namespace",
            metavar="NAME",
            help="The namespace of the Helm release (default: what the values say).",
        ),
    ]


def _single_values() -> list[click.Option]:
    return [
        option(
            "--set",
            multiple=True,
            metavar="KEY=VALUE",
            help="A single value over all files, such as pilot.traceSampling=1.",
        ),
        option(
            "--set-string",
            multiple=True,
            metavar="KEY=VALUE",
            help="The same, always as text, such as global.network=1.",
        ),
    ]
