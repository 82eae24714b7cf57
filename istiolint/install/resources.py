"""What in an install requests memory and CPU, and is limited in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.install.gateways import gateways_of
from istiolint.install.install import Install
from istiolint.install.setting import Origin, Setting
from istiolint.releases import Release
from istiolint.schema.timeline import keys_of

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

_DROPPED_SINCE = {28: 6, 29: 1}
"""The patches from which on no chart, nor the injector, writes out an amount that is null."""
_WRAPPED_SINCE = 21
"""From here on the charts' defaults lie where no null of the user's deletes them."""

DEFAULT_RESOURCES = "global.defaultResources"
"""What istiod requests where its own ``resources`` are ``null``."""

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


def amount_in_pod(install: Install, amount: Setting) -> Setting:
    """An amount as the pod has it, where a ``null`` may be a quantity of 0.

    Helm deletes a chart's default that is at the same place as the user's ``null``. Any other
    ``null`` is written out by older charts, and Kubernetes reads it as 0.
    """
    return amount._replace(value="0") if _is_written_out(install, amount) else amount


def _is_written_out(install: Install, amount: Setting) -> bool:
    is_null = amount.is_absent and amount.is_written and not amount.is_patch
    key = amount.at.key or amount.at
    if not is_null or install.is_operator or key.value != keys_of(amount.path)[-1]:
        return False
    is_default = any(each.origin is Origin.CHART_DEFAULT for each in amount.overridden)
    is_deleted = install.target.minor < _WRAPPED_SINCE and is_default
    return not (is_deleted or _drops_nulls(install.target))


def _drops_nulls(release: Release) -> bool:
    """Whether the charts of a release, its last patch if none is named, leave out nulls."""
    first = _DROPPED_SINCE.get(release.minor)
    if first is None or release.patch is None:
        return release.minor >= min(_DROPPED_SINCE)
    return release.patch >= first


def amount_of_istiod(install: Install, side: str, unit: str) -> Setting:
    """What istiod requests, or is limited to: ``resources: null`` means the default of all."""
    amount = install.setting(f"pilot.resources.{side}.{unit}")
    key = amount.at.key or amount.at
    if amount.is_absent and amount.is_written and key.value == "resources":
        common = install.setting(f"{DEFAULT_RESOURCES}.{side}.{unit}")
        return amount._replace(value=common.value, origin=common.origin) if common.value else amount
    return amount_in_pod(install, amount)


def amounts_of(install: Install) -> Iterator[Amounts]:
    """The amounts of all parts; sidecars and istiod are no business of other charts."""
    own = _OF_CONTROL_PLANE if install.is_control_plane else {}
    for part, (whose, its) in {**own, **_ON_NODES}.items():
        for unit in _UNITS:
            request = amount_in_pod(install, install.setting(f"{part}.resources.requests.{unit}"))
            limit = amount_in_pod(install, install.setting(f"{part}.resources.limits.{unit}"))
            yield Amounts(whose, its, unit, request, limit)
    for each in gateways_of(install):
        for unit in _UNITS:
            request = amount_in_pod(install, each.setting(f"resources.requests.{unit}"))
            limit = amount_in_pod(install, each.setting(f"resources.limits.{unit}"))
            yield Amounts(f"{each.name}'s", "its", unit, request, limit)
