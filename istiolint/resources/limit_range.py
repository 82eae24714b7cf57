"""What a LimitRange of Kubernetes' does with the containers of its namespace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from istiolint.resources.quantity import parse
from istiolint.syntax.node import Node

if TYPE_CHECKING:
    from istiolint.resources.resource import Resource


class ContainerRange(NamedTuple):
    """The bounds for one unit of each container, ``memory`` or ``cpu``.

    ``limit`` and ``request`` are what containers get that say nothing: a maximum is the limit
    where there is no default, a limit the request, and then the minimum.
    """

    most: Node | None
    least: Node | None
    limit: Node | None
    request: Node | None


def container_ranges(resource: Resource, unit: str) -> Iterator[ContainerRange]:
    """What a LimitRange says about containers; others are about pods and volumes."""
    for item in resource.root.items("spec", "limits"):
        kind = item.text("type")
        if kind is None or kind.value != "Container":
            continue
        most, least = item.scalar("max", unit), item.scalar("min", unit)
        limit = item.scalar("default", unit) or most
        request = item.scalar("defaultRequest", unit) or limit or least
        if most or least or limit or request:
            yield ContainerRange(most, least, limit, request)


def amount(node: Node | None) -> int | None:
    """The amount that a bound names; ``None`` if there is none, or it is filled in later."""
    return None if node is None or node.is_unknown else parse(node.value)
