"""``--fix``, ``--diff`` and ``--add-ignore``: what changes files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from istiolint.cli.outputs import Outputs
from istiolint.cli.session import Session
from istiolint.cli.stop import Stop
from istiolint.cli.streams import write_out
from istiolint.diagnostic import Fix
from istiolint.fix import apply, unified_diff, write
from istiolint.inputs.decode import encode
from istiolint.lint import Result
from istiolint.suppress import add_ignores as ignores_for
from istiolint.text import Source

ROUNDS = 10
"""Rounds of fixing; each may uncover what the one before made visible."""


def fix(arguments: Mapping[str, Any], session: Session, where: Outputs) -> Result:
    """Fix until nothing changes, then write, or with ``--diff`` show, what came of it."""
    before = dict(session.inputs.sources)
    result, count = _rounds(session, unsafe=arguments["unsafe_fixes"])
    changed = _changed(before, session.inputs.sources)
    session.changed = bool(changed)
    if arguments["diff"]:
        write_out("".join(unified_diff(before[path], source) for path, source in changed.items()))
        click.echo(_summary("would fix", count), err=True)
        return result._replace(report=result.report._replace(diagnostics=()))
    _save(session, changed)
    where.write(result.report)
    if count:
        click.echo(_summary("fixed", count), err=True)
    return result


def _rounds(session: Session, *, unsafe: bool) -> tuple[Result, int]:
    result, count = session.lint(), 0
    for _ in range(ROUNDS):
        fixes = [
            each.fix for each in result.report.diagnostics if each.fix and (each.fix.safe or unsafe)
        ]
        fixed = apply(session.inputs.sources, fixes)
        if not fixed.applied:
            break
        count += len(fixed.applied)
        session.replace(fixed.sources)
        result = session.lint()
    return result, count


def add_ignores(reason: str, session: Session, where: Outputs, result: Result) -> Result:
    """Write a comment for every finding, and report those that can have none."""
    before = dict(session.inputs.sources)
    contributions = list(result.contributions.values())
    added = ignores_for(result.report.diagnostics, contributions, reason)
    fixes = [Fix("Add a comment", (edit,), safe=True) for edit in added.edits]
    session.replace(apply(session.inputs.sources, fixes).sources)
    _save(session, _changed(before, session.inputs.sources))
    count = len(result.report.diagnostics) - len(added.impossible)
    click.echo(f"{count} finding{'' if count == 1 else 's'} silenced by comments", err=True)
    left = result._replace(report=result.report._replace(diagnostics=tuple(added.impossible)))
    where.write(left.report)
    return left


def _changed(before: Mapping[str, Source], after: Mapping[str, Source]) -> dict[str, Source]:
    return {path: each for path, each in after.items() if each.text != before[path].text}


def _save(session: Session, changed: Mapping[str, Source]) -> None:
    """Write each changed file whole; standard input comes back on standard output."""
    for path, source in changed.items():
        file = session.files.get(path)
        if file is None:
            write_out(source.text)
            continue
        try:
            write(file.location, encode(source, source.text))
        except OSError as error:
            raise Stop(f'"{path}" cannot be written: {error.strerror}') from None


def _summary(verb: str, count: int) -> str:
    return f"{verb} {count} finding{'' if count == 1 else 's'}"
