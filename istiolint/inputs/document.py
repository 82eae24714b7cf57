"""What a file turns out to hold: documents, and trees of settings inside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from istiolint.diagnostic import Diagnostic, LeftAlone, ObjectName
from istiolint.kinds import Kind
from istiolint.releases import Release
from istiolint.syntax.comments import Comment
from istiolint.syntax.node import Node
from istiolint.syntax.problem import Problem
from istiolint.syntax.show import dotted
from istiolint.syntax.tape import Path
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


class HelmRelease(NamedTuple):
    """The Helm release that a tree of values is for, as far as the file says."""

    chart: str | None = None
    version: str | None = None
    name: str | None = None
    namespace: str | None = None
    entry: str | None = None
    """The name of the ``installs:`` entry that tells of it."""
    istio_version: Release | None = None
    """The Istio release that such an entry names."""
    folders: tuple[str, ...] = ()
    """Of a chart in the repository: the paths that its folder may have, likelier ones first."""


class Reference(NamedTuple):
    """Where values are that a document names instead of writing them.

    ``files`` are the paths that a file may have, the likelier first. Of an object it is its
    kind, namespace and name, and the key of ``data`` that holds the values.
    """

    files: tuple[str, ...] = ()
    kind: Kind | None = None
    namespace: str | None = None
    name: str = ""
    key: str = ""


class Tree(NamedTuple):
    """A tree of settings: where it begins and what it is.

    ``text`` is the scalar it is written in, if it is. Where no values are written, or they
    are in another file, the root is the node that says so. Trees of one release stand in the
    order they are merged in, those that win last.
    """

    role: Role
    root: Node
    release: HelmRelease = HelmRelease()
    text: Node | None = None
    said: bool = False
    """Whether a comment of the user's names the chart, which nothing else can contradict."""
    reference: Reference | None = None
    """Of values that are elsewhere: where to look for them."""
    target: str | None = None
    """Of a single value: the name it is set under, as in ``--set NAME=VALUE``."""
    chart_key: str | None = None
    """Of what is no tree and is for an umbrella chart: the key of what is for this chart."""
    are_istios_alone: bool = False
    """Of globals: whether all charts below the umbrella chart are Istio's."""


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
    is_part: bool = False
    """Whether installs of other documents are made of its trees: it is none by itself."""
    is_whole: bool = False
    """Whether its trees are all there is to an install, whatever the form."""
    operators: tuple[Node, ...] = ()
    """Roots of the IstioOperators that are merged into one, those that win first."""

    @property
    def kind(self) -> Kind | None:
        """The kind of object it is."""
        return Kind.of(self.object.api_version, self.object.kind) if self.object else None

    @property
    def template(self) -> str | None:
        """The template it was rendered from, where ``helm template`` says so."""
        text = self.source.text
        before, found, after = text[slice(*self.span)].partition("# Source: ")
        is_head = found and all(line[:1] in ("", "#", "-") for line in before.splitlines())
        return after.splitlines()[0].strip() or None if is_head and after else None

    def holds(self, tree: Tree) -> bool:
        """Whether a tree is written here, and not in another document."""
        node, tape, row = tree.text or tree.root, self.root.tape, self.root.row
        return node.tape is tape and row <= node.site < tape.nexts[row]

    def container(self, tree: Tree) -> str:
        """The path to one of its trees; empty where the document is the tree.

        An item of a ``List`` is an object of its own, so paths begin there.
        """
        around = dotted(path_below(self.root, tree.text)) if tree.text is not None else ""
        inner = path_below(self.root, tree.root) if tree.text is None else tree.root.path
        return dotted(inner, after=around)


def path_below(root: Node, node: Node) -> Path:
    """Where a node stands in an object; in the whole document if an alias leads out of it."""
    tape, row = root.tape, root.row
    is_inside = node.tape is tape and row <= node.site < tape.nexts[row]
    return tape.path(node.site, row) if is_inside else node.path


class Contribution(NamedTuple):
    """All that one file contributes to a run: a pure function of its bytes."""

    source: Source
    documents: tuple[Document, ...] = ()
    comments: tuple[Comment, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    left_alone: tuple[LeftAlone, ...] = ()
    count: int = 0  # type: ignore[assignment]  # not the method of tuples
    """How many documents the file has, those left alone included."""
    candidates: tuple[Document, ...] = ()
    """Documents that are left alone, but would be values if another document named the file."""


class Related(NamedTuple):
    """Documents that know what they are, and those that turn out to be nothing for us.

    ``scopes`` are paths whose objects certainly reach one cluster.
    """

    documents: tuple[Document, ...]
    left_alone: tuple[LeftAlone, ...] = ()
    scopes: tuple[tuple[str, ...], ...] = ()
    taken: frozenset[tuple[str, int]] = frozenset()
    """Path and number of candidates that turned out to be values."""


Classified = Document | str | tuple[Node, Problem]
"""A document, the reason for leaving one alone, or what is wrong in embedded text."""


def with_trees(
    document: Document, found: Iterable[Tree | str | tuple[Node, Problem]]
) -> Iterator[Classified]:
    """A document with the trees found in it, and what else was found."""
    parts = list(found)
    yield document._replace(trees=tuple(each for each in parts if isinstance(each, Tree)))
    for each in parts:
        if not isinstance(each, Tree):
            yield each
