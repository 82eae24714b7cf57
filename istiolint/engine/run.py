"""The engine: dispatch by subject, judge what rules find, keep one finding per mistake."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
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
    names = [name for name in sorted(enabled) if _is_in_sight(table[name], project, present)]
    tasks = [_Task(name, load(name), project, places, outcome, {}) for name in names]
    for task in tasks:
        for subject in _few(task.rule, project):
            policies = _policies(task.name, subject, policy_of)
            if policies:
                task.run(subject, policies)
    for kind in present:
        _run_on_resources(
            [each for each in tasks if kind in each.rule.subject.kinds], kind, policy_of
        )
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
    """What holds for a rule on all subjects of one policy and release."""

    context: Context
    severity: Severity | None
    """The severity the user gives the rule, if any."""


class _Task(NamedTuple):
    """A rule at work."""

    name: str
    rule: Rule
    project: Project
    places: Places
    outcome: Outcome
    known: dict[tuple[int, Release | None], _Terms | None]

    def terms(self, policy: Policy, release: Release | None) -> _Terms | None:
        """The terms for a subject; ``None`` where the rule is about other releases.

        Few terms serve all subjects; the run keeps the policies alive that they go by.
        """
        key = id(policy), release
        if key not in self.known:
            context = _context(self.name, self.rule, self.project, policy, release)
            severity = policy.severity(self.name)
            is_meant = context.release in self.rule.releases
            self.known[key] = _Terms(context, severity) if is_meant else None
        return self.known[key]

    def run(self, subject: AnySubject, policies: Mapping[str, Policy]) -> None:
        """Judge a subject by the first of the policies of the files it is in."""
        policy = next(iter(policies.values()))
        terms = self.terms(policy, _release(subject, self.project, policy))
        if terms is not None:
            self.check(subject, terms, policies)

    def check(self, subject: AnySubject, terms: _Terms, paths: Container[str]) -> None:
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
            error = _internal_error(self.name, subject, self.places)
            if error.path in paths:
                self.outcome.diagnostics.append(error)


def _run_on_resources(tasks: Sequence[_Task], kind: Kind, policy_of: PolicyOf) -> None:
    """Run all rules about a kind on one object after the other.

    What the next rule asks of an object is still in the cache then.
    """
    if not tasks:
        return
    project = tasks[0].project
    by_policy: dict[int, list[tuple[_Task, _Terms]]] = {}
    for resource in project.of_kind(kind):
        if not resource.reported:
            continue
        path = resource.path
        policy = policy_of(path)
        if id(policy) not in by_policy:
            release = _release(resource, project, policy)
            on = [each for each in tasks if each.name in policy.enabled]
            by_policy[id(policy)] = [
                (each, terms) for each in on if (terms := each.terms(policy, release)) is not None
            ]
        for task, terms in by_policy[id(policy)]:
            task.check(resource, terms, (path,))


def _few(rule: Rule, project: Project) -> Iterator[Any]:
    """The subjects of a rule of which there are few: all but resources."""
    subject = rule.subject
    if subject.settings:
        yield from project.installs
    if subject.fault:
        yield from project.faults.get(subject.fault, ())
    if subject.group:
        yield from project.groups(subject.group)


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
