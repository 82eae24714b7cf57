"""Which autoscaler scales what, and to how many pods."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.kinds import DEPLOYMENT, HORIZONTAL_POD_AUTOSCALER
from istiolint.project.project import Project
from istiolint.resources.proxies import is_gateway, is_istiod
from istiolint.resources.resource import Resource
from istiolint.syntax.node import Node

_GATEWAYS = ("istio-ingressgateway", "istio-egressgateway", "istio-eastwestgateway")


class Replicas(NamedTuple):
    """A bound on the number of pods: what it does, the number, and where it is written."""

    verb: str
    number: int
    at: Node


def autoscaler_of(project: Project, deployment: Resource) -> Resource | None:
    """The HorizontalPodAutoscaler in sight whose target is a Deployment."""
    return next(
        (
            scaler
            for scaler in project.of_namespace(HORIZONTAL_POD_AUTOSCALER, deployment.namespace)
            if _target(scaler) == deployment.name
        ),
        None,
    )


def replicas(project: Project, resource: Resource) -> Iterator[Replicas]:
    """How many pods an autoscaler, or a Deployment that none in sight scales, allows.

    The minimum of an autoscaler is 1 where it is not written. A Deployment without a number
    may be scaled by what is not in sight, and a number that is filled in later is none.
    """
    if resource.kind == DEPLOYMENT:
        if autoscaler_of(project, resource) is None:
            yield from _written(resource, "replicas", "runs")
        return
    yield from _written(resource, "maxReplicas", "scales up to")
    if resource.root.scalar("spec", "minReplicas") is None:
        yield Replicas("scales down to", 1, resource.at)
    yield from _written(resource, "minReplicas", "scales down to")


def _written(resource: Resource, key: str, verb: str) -> Iterator[Replicas]:
    node = resource.root.scalar("spec", key)
    number = node.meaning if node is not None else None
    if node is not None and isinstance(number, int) and not isinstance(number, bool):
        yield Replicas(verb, number, node)


def mesh_part(project: Project, resource: Resource) -> str | None:
    """The name of the part of the mesh, istiod or a gateway, that is scaled.

    By an autoscaler, told by the name of its target or by the Deployment if that is in
    sight; or by a Deployment itself.
    """
    if resource.kind == DEPLOYMENT:
        pod, name = resource.pod, resource.name
        return name if is_istiod(name) or (pod is not None and is_gateway(pod)) else None
    target = _target(resource)
    if target is None or target in _GATEWAYS or is_istiod(target):
        return target
    deployments = project.of_namespace(DEPLOYMENT, resource.namespace)
    named = (each for each in deployments if each.name == target)
    return next((each.name for each in named if mesh_part(project, each) is not None), None)


def _target(scaler: Resource) -> str | None:
    """The name of the Deployment that an autoscaler scales."""
    kind = scaler.root.text("spec", "scaleTargetRef", "kind")
    name = scaler.root.text("spec", "scaleTargetRef", "name")
    is_deployment = kind is not None and kind.value == "Deployment"
    return name.value if name is not None and is_deployment else None
