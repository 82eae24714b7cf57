"""Prometheus rules in the values of charts that bring Prometheus.

The chart kube-prometheus-stack makes a PrometheusRule of each item of
``additionalPrometheusRules`` and ``additionalPrometheusRulesMap``; the chart prometheus has files
of rules under ``serverFiles`` and ``ruleFiles``. What holds ``groups`` there is a document like a
plain file of rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from istiolint.inputs.document import Document, Form
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

_KEYS = (
    "additionalPrometheusRules",
    "additionalPrometheusRulesMap",
    "serverFiles",
    "ruleFiles",
)


def alert_documents(document: Document) -> Iterator[Document]:
    """The rules in what a document has of values; each holds some ``groups``."""
    find = _FINDERS.get(document.kind) if document.kind else _bare
    text = document.source.text
    if find is None or not any(text.find(key, *document.span) >= 0 for key in _KEYS):
        return
    if document.form not in (Form.RESOURCE, Form.VALUES):
        return
    for values in find(document.root):
        for holder in _holders(values):
            yield document._replace(form=Form.ALERT_RULES, root=holder, trees=())


def _holders(values: Node) -> Iterator[Node]:
    """What has groups in values of a chart, or of one that brings it along under some key."""
    inner = (each.value for each in values.entries() if each.name not in _KEYS)
    for root in (values, *(each for each in inner if each.is_mapping)):
        for key in _KEYS:
            node = root.get(key)
            if node is not None:
                items = node.items() or [each.value for each in node.entries()]
                yield from (each for each in items if each.items("groups"))


def _bare(root: Node) -> Iterator[Node]:
    yield root


def _flux(root: Node) -> Iterator[Node]:
    yield from _mapping(root.at("spec", "values"))


def _k3s(root: Node) -> Iterator[Node]:
    yield from _in_text(root.at("spec", "valuesContent"))


def _argo(*above: str) -> Callable[[Node], Iterator[Node]]:
    def find(root: Node) -> Iterator[Node]:
        spec = root.at(*above, "spec")
        if spec is None:
            return
        one = spec.at("source")
        for source in (*([one] if one else []), *spec.items("sources")):
            yield from _mapping(source.at("helm", "valuesObject"))
            yield from _in_text(source.at("helm", "values"))

    return find


_FINDERS: dict[Kind, Callable[[Node], Iterator[Node]]] = {
    FLUX_HELM_RELEASE: _flux,
    ARGO_APPLICATION: _argo(),
    ARGO_APPLICATION_SET: _argo("spec", "template"),
    K3S_HELM_CHART: _k3s,
    K3S_HELM_CHART_CONFIG: _k3s,
}


def _mapping(node: Node | None) -> Iterator[Node]:
    if node is not None and node.is_mapping:
        yield node


def _in_text(node: Node | None) -> Iterator[Node]:
    """Values in the text of a scalar; what cannot be read is told by those who look for Istio's."""
    if node is None or not node.is_scalar or not node.value.strip():
        return
    tape = embedded(node)
    if not isinstance(tape, Problem) and tape.is_mapping(0):
        yield Node(tape)
