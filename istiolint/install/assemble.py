"""From the documents in sight to installs.

The seam for what is still to come: layers from several files (``installs:``, ``valueFiles``,
``valuesFrom``) take the place of the trees whose role is to say that they are elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator

from istiolint.inputs.document import Document, Form, HelmRelease, Role, Tree
from istiolint.install.helm import helm_layers
from istiolint.install.install import Install
from istiolint.install.layer import Layer, below
from istiolint.install.operator import operator_layers, profile_values, profiles, renders_istiod
from istiolint.install.setting import Origin
from istiolint.kinds import ISTIO_OPERATOR, K3S_HELM_CHART_CONFIG, SAIL_ISTIO, SAIL_REVISION
from istiolint.releases import NEWEST, Release, in_constraint

ISTIOD_CHARTS = ("istiod", "istiod-remote")
"""The charts that configure a control plane."""

_OF_A_CHART = (
    Role.VALUES,
    Role.GLOBALS,
    Role.PARAMETERS,
    Role.UNSEEN,
    Role.NO_VALUES,
)
_TAGS = (("pilot", "tag"), ("tag",), ("global", "tag"))


def installs(
    documents: Iterable[Document], told: Callable[[str], Release | None], reported: Container[str]
) -> list[Install]:
    """The control planes that the documents configure.

    ``told`` gives the release that the user says a path runs, whatever the file says.
    """
    return [
        _install(document, trees, told(document.source.path), reported)
        for document in documents
        for trees in _control_planes(document)
    ]


def _control_planes(document: Document) -> Iterator[tuple[Tree, ...]]:
    """The trees of a document, grouped by the control plane they configure."""
    if document.kind == ISTIO_OPERATOR:
        yield document.trees
        return
    releases: dict[HelmRelease, list[Tree]] = {}
    for tree in document.trees:
        if tree.role is Role.MESH_CONFIG:
            yield (tree,)
        elif tree.role in _OF_A_CHART and tree.release.chart in ISTIOD_CHARTS:
            releases.setdefault(tree.release, []).append(tree)
    yield from (tuple(trees) for trees in releases.values())


def _install(
    document: Document, trees: tuple[Tree, ...], told: Release | None, reported: Container[str]
) -> Install:
    release = told or _release(document, trees)
    name = next((tree.release.name for tree in trees if tree.release.name), None)
    if name is None and document.object is not None:
        name = document.object.name
    return Install(
        name or "istiod",
        document,
        _layers(document, trees, release or NEWEST),
        trees,
        release=release,
        complete=document.form not in (Form.VALUES, Form.MESH_CONFIG)
        and document.kind != K3S_HELM_CHART_CONFIG,
        renders_istiod=_renders_istiod(document, trees, release or NEWEST),
        reported=document.source.path in reported,
    )


def _layers(document: Document, trees: tuple[Tree, ...], release: Release) -> Iterator[Layer]:
    if document.kind == ISTIO_OPERATOR:
        yield from operator_layers(document, release)
    elif trees[0].role is Role.MESH_CONFIG:
        yield Layer(Origin.WRITTEN, trees[0].root, below("meshConfig"))
    elif document.kind in (SAIL_ISTIO, SAIL_REVISION):
        found = profiles(document.root, release)
        yield from helm_layers(trees, release, list(profile_values(found)))
    else:
        yield from helm_layers(trees, release)


def _renders_istiod(document: Document, trees: tuple[Tree, ...], release: Release) -> bool:
    if document.kind == ISTIO_OPERATOR:
        return renders_istiod(document, release)
    return trees[0].release.chart == "istiod"


def _release(document: Document, trees: tuple[Tree, ...]) -> Release | None:
    """The release that the files name: the chart's version, or the tag of istiod's image."""
    said = [tree.release.version for tree in trees]
    roots = [tree.root for tree in trees if tree.role in (Role.VALUES, Role.GLOBALS)]
    if document.kind == ISTIO_OPERATOR:
        components, values, spec = (
            document.root.at(*path)
            for path in (("spec", "components"), ("spec", "values"), ("spec",))
        )
        roots = [root for root in (components, values, spec) if root is not None]
    tags = (root.text(*path) for root in roots for path in _TAGS)
    said += [tag.value for tag in tags if tag is not None]
    found = (in_constraint(version) for version in said if version)
    return next((release for release in found if release is not None), None)
