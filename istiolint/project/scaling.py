"""Which autoscaler scales what."""

from __future__ import annotations

from istiolint.kinds import DEPLOYMENT, HORIZONTAL_POD_AUTOSCALER
from istiolint.project.project import Project
from istiolint.resources.proxies import is_gateway
from istiolint.resources.resource import Resource

_KNOWN = ("istiod", "istio-ingressgateway", "istio-egressgateway", "istio-eastwestgateway")


def autoscaler_of(project: Project, deployment: Resource) -> Resource | None:
    """The HorizontalPodAutoscaler in sight whose target is a Deployment."""
    return autoscaler_for(project, deployment.namespace, deployment.name)


def autoscaler_for(project: Project, namespace: str, name: str) -> Resource | None:
    """The same for a Deployment that a chart makes."""
    return next(
        (
            scaler
            for scaler in project.of_namespace(HORIZONTAL_POD_AUTOSCALER, namespace)
            if _target(scaler) == name
        ),
        None,
    )


def mesh_part(project: Project, scaler: Resource) -> str | None:
    """The name of the part of the mesh that an autoscaler is for: istiod or a gateway.

    Told by the name of the target, or by its Deployment if that is in sight.
    """
    target = _target(scaler)
    if target is None or target in _KNOWN or target.startswith("istiod-"):
        return target
    for deployment in project.of_namespace(DEPLOYMENT, scaler.namespace):
        pod = deployment.pod
        if deployment.name == target and pod is not None and is_gateway(pod):
            return target
    return None


def _target(scaler: Resource) -> str | None:
    """The name of the Deployment that an autoscaler scales."""
    kind = scaler.root.text("spec", "scaleTargetRef", "kind")
    name = scaler.root.text("spec", "scaleTargetRef", "name")
    is_deployment = kind is not None and kind.value == "Deployment"
    return name.value if name is not None and is_deployment else None
