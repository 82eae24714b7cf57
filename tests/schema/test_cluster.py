"""What each release needs of a cluster."""

from __future__ import annotations

import pytest

from istiolint.releases import NEWEST, OLDEST, Release
from istiolint.schema.cluster import cluster_needs, gone_from_kubernetes, kinds_of, served


@pytest.mark.parametrize("minor", range(OLDEST.minor, NEWEST.minor + 1))
def test_each_release_has_all_its_needs(minor: int) -> None:
    needs = cluster_needs(Release(minor))
    assert needs.kubernetes
    assert needs.gateway_api
    assert needs.components["istiod"]
    assert needs.modules["iptables"]
    assert bool(needs.nftables) == ("nftables" in needs.modules) == (minor >= 27)


def test_a_release_beyond_those_known_counts_as_the_nearest() -> None:
    assert cluster_needs(Release(99)) == cluster_needs(NEWEST)
    assert cluster_needs(Release(3)) == cluster_needs(OLDEST)


def test_versions_of_a_kind_by_release() -> None:
    assert served("networking.istio.io", "VirtualService")["v1"] == (22, None)
    assert served("networking.istio.io", "Nothing") == {}
    assert served("example.org", "Nothing") == {}


def test_kinds_of_a_release() -> None:
    groups = ["telemetry.istio.io", "example.org"]
    assert kinds_of(Release(21), groups) == {"Telemetry.telemetry.istio.io": ["v1alpha1"]}
    assert kinds_of(Release(22), groups) == {"Telemetry.telemetry.istio.io": ["v1", "v1alpha1"]}
    assert kinds_of(Release(29), ["extensions.istio.io"]) == {
        "WasmPlugin.extensions.istio.io": ["v1alpha1"]
    }


@pytest.mark.parametrize(
    ("group", "kind", "version", "expected"),
    [
        ("policy", "PodDisruptionBudget", "v1beta1", 25),
        ("policy", "PodDisruptionBudget", "v1", None),
        ("policy", "Nothing", "v1", None),
        ("example.org", "PodDisruptionBudget", "v1beta1", None),
    ],
)
def test_versions_that_kubernetes_does_not_serve_any_more(
    group: str, kind: str, version: str, expected: int | None
) -> None:
    assert gone_from_kubernetes(group, kind, version) == expected
