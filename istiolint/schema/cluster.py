"""What each release needs of a cluster: ``schemas/cluster.json``, in the form of a timeline.

Sources: the checks and the tested versions in Istio's code, the requirements of platforms in its
documentation. Releases after the newest one known count as that one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from istiolint.releases import NEWEST, OLDEST, Release
from istiolint.schema.embedding import KUBERNETES
from istiolint.schema.store import load
from istiolint.schema.timeline import is_within, values_in


class ClusterNeeds(NamedTuple):
    """The needs of one release."""

    kubernetes: int
    """The minor version that istioctl asks for."""
    gateway_api: str
    """The version of Gateway API that the release is tested with."""
    gateway_api_at_least: Mapping[str, str]
    """The first version of Gateway API whose objects of a kind it reads."""
    components: Mapping[str, Sequence[str]]
    """The API versions of Kubernetes that a chart's objects are of."""
    modules: Mapping[str, Sequence[str]]
    """Kernel modules by what takes the traffic: iptables, tproxy, dns, ambient, nftables."""
    nftables: Mapping[str, str]
    """What nftables asks for besides: the version of the kernel, and of ``nft``."""


def cluster_needs(release: Release) -> ClusterNeeds:
    """What a release needs."""
    minor = min(max(release.minor, OLDEST.minor), NEWEST.minor)
    found = values_in(load("cluster.json"), minor)
    return ClusterNeeds(
        found["kubernetes"],
        found["gatewayApi"],
        found.get("gatewayApiAtLeast", {}),
        found["components"],
        found["modules"],
        found.get("nftables", {}),
    )


def gone_from_kubernetes(group: str, kind: str, version: str) -> int | None:
    """The first minor of Kubernetes that does not serve a version of a kind, if one does not."""
    gone: Mapping[str, Any] = load(KUBERNETES)["x-istio-gone"]
    found: int | None = gone.get(group, {}).get(kind, {}).get(version)
    return found


def served(group: str, kind: str) -> Mapping[str, tuple[int, int | None]]:
    """The versions of a kind, each with its first and last release that serves it.

    Empty for kinds that Istio does not know.
    """
    found: Mapping[str, Any] = load("kinds.json").get(group, {}).get(kind, {})
    return {name: (spans[0][0], spans[-1][1]) for name, spans in found.items()}


def kinds_of(release: Release, groups: Sequence[str]) -> dict[str, list[str]]:
    """The kinds of some groups that a release has, with the versions that it serves."""
    found: dict[str, list[str]] = {}
    for group in groups:
        for kind, versions in load("kinds.json").get(group, {}).items():
            names = [name for name, spans in versions.items() if is_within(spans, release.minor)]
            if names:
                found[f"{kind}.{group}"] = names
    return found
