"""What is reported: a fact about the user's files, with its place and perhaps a fix."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import NamedTuple

from istiolint.text import Location, Source


class Severity(IntEnum):
    """How bad it is. Ordered, so that a gate is a comparison."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """The name used in configuration and in every output."""
        return self.name.lower()

    @classmethod
    def named(cls, word: str) -> Severity:
        """The severity called ``word``; ``KeyError`` if there is none."""
        return cls[word.upper()]


class Label(NamedTuple):
    """Another place that has to do with a diagnostic, and what is to be seen there."""

    location: Location
    message: str


class Edit(NamedTuple):
    """Replace the text at ``location`` by ``replacement``."""

    location: Location
    replacement: str


class Fix(NamedTuple):
    """Edits that belong together.

    After ``safe`` ones the mesh does as before, or as was plainly meant.
    """

    title: str
    edits: tuple[Edit, ...]
    safe: bool


class ObjectName(NamedTuple):
    """Which Kubernetes object is meant. ``namespace`` and ``name`` may be unknown."""

    api_version: str
    kind: str
    namespace: str | None
    name: str | None


INTERNAL_ERROR = "internal-error"
"""The rule under which we report that we failed ourselves."""


class Diagnostic(NamedTuple):
    """One finding of one rule, complete.

    ``location`` lies on one line. ``label`` is what the full output writes behind the
    carets. ``resource`` is the outermost object, absent for plain values files.
    ``field`` is the path inside the tree the setting belongs to, ``container`` the path
    of that tree inside the outermost object where the two differ.
    """

    rule: str
    severity: Severity
    message: str
    location: Location
    label: str = ""
    resource: ObjectName | None = None
    field: str | None = None
    container: str | None = None
    help: str | None = None
    fix: Fix | None = None
    related: tuple[Label, ...] = ()

    @property
    def path(self) -> str:
        """The path of the file it is in."""
        return self.location.source.path

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """The one order in which diagnostics are reported."""
        return (self.path, *self.location.span, self.rule, self.message)


class Suppressed(NamedTuple):
    """A diagnostic that a comment, an annotation or the baseline silences."""

    diagnostic: Diagnostic
    by: str
    """``comment``, ``annotation`` or ``baseline``."""
    reason: str


class LeftAlone(NamedTuple):
    """A file (``document`` is ``None``) or document that was not linted, and why.

    ``document`` counts from 0 within the file, ``line`` from 1.
    """

    path: str
    line: int
    document: int | None
    reason: str


class RuleInfo(NamedTuple):
    """What renderers and users may know of a rule without importing it.

    ``page`` is the rule's documentation, whose first line is ``summary``; it is loaded
    on demand by those who show it.
    """

    name: str
    category: str
    severity: Severity
    upstream: tuple[str, ...]
    summary: str
    fixable: bool


class Report(NamedTuple):
    """All that a run found, ready to be rendered. ``diagnostics`` are in order."""

    diagnostics: tuple[Diagnostic, ...]
    suppressed: tuple[Suppressed, ...]
    left_alone: tuple[LeftAlone, ...]
    sources: Mapping[str, Source]
    rules: Mapping[str, RuleInfo]
    files: int
    documents: int
    installs: int
    assumed_istio_version: str | None

    def count(self, severity: Severity) -> int:
        """How many diagnostics have exactly this severity."""
        return sum(each.severity is severity for each in self.diagnostics)
