"""``istiolint check``: lint, report, fix."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import click

from istiolint.cli.options import check_options
from istiolint.cli.outputs import Outputs, outputs
from istiolint.cli.session import Session, session
from istiolint.lint import Result, exit_status


@click.command("check")
@check_options
def command(**arguments: Any) -> None:
    """Lint PATHS: files, directories or globs; "-" is standard input.

    Without PATHS the current directory is linted. A directory is searched for .yaml, .yml
    and .json files, leaving out what .gitignore names.

    \b
    Only the report goes to standard output. The exit status is 0 when nothing at or above
    --fail-on was found, 1 when something was, 2 for wrong usage or unreadable input, 3 for a
    fault of istiolint; it never depends on the output format.
    """
    opened = session(arguments)
    where = outputs(arguments)
    result = _act(arguments, opened, where)
    sys.exit(_status(arguments, opened, result))


def _act(arguments: Mapping[str, Any], opened: Session, where: Outputs) -> Result:
    """Do what the flags ask for, and report on what is left."""
    if arguments["fix"] or arguments["diff"]:
        from istiolint.cli.fixing import fix

        return fix(arguments, opened, where)
    result = opened.lint()
    if arguments["add_ignore"] is not None:
        from istiolint.cli.fixing import add_ignores

        return add_ignores(arguments["add_ignore"], opened, where, result)
    if arguments["write_baseline"]:
        from istiolint.cli.baselines import write

        return write(arguments["write_baseline"], result)
    where.write(result.report)
    return result


def _status(arguments: Mapping[str, Any], opened: Session, result: Result) -> int:
    for fault in result.faults:
        click.echo(f'error: rule "{fault.rule}" failed; this is a fault of istiolint', err=True)
        if arguments["verbose"]:
            click.echo(fault.trace, err=True)
    status = exit_status(result, opened.settings, problems=bool(opened.problems))
    if arguments["diff"] and status == 0 and opened.changed:
        return 1
    return 0 if arguments["exit_zero"] and status == 1 else status
