"""The workloads of the mesh itself, and the proxies in others."""

from __future__ import annotations

from istiolint.project.claims import Claim, claims, given_limit, has_given_request
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
from istiolint.resources.autoscalers import least as least_of
from istiolint.resources.limit_range import ContainerRange, container_ranges
from istiolint.resources.limit_range import amount as bound
from istiolint.resources.proxies import (
    container_resources,
    is_gateway,
    is_istiod,
    istiod_container,
    own_proxy,
    resource_annotations,
)

__all__ = [
    "Claim",
    "ContainerRange",
    "autoscaler_for",
    "autoscaler_of",
    "autoscaler_of_istiod",
    "bound",
    "claims",
    "container_ranges",
    "container_resources",
    "cpu_targets",
    "given_limit",
    "has_given_request",
    "is_gateway",
    "is_istiod",
    "istiod_container",
    "istiod_name",
    "least_of",
    "mesh_deployments",
    "mesh_part",
    "own_proxy",
    "replicas",
    "resource_annotations",
    "scaled_deployment",
    "takes_over",
]
