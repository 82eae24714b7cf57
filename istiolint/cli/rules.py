"""``istiolint rules``: list all rules."""

from __future__ import annotations

import json
import sys

import click

from istiolint.cli.streams import has_color
from istiolint.rules.registry import Entry, entries

COLORS = {"error": "red", "warning": "yellow", "info": "cyan"}


@click.command("rules")
@click.option(
    "--output-format", type=click.Choice(("text", "json")), default="text", help="How to list them."
)
def command(output_format: str) -> None:
    """List all rules with category, default severity and whether they have a fix."""
    if output_format == "json":
        rows = [as_json(each) for each in entries().values()]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    width = max(len(name) for name in entries())
    category = None
    for each in entries().values():
        if each.category != category:
            click.echo(("" if category is None else "\n") + click.style(each.category, bold=True),
                       color=has_color("auto", sys.stdout))  # fmt: skip
            category = each.category
        click.echo(line(each, width), color=has_color("auto", sys.stdout))
    click.echo("\n[*] has a fix. `istiolint explain RULE` shows the page of a rule.")


def line(entry: Entry, width: int) -> str:
    """One row of the list."""
    severity = entry.info.severity.word
    fix = "[*]" if entry.fixable else "   "
    word = click.style(f"{severity:8}", fg=COLORS[severity])
    return f"  {entry.name:{width}}  {word} {fix} {entry.summary}"


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
