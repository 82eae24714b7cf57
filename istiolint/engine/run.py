"""The engine: dispatch by subject, judge what rules find, keep one finding per mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from istiolint.diagnostic import INTERNAL_ERROR, Diagnostic
from istiolint.engine.judge import AnySubject
from istiolint.engine.places import Places
from istiolint.engine.task import Failure, Outcome, Task, Terms, internal_error
from istiolint.project.groups import Group
from istiolint.rules.registry import Entry, entries, load
from istiolint.rules.rule import Rule

if TYPE_CHECKING:
    from istiolint.inputs.document import Document
    from istiolint.kinds import Kind
    from istiolint.project.project import Project
    from istiolint.resources.resource import Resource
    from istiolint.rules.policy import Policy

PolicyOf = Callable[[str], "Policy"]


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
    tasks = [Task(name, load(name), project, places, outcome, {}) for name in names]
    for task in tasks:
        for subject in _few(task.rule, project):
            policies = _policies(task.name, subject, policy_of)
            if policies:
                task.run(subject, policies)
    for kind in tuple(project.kinds):
        about = [each for each in tasks if kind in each.rule.subject.kinds]
        _run_on_resources(about, project.of_kind(kind) if about else (), policy_of)
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


def _run_on_resources(
    tasks: Sequence[Task], resources: Iterable[Resource], policy_of: PolicyOf
) -> None:
    """Run all rules about a kind on one object after the other.

    What the next rule asks of an object is still in the cache then.
    """
    by_policy: dict[int, list[tuple[Task, Terms]]] = {}
    for resource in resources:
        if not resource.reported:
            continue
        policy = policy_of(resource.path)
        if id(policy) not in by_policy:
            on = [each for each in tasks if each.name in policy.enabled]
            terms_of = ((each, each.terms(resource, policy)) for each in on)
            by_policy[id(policy)] = [(task, terms) for task, terms in terms_of if terms is not None]
        paths = resource.paths
        for task, terms in by_policy[id(policy)]:
            task.check(resource, terms, paths)


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


def _report_failures(project: Project, places: Places, outcome: Outcome) -> None:
    """Say which documents' fields could not be checked."""
    for each in project.faults.get(INTERNAL_ERROR, ()):
        outcome.faults.append(Failure(INTERNAL_ERROR, each.notes["trace"]))
        message = "the fields of this object could not be checked"
        outcome.diagnostics.append(internal_error(message, each.at, places))
