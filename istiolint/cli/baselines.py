"""``--write-baseline``: record what there is, to be told only of what is new."""

from __future__ import annotations

import click

from istiolint.cli.stop import Stop
from istiolint.lint import Result
from istiolint.suppress import write_baseline


def write(path: str, result: Result) -> Result:
    """Record all findings; the result that is left has none."""
    try:
        with open(path, "w", encoding="utf-8") as file:
            file.write(write_baseline(result.report.diagnostics))
    except OSError as error:
        raise Stop(f'"{path}" cannot be written: {error.strerror}') from None
    count = len(result.report.diagnostics)
    click.echo(f"{count} finding{'' if count == 1 else 's'} recorded in {path}", err=True)
    return result._replace(report=result.report._replace(diagnostics=()))
