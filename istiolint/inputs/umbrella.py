"""Charts that lie in the repository, and the charts of Istio that they depend on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from istiolint.inputs.charts import chart_named
from istiolint.inputs.document import HelmRelease, Role, Tree
from istiolint.inputs.trees import chart_release, said, subtrees
from istiolint.syntax.node import Node


class Dependency(NamedTuple):
    """A chart of Istio that another chart brings along.

    ``key`` is where that chart's values have those of this one.
    """

    key: str
    release: HelmRelease
    root: Node


def istios_own(chart: Node) -> str | None:
    """The chart of Istio that a ``Chart.yaml`` is of: the name alone may be another's."""
    sources = [chart.text("home"), chart.text("icon"), *chart.items("sources")]
    near = " ".join(each.value for each in (*sources, *chart.items("keywords")) if each)
    name = chart.text("name")
    return chart_named(name.value, near=near) if name is not None else None


def dependencies(chart: Node) -> Iterator[Dependency]:
    """The dependencies in a ``Chart.yaml`` that are charts of Istio."""
    for dependency in chart.items("dependencies"):
        name, alias = dependency.text("name"), dependency.text("alias")
        if name is None:
            continue
        near = (said(dependency.text("repository")), said(alias), said(chart.text("name")))
        release = chart_release(name.value, *near, version=said(dependency.text("version")))
        key = (alias or name).value
        if release.chart is not None:
            yield Dependency(key, release._replace(name=key), dependency)


def taken_apart(chart: Node, trees: Sequence[Tree]) -> Iterator[tuple[Dependency, list[Tree]]]:
    """For each dependency that is not switched off, what trees for the chart say of it."""
    found = list(dependencies(chart))
    are_all = len(found) == len(chart.items("dependencies"))
    for each in found:
        if is_enabled(each.root, [tree for tree in reversed(trees) if tree.role is Role.VALUES]):
            parts = [part for tree in trees for part in _part(tree, each)]
            yield each, [part._replace(are_istios_alone=are_all) for part in parts]


def _part(tree: Tree, dependency: Dependency) -> Iterator[Tree]:
    release = dependency.release._replace(namespace=tree.release.namespace)
    if tree.role is Role.VALUES:
        yield from subtrees(tree, dependency.key, release)
    elif tree.role in (Role.PARAMETERS, Role.UNSEEN):
        yield tree._replace(release=release, chart_key=dependency.key)


def is_enabled(dependency: Node, values: Iterable[Tree]) -> bool:
    """Whether Helm takes a dependency along; ``values`` of the chart, those that win first.

    The first path of its condition that is a boolean decides, else its tags do. What cannot
    be known does not switch it off.
    """
    roots = [tree.root for tree in values]
    condition = dependency.text("condition")
    for path in condition.value.split(",") if condition is not None else ():
        found = _flag(roots, path.strip().split("."))
        if found is not None:
            return found
    tags = [_flag(roots, ["tags", tag.value]) for tag in dependency.items("tags")]
    return True in tags or False not in tags


def _flag(roots: Iterable[Node], path: Sequence[str]) -> bool | None:
    """What the first of several trees to say anything at a path says, if it is a boolean."""
    said_there = (root.at(*path) for root in roots)
    found = next((node for node in said_there if node is not None), None)
    return found.meaning if found is not None and isinstance(found.meaning, bool) else None
