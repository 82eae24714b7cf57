"""``--fix`` and ``--diff``."""

from __future__ import annotations

import sys

from istiolint.cli.outputs import Outputs, presentation
from istiolint.cli.session import Session
from istiolint.cli.status import Status
from istiolint.cli.streams import write_out
from istiolint.cli.writing import changed, save
from istiolint.diagnostic import Fix, Report
from istiolint.fix import apply, unified_diff
from istiolint.lint import Result
from istiolint.render.concise import render
from istiolint.render.summary import counted
from istiolint.rules.policy import NOT_EXAMINED

ROUNDS = 10
"""Rounds of fixing; each may uncover what the one before made visible."""


def fix(session: Session, where: Outputs) -> Status:
    """Fix until nothing changes, write what came of it, and report what is left."""
    before = session.asked
    result, fixes = _rounds(session)
    if lost := save(session, before):
        result = session.lint()
    where.write(result.report)
    count = sum(not any(edit.location.source.path in lost for edit in each.edits) for each in fixes)
    if count:
        session.note(f"fixed {counted(count, 'finding')}")
    return session.conclude(result)


def diff(session: Session) -> Status:
    """Show what ``--fix`` would change. Findings do not count, changes do."""
    before = session.asked
    result, fixes = _rounds(session)
    different = changed(before, session.asked)
    write_out("".join(unified_diff(before[path], source) for path, source in different.items()))
    write_out(_not_examined(session, result.report), sys.stderr)
    session.note(f"would fix {counted(len(fixes), 'finding')}")
    status = session.conclude(result)
    return status if status > Status.FINDINGS else Status(bool(different))


def _not_examined(session: Session, report: Report) -> str:
    """A line for each file or document that no fix could be looked for in."""
    shown = presentation(session.arguments.color, sys.stderr)._replace(quiet=True)
    found = (each for each in report.diagnostics if each.rule in NOT_EXAMINED)
    return render(report._replace(diagnostics=tuple(found)), shown)


def _rounds(session: Session) -> tuple[Result, list[Fix]]:
    """Fix what can be fixed; what is found in the end, and the fixes that were made."""
    unsafe = session.arguments.unsafe_fixes
    result = session.lint()
    made: list[Fix] = []
    for _ in range(ROUNDS):
        fixes = [each.fix for each in result.report.diagnostics if each.fix]
        fixed = apply(session.asked, [each for each in fixes if each.safe or unsafe])
        if not fixed.applied:
            break
        made += fixed.applied
        session.replace(fixed.sources)
        result = session.lint()
    return result, made
