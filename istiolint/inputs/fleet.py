"""Helm values in a ``fleet.yaml`` of Rancher, for each kind of cluster that it tells apart.

Fleet lays ``valuesFiles`` over ``values`` when it makes a bundle, then those of the
customization that a cluster is for, and in the cluster ``valuesFrom`` of both over all of it.
"""

from __future__ import annotations

from typing import NamedTuple

from istiolint.inputs.document import HelmRelease, Reference, Role, Tree
from istiolint.inputs.trees import (
    VALUES_KEY,
    Found,
    beside,
    chart_release,
    elsewhere,
    in_files,
    of_release,
    said,
    tree,
)
from istiolint.kinds import CONFIG_MAP, SECRET
from istiolint.syntax.node import Node

_HOLDERS = (("configMapKeyRef", CONFIG_MAP), ("secretKeyRef", SECRET))


def fleet(root: Node) -> Found:
    """The chart in a ``fleet.yaml``; each customization of it is an install of its own.

    Clusters that no customization is for get the chart as it is. As nothing tells if there
    are any, that only counts where no customization changes it.
    """
    base = _Layer(root, root.at("helm"))
    targets = [_Layer(each, each.at("helm")) for each in root.items("targetCustomizations")]
    changed = [each for each in targets if each.helm is not None and not _is_left_out(each.root)]
    plain = [each for each in targets if each.helm is None and not _is_left_out(each.root)]
    if not changed or plain:
        yield from _install([base])
    for number, each in enumerate(changed):
        yield from _install([base, each], said(each.root.text("name")) or f"target{number:03}")


class _Layer(NamedTuple):
    """The file as a whole, or a customization, with what it says of Helm."""

    root: Node
    helm: Node | None

    def text(self, key: str) -> Node | None:
        """A text that it says of Helm."""
        return self.helm.text(key) if self.helm is not None else None

    def at(self, key: str) -> Node | None:
        """Whatever it says of Helm."""
        return self.helm.at(key) if self.helm is not None else None


def _is_left_out(target: Node) -> bool:
    node = target.at("doNotDeploy")
    return node is not None and node.meaning is True


def _install(layers: list[_Layer], target: str | None = None) -> Found:
    """What is installed by layers, those that win last."""

    def last(*keys: str, helm: bool = True) -> Node | None:
        found = (
            each.text(key) if helm else each.root.text(key)
            for each in reversed(layers)
            for key in keys
        )
        return next((each for each in found if each is not None), None)

    chart, repo, name = last("chart"), said(last("repo")), said(last("releaseName"))
    anchor = chart or next((each.helm.key for each in layers if each.helm is not None), None)
    if anchor is None:
        return
    namespace = said(last("namespace", "defaultNamespace", helm=False))
    release = HelmRelease(None)
    if chart is not None:
        version = said(last("version"))
        release = chart_release(chart.value, repo, name, namespace, version=version)
    folders = () if repo is not None else beside(anchor, chart.value if chart else ".")
    entry = f"{name or release.chart or 'istio'}@{target}" if target is not None else None
    release = release._replace(name=name, namespace=namespace, entry=entry, folders=folders)
    values = (part for each in layers for part in _values(each, release))
    later = (part for each in layers for part in _from_cluster(each, release, namespace))
    yield from of_release(release, anchor, values, later)


def _values(layer: _Layer, release: HelmRelease) -> Found:
    yield from tree(Role.VALUES, layer.at("values"), release)
    yield from in_files(layer.at("valuesFiles"), release)
    templates = layer.at("templateValues")
    if templates is not None and any(templates.entries()):
        yield Tree(Role.UNSEEN, templates, release)


def _from_cluster(layer: _Layer, release: HelmRelease, namespace: str | None) -> Found:
    node = layer.at("valuesFrom")
    if node is None or not node.is_sequence:
        yield from elsewhere(node, release)
        return
    for item in node.items():
        yield Tree(Role.UNSEEN, item, release, reference=_reference(item, namespace))


def _reference(item: Node, namespace: str | None) -> Reference | None:
    """The object that an item of ``valuesFrom`` names."""
    for key, kind in _HOLDERS:
        name = item.text(key, "name")
        if name is not None:
            where = said(item.text(key, "namespace")) or namespace
            return Reference((), kind, where, name.value, said(item.text(key, "key")) or VALUES_KEY)
    return None
