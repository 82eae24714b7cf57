"""Which autoscaler scales what, to how many pods, and which Deployments are parts of the mesh."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from istiolint.install.naming import namespace, revision
from istiolint.kinds import AUTOSCALERS, DEPLOYMENT
from istiolint.resources.autoscalers import Bound, least, most, target
from istiolint.resources.proxies import is_gateway, is_istiod
from istiolint.syntax.node import Node

if TYPE_CHECKING:
    from istiolint.install.install import Install
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
        scaled = scaled_deployment(resource)
        if scaled is None or scaled in _GATEWAYS or is_istiod(scaled):
            return scaled
        near = self.parts.get(resource.namespace, ())
        named = (each for each in near if each.name == scaled)
        return next((each.name for each in named if self.part_of(each) is not None), None)

    @cached_property
    def scalers(self) -> Mapping[tuple[str, str], Resource]:
        """The first autoscaler of each Deployment, by namespace and name of that."""
        found: dict[tuple[str, str], Resource] = {}
        for kind in AUTOSCALERS:
            for scaler in self._project.of_kind(kind):
                name = scaled_deployment(scaler)
                if name is not None:
                    found.setdefault((scaler.namespace, name), scaler)
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
    """The autoscaler in sight whose target is a Deployment: an object of Kubernetes, or KEDA's."""
    return autoscaler_for(project, deployment.namespace, deployment.name)


def autoscaler_for(project: Project, namespace: str, name: str) -> Resource | None:
    """The same for a Deployment that a chart makes."""
    return project.scaling.scalers.get((namespace, name))


def autoscaler_of_istiod(project: Project, install: Install) -> Resource | None:
    """The same for the Deployment of an install's istiod."""
    return autoscaler_for(project, namespace(install), istiod_name(install))


def istiod_name(install: Install) -> str:
    """The name of the Deployment that an install runs istiod in."""
    own = revision(install)
    return "istiod" if own == "default" else f"istiod-{own}"


def mesh_deployments(project: Project, namespace: str) -> Sequence[Resource]:
    """The Deployments of a namespace that run istiod, or a proxy alone."""
    return project.scaling.parts.get(namespace, ())


def replicas(project: Project, resource: Resource) -> Iterator[Replicas]:
    """How many pods an autoscaler, or a Deployment that none in sight scales, allows.

    The minimum of an autoscaler has a default. A Deployment without a number may be scaled by
    what is not in sight, one with 0 is turned off, and a number that is filled in later is none.
    """
    if resource.kind == DEPLOYMENT:
        if autoscaler_of(project, resource) is None:
            count = Bound("replicas", resource.root.scalar("spec", "replicas"), None)
            yield from (each for each in _of_bound(resource, count, "runs") if each.number)
        return
    yield from _of_bound(resource, most(resource)._replace(default=None), "scales up to")
    yield from _of_bound(resource, least(resource), "scales down to")


def _of_bound(resource: Resource, bound: Bound, verb: str) -> Iterator[Replicas]:
    number = bound.default if bound.node is None else bound.node.meaning
    if isinstance(number, int) and not isinstance(number, bool):
        yield Replicas(verb, number, bound.node or resource.at)


def mesh_part(project: Project, resource: Resource) -> str | None:
    """The name of the part of the mesh, istiod or a gateway, that is scaled.

    By an autoscaler, told by the name of its target or by the Deployment if that is in
    sight; or by a Deployment itself.
    """
    return project.scaling.part_of(resource)


def _runs_istiod(pod: Node) -> bool:
    label = pod.text("metadata", "labels", "app")
    return label is not None and label.value == "istiod"


def scaled_deployment(scaler: Resource) -> str | None:
    """The name of the Deployment that an autoscaler scales."""
    found = target(scaler)
    return found[1] if found is not None and found[0] == DEPLOYMENT.name else None
