"""``istiolint config``: the settings in force for a path."""

from __future__ import annotations

import click

from istiolint.cli.arguments import Arguments
from istiolint.cli.options import choice, configuration_options
from istiolint.cli.settings import configuration, stops_at_bad_configuration
from istiolint.cli.streams import write_out


@click.command(
    "config",
    params=[
        click.Argument(["path"], default=".", type=click.Path()),
        choice("--output-format", ("text", "json"), default="text", help="How to show them."),
        *configuration_options(),
    ],
    epilog="""\b
Examples:
  istiolint config
  istiolint config clusters/prod/istiod.yaml
  istiolint config --config environment=staging --output-format json""",
)
def command(path: str, output_format: str, config: tuple[str, ...], isolated: bool) -> None:  # noqa: FBT001 - click's signature
    """Show the settings in force for PATH (default: the current directory), and their sources."""
    from istiolint.config.explain import plain, shown

    with stops_at_bad_configuration():
        found = configuration(Arguments(config=config, isolated=isolated)).explain(path)
    if output_format == "json":
        import json

        items = [{"setting": key, "value": plain(said), "source": at} for key, said, at in found]
        write_out(json.dumps(items, indent=2) + "\n")
        return
    rows = [(key, shown(value), where) for key, value, where in found]
    keys, values = (max(len(row[column]) for row in rows) for column in (0, 1))
    lines = (f"{key:{keys}}  {value:{values}}  {where}" for key, value, where in rows)
    write_out("".join(f"{line.rstrip()}\n" for line in lines))
