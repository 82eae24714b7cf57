"""The pipeline: from files to a report, as one readable sequence of steps.

texts -> contributions -> documents -> project -> diagnostics -> report
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from istiolint.diagnostic import INTERNAL_ERROR, Diagnostic, LeftAlone, Report, RuleInfo, Severity
from istiolint.engine.run import run
from istiolint.engine.task import Failure
from istiolint.inputs.contribute import contribute
from istiolint.inputs.document import Contribution, Document, Form, Related
from istiolint.inputs.neighbours import neighbours
from istiolint.inputs.revealed import revealed
from istiolint.kinds import is_istio
from istiolint.project.assemble import Told, installs_of, project_of
from istiolint.project.project import Project
from istiolint.releases import NEWEST
from istiolint.rules.policy import Policies, SettingsOf
from istiolint.rules.registry import entries
from istiolint.settings import NOTHING, InstallFiles, Settings
from istiolint.suppress.decide import suppress
from istiolint.suppress.known import Known
from istiolint.text import Location, Source, Span

if TYPE_CHECKING:
    from istiolint.install.install import Install


class Inputs(NamedTuple):
    """What has been read: the text of each file, and what could not be read.

    ``reported`` are the paths the user asked about; all others are context.
    """

    sources: Mapping[str, Source]
    reported: frozenset[str]
    refused: tuple[Diagnostic, ...] = ()
    left_alone: tuple[LeftAlone, ...] = ()


class Reading(NamedTuple):
    """What the texts contribute by path, and where reading one failed for a fault of ours."""

    contributions: Mapping[str, Contribution] = NOTHING
    faults: Mapping[str, Failure] = NOTHING


class Result(NamedTuple):
    """A report, the faults of our own on the way to it, and what it was made from."""

    report: Report
    faults: tuple[Failure, ...]
    reading: Reading
    project: Project


def lint(
    inputs: Inputs,
    settings_of: SettingsOf,
    *,
    closed_world: bool = False,
    known: Known | None = None,
    before: Reading = Reading(),  # noqa: B008 - frozen
) -> Result:
    """Lint texts; those that have not changed since ``before`` are not read again."""
    reading = read(inputs.sources.values(), before)
    asked = [each for path, each in reading.contributions.items() if path in inputs.reported]
    policies = Policies(settings_of)
    told = _installs_told(inputs.reported, policies)
    related = _related(reading, told)
    flags = (each.set_path for each in told if each.is_in_no_file)
    enabled = policies.enabled(inputs.reported.union(flags))
    project = _project(related, inputs.reported, policies, closed_world=closed_world)
    outcome = run(project, related.documents, policies.of, enabled)
    found = _in_order([*outcome.diagnostics, *_read_findings(inputs, asked, policies)])
    heard = list(revealed(asked, related.documents))
    suppression = suppress(found, heard, known, lambda path: policies.of(path).enabled)
    suppressed = suppression.suppressed
    report = Report(
        diagnostics=tuple(map(policies.graded, suppression.kept)),
        suppressed=suppressed,
        left_alone=_left_alone(inputs, reading, related),
        sources=inputs.sources,
        rules=_rules(enabled, [*suppression.kept, *(each.diagnostic for each in suppressed)]),
        files=len(inputs.reported) + len(inputs.refused),
        documents=sum(each.count for each in asked),
        installs=sum(each.reported for each in project.installs),
        assumed_istio_version=_assumed_release(
            project, related.documents, policies, inputs.reported
        ),
    )
    return Result(report, (*reading.faults.values(), *outcome.faults), reading, project)


def reported_installs(
    inputs: Inputs, settings_of: SettingsOf, before: Reading
) -> tuple[Install, ...]:
    """The installs that the texts asked about make, without linting anything."""
    reading = read(inputs.sources.values(), before)
    policies = Policies(settings_of)
    related = _related(reading, _installs_told(inputs.reported, policies))
    found = installs_of(related.documents, inputs.reported, _told(policies))
    return tuple(each for each in found if each.reported)


def project_in(
    inputs: Inputs, settings_of: SettingsOf, reading: Reading, *, closed_world: bool = False
) -> Project:
    """All that the texts come to, without linting anything."""
    policies = Policies(settings_of)
    related = _related(reading, _installs_told(inputs.reported, policies))
    return _project(related, inputs.reported, policies, closed_world=closed_world)


def _project(
    related: Related, paths: frozenset[str], policies: Policies, *, closed_world: bool
) -> Project:
    scopes = {scope: None for path in paths for scope in policies.of(path).settings.scopes}
    return project_of(related, paths, _told(policies), scopes=scopes, closed_world=closed_world)


def lint_texts(texts: Mapping[str, str], settings: Settings = Settings()) -> Report:  # noqa: B008 - frozen
    """Lint texts by path, all under the same settings. The library's front door."""
    sources = {path: Source(path, text) for path, text in texts.items()}
    inputs = Inputs(sources, frozenset(sources))
    return lint(inputs, lambda _: settings, closed_world=settings.closed_world).report


