"""What a file turns out to hold: documents, and trees of settings inside them."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from istiolint.diagnostic import Diagnostic, LeftAlone, ObjectName
from istiolint.kinds import Kind
from istiolint.syntax.comments import Comment
from istiolint.syntax.node import Node
from istiolint.text import Source, Span


class Form(StrEnum):
    """What a document is."""

    RESOURCE = "Kubernetes object"
    VALUES = "Helm values"
    MESH_CONFIG = "mesh config"
    ALERT_RULES = "Prometheus rules"
    CHART = "Chart.yaml"
    KUSTOMIZATION = "kustomization"
    HELMFILE = "helmfile"
    FLEET = "fleet.yaml"


class Role(StrEnum):
    """What the settings in a tree configure."""

    VALUES = "values"
    OWN_VALUES = "default values of the chart itself"
    NO_VALUES = "a release that leaves all values to the chart"
    UNSEEN = "values from files that are not in the input"
    PARAMETERS = "values given one by one, as with --set"
    GLOBALS = "global values of an umbrella chart"
    OPERATOR_VALUES = "values of an IstioOperator"
    UNVALIDATED_VALUES = "unvalidated values of an IstioOperator"
    COMPONENTS = "components of an IstioOperator"
    MESH_CONFIG = "mesh config"
    MESH_NETWORKS = "mesh networks"
    PROXY_CONFIG = "proxy config"


class Release(NamedTuple):
    """The Helm release that a tree of values is for, as far as the file says."""

    chart: str | None = None
    version: str | None = None
    name: str | None = None
    namespace: str | None = None


class Tree(NamedTuple):
    """A tree of settings: where it begins and what it is.

    ``container`` is the path to it in the outermost object, empty for plain files.
    """

    role: Role
    root: Node
    container: str = ""
    release: Release = Release()


class Document(NamedTuple):
    """One document of a file, or one item of a ``List``.

    ``number`` counts the documents of the file from 0; ``span`` covers the document with
    the comments before it.
    """

    source: Source
    number: int
    span: Span
    form: Form
    root: Node
    object: ObjectName | None = None
    trees: tuple[Tree, ...] = ()

    @property
    def kind(self) -> Kind | None:
        """The kind of object it is."""
        return Kind.of(self.object.api_version, self.object.kind) if self.object else None


class Contribution(NamedTuple):
    """All that one file contributes to a run: a pure function of its bytes."""

    source: Source
    documents: tuple[Document, ...] = ()
    comments: tuple[Comment, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    left_alone: tuple[LeftAlone, ...] = ()
    count: int = 0
    """How many documents the file has, those left alone included."""
