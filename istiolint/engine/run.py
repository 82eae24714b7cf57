"""The engine: dispatch by subject, judge what rules find, keep one finding per mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from istiolint.diagnostic import INTERNAL_ERROR, Diagnostic, Severity
from istiolint.engine.judge import AnySubject, Case, judge
from istiolint.engine.places import Places
from istiolint.project.groups import Group
from istiolint.releases import NEWEST, Release
from istiolint.resources.resource import Resource
from istiolint.rules.registry import Entry, entries, load
from istiolint.rules.rule import Context, Rule

if TYPE_CHECKING:
    from istiolint.inputs.document import Document
    from istiolint.kinds import Kind
    from istiolint.project.project import Project
    from istiolint.rules.policy import Policy

PolicyOf = Callable[[str], "Policy"]


class Failure(NamedTuple):
    """A rule that raised, which is our mistake and not the user's."""

    rule: str
    trace: str


class Outcome(NamedTuple):
    """What the rules found, and which of them failed."""

    diagnostics: list[Diagnostic]
    faults: list[Failure]


def run(
    project: Project, documents: Sequence[Document], policy_of: PolicyOf, enabled: Iterable[str]
) -> Outcome:
    """Run every rule of ``enabled`` on its subjects that the user asked about.

    ``enabled`` is what any of the files has on; ``policy_of`` tells for each one.
    """
    outcome = Outcome([], [])
    places = Places(documents)
    present = frozenset(project.kinds)
    table = entries()
    for name in sorted(enabled):
        if _is_in_sight(table[name], project, present):
            _run_rule(name, load(name), project, policy_of, places, outcome)
    if any(table[name].fault for name in enabled):
        _report_failures(project, places, outcome)
    return outcome._replace(diagnostics=_one_per_mistake(outcome.diagnostics))


def _one_per_mistake(found: list[Diagnostic]) -> list[Diagnostic]:
    """In order, without what is said twice and what yields to another rule."""
    if not found:
        return []
    from istiolint.engine.yields import without_yielding

    return without_yielding(sorted(dict.fromkeys(found), key=lambda each: each.order))


def _is_in_sight(entry: Entry, project: Project, present: frozenset[Kind]) -> bool:
    if entry.on_installs and project.installs:
        return True
    if entry.fault:
        return entry.fault in project.faults
    return bool(entry.group and present) or entry.reads_any(present)


class _Terms(NamedTuple):
    """What holds for a rule on a subject, and on all resources of the same file."""

    policies: Mapping[str, Policy]
    """The policies of the files in which a finding may be reported."""
    context: Context
    severity: Severity | None
    """The severity the user gives the rule, if any."""


def _run_rule(
    name: str, rule: Rule, project: Project, policy_of: PolicyOf, places: Places, outcome: Outcome
) -> None:
    terms_of = _Bargain(name, rule, project, policy_of).terms
    for subject in _subjects(rule, project):
        terms = terms_of(subject)
        if terms is not None:
            _check(name, rule, subject, terms, places, outcome)


class _Bargain:
    """Works out the terms of one rule, once for all resources of a file."""

    def __init__(self, name: str, rule: Rule, project: Project, policy_of: PolicyOf) -> None:
        self._name = name
        self._rule = rule
        self._project = project
        self._policy_of = policy_of
        self._of_files: dict[str, _Terms | None] = {}
        # Few contexts serve all subjects; the run keeps the policies alive.
        self._contexts: dict[tuple[int, Release | None], Context] = {}

    def terms(self, subject: AnySubject) -> _Terms | None:
        """The terms for a subject; ``None`` where the rule is off, or about another release."""
        if subject.__class__ is not Resource:
            return self._made(subject)
        if not subject.reported:
            return None
        path = subject.document.source.path
        try:
            return self._of_files[path]
        except KeyError:
            found = self._of_files[path] = self._made(subject)
            return found

    def _made(self, subject: AnySubject) -> _Terms | None:
        policies = _policies(self._name, subject, self._policy_of)
        if not policies:
            return None
        policy = next(iter(policies.values()))
        release = _release(subject, self._project, policy)
        key = id(policy), release
        if key not in self._contexts:
            made = _context(self._name, self._rule, self._project, policy, release)
            self._contexts[key] = made
        context = self._contexts[key]
        if context.release not in self._rule.releases:
            return None
        return _Terms(policies, context, policy.severity(self._name))


def _check(
    name: str, rule: Rule, subject: AnySubject, terms: _Terms, places: Places, outcome: Outcome
) -> None:
    """Take what a rule finds on its subject, up to where it fails if it does."""
    try:
        for finding in rule.check(subject, terms.context):
            case = Case(name, rule, subject, terms.context, terms.severity)
            diagnostic = judge(finding, case, places)
            if diagnostic is not None and diagnostic.path in terms.policies:
                outcome.diagnostics.append(diagnostic)
    except Exception:  # noqa: BLE001 - one broken rule must not end the run
        outcome.faults.append(Failure(name, _trace()))
        error = _internal_error(name, subject, places)
        if error.path in terms.policies:
            outcome.diagnostics.append(error)


def _subjects(rule: Rule, project: Project) -> Iterator[Any]:
    subject = rule.subject
    if subject.settings:
        yield from project.installs
    if subject.fault:
        yield from project.faults.get(subject.fault, ())
    if subject.group:
        yield from project.groups(subject.group)
    for kind in subject.kinds:
        yield from project.of_kind(kind)


def _policies(name: str, subject: AnySubject, policy_of: PolicyOf) -> dict[str, Policy]:
    """The policies of the files in which a finding on a subject may be reported.

    There are none where the rule is off, or where nobody asked. A group is judged by the
    policy of the first of its members that has one.
    """
    members = subject.members if isinstance(subject, Group) else (subject,)
    found = {}
    for each in members:
        for path in each.paths if each.reported else ():
            policy = policy_of(path)
            if name in policy.enabled:
                found[path] = policy
    return found


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


def _report_failures(project: Project, places: Places, outcome: Outcome) -> None:
    """Say which documents' fields could not be checked."""
    for each in project.faults.get(INTERNAL_ERROR, ()):
        outcome.faults.append(Failure(INTERNAL_ERROR, each.notes["trace"]))
        message = "the fields of this object could not be checked; this is a fault of istiolint"
        location = each.at.location.on_one_line()
        resource = places.of(each.at).resource
        outcome.diagnostics.append(
            Diagnostic(INTERNAL_ERROR, Severity.ERROR, message, location, resource=resource)
        )


def _trace() -> str:
    """Where it happened. Only a fault of ours takes the time to load what tells."""
    from traceback import format_exc

    return format_exc()


def _internal_error(name: str, subject: AnySubject, places: Places) -> Diagnostic:
    first = subject.members[0] if isinstance(subject, Group) else subject
    message = f'rule "{name}" failed here; this is a fault of istiolint'
    place = places.of(first.at)
    location = first.at.location.on_one_line()
    return Diagnostic(INTERNAL_ERROR, Severity.ERROR, message, location, resource=place.resource)