def read(
    sources: Iterable[Source],
    before: Reading = Reading(),  # noqa: B008 - frozen
    step: Callable[[], None] = lambda: None,
) -> Reading:
    """Read texts, in the order of their paths; ``step`` is called after each one.

    Those that have not changed since ``before`` are taken from there.
    """
    contributions: dict[str, Contribution] = {}
    faults: dict[str, Failure] = {}
    for source in sorted(sources, key=lambda each: each.path):
        path = source.path
        known = before.contributions.get(path)
        if known is not None and known.source is source:
            found = known, before.faults.get(path)
        else:
            found = _contribution(source)
        contributions[path], fault = found
        if fault is not None:
            faults[path] = fault
        step()
    return Reading(contributions, faults)


def linked(reading: Reading, cwd: str) -> list[str]:
    """Files that those which were read name, or that say more about them, and exist."""
    documents = [each for one in reading.contributions.values() for each in one.documents]
    wanted = dict.fromkeys(neighbours(documents))
    return [path for path in wanted if os.path.isfile(os.path.join(cwd, path))]


def _contribution(source: Source) -> tuple[Contribution, Failure | None]:
    """What a text contributes; where our reading fails, that it does."""
    try:
        return contribute(source), None
    except Exception:  # noqa: BLE001 - one file must not keep the others from being linted
        import traceback

        message = "the file could not be examined; this is a fault of istiolint"
        location = Location(source, Span(0, 0))
        failed = Diagnostic(INTERNAL_ERROR, Severity.ERROR, message, location)
        fault = Failure(INTERNAL_ERROR, traceback.format_exc())
        return Contribution(source, diagnostics=(failed,)), fault


def _related(reading: Reading, installs: Sequence[InstallFiles]) -> Related:
    """Documents with what others say of them; mesh resources say nothing of one another."""
    read = reading.contributions.values()
    documents = [each for one in read for each in one.documents]
    if not installs and all(each.form is Form.RESOURCE and not each.trees for each in documents):
        return Related(tuple(documents))
    from istiolint.inputs.relate import relate

    return relate(documents, installs, [each for one in read for each in one.candidates])


def _installs_told(paths: Collection[str], policies: Policies) -> list[InstallFiles]:
    """What the settings of any of these paths say of installs; an install may be all there is."""
    told = (each for path in paths or (".",) for each in policies.of(path).settings.installs)
    return list(dict.fromkeys(told))


def _told(policies: Policies) -> Told:
    """The release that the user says a path runs."""
    return lambda path: policies.of(path).settings.istio_version


def _read_findings(
    inputs: Inputs, asked: Iterable[Contribution], policies: Policies
) -> Iterator[Diagnostic]:
    """What the stages before the rules have to say; of a fault of ours, whatever is on."""
    for each in (*inputs.refused, *(each for one in asked for each in one.diagnostics)):
        if each.rule in policies.of(each.path).enabled or each.rule == INTERNAL_ERROR:
            yield each


def _left_alone(inputs: Inputs, reading: Reading, related: Related) -> tuple[LeftAlone, ...]:
    read = (each for one in reading.contributions.values() for each in one.left_alone)
    left = (each for each in read if (each.path, each.document) not in related.taken)
    documents = (each for each in (*left, *related.left_alone) if each.path in inputs.reported)
    return tuple(sorted((*inputs.left_alone, *documents)))


def _in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    return sorted(diagnostics, key=lambda each: each.order)


def _rules(enabled: frozenset[str], found: Iterable[Diagnostic]) -> dict[str, RuleInfo]:
    """The rules that were on; also those that speak when they are off, of a fault of ours."""
    known = enabled.union(each.rule for each in found)
    return {name: row.info for name, row in entries().items() if name in known}


def _assumed_release(
    project: Project, documents: Iterable[Document], policies: Policies, reported: frozenset[str]
) -> str | None:
    """The release that stood in for one that nothing names, if that happened."""

    def is_judged_by_a_guess(document: Document) -> bool:
        path, kind = document.source.path, document.kind
        is_ours = kind is not None and is_istio(kind) and path in reported
        return is_ours and policies.of(path).settings.istio_version is None

    guessed = any(each.reported and each.release is None for each in project.installs)
    if not guessed and project.release is None:
        guessed = any(map(is_judged_by_a_guess, documents))
    return str(NEWEST) if guessed else None
