"""Cilium's own settings, in its ConfigMap or in the values of its chart.

The chart's names and defaults are those of Cilium 1.12 to 1.18: it owns the directory of CNI
configurations (``cni.exclusive: true``) and translates addresses of Services in the sockets of
all pods once it replaces kube-proxy.
"""

from __future__ import annotations

from typing import NamedTuple

from istiolint.inputs.other_charts import FINDERS, ChartValues, chart_values
from istiolint.kinds import CONFIG_MAP
from istiolint.resources.resource import Resource
from istiolint.syntax.node import Node

CILIUM_SOURCES = (CONFIG_MAP, *FINDERS)
"""The kinds of objects that may hold settings of Cilium."""

_NAMES = {
    "exclusive": ("cni-exclusive", ("cni", "exclusive")),
    "socket": ("bpf-lb-sock", ("socketLB", "enabled")),
    "replacement": ("kube-proxy-replacement", ("kubeProxyReplacement",)),
    "host only": ("bpf-lb-sock-hostns-only", ("socketLB", "hostNamespaceOnly")),
    "masquerade": ("enable-bpf-masquerade", ("bpf", "masquerade")),
}


class CiliumSettings(NamedTuple):
    """What an object says about Cilium; ``anchor`` is what to point at if it says nothing.

    ``complete`` is whether no other file adds to it, so that what is missing has its default.
    """

    root: Node
    anchor: Node
    is_chart: bool
    complete: bool

    def written(self, name: str) -> Node | None:
        """Where a setting stands."""
        key, path = _NAMES[name]
        return self.root.scalar(*path) if self.is_chart else self.root.scalar("data", key)

    def is_on(self, name: str) -> bool | None:
        """Whether a setting is on; ``None`` if that is not written, or filled in later."""
        node = self.written(name)
        if node is None or node.is_unknown:
            return None
        return node.value.lower() in ("true", "strict")

    def name_of(self, name: str) -> str:
        """How a setting is called here."""
        key, path = _NAMES[name]
        return ".".join(path) if self.is_chart else key


def cilium_settings(resource: Resource) -> CiliumSettings | None:
    """The settings of Cilium that an object holds, if any."""
    root = resource.root
    if resource.kind == CONFIG_MAP:
        is_ours = resource.name == "cilium-config"
        return CiliumSettings(root, resource.at, is_chart=False, complete=True) if is_ours else None
    found = (_of_chart(each) for each in chart_values(resource.kind, root))
    return next((each for each in found if each is not None), None)


def _of_chart(found: ChartValues) -> CiliumSettings | None:
    chart, values, is_complete = found
    if chart is None or chart.value.rpartition("/")[2] != "cilium":
        return None
    return CiliumSettings(values or chart, chart, is_chart=True, complete=is_complete)
