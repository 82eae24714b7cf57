"""The pipeline: from files to a report, as one readable sequence of steps.

texts -> contributions -> documents -> project -> diagnostics -> report
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from istiolint.diagnostic import Diagnostic, LeftAlone, Report, RuleInfo, Severity
from istiolint.engine.run import Fault, run
from istiolint.inputs.contribute import contribute
from istiolint.inputs.document import Contribution, Document, Form
from istiolint.inputs.relate import neighbours, relate
from istiolint.install.install import Install
from istiolint.kinds import ISTIO_OPERATOR, is_istio
from istiolint.project.project import Project
from istiolint.releases import NEWEST
from istiolint.resources.resource import Resource
from istiolint.rules.policy import Policy, policy
from istiolint.rules.registry import entries
from istiolint.settings import Settings
from istiolint.suppress.baseline import Baseline
from istiolint.suppress.decide import suppress
from istiolint.text import Source

SettingsOf = Callable[[str], Settings]


class Inputs(NamedTuple):
    """What has been read: the text of each file, and what could not be read.

    ``reported`` are the paths the user asked about; all others are context.
    """

    sources: Mapping[str, Source]
    reported: frozenset[str]
    refused: tuple[Diagnostic, ...] = ()
    left_alone: tuple[LeftAlone, ...] = ()


class Result(NamedTuple):
    """A report, the faults of our own on the way to it, and what it was made from."""

    report: Report
    faults: tuple[Fault, ...]
    contributions: Mapping[str, Contribution]
    project: Project


def lint(
    inputs: Inputs,
    settings_of: SettingsOf,
    *,
    closed_world: bool = False,
    baseline: Baseline | None = None,
    known: Mapping[str, Contribution] | None = None,
    progress: Callable[[str], None] | None = None,
) -> Result:
    """Lint texts. ``known`` holds contributions of texts that have not changed."""
    contributions = _contributions(inputs, known or {}, progress)
    related = relate([document for each in contributions.values() for document in each.documents])
    policies = _Policies(settings_of)
    project = _project(related.documents, inputs.reported, policies, closed_world=closed_world)
    outcome = run(project, related.documents, policies.of, policies.enabled(inputs.reported))
    found = [*outcome.diagnostics, *_read_findings(inputs, contributions, policies)]
    suppression = suppress(
        _in_order(found),
        [each for path, each in contributions.items() if path in inputs.reported],
        baseline,
        lambda path: policies.of(path).enabled,
    )
    left = [*inputs.left_alone, *related.left_alone, *_left_alone(contributions)]
    report = Report(
        tuple(_in_order(_under_policy(suppression.kept, policies))),
        tuple(suppression.suppressed),
        tuple(
            sorted(each for each in left if each.document is None or each.path in inputs.reported)
        ),
        inputs.sources,
        _rules(policies.enabled(inputs.reported), suppression.kept),
        len(inputs.reported) + len(inputs.refused),
        sum(each.count for path, each in contributions.items() if path in inputs.reported),
        sum(each.reported for each in project.installs),
        _assumed_release(project, related.documents, policies, inputs.reported),
    )
    return Result(report, tuple(outcome.faults), contributions, project)


def lint_texts(texts: Mapping[str, str], settings: Settings = Settings()) -> Report:  # noqa: B008 - frozen
    """Lint texts by path, all under the same settings. The library's front door."""
    sources = {path: Source(path, text) for path, text in texts.items()}
    inputs = Inputs(sources, frozenset(sources))
    return lint(inputs, lambda _: settings, closed_world=settings.closed_world).report


def linked(contributions: Iterable[Contribution], cwd: str) -> list[str]:
    """Files beside the ones read that say more about them, and exist."""
    documents = (document for each in contributions for document in each.documents)
    wanted = dict.fromkeys(neighbours(documents))
    return [path for path in wanted if os.path.isfile(os.path.join(cwd, path))]


