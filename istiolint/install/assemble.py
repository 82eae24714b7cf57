"""From the documents in sight to installs.

By now the trees of a document are all layers of its installs, in whatever files they are
written; see :mod:`istiolint.inputs.relate`.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator

from istiolint.inputs.document import Document, Form, HelmRelease, Role, Tree
from istiolint.install.defaults import CHARTS
from istiolint.install.forms import as_it_is, below, gateway_root
from istiolint.install.helm import helm_layers, release_name
from istiolint.install.install import Install
from istiolint.install.layer import Layer
from istiolint.install.operator import operator, profile_values, profiles
from istiolint.install.parts import Parts
from istiolint.install.setting import UNKNOWN, Origin, setting_path
from istiolint.kinds import (
    CONFIG_MAP,
    ISTIO_OPERATOR,
    ISTIO_SYSTEM,
    K3S_HELM_CHART_CONFIG,
    SAIL_CNI,
    SAIL_ISTIO,
    SAIL_REVISION,
    SAIL_ZTUNNEL,
)
from istiolint.releases import NEWEST, Release, in_constraint
from istiolint.resources.managed import SHARED, azure_release
from istiolint.settings import is_set_path

_SAIL = (SAIL_CNI, SAIL_ISTIO, SAIL_REVISION, SAIL_ZTUNNEL)
_GATEWAY_CHARTS = {"istio-ingress": "istio-ingressgateway", "istio-egress": "istio-egressgateway"}
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
        if not document.is_part
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
        elif tree.role in _OF_A_CHART and tree.release.chart in CHARTS:
            releases.setdefault(tree.release, []).append(tree)
    yield from (tuple(trees) for trees in releases.values())


def _install(
    document: Document, trees: tuple[Tree, ...], told: Release | None, reported: Container[str]
) -> Install:
    certain = (tree.release.istio_version for tree in trees)
    release = next(filter(None, certain), None) or told or _release(document, trees)
    names = (tree.release.entry or tree.release.name for tree in trees)
    name = next(filter(None, names), None)
    paths = asked_paths(document, trees, reported)
    if name is None and document.object is not None:
        name = document.object.name
    chart = None if trees and trees[0].role is Role.MESH_CONFIG else _chart(trees)
    parts = _parts(document, trees, release or NEWEST)
    return Install(
        name or chart or "istiod",
        document,
        parts.layers,
        trees,
        release=release,
        complete=_is_complete(document),
        components=parts.components,
        reported=bool(paths),
        gateways=parts.gateways,
        overlays=parts.overlays,
        paths=paths,
    )


def asked_paths(
    document: Document, trees: Iterable[Tree], reported: Container[str]
) -> tuple[str, ...]:
    """The files of an install that the user asked about, its document's first.

    What is set one by one is in no file; who asks about any of the files, if there are any,
    asks about it.
    """
    said = dict.fromkeys((document.source.path, *(tree.root.tape.source.path for tree in trees)))
    asked = [path for path in said if path in reported]
    singles = [path for path in said if is_set_path(path)]
    return (*asked, *singles) if asked or len(singles) == len(said) else ()


def _is_complete(document: Document) -> bool:
    """Whether no other file can complete what the document says."""
    is_bare = document.form in (Form.VALUES, Form.MESH_CONFIG)
    return document.is_whole or not (is_bare or document.kind == K3S_HELM_CHART_CONFIG)


def _parts(document: Document, trees: tuple[Tree, ...], release: Release) -> Parts:
    if document.kind == ISTIO_OPERATOR:
        return operator(document, release)
    if trees[0].role is Role.MESH_CONFIG:
        return Parts((Layer(Origin.WRITTEN, trees[0].root, below("meshConfig")),))
    handed: list[Layer] = []
    if document.kind in _SAIL:
        handed += profile_values(profiles(document, release))
    nested = document.kind in (SAIL_CNI, SAIL_ZTUNNEL)
    layers = (*_imposed(document), *helm_layers(trees, release, handed, nested=nested))
    chart = trees[0].release.chart
    return Parts(layers, _components(chart), _gateways(chart, trees))


def _imposed(document: Document) -> Iterator[Layer]:
    """What the Sail operator sets in the values of a control plane, whatever they say."""
    if document.kind in (SAIL_ISTIO, SAIL_REVISION):
        said = document.root.scalar("spec", "namespace")
        namespace = ISTIO_SYSTEM if said is None else UNKNOWN if said.is_unknown else said.value
        yield Layer(Origin.INSTALLER, {"global": {"istioNamespace": namespace}}, as_it_is)


def _chart(trees: tuple[Tree, ...]) -> str | None:
    return trees[0].release.chart if trees else None


def _components(chart: str | None) -> frozenset[str]:
    """What a chart installs; mesh config and the chart for remote clusters no component."""
    if chart is None or chart == "istiod-remote":
        return frozenset()
    return frozenset({"gateway" if chart in _GATEWAY_CHARTS else chart})


def _gateways(chart: str | None, trees: tuple[Tree, ...]) -> tuple[str, ...]:
    if chart == "gateway":
        return (setting_path((gateway_root(release_name(trees)),)),)
    if chart in _GATEWAY_CHARTS:
        return (setting_path(("gateways", _GATEWAY_CHARTS[chart])),)
    return ()


def _release(document: Document, trees: tuple[Tree, ...]) -> Release | None:
    """The release that the files name: the chart's version, or the tag of istiod's image.

    Mesh config for a control plane that Azure runs has it in its name.
    """
    said = [tree.release.version for tree in trees]
    roots = [tree.root for tree in trees if tree.role in (Role.VALUES, Role.GLOBALS)]
    if document.kind == ISTIO_OPERATOR:
        places = (("spec", "components"), ("spec", "values"), ("spec",))
        operators = document.operators or (document.root,)
        found_there = (root.at(*path) for path in places for root in operators)
        roots = [root for root in found_there if root is not None]
    if document.kind == CONFIG_MAP and document.object is not None:
        return azure_release((document.object.name or "").removeprefix(SHARED))
    tags = (root.text(*path) for root in roots for path in _TAGS)
    said += [tag.value for tag in tags if tag is not None]
    found = (in_constraint(version) for version in said if version)
    return next((release for release in found if release is not None), None)
