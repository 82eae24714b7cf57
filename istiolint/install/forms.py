"""How each form of input writes the path of a setting.

A *setting* is named by its path in istioctl's tree of values. The istiod chart writes it
without ``pilot:``, an IstioOperator's components with Kubernetes' names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from istiolint.install.defaults import OF_ALL_CHARTS, setting_root

Steps = tuple[str, ...]


class Form(NamedTuple):
    """One way of writing paths, read in both directions."""

    inner: Callable[[Steps], Steps | None]
    """The path in a layer for the path of a setting; ``None`` for what it cannot hold."""
    outer: Callable[[Steps], Steps | None]
    """The path of the setting that stands at a path of the layer; ``None`` if none does."""
    gathered: frozenset[Steps] = frozenset()
    """Paths of mappings that a layer has no place for, only for what is in them."""

    def __call__(self, setting: Steps) -> Steps | None:
        """The path in a layer for the path of a setting."""
        return self.inner(setting)


def _same(path: Steps) -> Steps:
    return path


as_it_is = Form(_same, _same)
"""Istioctl's own tree, and all charts before they were flattened."""


def below(key: str) -> Form:
    """A tree that is itself the value of a key, such as ``spec.meshConfig``."""

    def inner(setting: Steps) -> Steps | None:
        return setting[1:] if setting[0] == key else None

    return Form(inner, lambda path: (key, *path))


_IN_SPEC: Mapping[Steps, Steps] = {
    ("global", "hub"): ("hub",),
    ("global", "tag"): ("tag",),
    ("revision",): ("revision",),
    ("compatibilityVersion",): ("compatibilityVersion",),
}
_OUT_OF_SPEC = {place: setting for setting, place in _IN_SPEC.items()}

spec = Form(_IN_SPEC.get, _OUT_OF_SPEC.get, frozenset({("global",)}))
"""What an IstioOperator says beside its values."""


def only(head: str) -> Form:
    """Nothing but what is under one key."""

    def keep(path: Steps) -> Steps | None:
        return path if path[:1] == (head,) else None

    return Form(keep, keep)


# What Istio's sets of values, made for all charts, say of components that have other charts.
_COMPONENTS = frozenset(
    [
        "base",
        "cni",
        "experimental",
        "gatewayClasses",
        "gateways",
        "istio_cni",
        "istiodRemote",
        "pilot",
        "sidecarInjectorWebhook",
        "telemetry",
        "ztunnel",
    ]
)
_OWN = {
    "base": frozenset({"base", "experimental"}),
    "istio-egress": frozenset({"gateways"}),
    "istio-ingress": frozenset({"gateways"}),
}


def gateway_root(release_name: str) -> str:
    """The key that the settings of a release of the ``gateway`` chart stand under."""
    return f"gateway/{release_name}"


def of_chart(chart: str, release_name: str) -> tuple[Form, Form | None]:
    """How the values of a chart write settings: its own way, and without its component's key.

    The second is ``None`` for charts that have but one way.
    """
    if chart in ("istiod", "istiod-remote"):
        return _legacy(chart, "pilot"), flat(chart, "pilot")
    if chart == "cni":
        return _legacy(chart, "cni"), flat(chart, "cni")
    if chart in ("gateway", "ztunnel"):
        return _rooted(gateway_root(release_name) if chart == "gateway" else chart), None
    foreign = _COMPONENTS - _OWN.get(chart, frozenset())

    def keep(path: Steps) -> Steps | None:
        return None if path[0] in foreign else path

    return Form(keep, keep), None


def of_presets(chart: str, own: Form) -> Form:
    """How a chart reads the sets of values that come with all charts."""
    if chart == "ztunnel":
        return for_presets(own, "meshConfig")
    if chart in ("istiod", "istiod-remote", "cni"):
        return own
    return limited(as_it_is, *_OWN.get(chart, ()))


def for_presets(form: Form, *others: str) -> Form:
    """A form of keys at the root, where what is for other components and ``others`` is no use."""
    foreign = _COMPONENTS.union(others)

    def inner(setting: Steps) -> Steps | None:
        path = form.inner(setting)
        return None if path is not None and path[0] in foreign else path

    def outer(path: Steps) -> Steps | None:
        return None if path[0] in foreign else form.outer(path)

    return Form(inner, outer, form.gathered)


def _legacy(chart: str, component: str) -> Form:
    """With ``pilot:``, as in istioctl's tree. Other components have charts of their own."""

    def keep(path: Steps) -> Steps | None:
        head = path[0]
        return path if head == component or setting_root(chart, head) == (head,) else None

    return Form(keep, keep)


def flat(chart: str, component: str) -> Form:
    """Without ``pilot:``, or whatever the component is called."""

    def inner(setting: Steps) -> Steps | None:
        head, *rest = setting
        if head == component and rest and setting_root(chart, rest[0]) == (head, rest[0]):
            return tuple(rest)
        return None

    def outer(path: Steps) -> Steps | None:
        is_own = setting_root(chart, path[0]) == (component, path[0])
        return (component, *path) if is_own else None

    return Form(inner, outer, frozenset({(component,)}))


def at_root(root: str) -> Form:
    """A chart whose own keys stand at the root of its values, as settings of one component."""
    others = _COMPONENTS | OF_ALL_CHARTS

    def inner(setting: Steps) -> Steps | None:
        head, *rest = setting
        return tuple(rest) if head == root and rest and rest[0] not in others else None

    def outer(path: Steps) -> Steps | None:
        return None if path[0] in others else (root, *path)

    return Form(inner, outer, frozenset({(root,)}))


def limited(form: Form, *heads: str) -> Form:
    """A form of which only the settings below some keys count, and what all charts have."""
    known = OF_ALL_CHARTS.union(heads)

    def inner(setting: Steps) -> Steps | None:
        return form.inner(setting) if setting[0] in known else None

    def outer(path: Steps) -> Steps | None:
        setting = form.outer(path)
        return setting if setting is not None and setting[0] in known else None

    return Form(inner, outer, form.gathered)


def _rooted(root: str) -> Form:
    """The whole values of such a chart."""
    own = at_root(root)

    def inner(setting: Steps) -> Steps | None:
        return setting if setting[0] in OF_ALL_CHARTS else own.inner(setting)

    def outer(path: Steps) -> Steps | None:
        return path if path[0] in OF_ALL_CHARTS else own.outer(path)

    return Form(inner, outer, own.gathered)


def from_globals(form: Form, root: str) -> Form:
    """What a chart that copies its globals to its root finds in them; the rest is of no use."""

    def inner(setting: Steps) -> Steps | None:
        is_inside = len(setting) > 1 and setting[0] == root
        return form.inner(("global", *setting[1:])) if is_inside else None

    return Form(inner, lambda _: None)


def alias(form: Form, name: str, original: str) -> Form:
    """The settings of one gateway, which has the values of another as well."""
    here, there = ("gateways", name), ("gateways", original)

    def inner(setting: Steps) -> Steps | None:
        return form.inner((*there, *setting[2:])) if setting[:2] == here else None

    def outer(path: Steps) -> Steps | None:
        found = form.outer(path)
        return (*here, *found[2:]) if found is not None and found[:2] == there else None

    return Form(inner, outer)


shared = only("global")
"""What an umbrella chart passes on to all charts below it, laid over their own globals."""
