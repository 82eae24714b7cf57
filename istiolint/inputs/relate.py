"""What the documents of several files say about one another.

A ``Chart.yaml`` tells whose values lie beside it, a kustomization which files are patches.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence

from istiolint.diagnostic import LeftAlone
from istiolint.inputs.bare import WRAPPERS
from istiolint.inputs.charts import CHARTS
from istiolint.inputs.configured import configured
from istiolint.inputs.document import Document, Form, HelmRelease, Related, Role, Tree
from istiolint.inputs.resolve import Charts, resolve
from istiolint.inputs.trees import said, spread
from istiolint.inputs.umbrella import dependencies, istios_own, taken_apart
from istiolint.settings import InstallFiles
from istiolint.syntax.node import Node

UNKNOWN_VALUES = "Helm values of a chart that is not Istio's, or that nothing names"


def relate(
    documents: Sequence[Document],
    installs: Sequence[InstallFiles] = (),
    candidates: Sequence[Document] = (),
) -> Related:
    """Give values their charts and the files that go with them, and take out patches.

    ``installs`` are what the configuration says of files that make one install, ``candidates``
    documents that are values if anything names their files.
    """
    charts = {posixpath.dirname(d.source.path): d.root for d in documents if d.form is Form.CHART}
    beside = _OfCharts(documents, charts)
    known = [beside.told(each) if each.form is Form.VALUES else each for each in documents]
    patches = frozenset(_patches(documents))
    kept: list[Document] = []
    left: list[LeftAlone] = []
    maybe = {(each.source.path, each.number) for each in candidates}
    for document in configured(resolve([*known, *candidates], charts), installs):
        trees = tuple(part for tree in document.trees for part in spread(tree))
        is_values = document.form is Form.VALUES
        if is_values and not trees and (document.source.path, document.number) in maybe:
            continue
        if document.source.path in patches and document.form is not Form.KUSTOMIZATION:
            left.append(_left(document, "Kustomize patch"))
        elif is_values and not trees:
            left.append(_left(document, UNKNOWN_VALUES))
        else:
            kept.append(document._replace(trees=trees))
    values = (each for each in kept if each.form is Form.VALUES)
    taken = maybe.intersection((each.source.path, each.number) for each in values)
    scopes = tuple(deployed_together(documents))
    return Related(tuple(kept), tuple(left), scopes, frozenset(taken))


def deployed_together(documents: Iterable[Document]) -> Iterator[tuple[str, ...]]:
    """For each kustomization, the files and folders whose objects it deploys."""
    for document in documents:
        if document.form is Form.KUSTOMIZATION:
            resources = [each for each in document.root.items("resources") if each.is_scalar]
            yield tuple(_beside(document, each.value) for each in resources)


def _beside(document: Document, path: str) -> str:
    """A path that a document means from where it lies."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(document.source.path), path))


def _left(document: Document, reason: str) -> LeftAlone:
    line = document.root.location.start.line
    return LeftAlone(document.source.path, line, document.number, reason)


class _OfCharts:
    """Tells what values files say, once it is known which of them lie in charts."""

    def __init__(self, documents: Iterable[Document], charts: Charts) -> None:
        self._charts = charts
        values = (each for each in documents if each.form is Form.VALUES and each.number == 0)
        self._files = {each.source.path: each.root for each in values}

    def told(self, document: Document) -> Document:
        """A values file with its trees.

        A comment has the last word. Beside a ``Chart.yaml`` there may be files that are not
        for that chart, so those that look like values of Istio's keep what they look like.
        """
        folder, name = posixpath.split(document.source.path)
        chart = self._charts.get(folder)
        known = tuple(tree for tree in document.trees if tree.release.chart in CHARTS)
        if chart is None or any(tree.said for tree in document.trees):
            return document._replace(trees=known)
        found = tuple(self._of_chart(chart, document, folder, name))
        trees = found if found or name.startswith("values") else known
        return document._replace(trees=trees)

    def _of_chart(self, chart: Node, document: Document, folder: str, name: str) -> Iterator[Tree]:
        """What a values file beside a ``Chart.yaml`` says of that chart, or of those below it."""
        root = document.root
        release = HelmRelease(istios_own(chart), said(chart.text("version")))
        if release.chart is None or any(dependencies(chart)):
            values = [Tree(Role.VALUES, root)]
            defaults = self._files.get(posixpath.join(folder, "values.yaml"))
            if defaults is not None and defaults != root:
                values.insert(0, Tree(Role.VALUES, defaults))
            for _, trees in taken_apart(chart, values):
                yield from trees if any(_is_of(root, each) for each in trees) else ()
        elif name == "values.yaml":
            own = (node for key in WRAPPERS if (node := root.get(key)) and node.is_mapping)
            yield Tree(Role.OWN_VALUES, next(own, root), release)
        else:
            yield Tree(Role.VALUES, root, release)


def _is_of(root: Node, tree: Tree) -> bool:
    """Whether a tree is a part of the values with that root."""
    return tree.root.tape is root.tape


def _patches(documents: Iterable[Document]) -> Iterator[str]:
    """The files that kustomizations apply as patches."""
    for document in documents:
        if document.form is Form.KUSTOMIZATION:
            root = document.root
            named = [each.text("path") for each in root.items("patches")]
            named += [each.text("path") for each in root.items("patchesJson6902")]
            named += root.items("patchesStrategicMerge")
            for node in named:
                if node is not None and node.is_scalar:
                    yield _beside(document, node.value)
