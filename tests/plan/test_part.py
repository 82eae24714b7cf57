"""What the plan takes from the production baseline."""

from __future__ import annotations

import pytest

from istiolint.plan.amounts import Demand
from istiolint.plan.part import baseline_for
from istiolint.resources.quantity import ONE
from istiolint.settings import ClusterSize

GIB = ONE << 30


@pytest.mark.parametrize(
    ("size", "gib"),
    [(None, 8), (ClusterSize.SMALL, 8), (ClusterSize.MEDIUM, 12), (ClusterSize.LARGE, 16)],
)
def test_the_least_of_a_control_plane_grows_with_the_mesh(
    size: ClusterSize | None, gib: int
) -> None:
    assert baseline_for(size).control_plane == gib * GIB


def test_each_pod_has_its_share() -> None:
    found = baseline_for(None)
    assert found.proxy == Demand((400 * ONE) << 20, ONE // 10)
    assert found.istiod == Demand(4 * GIB, ONE)
