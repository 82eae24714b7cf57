"""``istiolint explain``: the page of a rule, or the rules behind a symptom."""

from __future__ import annotations

from collections.abc import Iterator

import click

from istiolint.cli.stop import Stop
from istiolint.cli.streams import write_out
from istiolint.rules.registry import did_you_mean, entries, named, page


@click.command("explain")
@click.argument("about", metavar="RULE|CODE|SYMPTOM", nargs=-1, required=True)
@click.option(
    "--color",
    type=click.Choice(("auto", "always", "never")),
    default="auto",
    help="Colour the page.",
)
def command(about: tuple[str, ...], color: str) -> None:
    """Explain a rule by its name or a code such as IST0101, or find rules by a symptom.

    \b
    istiolint explain privileged-proxy
    istiolint explain KIA1107
    istiolint explain "control plane restarts"
    """
    words = " ".join(about)
    names = named(words) or named(words.upper()) or tuple(by_symptom(words))
    if not names:
        raise Stop(f'no rule and no symptom matches "{words}"{did_you_mean(words, entries())}')
    if len(names) > 1:
        for name in names:
            click.echo(f"{name}: {entries()[name].summary}")
        return
    from istiolint.cli.outputs import presentation
    from istiolint.render.explain import explain

    write_out(explain(names[0], presentation(color=color)))


def by_symptom(words: str) -> Iterator[str]:
    """The rules whose page lists a symptom with all of these words, best first.

    Endings do not matter: ``restarts`` finds what ``restart`` finds.
    """
    wanted = {stem(word) for word in words.split()}
    for name in entries():
        here = {stem(word) for word in symptoms(page(name)).split()}
        if wanted <= here:
            yield name


def stem(word: str) -> str:
    """A word without what differs between its forms."""
    plain = word.lower().strip(",.;:`\"'()")
    for ending in ("ing", "ed", "es", "s"):
        if len(plain) > len(ending) + 3 and plain.endswith(ending):
            return plain.removesuffix(ending)
    return plain


def symptoms(text: str) -> str:
    """The ``Symptoms:`` part of a page."""
    _, found, rest = text.partition("Symptoms:")
    return rest.partition("\n\n")[0] if found else ""
