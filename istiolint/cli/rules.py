"""``istiolint rules``: list all rules."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby

import click

from istiolint.cli.options import color_option, text_or_json
from istiolint.cli.outputs import presentation
from istiolint.cli.streams import write_out
from istiolint.render import Presentation
from istiolint.render.badge import BOLD, STYLES
from istiolint.rules.registry import Entry, entries


@click.command(
    "rules",
    params=[
        text_or_json(),
        color_option(),
    ],
    epilog="""\b
Examples:
  istiolint rules
  istiolint explain security    the rules of one category
  istiolint rules --output-format json | jq '.[] | select(.fixable).rule'""",
)
def command(output_format: str, color: str) -> None:
    """List all rules by category, with their severity and whether they have a fix."""
    if output_format == "json":
        import json

        rows = [as_json(each) for each in entries().values()]
        write_out(json.dumps(rows, indent=2) + "\n")
    else:
        write_out("".join(f"{line}\n" for line in _lines(presentation(color, sys.stdout))))


def as_json(entry: Entry) -> dict[str, object]:
    """What programs may know of a rule."""
    return {
        "rule": entry.name,
        "category": entry.category,
        "severity": entry.info.severity.word,
        "fixable": entry.fixable,
        "upstream": list(entry.upstream),
        "summary": entry.summary,
    }


def _lines(shown: Presentation) -> Iterator[str]:
    width = max(map(len, entries()))
    for category, rules in groupby(entries().values(), key=lambda each: each.category):
        yield shown.paint(category, BOLD)
        for each in rules:
            severity = shown.paint(f"{each.info.severity.word:7}", STYLES[each.info.severity])
            mark = "[*]" if each.fixable else "   "
            yield f"  {each.name:{width}}  {severity}  {mark}  {each.summary}"
        yield ""
    yield "[*] has a fix. `istiolint explain RULE` shows the page of a rule."
