"""From the documents in sight to installs.

The seam for what is still to come: layers from several files (``installs:``, Chart.yaml
dependencies, ``valueFiles``) join the list that :func:`_layers` builds.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import Any, cast

from istiolint.inputs.document import Document, Form, Role, Tree
from istiolint.install.defaults import chart_settings, istioctl_defaults, profile, setting_root
from istiolint.install.install import Install
from istiolint.install.layer import ABSENT, Layer, Steps, Unseen, as_it_is, below, component, operator_layers
from istiolint.install.setting import Origin
from istiolint.kinds import ISTIO_OPERATOR
from istiolint.releases import NEWEST, Release, in_constraint
from istiolint.syntax.node import Node

_OF_A_CHART = (Role.VALUES, Role.NO_VALUES, Role.UNSEEN, Role.PARAMETERS, Role.GLOBALS)
_VALUES = (Role.VALUES, Role.GLOBALS, Role.OPERATOR_VALUES)

FLAT_SINCE = Release(24)
"""From here on the istiod chart takes its keys without ``pilot:`` as well."""


def installs(
    documents: Iterable[Document], told: Callable[[str], Release | None], reported: Container[str]
) -> list[Install]:
    """The control planes that the documents configure.

    ``told`` gives the release that the user says a path runs, whatever the file says.
    """
    return [
        _install(document, trees, told(document.source.path), reported)
        for document in documents
        if document.trees or document.kind == ISTIO_OPERATOR
        for trees in _control_planes(document)
    ]


def _control_planes(document: Document) -> Iterator[tuple[Tree, ...]]:
    """The trees of a document, grouped by the control plane they configure."""
    if document.kind == ISTIO_OPERATOR:
        yield document.trees
        return
    groups: dict[Any, list[Tree]] = {}
    for tree in document.trees:
        if tree.role in _OF_A_CHART and tree.release.chart == "istiod":
            groups.setdefault(tree.release, []).append(tree)
        elif tree.role is Role.MESH_CONFIG:
            groups[tree.container] = [tree]
    yield from (tuple(group) for group in groups.values())


def _install(
    document: Document, trees: tuple[Tree, ...], told: Release | None, reported: Container[str]
) -> Install:
    release = told or _release(document, trees)
    target = release or NEWEST
    operator = document.kind == ISTIO_OPERATOR
    layers: Iterator[Layer | Unseen]
    if operator:
        layers = _operator(document, trees, target)
    elif trees[0].role is Role.MESH_CONFIG:
        layers = iter([Layer(Origin.WRITTEN, trees[0].root, below("meshConfig"))])
    else:
        layers = _helm(trees, target)
    known = tuple(layers)
    name = next((tree.release.name for tree in trees if tree.release.name), None)
    if document.object is not None:
        name = name or document.object.name
    return Install(
        name or "istiod",
        document,
        known,
        trees,
        release=release,
        complete=document.form is not Form.VALUES,
        deploys_istiod=_deploys_istiod(document, trees, known, target),
        reported=document.source.path in reported,
    )


def _release(document: Document, trees: tuple[Tree, ...]) -> Release | None:
    """The release that the files name: the chart's version, or an image tag."""
    roots = [tree.root for tree in trees if tree.role in _VALUES]
    tags = [root.text(*path) for root in roots for path in (("global", "tag"), ("pilot", "tag"), ("tag",))]
    said = [tree.release.version for tree in trees] + [tag.value for tag in tags if tag is not None]
    if document.kind == ISTIO_OPERATOR and (tag := document.root.text("spec", "tag")):
        said.append(tag.value)
    found = (in_constraint(version) for version in said if version)
    return next((release for release in found if release is not None), None)


def _deploys_istiod(
    document: Document, trees: tuple[Tree, ...], layers: Sequence[Layer | Unseen], release: Release
) -> bool:
    """Whether a control plane comes out of the files, by the profile unless they say."""
    remote = (layer.answer(("istiodRemote", "enabled")).value for layer in layers)
    if next((value for value in remote if value is not ABSENT), False) is True:
        return False
    if document.kind != ISTIO_OPERATOR:
        return trees[0].role is not Role.MESH_CONFIG
    said = document.root.scalar("spec", "components", "pilot", "enabled")
    if said is not None:
        return said.meaning is not False
    for name in _profiles(document):
        spec = profile(name, release, helm=False)
        enabled = _inside(spec or {}, "components", "pilot", "enabled")
        if enabled is not None:
            return bool(enabled)
    return False


