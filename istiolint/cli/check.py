"""``istiolint check``: lint, report, fix."""

from __future__ import annotations

import sys
from typing import Any

import click

from istiolint.cli.arguments import Arguments
from istiolint.cli.flags import stops_at_bad_configuration
from istiolint.cli.outputs import Outputs, outputs
from istiolint.cli.sections import CheckCommand, parameters
from istiolint.cli.session import Session
from istiolint.cli.status import Status
from istiolint.cli.stop import Stop


@click.command(
    "check",
    cls=CheckCommand,
    params=parameters(),
    epilog="""\b
Examples:
  istiolint check                                 lint the current directory
  istiolint check clusters/prod --environment production
  istiolint check --select security,IST0101 mesh/
  istiolint check --fix values.yaml               fix what can be fixed safely
  istiolint check --changed-since origin/main     report on what a branch changes
  helm template istiod istio/istiod | istiolint check -
  istiolint check --output-format full --output-format sarif=istiolint.sarif
  istiolint check --write-baseline known.json && istiolint check --baseline known.json""",
)
def command(**said: Any) -> None:
    """Lint PATHS: files, directories or globs; "-" is standard input.

    Without PATHS the current directory is linted. A directory is searched for .yaml, .yml
    and .json files, leaving out what .gitignore names.

    Only the report goes to standard output. The exit status is 0 when nothing at or above
    --fail-on was found, 1 when something was, 2 for wrong usage or unreadable input, 3 for a
    fault of istiolint; it never depends on the output format.
    """
    arguments = Arguments(**said)
    _refuse_contradictions(arguments)
    where = outputs(arguments)
    with stops_at_bad_configuration():
        status = _run(Session(arguments), where)
    sys.exit(Status.CLEAN if arguments.exit_zero and status is Status.FINDINGS else status)


def _refuse_contradictions(arguments: Arguments) -> None:
    """Refuse flags that each want something else done with the findings."""
    wanted = {
        "--diff": arguments.diff,
        "--fix": arguments.fix and not arguments.diff,
        "--add-ignore": arguments.add_ignore is not None,
        "--write-baseline": arguments.write_baseline is not None,
    }
    flags = [flag for flag, is_given in wanted.items() if is_given]
    if len(flags) > 1:
        raise Stop(f"{' and '.join(flags)} cannot be combined")


def _run(session: Session, where: Outputs) -> Status:
    """Do what the flags ask for."""
    arguments = session.arguments
    if arguments.fix or arguments.diff:
        from istiolint.cli import fixing

        return fixing.diff(session) if arguments.diff else fixing.fix(session, where)
    if arguments.add_ignore is not None:
        from istiolint.cli.ignores import add_ignores

        return add_ignores(arguments.add_ignore, session, where)
    if arguments.write_baseline is not None:
        from istiolint.cli.known import record

        return record(arguments.write_baseline, session, where)
    result = session.lint()
    where.write(result.report)
    return session.conclude(result)
