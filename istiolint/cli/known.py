"""``--write-baseline``: record what there is, to be told only of what is new."""

from __future__ import annotations

from istiolint.cli.outputs import Outputs
from istiolint.cli.session import Session
from istiolint.cli.status import Status
from istiolint.cli.stop import Stop
from istiolint.diagnostic import Suppressed
from istiolint.fix import write
from istiolint.lint import Result
from istiolint.render.summary import counted
from istiolint.suppress import write_known
from istiolint.suppress.decide import BASELINE


def record(path: str, session: Session, where: Outputs) -> Status:
    """Record all findings, and report as the next run that is told of them will."""
    result = session.lint()
    found = result.report.diagnostics
    try:
        write(path, write_known(found).encode())
    except OSError as error:
        raise Stop(f'"{path}" cannot be written: {error.strerror}') from None
    session.note(f'{counted(len(found), "finding")} recorded in "{path}"')
    left = _without(result)
    where.write(left.report)
    return session.conclude(left)


def _without(result: Result) -> Result:
    known = (Suppressed(each, BASELINE, "") for each in result.report.diagnostics)
    suppressed = sorted((*result.report.suppressed, *known), key=lambda each: each.diagnostic.order)
    report = result.report._replace(diagnostics=(), suppressed=tuple(suppressed))
    return result._replace(report=report)
