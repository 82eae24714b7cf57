"""What the documents of several files say about one another.

A ``Chart.yaml`` tells whose values lie beside it, a kustomization which files are patches.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence

from istiolint.diagnostic import LeftAlone
from istiolint.inputs.bare import WRAPPERS
from istiolint.inputs.charts import CHARTS, chart_named
from istiolint.inputs.document import Document, Form, HelmRelease, Related, Role, Tree
from istiolint.inputs.trees import chart_release, said, subtrees
from istiolint.syntax.node import Node

UNKNOWN_VALUES = "Helm values of a chart that is not Istio's, or that nothing names"


def relate(documents: Sequence[Document]) -> Related:
    """Give values files their charts, and take out patches."""
    charts = {posixpath.dirname(d.source.path): d.root for d in documents if d.form is Form.CHART}
    patches = frozenset(_patches(documents))
    kept: list[Document] = []
    left: list[LeftAlone] = []
    for each in documents:
        document = each._replace(trees=_trees(each, charts)) if each.form is Form.VALUES else each
        if document.source.path in patches and document.form is not Form.KUSTOMIZATION:
            left.append(_left(document, "Kustomize patch"))
        elif document.form is Form.VALUES and not document.trees:
            left.append(_left(document, UNKNOWN_VALUES))
        else:
            kept.append(document)
    return Related(tuple(kept), tuple(left), tuple(deployed_together(documents)))


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


def _trees(document: Document, charts: Mapping[str, Node]) -> tuple[Tree, ...]:
    """The trees of a values file, once it is known whether it lies in a chart.

    A comment has the last word. Beside a ``Chart.yaml`` there may be files that are not for
    that chart, so those that look like values of Istio's keep what they look like.
    """
    folder, name = posixpath.split(document.source.path)
    chart = charts.get(folder)
    known = tuple(tree for tree in document.trees if tree.release.chart in CHARTS)
    if chart is None or any(tree.said for tree in document.trees):
        return known
    found = tuple(_of_chart(chart, document, name))
    return found if found or name.startswith("values") else known


def _of_chart(chart: Node, document: Document, name: str) -> Iterator[Tree]:
    """What a values file beside a ``Chart.yaml`` says of that chart, or of those below it."""
    root = document.root
    dependencies = list(_dependencies(chart, Tree(Role.VALUES, root)))
    release = HelmRelease(_is_istios(chart), said(chart.text("version")))
    if dependencies or release.chart is None:
        yield from dependencies
    elif name == "values.yaml":
        own = (node for key in WRAPPERS if (node := root.get(key)) and node.is_mapping)
        yield Tree(Role.OWN_VALUES, next(own, root), release)
    else:
        yield Tree(Role.VALUES, root, release)


def _is_istios(chart: Node) -> str | None:
    """The chart of Istio that a ``Chart.yaml`` is of: the name alone may be another's."""
    sources = [chart.text("home"), chart.text("icon"), *chart.items("sources")]
    near = " ".join(each.value for each in (*sources, *chart.items("keywords")) if each)
    name = chart.text("name")
    return chart_named(name.value, near=near) if name is not None else None


def _dependencies(chart: Node, values: Tree) -> Iterator[Tree]:
    """The values of each dependency that is a chart of Istio."""
    for dependency in chart.items("dependencies"):
        name, alias = dependency.text("name"), dependency.text("alias")
        if name is None:
            continue
        near = (said(dependency.text("repository")), said(alias), said(chart.text("name")))
        release = chart_release(name.value, *near, version=said(dependency.text("version")))
        key = (alias or name).value
        if release.chart is not None:
            yield from subtrees(values, key, release._replace(name=key))


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
