"""Layers of settings, and where in each of them a setting stands.

A *setting* is named by its path in istioctl's tree of values. A layer knows how its own
form writes that path: the istiod chart without ``pilot:``, an IstioOperator's components
with Kubernetes' names. A list of layers, those that win first, is all that an install
needs to resolve a setting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from istiolint.install.parameters import Parameters
from istiolint.install.setting import ABSENT, UNKNOWN, Answer, Origin, Unknown
from istiolint.syntax.node import Node

Steps = tuple[str, ...]

Translate = Callable[[Steps], Steps | None]
"""The path in a layer for the path of a setting; ``None`` for what the layer cannot hold."""

NOTHING_SAID = Answer(ABSENT)

_ANY = "*"


class Layer(NamedTuple):
    """A source of settings with one way of writing their paths.

    ``tree`` is what the user wrote, or what comes with Istio, or :data:`UNKNOWN` for what
    is written in a place that is not here.
    """

    origin: Origin
    tree: Node | Parameters | Mapping[str, Any] | Unknown
    translate: Translate
    is_patch: bool = False
    """Whether it is patched into the rendered object, after all values."""
    said_by: Node | None = None
    """What the user wrote to choose the layer, as a profile's name."""

    def answer(self, setting: Steps) -> Answer:
        """What the layer says about a setting."""
        path = self.translate(setting)
        if path is None:
            return NOTHING_SAID
        if isinstance(self.tree, Unknown):
            return Answer(UNKNOWN)
        if isinstance(self.tree, Parameters):
            return self.tree.answer(path)
        if isinstance(self.tree, Node):
            return _written(self.tree, path, into_lists=self.is_patch)
        return _given(self.tree, path, into_lists=self.is_patch)

    def names(self, setting: Steps) -> list[str]:
        """The names of what the layer writes directly below a setting; lists count by ``name``."""
        path = self.translate((*setting, _ANY))
        if path is None or _ANY not in path or not isinstance(self.tree, Node | Parameters):
            return []
        above = path[: path.index(_ANY)]
        if isinstance(self.tree, Parameters):
            return self.tree.names(above)
        here = self.tree.at(*above)
        if here is None:
            return []
        items = here.items() if self.is_patch else []
        said = [name.value for item in items if (name := item.text("name")) is not None]
        return said or [entry.name for entry in here.entries()]

    def nearest(self, setting: Steps) -> tuple[int, Node] | None:
        """The key of the longest part of the path that the layer writes, if it writes any.

        The number is how many steps are missing below it.
        """
        path = self.translate(setting)
        if path is None or not isinstance(self.tree, Node):
            return None
        node, taken = self.tree, 0
        for step in path:
            below = _step(node, step, into_lists=self.is_patch)
            if below is None:
                break
            node, taken = below, taken + 1
        return (len(path) - taken, node.key or node) if taken else None


def _step(node: Node, step: str, *, into_lists: bool) -> Node | None:
    """One step down; into a list of Kubernetes objects by their ``name``."""
    if into_lists and node.is_sequence:
        return next((each for each in node.items() if _is_named(each, step)), None)
    return node.get(step)


def _is_named(item: Node, name: str) -> bool:
    said = item.text("name")
    return said is not None and said.value == name


def _written(root: Node, path: Steps, *, into_lists: bool) -> Answer:
    """What a tree of the user's says at a path.

    A scalar, a list or ``null`` on the way replaces or deletes all that other layers have
    below.
    """
    node = root
    for step in path:
        below = _step(node, step, into_lists=into_lists)
        if below is None:
            return _missing(node, step, into_lists=into_lists)
        node = below
    return Answer(plain(node), node)


def _missing(node: Node, step: str, *, into_lists: bool) -> Answer:
    """What it means that a node has nothing below it for the next step of a path."""
    if node.is_mapping:
        is_computed = into_lists and step == "value" and node.get("valueFrom") is not None
        return Answer(UNKNOWN, node) if is_computed else NOTHING_SAID
    if node.is_sequence and into_lists:
        return NOTHING_SAID
    return Answer(UNKNOWN if node.is_unknown else None, node)


