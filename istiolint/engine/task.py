"""A rule at work: from its subjects to diagnostics."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import TYPE_CHECKING, NamedTuple

from istiolint.diagnostic import INTERNAL_ERROR, Diagnostic, Severity
from istiolint.engine.judge import AnySubject, Case, judge
from istiolint.engine.places import Places
from istiolint.project.groups import Group
from istiolint.releases import NEWEST, Release
from istiolint.resources.resource import Resource
from istiolint.rules.rule import Context, Rule

if TYPE_CHECKING:
    from istiolint.project.project import Project
    from istiolint.rules.policy import Policy
    from istiolint.syntax.node import Node


class Failure(NamedTuple):
    """A rule that raised, which is our mistake and not the user's."""

    rule: str
    trace: str


class Outcome(NamedTuple):
    """What the rules found, and which of them failed."""

    diagnostics: list[Diagnostic]
    faults: list[Failure]


class Terms(NamedTuple):
    """What holds for a rule on all subjects of one policy and release."""

    context: Context
    severity: Severity | None
    """The severity the user gives the rule, if any."""


class Task(NamedTuple):
    """A rule at work."""

    name: str
    rule: Rule
    project: Project
    places: Places
    outcome: Outcome
    known: dict[tuple[int, Release | None], Terms | None]

    def terms(self, subject: AnySubject, policy: Policy) -> Terms | None:
        """The terms for a subject; ``None`` where the rule is about other releases.

        Few terms serve all subjects; the run keeps the policies alive that they go by.
        """
        release = _release(subject, self.project, policy)
        key = id(policy), release
        if key not in self.known:
            context = _context(self.name, self.rule, self.project, policy, release)
            severity = policy.severity(self.name)
            is_meant = context.release in self.rule.releases
            self.known[key] = Terms(context, severity) if is_meant else None
        return self.known[key]

    def run(self, subject: AnySubject, policies: Mapping[str, Policy]) -> None:
        """Judge a subject by the first of the policies of the files it is in."""
        policy = next(iter(policies.values()))
        terms = self.terms(subject, policy)
        if terms is not None:
            self.check(subject, terms, policies)

    def check(self, subject: AnySubject, terms: Terms, paths: Container[str]) -> None:
        """Take what the rule finds on a subject, up to where it fails if it does.

        Findings in files about which nobody asked are left out.
        """
        try:
            for finding in self.rule.check(subject, terms.context):
                case = Case(self.name, self.rule, subject, terms.context, terms.severity)
                diagnostic = judge(finding, case, self.places)
                if diagnostic is not None and diagnostic.path in paths:
                    self.outcome.diagnostics.append(diagnostic)
        except Exception:  # noqa: BLE001 - one broken rule must not end the run
            self.outcome.faults.append(Failure(self.name, _trace()))
            first = subject.members[0] if isinstance(subject, Group) else subject
            error = internal_error(f'rule "{self.name}" failed here', first.at, self.places)
            if error.path in paths:
                self.outcome.diagnostics.append(error)


def _release(subject: AnySubject, project: Project, policy: Policy) -> Release | None:
    """The release that a subject is for, if that is known."""
    if isinstance(subject, Resource | Group):
        return policy.settings.istio_version or project.release
    return subject.release


def _context(
    name: str, rule: Rule, project: Project, policy: Policy, release: Release | None
) -> Context:
    settings = policy.settings
    return Context(
        project,
        policy.options(name, rule),
        settings.environment,
        settings.cluster_size,
        release or NEWEST,
        release is not None,
        settings.now,
    )


def _trace() -> str:
    """Where it happened. Only a fault of ours takes the time to load what tells."""
    from traceback import format_exc

    return format_exc()


def internal_error(message: str, at: Node, places: Places) -> Diagnostic:
    """What we did wrong, at the place where we did."""
    message = f"{message}; this is a fault of istiolint"
    location, resource = at.location.on_one_line(), places.of(at).resource
    return Diagnostic(INTERNAL_ERROR, Severity.ERROR, message, location, resource=resource)
