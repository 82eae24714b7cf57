"""``istiolint config``: the settings in force for a path."""

from __future__ import annotations

import json
from typing import Any

import click

from istiolint.cli.session import configuration
from istiolint.cli.stop import Stop
from istiolint.config.problem import ConfigError


@click.command("config")
@click.argument("path", default=".", type=click.Path())
@click.option("--config", multiple=True, metavar="FILE|KEY=VALUE", help="As for check.")
@click.option("--isolated", is_flag=True, help="Read no configuration file.")
@click.option(
    "--output-format", type=click.Choice(("text", "json")), default="text", help="How to show them."
)
def command(path: str, config: tuple[str, ...], isolated: bool, output_format: str) -> None:  # noqa: FBT001 - click's signature
    """Show the settings in force for PATH (default: the current directory), and their sources."""
    arguments: dict[str, Any] = {
        "config": config, "isolated": isolated, "select": (), "extend_select": (), "ignore": (),
        "istio_version": None, "environment": None, "cluster_size": None, "fail_on": None,
        "closed_world": False, "exclude": (),
    }  # fmt: skip
    try:
        rows = configuration(arguments).explain(path)
    except ConfigError as error:
        raise Stop(str(error)) from None
    if output_format == "json":
        items = [{"setting": key, "value": value, "source": where} for key, value, where in rows]
        click.echo(json.dumps(items, indent=2, ensure_ascii=False))
        return
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for key, value, where in rows:
        click.echo(f"{key:{widths[0]}}  {value:{widths[1]}}  {where}".rstrip())
