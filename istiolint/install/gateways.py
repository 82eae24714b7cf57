"""The gateways that an IstioOperator asks for, by itself or by its profile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from istiolint.install.install import Install
from istiolint.install.operator import profiles
from istiolint.install.setting import Unknown
from istiolint.kinds import ISTIO_OPERATOR
from istiolint.syntax.node import Node

INGRESS, EGRESS = "istio-ingressgateway", "istio-egressgateway"
_LISTS = {"ingressGateways": INGRESS, "egressGateways": EGRESS}


class OperatorGateway(NamedTuple):
    """A gateway of an IstioOperator.

    ``item`` is what the user writes about it, if anything; ``settings`` begins the paths of
    the settings it takes its values from, which all gateways of one direction share.
    """

    name: str
    item: Node | None
    settings: str


def operator_gateways(install: Install) -> Iterator[OperatorGateway]:
    """All gateways that istioctl renders for an install; none for other forms of input.

    A list that the user writes replaces the profile's, and what has no ``enabled`` in it is
    there. A profile that comes from elsewhere has none that we know of.
    """
    root = install.document.root
    if install.document.kind != ISTIO_OPERATOR:
        return
    for key, default in _LISTS.items():
        written = root.at("spec", "components", key)
        if written is None or not written.is_sequence:
            if default in _of_profile(install, key):
                yield OperatorGateway(default, None, f"gateways.{default}")
            continue
        for item in written.items():
            name, enabled = item.scalar("name"), item.scalar("enabled")
            is_off = enabled is not None and enabled.meaning is not True
            if not is_off and (name is None or not name.is_unknown):
                said = default if name is None else name.value
                yield OperatorGateway(said, item, f"gateways.{default}")


def _of_profile(install: Install, key: str) -> frozenset[str]:
    """The names of the gateways that the profile has in a list and enables."""
    specs = [each.spec for each in profiles(install.document.root, install.target)]
    known = [spec for spec in specs if not isinstance(spec, Unknown)]
    lists = (spec.get("components", {}).get(key) for spec in known)
    items: list[dict[str, Any]] = next((found for found in lists if found is not None), [])
    enabled = frozenset(item.get("name", "") for item in items if item.get("enabled"))
    return enabled if len(known) == len(specs) else frozenset()
