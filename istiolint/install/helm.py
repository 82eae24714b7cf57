"""The layers of a chart, in the order in which Helm and the chart merge them.

From 1.24 on all that is written below ``pilot:`` is laid over the rest of the istiod chart's
values at the end, by whomever it is written, and so is ``cni:`` in the cni chart. Istio's own
sets of values still say ``pilot:``, so a profile beats what the user writes without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from istiolint.inputs.document import Role, Tree
from istiolint.install.defaults import (
    Values,
    chart_defaults,
    chart_settings,
    compatibility,
    platform,
    profile,
)
from istiolint.install.forms import (
    Form,
    Steps,
    as_it_is,
    for_presets,
    from_globals,
    gateway_root,
    limited,
    of_chart,
    of_presets,
    shared,
)
from istiolint.install.layer import Layer
from istiolint.install.parameters import Parameters
from istiolint.install.setting import ABSENT, UNKNOWN, Origin, Unknown
from istiolint.releases import Release
from istiolint.syntax.node import Node

FLAT_SINCE = Release(24)
"""From here on the istiod and cni charts take their keys without ``pilot:`` as well."""

FLATTENED = {"gateway": Release(24, 3), "ztunnel": Release(23)}
"""Charts that lay their globals over the defaults at their root, and since when."""

# The keys that choose a set of values, and the first release that reads them. What comes
# first beats what follows.
_CHOICES: tuple[tuple[Origin, Steps, int], ...] = (
    (Origin.PLATFORM, ("platform",), 25),
    (Origin.PLATFORM, ("global", "platform"), 24),
    (Origin.COMPATIBILITY, ("compatibilityVersion",), 21),
    (Origin.PROFILE, ("profile",), 21),
    (Origin.PROFILE, ("global", "profile"), 25),
)


class _Chart(NamedTuple):
    """A chart in a release, and how it writes settings."""

    name: str
    release: Release
    own: Form
    flat: Form | None
    root: str | None
    """The key of its settings, if it lays its globals over them."""

    @classmethod
    def of(cls, trees: Sequence[Tree], release: Release) -> _Chart:
        """The chart that trees are for."""
        said = trees[0].release
        chart = said.chart or "istiod"
        own, flat = of_chart(chart, release_name(trees))
        root = gateway_root(release_name(trees)) if chart == "gateway" else chart
        since = FLATTENED.get(chart)
        is_flat = release.minor >= FLAT_SINCE.minor
        has_globals = since is not None and is_since(release, since)
        return cls(chart, release, own, flat if is_flat else None, root if has_globals else None)

    def defaults(self) -> Layer:
        """What its own values say."""
        has_root = self.name in FLATTENED
        values = (chart_defaults if has_root else chart_settings)(self.name, self.release)
        return Layer(Origin.CHART_DEFAULT, values, self.own)


def release_name(trees: Sequence[Tree]) -> str:
    """The name of a Helm release; that of the chart where nothing names it."""
    said = trees[0].release
    return said.name or said.chart or "istiod"


def is_since(release: Release, first: Release) -> bool:
    """Whether a release has what came with ``first``; the last patch counts if none is named."""
    if release.patch is None:
        return release.minor >= first.minor
    return (release.minor, release.patch) >= (first.minor, first.patch or 0)


def helm_layers(
    trees: Sequence[Tree], release: Release, profiles: Sequence[Layer] = (), *, nested: bool = False
) -> Iterator[Layer]:
    """The layers of one release of a chart, those that win first.

    ``profiles`` are values that an operator hands to Helm below those of the user. Values
    are ``nested`` if all stand below the key of their component, whatever the chart wants.
    """
    chart = _Chart.of(trees, release)
    own = chart.own
    if nested:
        own = limited(as_it_is, chart.name)
        profiles = [_limited(each, chart.name) for each in profiles]
    written = [layer for tree in reversed(trees) for layer in _written(tree, own)]
    known = list(takewhile(lambda layer: layer.tree is not UNKNOWN, written))
    missing, open_globals = _missing(written[len(known) :])
    seen = sorted(known, key=_is_own)
    values = [*seen, *profiles]
    chosen = list(chosen_layers(values, release, of_presets(chart.name, chart.own)))
    yield from sorted([*known, *open_globals], key=_is_own)
    # What is in another file may be written either way.
    yield from missing if chosen else ()
    yield from profiles
    yield from _globals(chart, [*seen, *missing, *profiles, *chosen])
    yield from chosen
    if chart.flat is not None:
        layers = (each for each in values if each.translate is own)
        yield from (each._replace(translate=chart.flat) for each in layers)
        yield from (each._replace(translate=for_presets(chart.flat)) for each in chosen)
    yield from () if chosen else missing
    yield from _wrapped(trees, chart)
    yield chart.defaults()


def _is_own(layer: Layer) -> bool:
    """Whether a chart alone is told; what an umbrella chart tells all of them comes first."""
    return layer.translate is not shared


def _missing(written: Sequence[Layer]) -> tuple[list[Layer], list[Layer]]:
    """What is in the first of several other files, and its globals if those are for all charts."""
    first = list(takewhile(lambda layer: layer.said_by is written[0].said_by, written))
    first = [layer for layer in first if layer.tree is UNKNOWN]
    return list(filter(_is_own, first)), [layer for layer in first if not _is_own(layer)]


def _limited(layer: Layer, head: str) -> Layer:
    return layer._replace(translate=limited(layer.translate, head))


def _globals(chart: _Chart, layers: Sequence[Layer]) -> Iterator[Layer]:
    """What globals say of the settings at the root of a chart."""
    if chart.root is not None:
        for each in layers:
            yield each._replace(translate=from_globals(each.translate, chart.root))


def chosen_layers(values: Sequence[Layer], release: Release, how: Form) -> Iterator[Layer]:
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


def _written(tree: Tree, own: Form) -> Iterator[Layer]:
    """The layer that a tree is; none if it only says that there is nothing."""
    if tree.role is Role.VALUES:
        yield Layer(Origin.WRITTEN, tree.root, own)
    elif tree.role is Role.GLOBALS:
        yield Layer(Origin.WRITTEN, tree.root, shared)
    elif tree.role is Role.PARAMETERS or tree.target is not None:
        target, is_seen = tree.target, tree.role is Role.PARAMETERS
        single = Parameters(tree.root, target, tree.chart_key, is_seen=is_seen)
        yield Layer(Origin.WRITTEN, single, own)
    elif tree.role is Role.UNSEEN:
        unseen = Layer(Origin.WRITTEN, UNKNOWN, own, said_by=tree.root)
        yield from (unseen._replace(translate=shared), unseen) if tree.chart_key else (unseen,)


def _wrapped(trees: Sequence[Tree], chart: _Chart) -> Iterator[Layer]:
    """What users write where the chart keeps its defaults: it replaces single ones of them."""
    is_new = chart.release.minor >= FLAT_SINCE.minor
    wrapper = "_internal_defaults_do_not_set" if is_new else "defaults"
    for tree in reversed(trees):
        inner = tree.root.get(wrapper) if tree.role is Role.VALUES else None
        if inner is not None and inner.is_mapping:
            yield Layer(Origin.WRITTEN, inner, chart.own)
            if chart.flat is not None:
                yield Layer(Origin.WRITTEN, inner, chart.flat)
