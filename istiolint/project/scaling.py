"""Which autoscaler scales what, to how many pods, and which Deployments are parts of the mesh."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from istiolint.kinds import DEPLOYMENT, HORIZONTAL_POD_AUTOSCALER
from istiolint.resources.proxies import is_gateway, is_istiod
from istiolint.syntax.node import Node

if TYPE_CHECKING:
    from istiolint.project.project import Project
    from istiolint.resources.resource import Resource

_GATEWAYS = ("istio-ingressgateway", "istio-egressgateway", "istio-eastwestgateway")


class Replicas(NamedTuple):
    """A bound on the number of pods: what it does, the number, and where it is written."""

    verb: str
    number: int
    at: Node


class Scaling:
    """The autoscalers by what they scale, and the Deployments that are parts of the mesh."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._names: dict[Resource, str | None] = {}

    def part_of(self, resource: Resource) -> str | None:
        """The name of the part of the mesh that is scaled; see :func:`mesh_part`."""
        if resource not in self._names:
            self._names[resource] = self._part_of(resource)
        return self._names[resource]

    def _part_of(self, resource: Resource) -> str | None:
        if resource.kind == DEPLOYMENT:
            pod, name = resource.pod, resource.name
            return name if is_istiod(name) or (pod is not None and is_gateway(pod)) else None
        target = _target(resource)
        if target is None or target in _GATEWAYS or is_istiod(target):
            return target
        near = self.parts.get(resource.namespace, ())
        named = (each for each in near if each.name == target)
        return next((each.name for each in named if self.part_of(each) is not None), None)

    @cached_property
    def scalers(self) -> Mapping[tuple[str, str], Resource]:
        """The first autoscaler of each Deployment, by namespace and name of that."""
        found: dict[tuple[str, str], Resource] = {}
        for scaler in self._project.of_kind(HORIZONTAL_POD_AUTOSCALER):
            target = _target(scaler)
            if target is not None:
                found.setdefault((scaler.namespace, target), scaler)
        return found

    @cached_property
    def parts(self) -> Mapping[str, Sequence[Resource]]:
        """The Deployments that run istiod, or a proxy alone, by namespace."""
        found: dict[str, list[Resource]] = {}
        for each in self._project.of_kind(DEPLOYMENT):
            if each.pod is not None and (
                is_istiod(each.name) or is_gateway(each.pod) or _runs_istiod(each.pod)
            ):
                found.setdefault(each.namespace, []).append(each)
        return found


def autoscaler_of(project: Project, deployment: Resource) -> Resource | None:
    """The HorizontalPodAutoscaler in sight whose target is a Deployment."""
    return autoscaler_for(project, deployment.namespace, deployment.name)


def autoscaler_for(project: Project, namespace: str, name: str) -> Resource | None:
    """The same for a Deployment that a chart makes."""
    return project.scaling.scalers.get((namespace, name))


def mesh_deployments(project: Project, namespace: str) -> Sequence[Resource]:
    """The Deployments of a namespace that run istiod, or a proxy alone."""
    return project.scaling.parts.get(namespace, ())


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


def cpu_targets(scaler: Resource) -> Iterator[Node]:
    """What an autoscaler says of the CPU to scale at, in every version of the API."""
    root = scaler.root
    found = [root.text("spec", "targetCPUUtilizationPercentage")]
    for metric in root.items("spec", "metrics"):
        resource = metric.at("resource")
        name = resource.text("name") if resource is not None else None
        if resource is not None and name is not None and name.value == "cpu":
            found += [resource.text("target", "averageUtilization")]
            found += [resource.text("targetAverageUtilization")]
    yield from (each for each in found if each is not None)


def mesh_part(project: Project, resource: Resource) -> str | None:
    """The name of the part of the mesh, istiod or a gateway, that is scaled.

    By an autoscaler, told by the name of its target or by the Deployment if that is in
    sight; or by a Deployment itself.
    """
    return project.scaling.part_of(resource)


def _runs_istiod(pod: Node) -> bool:
    label = pod.text("metadata", "labels", "app")
    return label is not None and label.value == "istiod"


def _target(scaler: Resource) -> str | None:
    """The name of the Deployment that an autoscaler scales."""
    kind = scaler.root.text("spec", "scaleTargetRef", "kind")
    name = scaler.root.text("spec", "scaleTargetRef", "name")
    is_deployment = kind is not None and kind.value == "Deployment"
    return name.value if name is not None and is_deployment else None
