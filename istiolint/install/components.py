"""The components of an IstioOperator: how they write settings, and which are installed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from istiolint.install.forms import Form, Steps, as_it_is
from istiolint.install.layer import Layer
from istiolint.install.setting import ABSENT
from istiolint.syntax.node import Node

GATEWAY_LISTS = {"ingressGateways": "istio-ingressgateway", "egressGateways": "istio-egressgateway"}
"""The lists of gateways, and whose values all gateways of each have."""

_CHARTS = {"base": "base", "pilot": "istiod", "cni": "cni", "ztunnel": "ztunnel"}


class Gateways(NamedTuple):
    """The gateways that an IstioOperator mentions by name, with the list each is in.

    ``enabled`` are those that are installed; ``replaced`` the lists of a profile's that do
    not count, as the user writes such a list. ``has_nameless`` is whether others are
    installed whose names are missing, or filled in later.
    """

    lists: Mapping[str, str]
    enabled: tuple[str, ...] = ()
    replaced: frozenset[str] = frozenset()
    has_nameless: bool = False

    @property
    def unreplaced(self) -> Gateways:
        """The same for those who have the last word."""
        return self._replace(replaced=frozenset())

    @property
    def others(self) -> Iterator[tuple[str, str]]:
        """Those besides the built-in ones, each with the one whose values it has."""
        for name, key in self.lists.items():
            if name not in GATEWAY_LISTS.values():
                yield name, GATEWAY_LISTS[key]


def gateways(written: Sequence[Layer], profiles: Sequence[Layer], *, is_new: bool) -> Gateways:
    """The gateways among components.

    Since 1.24 a list of the user's takes the place of the profile's, before lists were
    joined by name; a gateway counted only if it was enabled.
    """
    lists: dict[str, str] = {}
    enabled: list[str] = []
    replaced: set[str] = set()
    has_nameless = False
    for key, original in GATEWAY_LISTS.items():
        saying = [each for each in (*written, *profiles) if _mentions(each, key)]
        if is_new:
            replaced |= {key} if saying and saying[0] in written else set()
            saying = saying[:1]
        names = dict.fromkeys(name for each in saying for name in _names(each, key))
        enabled += [name for name in names if _is_enabled(saying, (key, name), by_default=is_new)]
        has_nameless = has_nameless or _has_nameless(saying, key, by_default=is_new)
        lists |= dict.fromkeys((original, *names), key)
    return Gateways(lists, tuple(dict.fromkeys(enabled)), frozenset(replaced), has_nameless)


def _mentions(layer: Layer, key: str) -> bool:
    return layer._replace(translate=as_it_is).answer((key,)).value is not ABSENT


def _names(layer: Layer, key: str) -> Iterator[str]:
    leaves = layer._replace(translate=as_it_is, is_patch=True).leaves()
    return (path[1] for path in leaves if path[0] == key and len(path) > 1)


def _has_nameless(layers: Sequence[Layer], key: str, *, by_default: bool) -> bool:
    """Whether a gateway is installed whose name is not to be seen; a profile's all have one."""
    for layer in layers:
        for item in layer.tree.items(key) if isinstance(layer.tree, Node) else ():
            said = item.scalar("enabled")
            enabled = by_default if said is None else said.meaning is not False
            if item.is_mapping and item.text("name") is None and enabled:
                return True
    return False


def _is_enabled(layers: Sequence[Layer], path: Steps, *, by_default: bool) -> bool:
    """What is said of a component first; one that cannot be told counts as installed."""
    plain = (each._replace(translate=as_it_is, is_patch=True) for each in layers)
    said = (layer.answer((*path, "enabled")).value for layer in plain)
    return next((value for value in said if value is not ABSENT), by_default) not in (False, None)


def installed(written: Sequence[Layer], profiles: Sequence[Layer], found: Gateways) -> set[str]:
    """The charts that components come from, as they are published: ``gateway`` for any gateway.

    Istiod is installed unless that is ruled out, others if anything asks for them.
    """
    layers = (*written, *profiles)
    charts = {
        chart
        for key, chart in _CHARTS.items()
        if _is_enabled(layers, (key,), by_default=key == "pilot")
    }
    has_gateway = bool(found.enabled) or found.has_nameless
    return charts | ({"gateway"} if has_gateway else set())


# How components write settings. Which of Kubernetes' own fields there are no settings for, no
# rule can ask for either.

