"""What a pod template says about the sidecar it gets, or about istiod."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from istiolint.resources.resource import Resource
from istiolint.syntax.node import Node

PROXY = "istio-proxy"
"""The name of the container that the injector adds to, or merges with, a pod."""

RESOURCE_ANNOTATIONS = {
    ("requests", "cpu"): "sidecar.istio.io/proxyCPU",
    ("requests", "memory"): "sidecar.istio.io/proxyMemory",
    ("limits", "cpu"): "sidecar.istio.io/proxyCPULimit",
    ("limits", "memory"): "sidecar.istio.io/proxyMemoryLimit",
}
"""The annotations for the sidecar's resources. Any one of them turns the mesh's defaults off."""


_for_one = lru_cache(maxsize=1)
"""Several rules ask about one pod, one after the other."""


@_for_one
def own_proxy(pod: Node) -> Node | None:
    """The container of a pod that the injector merges with its own, if the pod has one."""
    containers = (*pod.items("spec", "containers"), *pod.items("spec", "initContainers"))
    return next((each for each in containers if _is_proxy(each)), None)


@_for_one
def is_gateway(pod: Node) -> bool:
    """Whether a proxy is all that runs in a pod."""
    containers = pod.items("spec", "containers")
    return bool(containers) and all(_is_proxy(each) for each in containers)


def is_istiod(name: str) -> bool:
    """Whether a Deployment of that name is istiod, of whatever revision."""
    return name == "istiod" or name.startswith("istiod-")


def istiod_container(deployment: Resource) -> Node | None:
    """The container of istiod in its Deployment."""
    pod = deployment.pod
    containers = pod.items("spec", "containers") if pod is not None else []
    named = (each for each in containers if _is_called(each, "discovery"))
    return next(named, None) if is_istiod(deployment.name) else None


@_for_one
def resource_annotations(pod: Node) -> Mapping[tuple[str, str], Node]:
    """The sidecar's resources that a pod asks for by annotation, by side and unit."""
    found = {
        key: pod.scalar("metadata", "annotations", name)
        for key, name in RESOURCE_ANNOTATIONS.items()
    }
    return {key: node for key, node in found.items() if node is not None}


@_for_one
def container_resources(pod: Node) -> Mapping[tuple[str, str], Node]:
    """The sidecar's resources that a pod's own container asks for, by side and unit."""
    proxy = own_proxy(pod)
    if proxy is None:
        return {}
    return {
        (side, entry.name): entry.value
        for side in ("requests", "limits")
        for entry in proxy.entries("resources", side)
    }


def _is_proxy(container: Node) -> bool:
    return _is_called(container, PROXY)


def _is_called(container: Node, wanted: str) -> bool:
    name = container.text("name")
    return name is not None and name.value == wanted
