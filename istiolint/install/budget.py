"""Whether the chart of istiod renders a PodDisruptionBudget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from istiolint.install.setting import Setting

if TYPE_CHECKING:
    from istiolint.install.install import Install

_GUARDED_SINCE = 28
"""The chart renders no budget where one replica is all that its values ask for."""

_PATCHES_REACH_VALUES_SINCE = 31
"""istioctl copies replica counts under ``k8s`` into the values before it renders."""


def budget_is_left_out(install: Install) -> bool:
    """Whether the chart certainly renders no budget because its values ask for one replica.

    Up to 1.30 what an IstioOperator patches in by ``k8s.hpaSpec`` or ``k8s.replicaCount`` is
    not among these values. A budget that is turned off is another matter.
    """
    is_scaled = install.setting("pilot.autoscaleEnabled").flag
    if install.target.minor < _GUARDED_SINCE or is_scaled is None:
        return False
    least = install.setting("pilot.autoscaleMin")
    counts = [least] if is_scaled else [least, install.setting("pilot.replicaCount")]
    return all(_is_one(each, install.target.minor) for each in counts)


def _is_one(count: Setting, minor: int) -> bool:
    if not count.is_patch or minor >= _PATCHES_REACH_VALUES_SINCE:
        return count.number is not None and count.number <= 1
    # Which of these are patches themselves is not told; one that is larger leaves it open.
    below = [count._replace(value=each.value).number for each in count.overridden]
    return bool(below) and all(each is not None and each <= 1 for each in below)
