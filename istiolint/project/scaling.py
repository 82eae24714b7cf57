"""Which autoscaler scales what, and which Deployments are parts of the mesh itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from istiolint.kinds import DEPLOYMENT, HORIZONTAL_POD_AUTOSCALER
from istiolint.resources.proxies import is_gateway

if TYPE_CHECKING:
    from istiolint.project.project import Project
    from istiolint.resources.resource import Resource
    from istiolint.syntax.node import Node

_KNOWN = ("istiod", "istio-ingressgateway", "istio-egressgateway", "istio-eastwestgateway")


class Scaling:
    """The autoscalers by what they scale, and the Deployments that are parts of the mesh."""

    def __init__(self, project: Project) -> None:
        self._project = project

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
            if each.pod is not None and (is_gateway(each.pod) or _is_istiod(each.pod)):
                found.setdefault(each.namespace, []).append(each)
        return found


def autoscaler_of(project: Project, deployment: Resource) -> Resource | None:
    """The HorizontalPodAutoscaler in sight whose target is a Deployment."""
    return project.scaling.scalers.get((deployment.namespace, deployment.name))


def mesh_deployments(project: Project, namespace: str) -> Sequence[Resource]:
    """The Deployments of a namespace that run istiod, or a proxy alone."""
    return project.scaling.parts.get(namespace, ())


def mesh_part(project: Project, scaler: Resource) -> str | None:
    """The name of the part of the mesh that an autoscaler is for: istiod or a gateway.

    Told by the name of the target, or by its Deployment if that is in sight.
    """
    target = _target(scaler)
    if target is None or target in _KNOWN or target.startswith("istiod-"):
        return target
    for each in mesh_deployments(project, scaler.namespace):
        if each.name == target and each.pod is not None and is_gateway(each.pod):
            return target
    return None


def _is_istiod(pod: Node) -> bool:
    label = pod.text("metadata", "labels", "app")
    return label is not None and label.value == "istiod"


def _target(scaler: Resource) -> str | None:
    """The name of the Deployment that an autoscaler scales."""
    kind = scaler.root.text("spec", "scaleTargetRef", "kind")
    name = scaler.root.text("spec", "scaleTargetRef", "name")
    is_deployment = kind is not None and kind.value == "Deployment"
    return name.value if name is not None and is_deployment else None
