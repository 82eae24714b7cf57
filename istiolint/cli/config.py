"""``istiolint config``: the settings in force for a path."""

from __future__ import annotations

import os

import click

from istiolint.cli.arguments import Arguments
from istiolint.cli.flags import configuration, stops_at_bad_configuration
from istiolint.cli.options import PATH, configuration_options, text_or_json
from istiolint.cli.stop import Stop
from istiolint.cli.streams import write_out


@click.command(
    "config",
    params=[
        click.Argument(["path"], default=".", type=PATH),
        text_or_json(),
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

    _refuse_missing(path)
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


def _refuse_missing(path: str) -> None:
    """Say so where there is nothing of that name, and what may be meant."""
    if os.path.lexists(path):
        return
    from istiolint.config.explain import keys
    from istiolint.spelling import did_you_mean

    folder = os.path.dirname(path)
    try:
        beside = os.listdir(folder or ".")
    except OSError:
        beside = []
    hint = did_you_mean(path, [os.path.join(folder, each) for each in beside])
    if path in keys():
        hint = "; `istiolint config` shows the setting of that name with the others"
    raise Stop(f'no file and no folder is called "{path}"{hint}')
