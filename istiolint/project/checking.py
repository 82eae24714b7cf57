"""How a tree of fields is held against a shape, whatever it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from istiolint.inputs.document import Document, Role
from istiolint.kinds import ISTIO_OPERATOR
from istiolint.releases import NEWEST, Release
from istiolint.schema import books
from istiolint.schema.explain import faults
from istiolint.schema.fault import Fault, Input, Reader
from istiolint.schema.moves import Home
from istiolint.schema.shape import Shape
from istiolint.syntax.node import Node
from istiolint.syntax.tape import Path

_ABOUT_NAMES = frozenset(
    ("unknown-field", "misplaced-field", "field-not-yet", "unknown-value", "unknown-kind")
)
"""What may be right in a release that is newer than all that we know."""

_OF_A_RELEASE = ("field-not-yet", "field-removed")

_STRICT_ISTIOCTL = 23
"""The last minor release whose istioctl refuses mesh config with unknown fields."""

_HAS_A_RULE = ("global", "jwtPolicy")
"""A setting with a rule of its own, which says more than that it is gone."""


def checked(root: Node, shape: Shape | None, of: Input, homes: Iterable[Home] = ()) -> list[Fault]:
    """The faults of a tree, leaving out what a release after all we know may have."""
    if shape is None:
        return []
    found = faults(root, shape, of, tuple(homes))
    found = [each for each in found if each.field != _HAS_A_RULE]
    if of.release.minor > NEWEST.minor:
        return [each for each in found if each.kind not in _ABOUT_NAMES]
    return found


def input_of(document: Document, name: str, reader: Reader, release: Release | None) -> Input:
    """A tree of a document as its reader takes it; the newest release where none is named."""
    return Input(name, reader, document, release or NEWEST, release is not None)


def of_mesh(document: Document, name: str, release: Release | None) -> Input:
    """Mesh config or networks as istiod takes them, or istioctl before."""
    of = input_of(document, name, Reader.ISTIOD, release)
    is_strict = document.kind == ISTIO_OPERATOR and of.release.minor <= _STRICT_ISTIOCTL
    return of._replace(reader=Reader.ISTIOCTL) if is_strict else of


def minor_of(of: Input) -> int:
    """The minor release whose schemas a tree has to fit: of later ones we know none."""
    return min(of.release.minor, NEWEST.minor)


def homes_of(role: Role, minor: int, chart: str | None = None) -> Iterator[Home]:
    """The other trees in which a key that is unknown in one may be at home."""
    mesh, proxy = books.mesh("MeshConfig", minor), books.mesh("ProxyConfig", minor)
    if role is Role.COMPONENTS:
        values = books.istioctl_values(minor)
        yield Home(("spec", "meshConfig"), mesh)
        yield Home(("spec", "meshConfig", "defaultConfig"), proxy)
        yield Home(("spec", "values"), values)
    elif role is Role.MESH_CONFIG:
        yield Home(("defaultConfig",), proxy)
    elif chart not in (None, "istiod", "istiod-remote"):
        istiod = books.chart_values("istiod", minor)
        if istiod is not None:
            yield Home((), istiod, "the values of the istiod chart")
        yield Home(("meshConfig",), mesh, "the values of the istiod chart")
    else:
        yield Home(("meshConfig",), mesh)
        yield Home(("meshConfig", "defaultConfig"), proxy)


def outside_values(fault: Fault, document: Document) -> Fault:
    """The fault of a value that belongs to mesh config, for which an IstioOperator has a field."""
    path = fault.target
    if path[:1] != ("meshConfig",) or fault.root is None:
        return fault
    is_free = fault.root.at(*path) is None
    target: Path = ("spec", *path) if is_free else ()
    return fault._replace(root=document.root, target=target)


def agreed(found: list[Fault], newest: list[Fault]) -> Iterator[Fault]:
    """The faults that hold whichever release of CRDs is installed, as far as we know."""
    also = {(each.kind, each.at.site) for each in newest}
    for each in found:
        if each.kind not in _OF_A_RELEASE and (each.kind, each.at.site) in also:
            yield each
