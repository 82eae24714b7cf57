"""What a cluster has to offer, in lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.plan.requirements import Requirements

_PURPOSES = {
    "iptables": "iptables, for the rules that send traffic to the proxy",
    "tproxy": "interception mode TPROXY",
    "dns": "capture of DNS",
    "ambient": "ambient mode",
    "nftables": "nftables instead of iptables",
}


class Needs(NamedTuple):
    """A title, and lines below it."""

    title: str
    lines: tuple[str, ...]


def needs(found: Requirements) -> Iterator[Needs]:
    """The sections about the cluster."""
    yield Needs("What the cluster must offer", tuple(_platform(found)))
    if found.apis:
        yield Needs("API groups", tuple(_apis(found)))
    if found.crds:
        lines = (f"{name}: {', '.join(versions)}" for name, versions in found.crds.items())
        yield Needs(f"CRDs of Istio {found.release}, from its base chart", tuple(lines))
    if found.modules or found.notes:
        yield Needs("Kernel of each node", tuple(_kernel(found)))


def _platform(found: Requirements) -> Iterator[str]:
    yield f"Kubernetes {found.kubernetes} or later; istioctl warns about older ones"
    if found.gateway_api:
        yield f"CRDs of Gateway API; Istio {found.release} is tested with {found.gateway_api}"


def _apis(found: Requirements) -> Iterator[str]:
    for each in found.apis:
        kinds = f": {', '.join(each.kinds)}" if each.kinds else ""
        yield f"{each.version}{kinds} (from {each.source})"


def _kernel(found: Requirements) -> Iterator[str]:
    for each in found.modules:
        yield f"{_PURPOSES[each.purpose]}: {', '.join(each.names)}"
    yield from found.notes
    if found.modules:
        yield "most kernels have these built in or load them when they are needed"