def _profiles(document: Document) -> tuple[str, ...]:
    """The profiles of an IstioOperator, those that win first."""
    said = document.root.text("spec", "profile")
    return tuple(dict.fromkeys((said.value if said else "default", "default")))


def _inside(tree: Any, *path: str) -> Any:
    for step in path:
        tree = tree.get(step) if isinstance(tree, dict) else None
    return tree


def _operator(document: Document, trees: tuple[Tree, ...], release: Release) -> Iterator[Layer]:
    """The layers of an IstioOperator, those that win first.

    What ``components`` say is patched in after rendering, a profile's as well as the user's,
    so all of that beats all values.
    """
    by_role = {tree.role: tree for tree in trees}
    user = list(operator_layers(by_role, spec_wins=release.minor >= FLAT_SINCE.minor))
    said = document.root.text("spec", "profile")
    specs = [cast("dict[str, Any]", profile(name, release, helm=False) or {}) for name in _profiles(document)]
    yield from (layer for layer in user if layer.is_patch)
    for spec in specs:
        yield Layer(Origin.PROFILE, spec.get("components", {}), component, True, said)
    yield from (layer for layer in user if not layer.is_patch)
    for spec in specs:
        yield Layer(Origin.PROFILE, spec.get("values", {}), as_it_is, False, said)
        yield Layer(Origin.PROFILE, spec.get("meshConfig", {}), below("meshConfig"), False, said)
    values = by_role.get(Role.OPERATOR_VALUES)
    written = values.root.text("profile") if values is not None else None
    chosen = (_inside(spec, "values", "profile") for spec in specs)
    name = written.value if written else next((each for each in chosen if each), None)
    yield from _helm_profile(name, written or said, release)
    yield Layer(Origin.CHART_DEFAULT, cast("dict[str, Any]", istioctl_defaults(release)), as_it_is)


def _helm(trees: tuple[Tree, ...], release: Release) -> Iterator[Layer | Unseen]:
    """The layers of the istiod chart, those that win first.

    From 1.24 on everything below ``pilot:`` is laid over the rest at the end, so that a
    profile, which still says ``pilot:``, beats what the user writes without it.
    """
    # A parent chart's globals are laid over those of the chart it depends on.
    for tree in trees:
        if tree.role is Role.GLOBALS:
            yield Layer(Origin.WRITTEN, tree.root, _global)
        elif tree.role is Role.PARAMETERS:
            yield Unseen(frozenset(_parameters(tree.root)))
    values = [tree for tree in reversed(trees) if tree.role is Role.VALUES]
    written = [Layer(Origin.WRITTEN, tree.root, as_it_is) for tree in values]
    yield from written
    unseen = [Unseen() for tree in trees if tree.role is Role.UNSEEN]
    yield from unseen
    paths = (("profile",), ("global", "profile"))
    said = (tree.root.text(*path) for path in paths for tree in values)
    chosen = next((node for node in said if node is not None), None)
    yield from _helm_profile(chosen.value if chosen else None, chosen, release)
    if release.minor >= FLAT_SINCE.minor:
        yield from (layer._replace(translate=_flat) for layer in written)
    defaults = cast("dict[str, Any]", chart_settings("istiod", release))
    yield Layer(Origin.CHART_DEFAULT, defaults, as_it_is)


def _parameters(node: Node) -> Iterator[Steps]:
    """The settings that parameters name, under either layout of the istiod chart."""
    for item in node.items():
        name = item.text("name")
        if name is not None:
            steps = tuple(name.value.replace("\\.", ".").split("."))
            yield steps
            yield ("pilot", *steps)


def _helm_profile(name: str | None, said_by: Node | None, release: Release) -> Iterator[Layer]:
    """What the charts' own ``profile`` value stands for."""
    found = profile(name, release, helm=True) if name else None
    if found is not None:
        yield Layer(Origin.PROFILE, cast("dict[str, Any]", found), as_it_is, said_by=said_by)


def _global(setting: Steps) -> Steps | None:
    """What an umbrella chart passes on to all charts below it."""
    return setting if setting[0] == "global" else None


def _flat(setting: Steps) -> Steps | None:
    """How the istiod chart writes the path of a setting without ``pilot:``."""
    head, *rest = setting
    if head == "pilot" and rest and setting_root("istiod", rest[0]) == ("pilot", rest[0]):
        return tuple(rest)
    return None
