"""Values of any chart inside the objects of those who call Helm.

What :mod:`~istiolint.inputs.containers` finds is for Istio's charts. Others matter, too: those
that bring Prometheus its rules, and Cilium's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from istiolint.kinds import (
    ARGO_APPLICATION,
    ARGO_APPLICATION_SET,
    FLUX_HELM_RELEASE,
    K3S_HELM_CHART,
    K3S_HELM_CHART_CONFIG,
    Kind,
)
from istiolint.syntax.embed import embedded
from istiolint.syntax.node import Node
from istiolint.syntax.problem import Problem


class ChartValues(NamedTuple):
    """A chart and the values that an object itself has for it.

    ``complete`` is whether nothing else adds to them. What cannot be read in a text is told by
    those who look for Istio's values.
    """

    chart: Node | None
    values: Node | None
    complete: bool


def chart_values(kind: Kind, root: Node) -> Iterator[ChartValues]:
    """The charts that an object installs, whatever they are, with their values."""
    find = FINDERS.get(kind)
    if find is not None:
        yield from find(root)


def _flux(root: Node) -> Iterator[ChartValues]:
    chart = root.text("spec", "chart", "spec", "chart")
    is_complete = root.at("spec", "valuesFrom") is None
    yield ChartValues(chart, _mapping(root.at("spec", "values")), is_complete)


def _k3s(root: Node) -> Iterator[ChartValues]:
    name = root.text("spec", "chart") or root.text("metadata", "name")
    yield ChartValues(name, _in_text(root.at("spec", "valuesContent")), complete=False)


def _argo(*above: str) -> Callable[[Node], Iterator[ChartValues]]:
    def find(root: Node) -> Iterator[ChartValues]:
        spec = root.at(*above, "spec")
        if spec is not None:
            one = spec.at("source")
            yield from map(_of_source, (*([one] if one else []), *spec.items("sources")))

    return find


def _of_source(source: Node) -> ChartValues:
    helm = source.at("helm")
    if helm is None:
        return ChartValues(source.text("chart"), None, complete=True)
    values = _mapping(helm.at("valuesObject")) or _in_text(helm.at("values"))
    others = (helm.at("valueFiles"), helm.at("parameters"), helm.at("fileParameters"))
    return ChartValues(source.text("chart"), values, all(each is None for each in others))


FINDERS: dict[Kind, Callable[[Node], Iterator[ChartValues]]] = {
    FLUX_HELM_RELEASE: _flux,
    ARGO_APPLICATION: _argo(),
    ARGO_APPLICATION_SET: _argo("spec", "template"),
    K3S_HELM_CHART: _k3s,
    K3S_HELM_CHART_CONFIG: _k3s,
}
"""How to find the charts and values in an object, by its kind."""


def _mapping(node: Node | None) -> Node | None:
    return node if node is not None and node.is_mapping else None


def _in_text(node: Node | None) -> Node | None:
    if node is None or not node.is_scalar or not node.value.strip():
        return None
    tape = embedded(node)
    return Node(tape) if not isinstance(tape, Problem) and tape.is_mapping(0) else None
