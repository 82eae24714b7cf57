"""One thing that runs pods: a workload, a gateway, a part of the control plane."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from istiolint.baseline import (
    CONTROL_PLANE_MEMORY,
    ISTIOD_CPU,
    ISTIOD_MEMORY,
    SIDECAR_CPU,
    SIDECAR_MEMORY_TRACED,
    by_size,
)
from istiolint.plan.amounts import NO_DEMAND, Demand, Range, Usage, usage
from istiolint.project.members import Mode
from istiolint.resources.quantity import parse
from istiolint.settings import ClusterSize


class Role(StrEnum):
    """What the pods are for."""

    APPLICATION = "application"
    GATEWAY = "gateway"
    WAYPOINT = "waypoint"
    CONTROL_PLANE = "control plane"
    ZTUNNEL = "ztunnel"
    CNI = "istio-cni"


PROXIES = (Role.GATEWAY, Role.WAYPOINT)
"""The roles whose pods are nothing but a proxy."""


class Baseline(NamedTuple):
    """What the production baseline plans, in amounts of :mod:`~istiolint.resources.quantity`.

    The options of rules do not change it.
    """

    proxy: Demand
    """For each sidecar and each pod of a gateway."""
    istiod: Demand
    """For each replica of istiod."""
    control_plane: int
    """The least memory for a control plane, whatever its replicas."""
    band: tuple[int, int] = (50, 80)
    """What the mesh adds to what the applications request, in percent."""


def baseline_for(size: ClusterSize | None) -> Baseline:
    """The baseline for a mesh of some size; small where nothing is said."""
    return Baseline(
        Demand(_amount(SIDECAR_MEMORY_TRACED), _amount(SIDECAR_CPU)),
        Demand(_amount(ISTIOD_MEMORY.small), _amount(ISTIOD_CPU)),
        _amount(by_size(size, *CONTROL_PLANE_MEMORY)),
    )


def _amount(text: str) -> int:
    return parse(text) or 0


class Place(NamedTuple):
    """Where something is written."""

    path: str
    line: int


class Part(NamedTuple):
    """Something that runs pods.

    ``application`` is what a pod requests for itself, ``proxy`` what it requests for the mesh.
    """

    role: Role
    kind: str
    namespace: str
    name: str
    place: Place
    pods: Range | None
    mode: Mode | None = Mode.NONE
    application: Demand = NO_DEMAND
    proxy: Demand = NO_DEMAND
    silent: int = 0
    """The containers beside the proxy that request no memory."""

    @property
    def has_proxies(self) -> bool:
        """Whether a proxy runs in each of its pods."""
        is_injected = self.role is Role.APPLICATION and self.mode is Mode.SIDECAR
        return self.role in PROXIES or is_injected

    @property
    def is_in_mesh(self) -> bool:
        """Whether it is an application in the mesh."""
        return self.role is Role.APPLICATION and self.mode in (Mode.SIDECAR, Mode.AMBIENT)

    @property
    def title(self) -> str:
        """What to call it."""
        return f"{self.kind} {self.namespace}/{self.name}"

    @property
    def requested(self) -> Usage:
        """What the applications request."""
        return usage(self.pods, self.application) if self.is_in_mesh else Usage()

    @property
    def declared(self) -> Usage:
        """What the mesh adds by what the files say."""
        return usage(self.pods, self.proxy)

    def planned(self, baseline: Baseline) -> Usage:
        """What the mesh adds by the baseline, which has no figures for ztunnel and istio-cni."""
        if self.has_proxies:
            return usage(self.pods, baseline.proxy)
        if self.role is not Role.CONTROL_PLANE or self.pods is None:
            return Usage()
        each = usage(self.pods, baseline.istiod)
        least = baseline.control_plane
        memory = Range(max(least, each.memory.least), max(least, each.memory.most))
        return Usage(memory, each.cpu)
