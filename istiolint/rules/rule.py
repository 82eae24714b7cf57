"""What a rule is: a subject, a check, and what it declares about itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from istiolint.diagnostic import Fix, Label, Severity
from istiolint.kinds import Kind
from istiolint.releases import Release, ReleaseRange
from istiolint.settings import NOTHING, ClusterSize, Environment

if TYPE_CHECKING:
    from datetime import datetime

    from istiolint.install.setting import Setting
    from istiolint.project.lookup import Lookup
    from istiolint.project.project import Project
    from istiolint.resources.resource import Resource
    from istiolint.syntax.node import Node


class Subject(NamedTuple):
    """What a rule is called for: resources of kinds, installs, groups with a key, or faults.

    With kinds and settings, for what stands in the files of both.
    """

    kinds: tuple[Kind, ...] = ()
    settings: tuple[str, ...] = ()
    """For installs: the settings the rule reads; a trailing ``.*`` stands for all below.

    ``gateways.*.`` in front is any gateway, by the names that an IstioOperator has.
    """
    group: str | None = None
    fault: str | None = None


def kinds(*kind: Kind) -> Subject:
    """The rule is called with each :class:`Resource` of these kinds."""
    return Subject(kinds=kind)


def install(*settings: str) -> Subject:
    """The rule is called with each :class:`Install` and reads these settings of it."""
    return Subject(settings=settings)


def either(one: Subject, other: Subject) -> Subject:
    """The rule is called with each :class:`Install` and with each :class:`Resource` of kinds.

    For what may be written in settings and in objects alike, such as an environment variable.
    """
    return Subject(one.kinds + other.kinds, one.settings + other.settings)


def group(name: str) -> Subject:
    """The rule is called with each :class:`Group` of two or more resources with one key."""
    return Subject(group=name)


def fault(name: str) -> Subject:
    """The rule is called with each :class:`Fault` of that name, which the schemas find."""
    return Subject(fault=name)


class Context(NamedTuple):
    """What a rule is handed beside its subject."""

    project: Project
    options: Any
    """The rule's ``Options`` with the user's values, or ``None`` if it has none."""
    environment: Environment | None
    cluster_size: ClusterSize | None
    release: Release
    """The Istio release the subject is judged by."""
    release_known: bool
    """Whether anything names that release; otherwise the newest is assumed."""
    said_time: datetime | None = None
    """The time that the run was told to judge by; see :attr:`now`."""

    @property
    def now(self) -> datetime:
        """The time to judge by: what the run was told, else what the clock says."""
        from datetime import UTC, datetime

        return self.said_time or datetime.now(UTC)


class Finding(NamedTuple):
    """A fact about the user's files.

    ``at`` is a key, a scalar or a part of one. ``lookup`` is the question whose answer
    the finding rests on, ``setting`` the setting it is about: the engine knows what an
    open world and a default value mean for the severity. ``since`` is the release from
    which the fact holds.
    """

    at: Node
    message: str
    label: str = ""
    help: str | None = None
    severity: Severity | None = None
    related: Sequence[Label] = ()
    fix: Fix | None = None
    lookup: Lookup | None = None
    setting: Setting | None = None
    since: Release | None = None


def rejected(at: Node, message: str, rest: str = "") -> Finding:
    """What the API server rejects, by rules of its own or because istiod's webhook asks for it.

    ``rest`` ends the sentence that says so.
    """
    return Finding(at, message, help=f"the API server rejects the object{rest}")


class Example(NamedTuple):
    """Input with its expectations drawn in; see :mod:`istiolint.rules.examples`."""

    title: str
    text: str
    fixed: str | None = None
    path: str = "example.yaml"
    releases: str | None = None
    """A range of releases; the example is run at both ends of it."""
    settings: Mapping[str, Any] = NOTHING
    """Fields of the run's settings, such as ``{"environment": "development"}``."""


Check = Callable[[Any, Context], Iterator[Finding]]


class Rule(NamedTuple):
    """A rule, complete but for what its module's place and docstring say."""

    check: Check
    subject: Subject
    severity: Severity
    examples: Sequence[Example]
    reads: tuple[Kind, ...] = ()
    upstream: tuple[str, ...] = ()
    yields_to: tuple[str, ...] = ()
    options: type[Any] | None = None
    aliases: tuple[str, ...] = ()
    releases: ReleaseRange = ReleaseRange()


def rule(  # noqa: PLR0913 - a rule says all about itself in one place, by keyword
    subject: Subject,
    severity: Severity,
    examples: Sequence[Example],
    *,
    reads: Sequence[Kind] = (),
    upstream: Sequence[str] = (),
    yields_to: Sequence[str] = (),
    options: type[Any] | None = None,
    aliases: Sequence[str] = (),
    releases: str = "",
) -> Callable[[Check], Rule]:
    """Turn a generator of findings into a rule."""

    def decorate(check: Check) -> Rule:
        return Rule(
            check,
            subject,
            severity,
            examples,
            tuple(reads),
            tuple(upstream),
            tuple(yields_to),
            options,
            tuple(aliases),
            ReleaseRange.parse(releases or ".."),
        )

    return decorate


def notice(severity: Severity, examples: Sequence[Example] = ()) -> Rule:
    """A rule that some stage before the engine speaks for, such as the parser."""
    return Rule(_says_nothing, Subject(), severity, examples)


def _says_nothing(_subject: object, _context: Context) -> Iterator[Finding]:
    return iter(())


def label_on(resource: Resource, message: str) -> Label:
    """A related place: the name of a resource."""
    return Label(resource.at.location, message)
