"""What in an install requests memory and CPU, and is limited in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.install.gateways import gateways_of
from istiolint.install.install import Install
from istiolint.install.setting import Setting

_OF_CONTROL_PLANE = {
    "pilot": ("istiod's", "its"),
    "global.proxy": ("the sidecars'", "their"),
    "global.waypoint": ("the waypoints'", "their"),
}
_ON_NODES = {
    "cni": ("the CNI plugin's", "its"),
    "ztunnel": ("ztunnel's", "its"),
}
_UNITS = ("memory", "cpu")

RESOURCE_SETTINGS = tuple(
    f"{part}.resources.{side}.{unit}"
    for part in (*_OF_CONTROL_PLANE, *_ON_NODES, "gateways.*")
    for side in ("requests", "limits")
    for unit in _UNITS
)
"""What :func:`amounts_of` asks for, as a rule declares it."""


class Amounts(NamedTuple):
    """The request and the limit of one part in one unit, with words for whose they are."""

    whose: str
    its: str
    unit: str
    request: Setting
    limit: Setting


def amounts_of(install: Install) -> Iterator[Amounts]:
    """The amounts of all parts; sidecars and istiod are no business of other charts."""
    own = _OF_CONTROL_PLANE if install.is_control_plane else {}
    for part, (whose, its) in {**own, **_ON_NODES}.items():
        for unit in _UNITS:
            request = install.setting(f"{part}.resources.requests.{unit}")
            limit = install.setting(f"{part}.resources.limits.{unit}")
            yield Amounts(whose, its, unit, request, limit)
    for each in gateways_of(install):
        for unit in _UNITS:
            request = each.setting(f"resources.requests.{unit}")
            limit = each.setting(f"resources.limits.{unit}")
            yield Amounts(f"{each.name}'s", "its", unit, request, limit)
