"""Rules made for one test, and what the engine makes of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from textwrap import dedent
from types import ModuleType
from typing import Any

import pytest

from istiolint.diagnostic import Severity
from istiolint.engine.run import run
from istiolint.engine.task import Outcome
from istiolint.inputs.contribute import contribute
from istiolint.inputs.relate import relate
from istiolint.install.assemble import installs
from istiolint.project.project import Project
from istiolint.releases import ReleaseRange
from istiolint.resources.resource import Resource
from istiolint.rules import registry
from istiolint.rules.policy import Policy
from istiolint.rules.rule import Rule, Subject
from istiolint.settings import Settings
from istiolint.text import Source


class Engine:
    """Puts rules into the table and runs them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self._rows: list[tuple[Any, ...]] = []

    def add(  # noqa: PLR0913 - by keyword, as a rule says it
        self,
        name: str,
        check: Callable[..., Iterable[Any]] | None,
        subject: Subject,
        *,
        severity: Severity = Severity.ERROR,
        yields_to: tuple[str, ...] = (),
        options: type[Any] | None = None,
        releases: str = "..",
    ) -> None:
        """A rule; one without ``check`` is in the table and cannot be imported."""
        on_installs = bool(subject.settings)
        row = (name, "made", int(severity), "It is so.", (), False, subject.kinds, on_installs)
        self._rows.append((*row, subject.group, yields_to, (), subject.fault))
        self._monkeypatch.setattr(registry, "TABLE", tuple(self._rows))
        registry.entries.cache_clear()
        if check is not None:
            module = ModuleType(registry.entries()[name].module)
            rule = Rule(check, subject, severity, (), yields_to=yields_to, options=options)  # type: ignore[arg-type]
            rule = rule._replace(releases=ReleaseRange.parse(releases))
            module.check = rule  # type: ignore[attr-defined]
            self._monkeypatch.setitem(sys.modules, module.__name__, module)

    def run(
        self,
        files: Mapping[str, str] | str,
        *,
        settings: Settings | None = None,
        off: Mapping[str, set[str]] | None = None,
        reported: Iterable[str] | None = None,
        closed_world: bool = False,
    ) -> Outcome:
        """Run all rules on some files. ``off`` names the rules that are off for a path."""
        texts = {"a.yaml": files} if isinstance(files, str) else files
        asked = frozenset(texts if reported is None else reported)
        found = [contribute(Source(path, dedent(text))) for path, text in texts.items()]
        related = relate([document for each in found for document in each.documents])
        said = settings or Settings()
        resources = [
            Resource(each, each.object, reported=each.source.path in asked)
            for each in related.documents
            if each.object
        ]
        planes = installs(related.documents, lambda _: said.istio_version, asked)
        project = Project(resources, planes, closed_world=closed_world)
        names = frozenset(registry.entries())

        def policy_of(path: str) -> Policy:
            return Policy(said, names - (off or {}).get(path, set()))

        enabled = frozenset().union(*(policy_of(path).enabled for path in asked))
        return run(project, related.documents, policy_of, enabled)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """An engine without any rules but those that the test adds."""
    yield Engine(monkeypatch)
    monkeypatch.undo()
    registry.entries.cache_clear()
