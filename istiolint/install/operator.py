"""The layers of an IstioOperator, in the order in which istioctl merges them.

Values are merged first and go to the charts; what ``components`` say is patched into the
objects that the charts render.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from istiolint.inputs.document import Document, Role
from istiolint.install.defaults import istioctl_defaults, profile
from istiolint.install.helm import FLAT_SINCE, chosen_layers, flat
from istiolint.install.layer import Layer, Steps, Translate, as_it_is, below, component, spec
from istiolint.install.setting import ABSENT, UNKNOWN, Origin, Unknown
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


def profiles(root: Node, release: Release) -> list[Profile]:
    """The profiles that ``spec.profile`` stands for, those that win first.

    All are laid over ``default``. One that does not come with istioctl is a file elsewhere.
    """
    said = root.scalar("spec", "profile")
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


def operator_layers(document: Document, release: Release) -> Iterator[Layer]:
    """The layers of an IstioOperator, those that win first.

    Before 1.24 the user's values beat what a profile patches, since istioctl made patches
    of them, and ``values.meshConfig`` beat ``meshConfig``.
    """
    is_new = release.minor >= FLAT_SINCE.minor
    found = profiles(document.root, release)
    components = _written(document, Role.COMPONENTS, component, is_patch=True)
    patches = list(_patches(found, component, is_patch=True))
    unvalidated = _written(document, Role.UNVALIDATED_VALUES, as_it_is)
    mesh_config = _written(document, Role.MESH_CONFIG, below("meshConfig"))
    values = _written(document, Role.OPERATOR_VALUES, as_it_is)
    beside = list(_beside(document))
    beneath = list(profile_values(found))
    yield from (*_overlays(document), *components)
    if is_new:
        cni = [layer._replace(translate=_cni, is_patch=False) for layer in (*components, *patches)]
        yield from (*patches, *unvalidated, *cni, _WITHOUT_CNI, *mesh_config, *values, *beside)
    else:
        # What has a place in Kubernetes' own fields is moved there, so it comes last.
        moved = [layer._replace(translate=_env, is_patch=True) for layer in values]
        yield from (*moved, *unvalidated, *values, *mesh_config, *beside, *patches)
    chosen = list(chosen_layers([*unvalidated, *values, *beside, *beneath], release, _of_charts))
    yield from (*beneath, *chosen)
    yield from (layer._replace(translate=flat) for layer in chosen if is_new)
    yield Layer(Origin.CHART_DEFAULT, istioctl_defaults(release), as_it_is)


def _env(setting: Steps) -> Steps | None:
    """Environment variables of istiod among the values of an IstioOperator."""
    return setting if setting[:2] == ("pilot", "env") else None


def renders_istiod(document: Document, release: Release) -> bool:
    """Whether istiod is among the components, by the profile unless the user says."""
    written = _written(document, Role.COMPONENTS, as_it_is)
    layers = (*written, *_patches(profiles(document.root, release), as_it_is))
    said = (layer.answer(("pilot", "enabled")).value for layer in layers)
    return next((value for value in said if value is not ABSENT), True) not in (False, None)


def _written(
    document: Document, role: Role, how: Translate, *, is_patch: bool = False
) -> list[Layer]:
    """The layer of the tree with a role, if there is one."""
    trees = (tree for tree in document.trees if tree.role is role)
    return [Layer(Origin.WRITTEN, tree.root, how, is_patch) for tree in trees]


def _overlays(document: Document) -> Iterator[Layer]:
    """What overlays patch into istiod's objects, last of all: not known for now."""
    overlays = document.root.items("spec", "components", "pilot", "k8s", "overlays")
    paths = [patch.scalar("path") for each in overlays for patch in each.items("patches")]
    text = " ".join(path.value for path in paths if path is not None)

    def patched(setting: Steps) -> Steps | None:
        is_named = setting[0] == "pilot" and len(setting) > 1 and setting[1] in text
        return setting if is_named else None

    if text:
        yield Layer(Origin.WRITTEN, UNKNOWN, patched, is_patch=True)


def _beside(document: Document) -> Iterator[Layer]:
    root = document.root.at("spec")
    if root is not None and root.is_mapping:
        yield Layer(Origin.WRITTEN, root, spec)


def _patches(
    found: Sequence[Profile], how: Translate, *, is_patch: bool = False
) -> Iterator[Layer]:
    """What profiles say of components; one that is elsewhere rarely patches any."""
    for each in found:
        if not isinstance(each.spec, Unknown):
            components = each.part("components")
            yield Layer(Origin.PROFILE, components, how, is_patch, each.said_by)


def _cni(setting: Steps) -> Steps | None:
    """Whether istiod knows of the CNI plugin is asked of the component since 1.24."""
    return ("cni", "enabled") if setting == ("pilot", "cni", "enabled") else None


_WITHOUT_CNI = Layer(Origin.INSTALLER, {"cni": {"enabled": False}}, _cni)
"""What istioctl makes of a component that nobody mentions, whatever the values say."""


def _of_charts(setting: Steps) -> Steps | None:
    """What charts take from the sets of values they come with: ztunnel's does not look there."""
    return setting if setting[0] != "ztunnel" else None
