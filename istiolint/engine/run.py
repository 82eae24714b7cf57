"""The engine: dispatch by subject, judge what rules find, keep one finding per mistake."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from istiolint.diagnostic import Diagnostic, Severity
from istiolint.engine.judge import Case, judge
from istiolint.engine.places import Places
from istiolint.inputs.document import Document
from istiolint.install.install import Install
from istiolint.kinds import Kind
from istiolint.project.groups import Group
from istiolint.project.project import Project
from istiolint.releases import NEWEST
from istiolint.resources.resource import Resource
from istiolint.rules.api import Context, Rule
from istiolint.rules.policy import Policy
from istiolint.rules.registry import Entry, entries, load
from istiolint.text import Location, Source, Span

PolicyOf = Callable[[str], Policy]


class Fault(NamedTuple):
    """A rule that raised, which is our mistake and not the user's."""

    rule: str
    trace: str


class Outcome(NamedTuple):
    """What the rules found, and which of them failed."""

    diagnostics: list[Diagnostic]
    faults: list[Fault]


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
    diagnostics = sorted(set(outcome.diagnostics), key=lambda each: each.order)
    return outcome._replace(diagnostics=_without_yielding(diagnostics))


def _is_in_sight(entry: Entry, project: Project, present: frozenset[Kind]) -> bool:
    if entry.on_installs:
        return bool(project.installs)
    return bool(entry.group and present) or entry.reads_any(present)


def _run_rule(
    name: str, rule: Rule, project: Project, policy_of: PolicyOf, places: Places, outcome: Outcome
) -> None:
    for subject in _subjects(rule, project):
        for policy in _policies(name, subject, policy_of):
            case = _case(name, rule, subject, project, policy)
            try:
                found = [judge(finding, case, places) for finding in rule.check(subject, case.context)]
            except Exception:  # noqa: BLE001 - one broken rule must not end the run
                outcome.faults.append(Fault(name, traceback.format_exc()))
                found = [_internal_error(name, subject)]
            outcome.diagnostics.extend(each for each in found if each is not None)


def _subjects(rule: Rule, project: Project) -> Iterator[Any]:
    subject = rule.subject
    if subject.settings:
        yield from project.installs
    elif subject.group:
        yield from project.groups(subject.group)
    else:
        for kind in subject.kinds:
            yield from project.of_kind(kind)


def _policies(name: str, subject: Resource | Install | Group, policy_of: PolicyOf) -> list[Policy]:
    """The policy a subject is judged by; none where the rule is off or nobody asked.

    A group is judged by the policy of its first member that is reported on.
    """
    members = subject.members if isinstance(subject, Group) else (subject,)
    asked = (policy_of(each.path) for each in members if each.reported)
    return [policy for policy in asked if name in policy.enabled][:1]


def _case(name: str, rule: Rule, subject: object, project: Project, policy: Policy) -> Case:
    settings = policy.settings
    release = subject.release if isinstance(subject, Install) else settings.istio_version
    context = Context(
        project,
        policy.options(name, rule),
        settings.environment,
        settings.cluster_size,
        release or NEWEST,
        release is not None,
    )
    return Case(name, rule, subject, context, policy.severity(name))


def _internal_error(name: str, subject: Resource | Install | Group) -> Diagnostic:
    path = subject.members[0].path if isinstance(subject, Group) else subject.path
    return Diagnostic(
        "internal-error",
        Severity.ERROR,
        f'rule "{name}" failed here; this is a fault of istiolint',
        Location(_source(subject, path), Span(0, 0)),
    )


def _source(subject: Resource | Install | Group, path: str) -> Source:
    first = subject.members[0] if isinstance(subject, Group) else subject
    return first.document.source if first.path == path else Source(path, "")


def _without_yielding(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Keep one finding per mistake: drop those whose rule yields to another one there."""
    spans: dict[tuple[str, str], list[Span]] = {}
    for each in diagnostics:
        spans.setdefault((each.path, each.rule), []).append(each.location.span)
    return [each for each in diagnostics if not _yields(each, spans)]


def _yields(diagnostic: Diagnostic, spans: dict[tuple[str, str], list[Span]]) -> bool:
    entry = entries().get(diagnostic.rule)
    span = diagnostic.location.span
    return entry is not None and any(
        span.overlaps(other)
        for name in entry.yields_to
        for other in spans.get((diagnostic.path, name), ())
    )
