"""The workloads of the mesh itself, and the proxies in others."""

from __future__ import annotations

from istiolint.project.scaling import (
    autoscaler_for,
    autoscaler_of,
    cpu_targets,
    mesh_deployments,
    mesh_part,
    replicas,
)
from istiolint.resources.proxies import (
    container_resources,
    is_gateway,
    is_istiod,
    istiod_container,
    own_proxy,
    resource_annotations,
)

__all__ = [
    "autoscaler_for",
    "autoscaler_of",
    "container_resources",
    "cpu_targets",
    "is_gateway",
    "is_istiod",
    "istiod_container",
    "mesh_deployments",
    "mesh_part",
    "own_proxy",
    "replicas",
    "resource_annotations",
]