class _Policies:
    """The policy of each path; made once for each distinct settings."""

    def __init__(self, settings_of: SettingsOf) -> None:
        self._settings_of = settings_of
        self._by_path: dict[str, Policy] = {}
        self._by_settings: dict[int, Policy] = {}

    def of(self, path: str) -> Policy:
        found = self._by_path.get(path)
        if found is None:
            settings = self._settings_of(path)
            # The policy keeps the settings alive, so their identity is theirs for good.
            found = self._by_settings.get(id(settings))
            if found is None or found.settings is not settings:
                found = self._by_settings[id(settings)] = policy(settings)
            self._by_path[path] = found
        return found

    def enabled(self, paths: Iterable[str]) -> frozenset[str]:
        distinct = {id(each): each for each in map(self.of, paths)}
        return frozenset().union(*(each.enabled for each in distinct.values()))


def _contributions(
    inputs: Inputs,
    known: Mapping[str, Contribution],
    progress: Callable[[str], None] | None,
) -> dict[str, Contribution]:
    found: dict[str, Contribution] = {}
    for path, source in inputs.sources.items():
        if progress is not None:
            progress(path)
        before = known.get(path)
        found[path] = before if before and before.source is source else contribute(source)
    return found


def _project(
    documents: Sequence[Document],
    reported: frozenset[str],
    policies: _Policies,
    *,
    closed_world: bool,
) -> Project:
    resources = (
        Resource(each, each.object, reported=each.source.path in reported)
        for each in documents
        if each.object is not None and each.form is Form.RESOURCE
    )
    scopes = {scope: None for path in reported for scope in policies.of(path).settings.scopes}
    return Project(
        resources,
        _installs(documents, reported, policies),
        closed_world=closed_world,
        scopes=tuple(scopes),
    )


def _installs(
    documents: Sequence[Document], reported: frozenset[str], policies: _Policies
) -> list[Install]:
    """The control planes in sight; most runs on mesh resources alone see none."""
    if not any(each.trees or each.kind == ISTIO_OPERATOR for each in documents):
        return []
    from istiolint.install.assemble import installs

    return installs(documents, lambda path: policies.of(path).settings.istio_version, reported)


def _read_findings(
    inputs: Inputs, contributions: Mapping[str, Contribution], policies: _Policies
) -> Iterable[Diagnostic]:
    """What the stages before the rules have to say, under the user's severities."""
    read = (
        each
        for path, one in contributions.items()
        if path in inputs.reported
        for each in one.diagnostics
    )
    for each in (*inputs.refused, *read):
        if each.rule in policies.of(each.path).enabled:
            yield each


def _under_policy(diagnostics: Iterable[Diagnostic], policies: _Policies) -> Iterable[Diagnostic]:
    """Give what no rule's check found, but a stage before or after, the user's severity."""
    for each in diagnostics:
        severity = policies.of(each.path).severity(each.rule)
        asked = severity is not None and not entries()[each.rule].has_subject
        yield each._replace(severity=severity) if asked and severity is not None else each


def _left_alone(contributions: Mapping[str, Contribution]) -> Iterable[LeftAlone]:
    return (left for each in contributions.values() for left in each.left_alone)


def _in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    return sorted(diagnostics, key=lambda each: each.order)


def _rules(enabled: frozenset[str], found: Iterable[Diagnostic]) -> dict[str, RuleInfo]:
    """The rules that were on; also those that speak when they are off, of a fault of ours."""
    known = enabled.union(each.rule for each in found)
    return {name: row.info for name, row in entries().items() if name in known}


def _assumed_release(
    project: Project,
    documents: Sequence[Document],
    policies: _Policies,
    reported: frozenset[str],
) -> str | None:
    """The release that stood in for one that nothing names, if that happened."""
    guessed = any(each.reported and each.release is None for each in project.installs)
    if not guessed:
        guessed = any(
            each.kind is not None
            and is_istio(each.kind)
            and each.source.path in reported
            and policies.of(each.source.path).settings.istio_version is None
            for each in documents
        ) and not any(each.release for each in project.installs)
    return str(NEWEST) if guessed else None


def exit_status(result: Result, settings: Settings, *, problems: bool) -> int:
    """The process's exit status: the highest of what applies.

    0 nothing at or above the gate, 1 findings, 2 unreadable input, 3 a fault of ours.
    """
    if result.faults:
        return FAULT
    unreadable = any(each.rule == "unreadable-file" for each in result.report.diagnostics)
    if problems or unreadable:
        return USAGE
    gate: Severity = settings.fail_on
    return FINDINGS if any(each.severity >= gate for each in result.report.diagnostics) else CLEAN


CLEAN, FINDINGS, USAGE, FAULT = range(4)
