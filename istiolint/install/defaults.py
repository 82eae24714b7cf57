"""What an install starts from: the default values of charts, and the sets chosen by name.

A *setting* is named by its path in istioctl's tree of values, whatever file it is written
in: ``pilot.resources``, ``cni.ambient.enabled``, ``global.proxy.resources``. A chart's own
values may be laid out differently; :func:`setting_root` tells how the two relate.

Releases that are newer or older than those we know are taken for the newest and oldest of
them. All results are shared and not to be changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from istiolint.releases import OLDEST, Release
from istiolint.schema.store import load
from istiolint.schema.timeline import Timeline, values_in

Values = Mapping[str, Any]

PresetGroup = Literal["istioctl", "helm", "platform", "compatibility"]
"""Profiles of istioctl, and what the charts know as profile, platform, compatibilityVersion."""

CHARTS = (
    "base",
    "cni",
    "gateway",
    "istio-egress",
    "istio-ingress",
    "istiod",
    "istiod-remote",
    "ztunnel",
)
"""The charts we know the default values of, by the names they are published under."""

OF_ALL_CHARTS = frozenset({"compatibilityVersion", "global", "platform", "profile"})
"""Keys at the root of any chart's values that have nothing to do with its component."""

# Keys at the root of the istiod chart's values that istioctl has at its root as well.
_OF_THE_MESH = OF_ALL_CHARTS | {
    "base",
    "defaultRevision",
    "experimental",
    "gatewayClasses",
    "gateways",
    "istio_cni",
    "istiodRemote",
    "meshConfig",
    "ownerName",
    "revision",
    "revisionTags",
    "sidecarInjectorWebhook",
    "telemetry",
}

# For charts whose values, or some of them, istioctl has under one key: that key, and the
# root keys that stay where they are.
_COMPONENTS = {
    "cni": ("cni", OF_ALL_CHARTS | {"ownerName", "revision"}),
    "istiod": ("pilot", _OF_THE_MESH),
    "istiod-remote": ("pilot", _OF_THE_MESH),
    "ztunnel": ("ztunnel", OF_ALL_CHARTS),
}

# What istioctl takes from each chart, later ones winning: all, or what is under one key.
# The charts differ in their globals, those of istiod are the ones that count.
_ISTIOCTL_SOURCES = (
    ("base", None),
    ("istiod", None),
    ("istio-ingress", "gateways"),
    ("istio-egress", "gateways"),
    ("cni", "cni"),
    ("ztunnel", "ztunnel"),
)

# In Istio's repository, where the data comes from, image registries are placeholders; these
# are what they become when a release is built, together with the tag.
_REGISTRIES = {
    "gcr.io/istio-testing": "docker.io/istio",
    "registry.istio.io/testing": "registry.istio.io/release",
}


@cache
def chart_defaults(chart: str, release: Release) -> Values:
    """The default values of a chart, laid out as its users write them.

    Empty if the chart did not exist in that release; ``KeyError`` if it is none of ``CHARTS``.
    """
    if chart not in CHARTS:
        raise KeyError(chart)
    return _published(load(f"charts/{chart}.json"), release)


@cache
def chart_settings(chart: str, release: Release) -> Values:
    """The default values of a chart, each at the path of its setting."""
    settings: dict[str, Any] = {}
    for key, value in chart_defaults(chart, release).items():
        root = setting_root(chart, key)
        tree = settings if len(root) == 1 else settings.setdefault(root[0], {})
        tree[root[-1]] = value
    return settings


def setting_root(chart: str, key: str) -> tuple[str, ...]:
    """The path of the setting that ``key``, at the root of a chart's values, stands for.

    The istiod and cni charts took ``pilot:`` and ``cni:`` alone before 1.24, the same keys at
    the root since then, and both are one setting. Settings of the gateway chart have no
    place in istioctl's tree, their path is the chart's own.
    """
    component, elsewhere = _COMPONENTS.get(chart, (key, ()))
    return (key,) if key == component or key in elsewhere else (component, key)


def component_of(chart: str) -> str | None:
    """The key under which istioctl, and the chart's older layout, have a chart's own values."""
    return _COMPONENTS[chart][0] if chart in _COMPONENTS else None


@cache
def istioctl_defaults(release: Release) -> Values:
    """The default of every setting where istioctl renders the charts.

    Its profiles come on top of that: ``default`` first, then the one that is chosen.
    """
    tree: dict[str, Any] = {}
    for chart, key in _ISTIOCTL_SOURCES:
        settings = chart_settings(chart, release)
        taken = settings if key is None else {key: settings[key]} if key in settings else {}
        tree = _laid_over(tree, taken)
    return tree


@cache
def presets(group: PresetGroup, release: Release) -> Mapping[str, Values]:
    """The sets of values of one group that a release can be told to use, by name."""
    timelines: dict[str, Timeline] = load("profiles.json")[group]
    found = {name: _published(timeline, release) for name, timeline in timelines.items()}
    return {name: values for name, values in found.items() if values}


def profile(name: str, release: Release, *, helm: bool) -> Values | None:
    """A profile: chart values, or for istioctl the ``spec`` it lays over that of ``default``."""
    return presets("helm" if helm else "istioctl", release).get(name)


def platform(name: str, release: Release) -> Values | None:
    """The chart values that ``platform`` stands for; there are none before 1.24."""
    return presets("platform", release).get(name)


def compatibility(version: str, release: Release) -> Values | None:
    """The chart values that ``compatibilityVersion`` stands for; there are none before 1.21."""
    return presets("compatibility", release).get(version)


def _published(timeline: Timeline, release: Release) -> Values:
    """The values of a release out of a timeline, with the registries that its images are in."""
    found = values_in(timeline, max(release.minor, OLDEST.minor))
    values: dict[str, Any] = found.get("spec", found)  # istioctl's are IstioOperators
    for images in (values, values.get("global", {})):
        if images.get("hub") in _REGISTRIES:
            images["hub"] = _REGISTRIES[images["hub"]]
            images["tag"] = str(release)
    return values


def _laid_over(lower: Values, upper: Values) -> dict[str, Any]:
    """Two trees as one: mappings are joined, of other values the upper one wins."""
    joined = dict(lower)
    for key, value in upper.items():
        below = lower.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            joined[key] = _laid_over(below, value)
        else:
            joined[key] = value
    return joined
