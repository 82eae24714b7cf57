"""A ``HelmChartConfig`` of k3s and the ``HelmChart`` that it is laid over, as one."""

from __future__ import annotations

from collections.abc import Sequence

from istiolint.inputs.document import Document, Role, Tree
from istiolint.inputs.nearness import nearest
from istiolint.inputs.trees import embedded_tree
from istiolint.kinds import K3S_HELM_CHART, K3S_HELM_CHART_CONFIG


def joined(documents: Sequence[Document]) -> list[Document]:
    """Configs with the trees of their charts below their own; such charts are but parts.

    What a chart sets one by one beats the config.
    """
    configs = [each for each in documents if each.kind == K3S_HELM_CHART_CONFIG and each.object]
    if not configs:
        return list(documents)
    charts = [each for each in documents if each.kind == K3S_HELM_CHART and each.trees]
    parts: list[int] = []
    changed: dict[int, Document] = {}
    for config in configs:
        same = [(each.source.path, each) for each in charts if _names(each) == _names(config)]
        chart = nearest(same, config.source.path)
        if chart is not None:
            parts.append(id(chart))
            changed[id(config)] = _over(chart, config)
    marked = (each._replace(is_part=True) if id(each) in parts else each for each in documents)
    return [changed.get(id(old), new) for old, new in zip(documents, marked, strict=True)]


def _names(document: Document) -> tuple[str | None, str]:
    said = document.object
    return (said.name, said.namespace or "") if said is not None else (None, "")


def _over(chart: Document, config: Document) -> Document:
    release = chart.trees[0].release
    name = config.root.text("metadata", "name")
    own = [each for each in config.trees if each.root != name]
    if not config.trees:
        found = embedded_tree(Role.VALUES, config.root.at("spec", "valuesContent"), release)
        own = [each for each in found if isinstance(each, Tree)]
    own = [each._replace(release=release) for each in own]
    singles = [each for each in chart.trees if each.role is Role.PARAMETERS]
    others = [each for each in chart.trees if each.role is not Role.PARAMETERS]
    return config._replace(trees=(*others, *own, *singles), is_whole=True)
