"""The workloads of the mesh itself, and the proxies in others."""

from __future__ import annotations

from istiolint.project.scaling import autoscaler_for, autoscaler_of, mesh_part
from istiolint.resources.proxies import is_gateway, own_proxy, resource_annotations

__all__ = [
    "autoscaler_for",
    "autoscaler_of",
    "is_gateway",
    "mesh_part",
    "own_proxy",
    "resource_annotations",
]
