"""Which schema each tree of fields in sight has to fit, and the faults in all of them."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from typing import NamedTuple

from istiolint.diagnostic import INTERNAL_ERROR
from istiolint.inputs.document import Document, Form, Role, Tree
from istiolint.install.defaults import component_of
from istiolint.install.install import Install
from istiolint.install.parameters import Parameters
from istiolint.kinds import (
    ISTIO_OPERATOR,
    SAIL_CNI,
    SAIL_ISTIO,
    SAIL_REVISION,
    SAIL_ZTUNNEL,
    Kind,
    is_istio,
)
from istiolint.project.checking import (
    agreed,
    checked,
    homes_of,
    input_of,
    minor_of,
    of_mesh,
    outside_values,
)
from istiolint.project.parameter_faults import faults_of_parameters
from istiolint.project.shared import faults_of_globals
from istiolint.releases import NEWEST, OLDEST, Release, in_constraint
from istiolint.schema import books
from istiolint.schema.books import SHARED_CHARTS
from istiolint.schema.failing import failing
from istiolint.schema.fault import Fault, Input, Reader
from istiolint.schema.gate import is_plainly_right
from istiolint.schema.kinds import faults_of_kind, is_served
from istiolint.schema.shape import Shape
from istiolint.schema.spellings import spellings
from istiolint.syntax.node import Node

_SAIL = (SAIL_ISTIO, SAIL_REVISION, SAIL_CNI, SAIL_ZTUNNEL)

_APART = ("gateway.networking.k8s.io", "gateway.networking.x-k8s.io", "sailoperator.io")
"""Groups whose CRDs do not come with a release of Istio: a cluster may have others."""

_ABOUT_KEYS = ("unknown-field", "misplaced-field", "field-not-yet", "field-removed")

_OF_VALUES = ("wrong-type", "unknown-value", "out-of-range", "missing-field")
"""What the schema of a chart is asked about; keys are known better from what templates read."""


class World(NamedTuple):
    """What is known beside the documents: releases, and whom the user asked about."""

    told: Callable[[str], Release | None]
    installs: Iterable[Install]
    reported: Container[str]
    release: Release | None


def by_kind(documents: Iterable[Document], world: World) -> dict[str, list[Fault]]:
    """All faults by the name of the rule that reports them."""
    found: dict[str, list[Fault]] = {}
    for each in all_faults(documents, world):
        found.setdefault(each.kind, []).append(each)
    return found


def all_faults(documents: Iterable[Document], world: World) -> list[Fault]:
    """The faults in the fields of every document that the user asked about."""
    installs = {id(each.document): each.release for each in world.installs}
    found: list[Fault] = []
    for document in documents:
        if document.source.path in world.reported:
            try:
                found += _of_document(document, installs.get(id(document)), world)
            except Exception:  # noqa: BLE001 - one document must not end the run
                found.append(_failure(document))
    return found


def _failure(document: Document) -> Fault:
    """That a document could not be checked, which is our fault and not the user's."""
    from traceback import format_exc

    of = input_of(document, document.form.value, Reader.API_SERVER, None)
    at = document.root.scalar("kind") or document.root
    return Fault(INTERNAL_ERROR, at, (), of, notes={"trace": format_exc()})


def _of_document(document: Document, of_install: Release | None, world: World) -> Iterator[Fault]:
    told = world.told(document.source.path)
    if document.form is Form.RESOURCE and document.object is not None:
        yield from _of_resource(document, told or of_install or world.release)
    trees: list[tuple[Tree, Release | None]] = []
    for tree in document.trees:
        said = in_constraint(tree.release.version) if tree.release.version else None
        release = told or of_install or said or world.release
        trees.append((tree, release))
        yield from _of_tree(document, tree, release)
    if trees:
        found = faults_of_globals(document, trees)
        yield from (each for each in found if _is_ours(each, each.input.chart or ""))


def _of_resource(document: Document, release: Release | None) -> Iterator[Fault]:
    kind, said = document.kind, document.object
    if kind is None or said is None or (release is not None and release.minor < OLDEST.minor):
        return
    minor = min((release or NEWEST).minor, NEWEST.minor)
    version = said.api_version.rpartition("/")[2]
    is_ours = is_istio(kind) or kind.group in _APART
    is_there = not is_ours or is_served(kind, version, minor)
    shape = _shape_of(kind, version, minor, is_ours=is_ours) if is_there else None
    # Nearly all objects end here, so nothing is made before.
    if is_there and (shape is None or is_plainly_right(document.root, shape)):
        return
    reader = Reader.API_SERVER if is_ours else Reader.KUBERNETES
    reader = Reader.ISTIOCTL if kind == ISTIO_OPERATOR else reader
    of = input_of(document, kind.name, reader, release)
    if not is_there:
        wrong = faults_of_kind(kind, version, document.root, of)
        yield from (each for each in wrong if of.release.minor <= NEWEST.minor)
        shape = books.resource(kind.group, kind.name, version, minor)
    if is_there or kind.group in _APART:
        yield from _of_shape(document, shape, of)


def _shape_of(kind: Kind, version: str, minor: int, *, is_ours: bool) -> Shape | None:
    if not is_ours:
        return books.kubernetes(kind.group, kind.name, version)
    return books.resource(kind.group, kind.name, version, minor)


