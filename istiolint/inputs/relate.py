"""What the documents of several files say about one another.

A ``Chart.yaml`` tells whose values lie beside it, a kustomization which files are patches.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from istiolint.diagnostic import LeftAlone
from istiolint.inputs.charts import CHARTS, chart_named
from istiolint.inputs.classify import WRAPPERS
from istiolint.inputs.document import Document, Form, Release, Role, Tree
from istiolint.syntax.node import Node

UNKNOWN_VALUES = "Helm values of a chart that is not Istio's, or that nothing names"


class Related(NamedTuple):
    """Documents that know what they are, and those that turn out to be nothing for us."""

    documents: tuple[Document, ...]
    left_alone: tuple[LeftAlone, ...]


def relate(documents: Sequence[Document]) -> Related:
    """Give values files their charts, and take out patches."""
    charts = {posixpath.dirname(d.source.path): d for d in documents if d.form is Form.CHART}
    patches = frozenset(_patches(documents))
    kept: list[Document] = []
    left: list[LeftAlone] = []
    for document in documents:
        path = document.source.path
        if document.form is Form.VALUES:
            document = _with_chart(document, charts)  # noqa: PLW2901 - the same one, known better
        if path in patches and document.form is not Form.KUSTOMIZATION:
            left.append(_left(document, "Kustomize patch"))
        elif document.form is Form.VALUES and not document.trees:
            left.append(_left(document, UNKNOWN_VALUES))
        else:
            kept.append(document)
    return Related(tuple(kept), tuple(left))


def neighbours(documents: Iterable[Document]) -> Iterator[str]:
    """Paths of files that may say more about these documents, whether they exist or not."""
    for document in documents:
        folder = posixpath.dirname(document.source.path)
        if document.form is Form.VALUES:
            yield posixpath.join(folder, "Chart.yaml")
        elif document.form is Form.RESOURCE:
            yield posixpath.join(folder, "kustomization.yaml")


def _left(document: Document, reason: str) -> LeftAlone:
    line = document.root.location.start.line
    return LeftAlone(document.source.path, line, document.number, reason)


def _with_chart(document: Document, charts: Mapping[str, Document]) -> Document:
    """Values beside a ``Chart.yaml`` are that chart's own, or go to its dependencies."""
    chart = charts.get(posixpath.dirname(document.source.path))
    if chart is None:
        trees = tuple(tree for tree in document.trees if tree.release.chart in CHARTS)
        return document._replace(trees=trees)
    root = document.root
    name = chart.root.text("name")
    known = chart_named(name.value, near="istio") if name is not None else None
    dependencies = list(_dependencies(chart.root, root))
    if known is not None and not dependencies:
        own = root.get(WRAPPERS[0]) or root.get(WRAPPERS[1]) or root
        return document._replace(trees=(Tree(Role.OWN_VALUES, own, "", Release(known)),))
    return document._replace(trees=tuple(dependencies))


def _dependencies(chart: Node, values: Node) -> Iterator[Tree]:
    """The values of each dependency that is a chart of Istio; globals reach all of them."""
    for dependency in chart.items("dependencies"):
        name, alias = dependency.text("name"), dependency.text("alias")
        repository, version = dependency.text("repository"), dependency.text("version")
        if name is None:
            continue
        near = f"{repository.value if repository else ''} {alias.value if alias else ''}"
        known = chart_named(name.value, near=f"{near} {version.value if version else ''}")
        key = alias.value if alias else name.value
        subtree = values.get(key)
        if known is not None:
            release = Release(known, version.value if version else None, key)
            if subtree is not None and subtree.is_mapping:
                yield Tree(Role.VALUES, subtree, key, release)
            if values.at("global") is not None:
                yield Tree(Role.GLOBALS, values, "", release)


def _patches(documents: Iterable[Document]) -> Iterator[str]:
    """The files that kustomizations apply as patches."""
    for document in documents:
        if document.form is Form.KUSTOMIZATION:
            folder = posixpath.dirname(document.source.path)
            root = document.root
            named = [each.text("path") for key in ("patches", "patchesJson6902") for each in root.items(key)]
            named += [each if each.is_scalar else None for each in root.items("patchesStrategicMerge")]
            for node in named:
                if node is not None:
                    yield posixpath.normpath(posixpath.join(folder, node.value))
