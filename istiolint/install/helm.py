"""The layers of the istiod chart, in the order in which Helm and the chart merge them.

From 1.24 on all that is written below ``pilot:`` is laid over the rest at the end, by whomever
it is written. Istio's own sets of values still say ``pilot:``, so a profile beats what the
user writes without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from istiolint.inputs.document import Role, Tree
from istiolint.install.defaults import (
    Values,
    chart_settings,
    compatibility,
    platform,
    profile,
    setting_root,
)
from istiolint.install.layer import Layer, Steps, Translate
from istiolint.install.parameters import Parameters
from istiolint.install.setting import ABSENT, UNKNOWN, Origin, Unknown
from istiolint.releases import Release
from istiolint.syntax.node import Node

FLAT_SINCE = Release(24)
"""From here on the istiod chart takes its keys without ``pilot:`` as well."""

# The keys that choose a set of values, and the first release that reads them. What comes
# first beats what follows.
_CHOICES: tuple[tuple[Origin, Steps, int], ...] = (
    (Origin.PLATFORM, ("platform",), 25),
    (Origin.PLATFORM, ("global", "platform"), 24),
    (Origin.COMPATIBILITY, ("compatibilityVersion",), 21),
    (Origin.PROFILE, ("profile",), 21),
    (Origin.PROFILE, ("global", "profile"), 25),
)


def helm_layers(
    trees: Sequence[Tree], release: Release, profiles: Sequence[Layer] = ()
) -> Iterator[Layer]:
    """The layers of one release of the chart, those that win first.

    ``profiles`` are values that an operator hands to Helm below those of the user.
    """
    written = [layer for tree in reversed(trees) for layer in _written(tree)]
    written.sort(key=lambda layer: layer.translate is not shared)
    seen = list(takewhile(lambda layer: layer.tree is not UNKNOWN, written))
    missing = written[len(seen) : len(seen) + 1]
    values = [*seen, *profiles]
    chosen = list(chosen_layers(values, release, legacy))
    yield from seen
    # What is in another file may be written either way.
    yield from missing if chosen else ()
    yield from (*profiles, *chosen)
    if release.minor >= FLAT_SINCE.minor:
        layers = (layer for layer in (*values, *chosen) if layer.translate is legacy)
        yield from (layer._replace(translate=flat) for layer in layers)
    yield from () if chosen else missing
    yield from _wrapped(trees, release)
    defaults = chart_settings(trees[0].release.chart or "istiod", release)
    yield Layer(Origin.CHART_DEFAULT, defaults, legacy)


def chosen_layers(values: Sequence[Layer], release: Release, how: Translate) -> Iterator[Layer]:
    """The sets of values that come with the charts, as far as ``values`` choose any."""
    done: set[Origin] = set()
    for origin, setting, since in _CHOICES:
        name, node = _said(values, setting) if release.minor >= since else (None, None)
        if name is None or origin in done:
            continue
        done.add(origin)
        found = UNKNOWN if isinstance(name, Unknown) else _set_of_values(origin, str(name), release)
        if found is not None:
            yield Layer(origin, found, how, said_by=node)


def _said(values: Sequence[Layer], setting: Steps) -> tuple[object, Node | None]:
    """What a setting is by these layers, and the node that says so."""
    for layer in values:
        answer = layer.answer(setting)
        if answer.value is not ABSENT:
            return answer.value, answer.node or layer.said_by
    return None, None


def _set_of_values(origin: Origin, name: str, release: Release) -> Values | None:
    if origin is Origin.PLATFORM:
        return platform(name, release)
    if origin is Origin.COMPATIBILITY:
        return compatibility(name, release)
    return profile(name, release, helm=True)


def _written(tree: Tree) -> Iterator[Layer]:
    """The layer that a tree is; none if it only says that there is nothing."""
    if tree.role is Role.VALUES:
        yield Layer(Origin.WRITTEN, tree.root, legacy)
    elif tree.role is Role.GLOBALS:
        yield Layer(Origin.WRITTEN, tree.root, shared)
    elif tree.role is Role.PARAMETERS:
        yield Layer(Origin.WRITTEN, Parameters(tree.root), legacy)
    elif tree.role is Role.UNSEEN:
        yield Layer(Origin.WRITTEN, UNKNOWN, legacy, said_by=tree.root)


def _wrapped(trees: Sequence[Tree], release: Release) -> Iterator[Layer]:
    """What users write where the chart keeps its defaults: it replaces single ones of them."""
    is_flat = release.minor >= FLAT_SINCE.minor
    wrapper = "_internal_defaults_do_not_set" if is_flat else "defaults"
    for tree in reversed(trees):
        inner = tree.root.get(wrapper) if tree.role is Role.VALUES else None
        if inner is not None and inner.is_mapping:
            yield Layer(Origin.WRITTEN, inner, legacy)
            if is_flat:
                yield Layer(Origin.WRITTEN, inner, flat)


# How the istiod chart writes the path of a setting


def legacy(setting: Steps) -> Steps | None:
    """With ``pilot:``, as in istioctl's tree. Other components have charts of their own."""
    head = setting[0]
    return setting if head == "pilot" or setting_root("istiod", head) == (head,) else None


def flat(setting: Steps) -> Steps | None:
    """Without ``pilot:``."""
    head, *rest = setting
    if head == "pilot" and rest and setting_root("istiod", rest[0]) == ("pilot", rest[0]):
        return tuple(rest)
    return None


def shared(setting: Steps) -> Steps | None:
    """What an umbrella chart passes on to all charts below it, laid over their own globals."""
    return setting if setting[0] == "global" else None