def _given(tree: Mapping[str, Any], path: Steps, *, into_lists: bool) -> Answer:
    """What a chart's defaults or a profile say at a path."""
    here: Any = tree
    for step in path:
        if into_lists and isinstance(here, list):
            here = next((each for each in here if each["name"] == step), None)
        elif isinstance(here, Mapping) and step in here:
            here = here[step]
        else:
            return NOTHING_SAID
    return Answer(here)


def plain(node: Node) -> Any:
    """A tree of nodes as JSON has it."""
    if node.is_scalar:
        return UNKNOWN if node.is_unknown else node.meaning
    if node.is_sequence:
        return [plain(each) for each in node.items()]
    return {entry.name: plain(entry.value) for entry in node.entries()}


# How each form writes the path of a setting


def as_it_is(setting: Steps) -> Steps:
    """Istioctl's own tree, and all charts before they were flattened."""
    return setting


def below(key: str) -> Translate:
    """A tree that is itself the value of a key, such as ``spec.meshConfig``."""

    def translate(setting: Steps) -> Steps | None:
        return setting[1:] if setting[0] == key else None

    return translate


def spec(setting: Steps) -> Steps | None:
    """What an IstioOperator says beside its values."""
    return _IN_SPEC.get(setting)


def component(setting: Steps) -> Steps | None:
    """``spec.components`` of an IstioOperator: what is patched after rendering."""
    for head, place in _COMPONENTS.items():
        if setting[: len(head)] == head:
            rest = setting[len(head) :]
            inner = _in_component(rest, scales=head not in _DAEMON_SETS)
            return inner and (*place, *inner)
    return None


def _in_component(rest: Steps, *, scales: bool) -> Steps | None:
    """The path in a component of what its values say at ``rest``."""
    if len(rest) == 1 and rest[0] in ("hub", "tag"):
        return rest
    if rest[:1] == ("env",):
        return ("k8s", *rest, "value") if len(rest) > 1 else None
    if rest in _RENAMED:
        return ("k8s", *_RENAMED[rest]) if scales else None
    return ("k8s", *rest) if rest and rest[0] in _SAME_NAME else None


_IN_SPEC: dict[Steps, Steps] = {
    ("global", "hub"): ("hub",),
    ("global", "tag"): ("tag",),
    ("revision",): ("revision",),
    ("compatibilityVersion",): ("compatibilityVersion",),
}

_COMPONENTS: dict[Steps, Steps] = {
    ("pilot",): ("pilot",),
    ("cni",): ("cni",),
    ("ztunnel",): ("ztunnel",),
    ("gateways", "istio-ingressgateway"): ("ingressGateways", "istio-ingressgateway"),
    ("gateways", "istio-egressgateway"): ("egressGateways", "istio-egressgateway"),
}
_DAEMON_SETS = (("cni",), ("ztunnel",))

_SAME_NAME = (
    "resources",
    "nodeSelector",
    "affinity",
    "tolerations",
    "podAnnotations",
    "serviceAnnotations",
    "securityContext",
)

# What has another name as well. A DaemonSet has none of it.
_RENAMED: dict[Steps, Steps] = {
    ("replicaCount",): ("replicaCount",),
    ("autoscaleMin",): ("hpaSpec", "minReplicas"),
    ("autoscaleMax",): ("hpaSpec", "maxReplicas"),
    ("rollingMaxSurge",): ("strategy", "rollingUpdate", "maxSurge"),
    ("rollingMaxUnavailable",): ("strategy", "rollingUpdate", "maxUnavailable"),
    ("pdb", "minAvailable"): ("podDisruptionBudget", "minAvailable"),
    ("pdb", "maxUnavailable"): ("podDisruptionBudget", "maxUnavailable"),
}
