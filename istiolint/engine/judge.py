"""From a rule's finding to a diagnostic: how bad it is, in this run.

Rules state facts. What an open world, a default value or an unknown release mean for
the severity of a fact is decided here and nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from istiolint.diagnostic import Diagnostic, Severity
from istiolint.engine.discretion import discreet
from istiolint.project.groups import Group
from istiolint.project.lookup import Sight
from istiolint.releases import CURRENT_FROM
from istiolint.resources.resource import Resource
from istiolint.schema.fault import Fault
from istiolint.settings import is_set_path

if TYPE_CHECKING:
    from istiolint.engine.places import Places
    from istiolint.install.install import Install
    from istiolint.rules.rule import Context, Finding, Rule


AnySubject: TypeAlias = "Resource | Install | Group | Fault"


class Case(NamedTuple):
    """One rule at work on one subject."""

    name: str
    rule: Rule
    subject: AnySubject
    context: Context
    severity: Severity | None
    """The severity the user gives the rule, if any."""

    @property
    def install(self) -> Install | None:
        """The subject, if it is one."""
        return None if isinstance(self.subject, Resource | Group | Fault) else self.subject


def judge(finding: Finding, case: Case, places: Places) -> Diagnostic | None:
    """The diagnostic a finding amounts to; ``None`` where nothing can be claimed."""
    severity = _severity(finding, case)
    if severity is None:
        return None
    place = places.of(finding.at)
    diagnostic = Diagnostic(
        case.name,
        severity,
        finding.message + _release_note(finding, case.context),
        finding.at.location.on_one_line(),
        finding.label,
        place.resource,
        place.field,
        place.container,
        finding.help,
        None if is_set_path(finding.at.location.source.path) else finding.fix,
        tuple(finding.related),
    )
    return discreet(diagnostic, finding.at, case.install, places)


def _severity(finding: Finding, case: Case) -> Severity | None:
    severity = case.severity or finding.severity or case.rule.severity
    if finding.lookup is not None and finding.lookup.sight is not Sight.HERE:
        return None if finding.lookup.sight is Sight.NONE else Severity.INFO
    if _rests_on_a_default(finding, case.install):
        return Severity.INFO
    if _depends_on_release(finding, case.context):
        return min(severity, Severity.WARNING)
    return severity


def _rests_on_a_default(finding: Finding, install: Install | None) -> bool:
    """Whether another file may still say otherwise."""
    return (
        install is not None
        and not install.complete
        and finding.setting is not None
        and not finding.setting.is_written
    )


def _depends_on_release(finding: Finding, context: Context) -> bool:
    """Whether the release is a guess, and the fact not true in every current one."""
    if context.release_known or finding.since is None:
        return False
    return finding.since.minor > CURRENT_FROM.minor


def _release_note(finding: Finding, context: Context) -> str:
    return f" (from Istio {finding.since} on)" if _depends_on_release(finding, context) else ""
