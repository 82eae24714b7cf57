"""The workloads of the manifests as parts of a plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.kinds import CRON_JOB, JOB, K8S_GATEWAY, WORKLOADS
from istiolint.plan.amounts import NO_DEMAND, Range
from istiolint.plan.demand import of_applications, of_proxy_alone, of_sidecar, requests_nothing
from istiolint.plan.injection import Injection
from istiolint.plan.part import Part, Place, Role
from istiolint.plan.replicas import Count, Scalers, of_autoscaler, of_workload, scalers
from istiolint.project.members import Mode
from istiolint.project.project import Project
from istiolint.resources.proxies import is_gateway
from istiolint.resources.resource import Resource
from istiolint.settings import is_set_path
from istiolint.syntax.node import Node

BATCH = (JOB, CRON_JOB)
"""Kinds whose pods come and go; no plan counts them."""

_OF_MESH = {"istio-cni-node": Role.CNI, "ztunnel": Role.ZTUNNEL}
_PARAMETERS = "its parametersRef may say how many pods it has"
_CLASSES_SAY = "gatewayClasses of the istiod chart may say how many pods it has"
_CLASSES = {"istio": Role.GATEWAY, "istio-waypoint": Role.WAYPOINT}


class Found(NamedTuple):
    """A part, and why the number of its pods is not known."""

    part: Part
    reason: str = ""


def place_of(node: Node) -> Place:
    """Where a node is written; of a flag there is but one line."""
    source, line = node.location.source, node.location.start.line
    return (
        Place(source.line_text(line), 1) if is_set_path(source.path) else Place(source.path, line)
    )


def batch(project: Project) -> int:
    """The Jobs and CronJobs, of which no plan can say how many run at a time."""
    found = (each for kind in BATCH for each in project.of_kind(kind))
    return sum(each.reported and not _is_owned(each) for each in found)


def workloads(project: Project, injection: Injection, nodes: int | None) -> Iterator[Found]:
    """What runs pods; what another object makes is left to that one."""
    by_target = scalers(project)
    for kind in WORKLOADS:
        for each in project.of_kind(kind) if kind not in BATCH else ():
            if each.reported and not _is_owned(each) and not _is_patch(each):
                yield _workload(each, of_workload(each, by_target, nodes), injection)
    for gateway in project.of_kind(K8S_GATEWAY):
        role = _managed(gateway)
        if role is not None and gateway.reported:
            yield _gateway(gateway, role, by_target, injection)


def _workload(resource: Resource, count: Count, injection: Injection) -> Found:
    pod = resource.pod or resource.root
    role = _role(resource, pod)
    mode: Mode | None = Mode.NONE
    application, proxy = NO_DEMAND, NO_DEMAND
    if role is Role.APPLICATION:
        mode, application = injection.mode(resource.namespace, pod), of_applications(pod)
        if mode is Mode.SIDECAR:
            proxy = of_sidecar(pod, injection.usual(resource.namespace, pod))
    elif role is Role.GATEWAY:
        proxy = of_proxy_alone(pod)
    else:
        proxy = of_applications(pod)
    place = place_of(resource.at)
    own = Part(
        role, resource.kind.name, resource.namespace, resource.name, place, count.pods,
        mode, application, proxy, requests_nothing(pod),
    )  # fmt: skip
    return Found(own, count.reason)


def _role(resource: Resource, pod: Node) -> Role:
    app = pod.scalar("metadata", "labels", "app")
    if app is not None and app.value == "istiod":
        return Role.CONTROL_PLANE
    if resource.name in _OF_MESH and resource.kind.name == "DaemonSet":
        return _OF_MESH[resource.name]
    return Role.GATEWAY if is_gateway(pod) else Role.APPLICATION


def _managed(gateway: Resource) -> Role | None:
    """What istiod makes for a Gateway; nothing for one that brings its own address."""
    name = gateway.root.text("spec", "gatewayClassName")
    is_manual = bool(gateway.root.items("spec", "addresses"))
    return None if name is None or is_manual else _CLASSES.get(name.value)


def _gateway(resource: Resource, role: Role, by_target: Scalers, injection: Injection) -> Found:
    """The Deployment that istiod makes for a Gateway: one pod unless something scales it."""
    is_waypoint = role is Role.WAYPOINT
    name = resource.name if is_waypoint else f"{resource.name}-istio"
    count = of_autoscaler(by_target, (resource.namespace, "Deployment", name))
    if count is None:
        parameters = resource.root.at("spec", "infrastructure", "parametersRef")
        if parameters is not None:
            count = Count(None, _PARAMETERS)
        else:
            one = Count(Range(1, 1))
            count = Count(None, _CLASSES_SAY) if injection.changes_gateways() else one
    proxy = injection.managed(is_waypoint=is_waypoint)
    place = place_of(resource.at)
    part = Part(role, "Gateway", resource.namespace, resource.name, place, count.pods, proxy=proxy)
    return Found(part, count.reason)


def _is_owned(resource: Resource) -> bool:
    """Whether a controller made it, whose pods are counted there."""
    return bool(resource.root.items("metadata", "ownerReferences"))


def _is_patch(resource: Resource) -> bool:
    """Whether it only changes a workload that is written elsewhere."""
    pod = resource.pod
    return pod is None or not pod.items("spec", "containers")
