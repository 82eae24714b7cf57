"""The exit status: the highest of all that applies, whatever the output format."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from istiolint.diagnostic import Severity
    from istiolint.lint import Result


class Status(IntEnum):
    """How a run ends."""

    CLEAN = 0
    FINDINGS = 1
    UNUSABLE = 2
    """Wrong usage or configuration, or input that cannot be read."""
    FAULT = 3


def status_of(result: Result, gate: Callable[[str], Severity]) -> Status:
    """What a result comes to; ``gate`` is the severity from which on findings count in a path."""
    found = result.report.diagnostics
    if result.faults:
        return Status.FAULT
    if any(each.rule == "unreadable-file" for each in found):
        return Status.UNUSABLE
    fails = any(each.severity >= gate(each.path) for each in found)
    return Status.FINDINGS if fails else Status.CLEAN
