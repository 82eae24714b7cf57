"""``istiolint explain``: the page of a rule, or the rules that a word or a symptom leads to."""

from __future__ import annotations

import sys
from collections.abc import Sized
from typing import NamedTuple

import click

from istiolint.cli.completion import rule_words
from istiolint.cli.options import color_option
from istiolint.cli.outputs import presentation
from istiolint.cli.stop import Stop
from istiolint.cli.streams import write_out
from istiolint.render.summary import counted
from istiolint.rules.registry import entries, named, words
from istiolint.spelling import did_you_mean


@click.command(
    "explain",
    params=[
        click.Argument(
            ["about"],
            metavar="RULE|CODE|SYMPTOM",
            nargs=-1,
            required=True,
            shell_complete=rule_words,
        ),
        color_option(),
    ],
    epilog="""\b
Examples:
  istiolint explain privileged-proxy          the page of a rule
  istiolint explain KIA1107                   the rule behind a code of Kiali or istioctl
  istiolint explain security                  the rules of a category
  istiolint explain subset                    the rules that speak of something
  istiolint explain control plane restarts    the rules behind what you see""",
)
def command(about: tuple[str, ...], color: str) -> None:
    """Explain a rule by its name or a code such as IST0101, or find rules by words or a symptom."""
    said = " ".join(about)
    found = _found(said)
    if not found.names:
        raise Stop(f'no rule and no symptom matches "{said}"{did_you_mean(said, words())}')
    how = f"{found.how}\n\n" if found.how else ""
    if len(found.names) == 1:
        from istiolint.render.explain import explain

        write_out(how + explain(found.names[0], presentation(color, sys.stdout)))
    else:
        width = max(map(len, found.names))
        rows = (f"{name:{width}}  {entries()[name].summary}\n" for name in found.names)
        write_out(f"{how}{''.join(rows)}\n`istiolint explain RULE` shows the page of one.\n")


class Found(NamedTuple):
    """Rules, and what they have to do with what was asked; nothing where that is their name."""

    names: tuple[str, ...]
    how: str


def _found(said: str) -> Found:
    """The rules that a name, a category or a code stands for; if there is none, by their words."""
    for word in (said, said.lower(), said.upper()):
        if names := named(word):
            return Found(names, "" if names == (word,) else f"{word} stands for {_count(names)}:")
    from istiolint.rules.symptoms import rules_behind, rules_titled

    titled, behind = rules_titled(said), rules_behind(said)
    names = tuple(dict.fromkeys((*titled, *behind)))
    where = "among the symptoms"
    if titled:
        places = "the name, the summary or the symptoms" if behind else "the name or the summary"
        where = f"in {places}"
    return Found(names, f'"{said}" is {where} of {_count(names)}:')


def _count(names: Sized) -> str:
    return counted(len(names), "rule")
