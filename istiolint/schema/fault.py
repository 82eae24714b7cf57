"""What is wrong with a field, as a fact: the rules of the category *fields* put it in words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from istiolint.schema.replacements import CRASHING, UNVALIDATED, USELESS
from istiolint.settings import NOTHING

if TYPE_CHECKING:
    from istiolint.inputs.document import Document
    from istiolint.releases import Release
    from istiolint.syntax.node import Node
    from istiolint.syntax.tape import Path


class Reader(StrEnum):
    """The program that reads a tree of fields, and so decides what a mistake costs."""

    API_SERVER = "the API server"
    ISTIOCTL = "istioctl"
    HELM = "Helm"
    CHART_SCHEMA = "the chart's schema"
    ISTIOD = "istiod"
    INJECTOR = "the injector"
    KUBERNETES = "Kubernetes"
    """The API server, about objects that are not of Istio."""
    HANDED_ON = "Kubernetes, by way of the chart"
    """The API server, about what a template puts into an object as it is written."""


PROTO = frozenset((Reader.ISTIOCTL, Reader.ISTIOD, Reader.INJECTOR))
"""Who reads values as protobuf in JSON."""


SURPLUS = "surplus"
"""The keyword of faults of a key whose fields belong in the block that it is in."""


class Input(NamedTuple):
    """A tree of fields that one program reads.

    ``name`` is what it is to the user: ``VirtualService``, ``chart istiod``. ``chart`` is
    set for Helm values. ``is_sure`` is whether the file itself says what it is, rather than
    its name or its keys.
    """

    name: str
    reader: Reader
    document: Document
    release: Release
    release_known: bool
    reported: bool = True
    chart: str | None = None
    is_sure: bool = True


class Fault(NamedTuple):
    """One mistake in one field.

    ``kind`` is the name of the rule that reports it. ``at`` is the key or the value,
    ``field`` is the path that leads to it. ``expected`` depends on the kind: the types, the
    words, the bound or the format that the field may have; for an unknown key, the known ones.
    ``suggestion`` is what was probably meant: a key, a word, or the path of another place.
    ``first`` and ``last`` are the minor releases that do have the field, where some do; of a
    deprecated one, the first that has its successor.
    ``since`` is the release from which the fact holds, if not always.
    """

    kind: str
    at: Node
    field: Path
    input: Input
    expected: Any = None
    suggestion: str | None = None
    first: int | None = None
    last: int | None = None
    since: int | None = None
    elsewhere: str = ""
    """What the suggested place is in, if it is not in the same tree."""
    keyword: str = ""
    node: Node | None = None
    """The value, where ``at`` is its key."""
    notes: Mapping[str, Any] = NOTHING
    """What the schema says of the field beside its constraints."""
    root: Node | None = None
    """The root of the tree, where the field can be moved to another place in it."""
    target: Path = ()
    """That place: the value is right there as it is; -1 is an item of which nobody knows which."""

    @property
    def name(self) -> str:
        """The key of the field, or of the list that it is in."""
        return next((each for each in reversed(self.field) if isinstance(each, str)), "")

    @property
    def is_unvalidated(self) -> bool:
        """Whether the charts read the setting, and only istioctl does not know it."""
        is_said = ".".join(map(str, self.field)) == UNVALIDATED
        return is_said and self.input.reader is Reader.ISTIOCTL

    @property
    def is_useless(self) -> bool:
        """Whether a deprecated field has no effect in any release."""
        return self.name in USELESS

    @property
    def crashes_without(self) -> str | None:
        """The field beside this one without which the proxy's agent crashes on it."""
        return CRASHING.get(self.name)

    @property
    def paths(self) -> tuple[str]:
        """The file it is in."""
        return (self.at.location.source.path,)

    @property
    def release(self) -> Release | None:
        """The release that the field is judged by, if anything names it."""
        return self.input.release if self.input.release_known else None

    @property
    def document(self) -> Document:
        """The document it is in."""
        return self.input.document

    @property
    def reported(self) -> bool:
        """Whether the user asked about the file."""
        return self.input.reported
