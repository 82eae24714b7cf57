"""``istiolint explain``: the page of a rule, or the rules behind a symptom."""

from __future__ import annotations

import sys

import click

from istiolint.cli.completion import rule_words
from istiolint.cli.options import color_option
from istiolint.cli.outputs import presentation
from istiolint.cli.stop import Stop
from istiolint.cli.streams import write_out
from istiolint.rules.registry import did_you_mean, entries, named, words


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
  istiolint explain control plane restarts    the rules behind what you see""",
)
def command(about: tuple[str, ...], color: str) -> None:
    """Explain a rule by its name or a code such as IST0101, or find rules by a symptom."""
    said = " ".join(about)
    names = named(said) or named(said.lower()) or named(said.upper()) or _by_symptom(said)
    if not names:
        raise Stop(f'no rule and no symptom matches "{said}"{did_you_mean(said, words())}')
    if len(names) == 1:
        from istiolint.render.explain import explain

        write_out(explain(names[0], presentation(color, sys.stdout)))
    else:
        width = max(map(len, names))
        rows = (f"{name:{width}}  {entries()[name].summary}\n" for name in names)
        write_out(f"{''.join(rows)}\n`istiolint explain RULE` shows the page of one.\n")


def _by_symptom(words: str) -> tuple[str, ...]:
    from istiolint.rules.symptoms import rules_behind

    return rules_behind(words)
