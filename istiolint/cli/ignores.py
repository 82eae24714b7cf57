"""``--add-ignore``: write comments that silence the findings there are."""

from __future__ import annotations

from istiolint.cli.outputs import Outputs
from istiolint.cli.session import Session
from istiolint.cli.status import Status
from istiolint.cli.writing import save
from istiolint.diagnostic import Fix
from istiolint.fix import apply
from istiolint.render.summary import counted
from istiolint.suppress import add_ignores as comments_for


def add_ignores(reason: str, session: Session, where: Outputs) -> Status:
    """Write a comment for every finding that can have one, and report what is left."""
    before, result = session.asked, session.lint()
    found = len(result.report.diagnostics)
    read = [*result.reading.contributions.values()]
    edits = comments_for(result.report.diagnostics, read, reason).edits
    fixes = [Fix("Add a comment", (edit,), safe=True) for edit in edits]
    session.replace(apply(before, fixes).sources)
    save(session, before)
    result = session.lint()
    where.write(result.report)
    silenced = found - len(result.report.diagnostics)
    session.note(f"{counted(silenced, 'finding')} silenced by comments")
    return session.conclude(result)