def _of_shape(document: Document, shape: Shape | None, of: Input) -> Iterator[Fault]:
    """What is wrong with the fields of an object; its CRD may be of another release."""
    kind, minor = document.kind, minor_of(of)
    homes = homes_of(Role.COMPONENTS, minor) if kind == ISTIO_OPERATOR else ()
    found = checked(document.root, shape, of, homes)
    if found and kind is not None and kind.group in _APART:
        version = document.root.text("apiVersion")
        name = version.value.rpartition("/")[2] if version is not None else ""
        newest = books.resource(kind.group, kind.name, name, NEWEST.minor)
        found = list(agreed(found, checked(document.root, newest, of)))
    yield from found


def _of_tree(document: Document, tree: Tree, release: Release | None) -> Iterator[Fault]:
    if release is not None and release.minor < OLDEST.minor:
        return
    role = tree.role
    if role is Role.MESH_CONFIG:
        of = of_mesh(document, "mesh config", release)
        yield from _of_mesh(tree.root, of)
        if document.kind == ISTIO_OPERATOR:
            yield from failing(tree.root, of)
    elif role is Role.MESH_NETWORKS:
        of = of_mesh(document, "mesh networks", release)
        yield from checked(tree.root, books.mesh("MeshNetworks", minor_of(of)), of)
    elif role is Role.PROXY_CONFIG:
        of = input_of(document, "annotation proxy.istio.io/config", Reader.INJECTOR, release)
        yield from checked(tree.root, books.mesh("ProxyConfig", minor_of(of)), of)
    elif role is Role.OPERATOR_VALUES:
        of = input_of(document, "spec.values", Reader.ISTIOCTL, release)
        minor = minor_of(of)
        found = checked(
            tree.root, books.istioctl_values(minor), of, homes_of(Role.OPERATOR_VALUES, minor)
        )
        yield from (outside_values(each, document) for each in found)
        yield from _inner_mesh(tree, document, release)
    elif role is Role.PARAMETERS and tree.release.chart:
        yield from _of_parameters(document, tree, tree.release.chart, release)
    elif role is Role.VALUES and document.kind not in _SAIL and tree.release.chart:
        yield from _of_chart(document, tree, tree.release.chart, release)


def _of_chart(
    document: Document, tree: Tree, chart: str, release: Release | None
) -> Iterator[Fault]:
    of = input_of(document, f"the {chart} chart", Reader.HELM, release)
    of = of._replace(chart=chart, is_sure=tree.said or document.form is not Form.VALUES)
    minor = minor_of(of)
    shape = books.chart_values(chart, minor)
    found = checked(tree.root, shape, of, homes_of(Role.VALUES, minor, chart))
    kept = [each for each in found if _is_ours(each, chart)]
    yield from kept
    strict = checked(
        tree.root, books.values_schema(chart, minor), of._replace(reader=Reader.CHART_SCHEMA)
    )
    told = {each.at.site for each in kept}
    yield from (each for each in strict if each.kind in _OF_VALUES and each.at.site not in told)
    yield from spellings(tree.root, of)
    if chart in ("istiod", "istiod-remote"):
        yield from _inner_mesh(tree, document, release)


def _of_parameters(
    document: Document, tree: Tree, chart: str, release: Release | None
) -> Iterator[Fault]:
    of = input_of(document, f"the {chart} chart", Reader.HELM, release)._replace(chart=chart)
    shape = books.chart_values(chart, minor_of(of))
    if shape is not None and of.release.minor <= NEWEST.minor:
        given = Parameters(tree.root, tree.target, tree.chart_key)
        found = faults_of_parameters(given, shape, of)
        yield from (each for each in found if _is_ours(each, chart))


def _is_ours(fault: Fault, chart: str) -> bool:
    """Whether a key in values is surely a mistake, and not meant for another chart.

    Globals are for all charts below an umbrella, and a file may be handed to several charts.
    """
    if fault.kind not in _ABOUT_KEYS or fault.input.reader is Reader.HANDED_ON:
        return True
    path, minor = fault.field, fault.input.release.minor
    if path[0] == "global" and books.is_known_to_another(path, chart, minor):
        return False
    if not fault.input.is_sure and chart in SHARED_CHARTS and path[0] != "global":
        is_own = path[0] == component_of(chart)
        shared = path if is_own or fault.kind == "field-removed" else path[:1]
        if books.is_known_to_another(shared, chart, minor):
            return False
    is_vague = fault.suggestion is None or fault.kind == "field-removed"
    if len(path) == 1 and is_vague:
        return fault.input.is_sure
    is_global = len(path) == 2 and path[0] == "global"  # noqa: PLR2004 - a key below "global"
    return not is_global or fault.kind == "field-removed" or fault.suggestion is not None


def _inner_mesh(tree: Tree, document: Document, release: Release | None) -> Iterator[Fault]:
    """The mesh config in a tree of values."""
    root = tree.root.get("meshConfig")
    if root is not None and root.is_mapping:
        of = of_mesh(document, "mesh config", release)
        yield from _of_mesh(root, of)
        yield from failing(root, of)


def _of_mesh(root: Node, of: Input) -> Iterator[Fault]:
    minor = minor_of(of)
    homes = homes_of(Role.MESH_CONFIG, minor)
    yield from checked(root, books.mesh("MeshConfig", minor), of, homes)