_SAME_NAME = (
    "resources",
    "nodeSelector",
    "affinity",
    "tolerations",
    "podAnnotations",
    "serviceAnnotations",
    "securityContext",
)
_OF_ALL: dict[Steps, Steps] = {
    ("hub",): ("hub",),
    ("tag",): ("tag",),
    **{(name,): ("k8s", name) for name in _SAME_NAME},
}
_METRIC = ("resource", "target", "averageUtilization")
# What has another name as well. A DaemonSet has none of it.
_SCALED: dict[Steps, Steps] = {
    ("replicaCount",): ("k8s", "replicaCount"),
    ("autoscaleMin",): ("k8s", "hpaSpec", "minReplicas"),
    ("autoscaleMax",): ("k8s", "hpaSpec", "maxReplicas"),
    ("autoscaleBehavior",): ("k8s", "hpaSpec", "behavior"),
    ("cpu", "targetAverageUtilization"): ("k8s", "hpaSpec", "metrics", "cpu", *_METRIC),
    ("memory", "targetAverageUtilization"): ("k8s", "hpaSpec", "metrics", "memory", *_METRIC),
    ("rollingMaxSurge",): ("k8s", "strategy", "rollingUpdate", "maxSurge"),
    ("rollingMaxUnavailable",): ("k8s", "strategy", "rollingUpdate", "maxUnavailable"),
    ("pdb", "minAvailable"): ("k8s", "podDisruptionBudget", "minAvailable"),
    ("pdb", "maxUnavailable"): ("k8s", "podDisruptionBudget", "maxUnavailable"),
    ("ipFamilies",): ("k8s", "service", "ipFamilies"),
    ("ipFamilyPolicy",): ("k8s", "service", "ipFamilyPolicy"),
}
_SERVICE = (
    "type",
    "ports",
    "loadBalancerIP",
    "loadBalancerSourceRanges",
    "externalTrafficPolicy",
)
_OF_GATEWAY: dict[Steps, Steps] = {
    ("labels",): ("label",),
    ("priorityClassName",): ("k8s", "priorityClassName"),
    ("readinessProbe",): ("k8s", "readinessProbe"),
    **{(name,): ("k8s", "service", name) for name in _SERVICE},
}
_OF_KIND: dict[str, dict[Steps, Steps]] = {
    "pilot": {**_OF_ALL, **_SCALED},
    "cni": {**_OF_ALL, ("pullPolicy",): ("k8s", "imagePullPolicy")},
    "ztunnel": {**_OF_ALL, ("imagePullPolicy",): ("k8s", "imagePullPolicy")},
    "gateways": {**_OF_ALL, **_SCALED, **_OF_GATEWAY},
}
_BACK = {
    kind: {place: setting for setting, place in places.items()} for kind, places in _OF_KIND.items()
}
_ENV = ("k8s", "env")


def component_form(found: Gateways) -> Form:
    """``spec.components`` of an IstioOperator: what is patched after rendering."""
    lists = {name: key for name, key in found.lists.items() if key not in found.replaced}

    def inner(setting: Steps) -> Steps | None:
        head, rest = _parted(setting)
        key = lists.get(head[-1]) if setting[0] == "gateways" else setting[0]
        if key is None or setting[0] not in _OF_KIND:
            return None
        place = (key, *head[1:])
        if rest[:1] == ("env",):
            return (*place, *_ENV, *rest[1:], "value") if len(rest) == 2 else None  # noqa: PLR2004 - env and a name
        found = _moved(rest, _OF_KIND[setting[0]])
        return None if found is None else (*place, *found)

    def outer(path: Steps) -> Steps | None:
        kind = "gateways" if path[0] in GATEWAY_LISTS else path[0]
        depth = 2 if kind == "gateways" else 1
        head, rest = path[:depth], path[depth:]
        if kind not in _BACK or (kind == "gateways" and lists.get(head[-1]) != path[0]):
            return None
        if rest[:2] == _ENV:
            moved: Steps | None = ("env", rest[2]) if len(rest) > 2 else None  # noqa: PLR2004 - k8s, env, a name
        else:
            moved = _moved(rest, _BACK[kind])
        return None if moved is None else (kind, *head[1:], *moved)

    return Form(inner, outer, frozenset(_gathered(lists)))


def old_metrics(found: Gateways) -> Form:
    """Metrics as the first version of autoscalers had them, which istioctl took until 1.23."""

    def inner(setting: Steps) -> Steps | None:
        head, rest = _parted(setting)
        key = found.lists.get(head[-1]) if setting[0] == "gateways" else setting[0]
        if key is None or rest[1:] != ("targetAverageUtilization",) or key in ("cni", "ztunnel"):
            return None
        return (key, *head[1:], "k8s", "hpaSpec", "metrics", rest[0], "resource", *rest[1:])

    # The other form lists the settings as well, whatever their metrics look like.
    return Form(inner, lambda _: None)


def _parted(setting: Steps) -> tuple[Steps, Steps]:
    """The component that a setting belongs to, and the rest of its path."""
    depth = 2 if setting[0] == "gateways" else 1
    return setting[:depth], setting[depth:]


def _moved(path: Steps, places: Mapping[Steps, Steps]) -> Steps | None:
    """A path that begins with one of the places, where it is found on the other side."""
    for length in range(len(path), 0, -1):
        place = places.get(path[:length])
        if place is not None:
            return (*place, *path[length:])
    return None


def _gathered(lists: Mapping[str, str]) -> Iterator[Steps]:
    """The settings that are mappings, whose parts are written in different places."""
    heads = chain((("pilot",), ("cni",), ("ztunnel",)), (("gateways", name) for name in lists))
    for head in heads:
        yield from ((*head, name) for name in ("env", "pdb", "cpu", "memory"))
