"""Reports made by hand, with as little to write as possible."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from istiolint.diagnostic import (
    Diagnostic,
    Edit,
    Fix,
    Label,
    ObjectName,
    Report,
    RuleInfo,
    Severity,
)
from istiolint.render import Presentation, links
from istiolint.text import Location, Source, Span

PAGE = """A summary of the rule.

A description of the rule.

What to do:
  Something.
"""


class Make:
    """Values with defaults for all that a test is not about."""

    reviews = ObjectName("networking.istio.io/v1", "VirtualService", "default", "reviews")
    secret = ObjectName("v1", "Secret", "istio-system", "cacerts")

    def at(self, source: Source, token: str, skip: int = 0) -> Location:
        """Where a token stands, the first one or one after it."""
        start = -1
        for _ in range(skip + 1):
            start = source.text.index(token, start + 1)
        return Location(source, Span(start, start + len(token)))

    def empty_at(self, source: Source, offset: int) -> Location:
        """A place without characters."""
        return Location(source, Span(offset, offset))

    def diagnostic(self, location: Location, **fields: Any) -> Diagnostic:
        """An error unless told otherwise."""
        given = {"rule": "a-rule", "severity": Severity.ERROR, "message": "this is wrong"}
        return Diagnostic(location=location, **{**given, **fields})

    def fix(self, location: Location, replacement: str, *, safe: bool = True) -> Fix:
        """A fix with one edit."""
        return Fix("Write it as it should be", (Edit(location, replacement),), safe)

    def label(self, location: Location, message: str = "this is why") -> Label:
        """A related place."""
        return Label(location, message)

    def rule(self, name: str, **fields: Any) -> RuleInfo:
        """What is known of a rule."""
        given: dict[str, Any] = {
            "category": "routing",
            "severity": Severity.ERROR,
            "upstream": (),
            "summary": "A summary of the rule.",
            "fixable": False,
        }
        return RuleInfo(name, **{**given, **fields})

    def report(self, *diagnostics: Diagnostic, **fields: Any) -> Report:
        """A report with these findings, and rules for them."""
        given: dict[str, Any] = {
            "suppressed": (),
            "left_alone": (),
            "sources": {each.path: each.location.source for each in diagnostics},
            "rules": {each.rule: self.rule(each.rule) for each in diagnostics},
            "files": 3,
            "documents": 9,
            "installs": 0,
            "assumed_istio_version": None,
        }
        return Report(diagnostics=diagnostics, **{**given, **fields})

    def presentation(self, **fields: Any) -> Presentation:
        """A terminal of 80 columns without colour, in the root of the repository."""
        given = Presentation(
            color=False,
            width=80,
            verbose=False,
            quiet=False,
            prefix="",
            page=lambda _: PAGE,
            version="0.1.0",
        )
        return given._replace(**fields)

    def text(self, module: str, *diagnostics: Diagnostic, **fields: Any) -> str:
        """Findings in a format of the package, with no closing lines unless asked for."""
        presentation = self.presentation(**{"quiet": True, **fields})
        render = import_module(f"istiolint.render.{module}").render
        text: str = render(self.report(*diagnostics), presentation)
        return text


@pytest.fixture
def make() -> Make:
    return Make()


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> None:
    """The project has an address on the web."""
    monkeypatch.setattr(links, "REPOSITORY", "someone/istiolint")
