"""Trees of settings inside objects: installs, GitOps, Sail, ConfigMaps, annotations."""

from __future__ import annotations

from collections.abc import Callable

from istiolint.inputs.document import HelmRelease, Role
from istiolint.inputs.gitops import argo, argo_set, flux, k3s, kustomize
from istiolint.inputs.trees import Found, embedded_tree, of_release, said, tree
from istiolint.kinds import (
    ARGO_APPLICATION,
    ARGO_APPLICATION_SET,
    CONFIG_MAP,
    FLUX_HELM_RELEASE,
    ISTIO_OPERATOR,
    K3S_HELM_CHART,
    K3S_HELM_CHART_CONFIG,
    KUSTOMIZATION,
    KUSTOMIZE_COMPONENT,
    POD_PATHS,
    SAIL_CNI,
    SAIL_ISTIO,
    SAIL_REVISION,
    SAIL_ZTUNNEL,
    Kind,
)
from istiolint.syntax.node import Node

PROXY_CONFIG_ANNOTATION = "proxy.istio.io/config"


def trees(kind: Kind, root: Node) -> Found:
    """All trees of settings in an object."""
    find = FINDERS.get(kind)
    if find is not None:
        yield from find(root)


def _istio_operator(root: Node) -> Found:
    yield from tree(Role.OPERATOR_VALUES, root.at("spec", "values"))
    yield from tree(Role.UNVALIDATED_VALUES, root.at("spec", "unvalidatedValues"))
    yield from tree(Role.COMPONENTS, root.at("spec", "components"))
    yield from tree(Role.MESH_CONFIG, root.at("spec", "meshConfig"))


def _sail(chart: str) -> Callable[[Node], Found]:
    """How to find the values of the chart that a kind of the Sail operator installs."""

    def find(root: Node) -> Found:
        name = said(root.text("metadata", "name"))
        version, namespace = (
            said(root.text("spec", "version")),
            said(root.text("spec", "namespace")),
        )
        release = HelmRelease(chart, version, name, namespace)
        values = tree(Role.VALUES, root.at("spec", "values"), release)
        yield from of_release(release, root.scalar("kind"), values)

    return find


def _config_map(root: Node) -> Found:
    name = said(root.text("metadata", "name")) or ""
    if name == "istio" or name.startswith("istio-"):
        yield from embedded_tree(Role.MESH_CONFIG, root.at("data", "mesh"))
        yield from embedded_tree(Role.MESH_NETWORKS, root.at("data", "meshNetworks"))


def _pod(*above: str) -> Callable[[Node], Found]:
    """How to find the proxy's configuration in a pod, or in the pod template below a path."""
    path = (*above, "metadata", "annotations", PROXY_CONFIG_ANNOTATION)

    def find(root: Node) -> Found:
        yield from embedded_tree(Role.PROXY_CONFIG, root.at(*path))

    return find


FINDERS: dict[Kind, Callable[[Node], Found]] = {
    ISTIO_OPERATOR: _istio_operator,
    FLUX_HELM_RELEASE: flux,
    ARGO_APPLICATION: argo,
    ARGO_APPLICATION_SET: argo_set,
    K3S_HELM_CHART: k3s,
    K3S_HELM_CHART_CONFIG: k3s,
    KUSTOMIZATION: kustomize,
    KUSTOMIZE_COMPONENT: kustomize,
    SAIL_ISTIO: _sail("istiod"),
    SAIL_REVISION: _sail("istiod"),
    SAIL_CNI: _sail("cni"),
    SAIL_ZTUNNEL: _sail("ztunnel"),
    CONFIG_MAP: _config_map,
    **{kind: _pod(*path) for kind, path in POD_PATHS.items()},
}
"""How to find the trees in an object, by its kind: all of ``kinds.HOLDERS``."""
