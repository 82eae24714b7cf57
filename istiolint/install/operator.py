"""The layers of an IstioOperator, in the order in which istioctl merges them.

Values are merged first and go to the charts; what ``components`` say is patched into the
objects that the charts render.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from istiolint.inputs.document import Document, Role
from istiolint.install.components import Gateways, component_form, gateways, installed, old_metrics
from istiolint.install.defaults import istioctl_defaults, profile
from istiolint.install.forms import (
    Form,
    Steps,
    alias,
    as_it_is,
    at_root,
    below,
    flat,
    for_presets,
    from_globals,
    spec,
)
from istiolint.install.helm import FLAT_SINCE, FLATTENED, chosen_layers, is_since
from istiolint.install.layer import Layer
from istiolint.install.lists import Lists, lists_in, uncovered
from istiolint.install.overlays import Overlay, overlays_of
from istiolint.install.parts import Parts
from istiolint.install.replacements import overlay_layers
from istiolint.install.setting import ABSENT, UNKNOWN, Origin, Unknown, setting_path
from istiolint.releases import Release
from istiolint.syntax.node import Node

_NOTHING: Mapping[str, Any] = {}


class Profile(NamedTuple):
    """A profile of istioctl: what it says of ``spec``, and the node that chooses it."""

    spec: Mapping[str, Any] | Unknown
    said_by: Node | None

    def part(self, key: str) -> Mapping[str, Any] | Unknown:
        """What it says below a key of ``spec``."""
        if isinstance(self.spec, Unknown):
            return UNKNOWN
        found: Mapping[str, Any] = self.spec.get(key, _NOTHING)
        return found


def profiles(document: Document, release: Release) -> list[Profile]:
    """The profiles that ``spec.profile`` stands for, those that win first.

    All are laid over ``default``. One that does not come with istioctl is a file elsewhere.
    """
    said = _chosen(document).scalar("spec", "profile")
    default = Profile(profile("default", release, helm=False) or _NOTHING, said)
    if said is None or said.value == "default":
        return [default]
    chosen = profile(said.value, release, helm=False)
    return [Profile(UNKNOWN if chosen is None else chosen, said), default]


def profile_values(found: Sequence[Profile]) -> Iterator[Layer]:
    """What profiles say that ends up in the values of charts."""
    for each in found:
        yield Layer(Origin.PROFILE, each.part("values"), as_it_is, said_by=each.said_by)
        yield Layer(
            Origin.PROFILE, each.part("meshConfig"), below("meshConfig"), said_by=each.said_by
        )
        yield Layer(Origin.PROFILE, each.spec, spec, said_by=each.said_by)


def roots_of(document: Document) -> tuple[Node, ...]:
    """The IstioOperators that make an install, those that win first."""
    return document.operators or (document.root,)


def _chosen(document: Document) -> Node:
    """The one of them that chooses the profile."""
    roots = roots_of(document)
    return next((root for root in roots if root.scalar("spec", "profile")), roots[0])


def operator(document: Document, release: Release) -> Parts:
    """Read an IstioOperator, or several that are laid over one another."""
    is_new = release.minor >= FLAT_SINCE.minor
    found = profiles(document, release)
    written = _written(document, Role.COMPONENTS, as_it_is)
    given = list(_patches(found, as_it_is))
    gates = gateways(written, given, is_new=is_new)
    layers = list(_layers(document, release, gates))
    overlays = tuple(_overlays(document, gates, revision_of(layers), is_new=is_new))
    return Parts(
        (*overlay_layers(overlays, layers), *layers),
        frozenset(installed(written, given, gates)),
        tuple(setting_path(("gateways", each)) for each in gates.enabled),
        overlays,
    )


def _layers(document: Document, release: Release, gates: Gateways) -> Iterator[Layer]:
    """The layers before any overlay, those that win first.

    Before 1.24 the user's values beat what a profile patches, since istioctl made patches
    of them, and ``values.meshConfig`` beat ``meshConfig``.
    """
    is_new = release.minor >= FLAT_SINCE.minor
    found = profiles(document, release)
    component = component_form(gates)
    components: Sequence[Layer] = _written(
        document, Role.COMPONENTS, component_form(gates.unreplaced), is_patch=True
    )
    patches: Sequence[Layer] = list(_patches(found, component, is_patch=True))
    if is_new:
        all_of_them = list(uncovered((*components, *patches)))
        components, patches = all_of_them[: len(components)], all_of_them[len(components) :]
    unvalidated = _written(document, Role.UNVALIDATED_VALUES, as_it_is)
    mesh_config = _written(document, Role.MESH_CONFIG, below("meshConfig"))
    values = _written(document, Role.OPERATOR_VALUES, as_it_is)
    beside = list(_beside(document))
    beneath = list(profile_values(found))
    yield from components
    if is_new:
        cni = [layer._replace(translate=_CNI, is_patch=False) for layer in (*components, *patches)]
        yield from (*patches, *unvalidated, *cni, _WITHOUT_CNI, *mesh_config, *values, *beside)
    else:
        # What has a place in Kubernetes' own fields is moved there, so it comes last.
        yield from (each._replace(translate=old_metrics(gates)) for each in components)
        moved = [layer._replace(translate=_ENV, is_patch=True) for layer in values]
        yield from (*moved, *unvalidated, *values, *mesh_config, *beside, *patches)
    yield from beneath
    yield from _of_charts([*unvalidated, *values, *beside, *beneath], release, gates)


def _overlays(
    document: Document, gates: Gateways, revision: object, *, is_new: bool
) -> list[Overlay]:
    """The overlays that count, in the order in which they are applied.

    Before 1.24 one took the place of the one of an earlier file that had its name.
    """
    found: list[Overlay] = []
    hidden: Lists = frozenset()
    for root in roots_of(document):
        here = overlays_of(root, gates.lists, revision, hidden)
        if is_new:
            hidden |= lists_in(root.at("spec", "components"))
        else:
            known = {each.identity for each in found}
            here = tuple(each for each in here if each.identity not in known)
        found = [*here, *found]
    return found


def _of_charts(own: Sequence[Layer], release: Release, gates: Gateways) -> Iterator[Layer]:
    """What the charts make of the values that they are given."""
    chosen = list(chosen_layers(own, release, _WITHOUT_ZTUNNEL))
    yield from chosen
    if release.minor >= FLAT_SINCE.minor:
        yield from (each._replace(translate=_FLAT_PRESETS) for each in chosen)
    if is_since(release, FLATTENED["ztunnel"]):
        for each in (*own, *chosen):
            yield each._replace(translate=from_globals(each.translate, "ztunnel"))
        yield from (each._replace(translate=_ZTUNNEL_PRESETS) for each in chosen)
    defaults = Layer(Origin.CHART_DEFAULT, istioctl_defaults(release), as_it_is)
    yield defaults
    for name, original in gates.others:
        for each in (*own, *chosen, defaults):
            yield each._replace(translate=alias(each.translate, name, original))


def revision_of(layers: Sequence[Layer]) -> object:
    """The revision as far as layers tell it."""
    said = (each.answer(("revision",)).value for each in layers)
    return next((value for value in said if value is not ABSENT), None)


def _written(document: Document, role: Role, how: Form, *, is_patch: bool = False) -> list[Layer]:
    """The layer of the tree with a role, if there is one."""
    trees = (tree for tree in document.trees if tree.role is role)
    return [Layer(Origin.WRITTEN, tree.root, how, is_patch) for tree in trees]


def _beside(document: Document) -> Iterator[Layer]:
    for each in roots_of(document):
        root = each.at("spec")
        if root is not None and root.is_mapping:
            yield Layer(Origin.WRITTEN, root, spec)


def _patches(found: Sequence[Profile], how: Form, *, is_patch: bool = False) -> Iterator[Layer]:
    """What profiles say of components; one that is elsewhere rarely patches any."""
    for each in found:
        if not isinstance(each.spec, Unknown):
            components = each.part("components")
            yield Layer(Origin.PROFILE, components, how, is_patch, each.said_by)


def _pilot_env(path: Steps) -> Steps | None:
    return path if path[:2] == ("pilot", "env") else None


_ENV = Form(_pilot_env, _pilot_env)
"""Environment variables of istiod among the values of an IstioOperator."""

_CNI = Form(
    lambda setting: ("cni", "enabled") if setting == ("pilot", "cni", "enabled") else None,
    lambda path: ("pilot", "cni", "enabled") if path == ("cni", "enabled") else None,
)
"""Whether istiod knows of the CNI plugin is asked of the component since 1.24."""

_WITHOUT_CNI = Layer(Origin.INSTALLER, {"cni": {"enabled": False}}, _CNI)
"""What istioctl makes of a component that nobody mentions, whatever the values say."""


def _but_ztunnel(path: Steps) -> Steps | None:
    return path if path[0] != "ztunnel" else None


_WITHOUT_ZTUNNEL = Form(_but_ztunnel, _but_ztunnel)
"""What charts take from the sets of values they come with: ztunnel's does not look there."""

_FLAT_PRESETS = for_presets(flat("istiod", "pilot"))
_ZTUNNEL_PRESETS = for_presets(at_root("ztunnel"), "meshConfig")
