"""The workloads of the mesh itself, and the proxies in others."""

from __future__ import annotations

from istiolint.project.scaling import (
    autoscaler_for,
    autoscaler_of,
    autoscaler_of_istiod,
    istiod_name,
    mesh_deployments,
    mesh_part,
    replicas,
    scaled_deployment,
)
from istiolint.resources.autoscalers import cpu_targets, takes_over
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
    "autoscaler_of_istiod",
    "container_resources",
    "cpu_targets",
    "is_gateway",
    "is_istiod",
    "istiod_container",
    "istiod_name",
    "mesh_deployments",
    "mesh_part",
    "own_proxy",
    "replicas",
    "resource_annotations",
    "scaled_deployment",
    "takes_over",
]
