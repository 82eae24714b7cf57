"""Prometheus rules in the values of charts that bring Prometheus.

The chart kube-prometheus-stack makes a PrometheusRule of each item of
``additionalPrometheusRules`` and ``additionalPrometheusRulesMap``; the chart prometheus has files
of rules under ``serverFiles`` and ``ruleFiles``. What holds ``groups`` there is a document like a
plain file of rules.
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.inputs.document import Document, Form
from istiolint.inputs.other_charts import FINDERS, chart_values
from istiolint.syntax.node import Node

_KEYS = (
    "additionalPrometheusRules",
    "additionalPrometheusRulesMap",
    "serverFiles",
    "ruleFiles",
)


def alert_documents(document: Document) -> Iterator[Document]:
    """The rules in what a document has of values; each holds some ``groups``."""
    kind, text = document.kind, document.source.text
    if kind and kind not in FINDERS:
        return
    if not any(text.find(key, *document.span) >= 0 for key in _KEYS):
        return
    if document.form not in (Form.RESOURCE, Form.VALUES):
        return
    root = document.root
    for values in (each.values for each in chart_values(kind, root)) if kind else (root,):
        for holder in _holders(values) if values is not None else ():
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
