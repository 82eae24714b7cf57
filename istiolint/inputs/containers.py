"""Trees of settings inside other objects: GitOps, Sail, ConfigMaps, annotations."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from istiolint.inputs.charts import chart_by_keys, chart_named
from istiolint.inputs.document import Release, Role, Tree
from istiolint.kinds import (
    ARGO_APPLICATION,
    ARGO_APPLICATION_SET,
    CONFIG_MAP,
    CRON_JOB,
    FLUX_HELM_RELEASE,
    ISTIO_OPERATOR,
    K3S_HELM_CHART,
    K3S_HELM_CHART_CONFIG,
    KUSTOMIZATION,
    POD,
    POD_TEMPLATES,
    SAIL_CNI,
    SAIL_ISTIO,
    SAIL_REVISION,
    SAIL_ZTUNNEL,
    Kind,
)
from istiolint.syntax.embed import embedded
from istiolint.syntax.node import Node
from istiolint.syntax.problem import Problem
from istiolint.syntax.show import dotted

PROXY_CONFIG_ANNOTATION = "proxy.istio.io/config"

Found = Iterator[Tree | tuple[Node, Problem]]
"""Trees, and scalars whose text should hold one but cannot be read."""


def trees(kind: Kind, root: Node) -> Found:
    """All trees of settings in an object."""
    find = _FINDERS.get(kind)
    if find is not None:
        yield from find(root)


def _tree(role: Role, node: Node | None, release: Release = Release()) -> Found:  # noqa: B008 - frozen
    if node is not None and node.is_mapping:
        yield Tree(role, node, dotted(node.path), release)


def _list(role: Role, node: Node | None, release: Release) -> Found:
    """A list that stands for settings, where it has any items."""
    if node is not None and node.items():
        yield Tree(role, node, dotted(node.path), release)


def _embedded_tree(role: Role, node: Node | None, release: Release = Release()) -> Found:  # noqa: B008 - frozen
    """The tree in the text of a scalar."""
    if node is None or not node.is_scalar or not node.value.strip() or "{{" in node.value:
        return
    tape = embedded(node)
    if isinstance(tape, Problem):
        yield node, tape
    elif tape.is_mapping(0):
        yield Tree(role, Node(tape), dotted(node.path), release)


def _said(node: Node | None) -> str | None:
    return node.value if node is not None and not node.is_unknown else None


def _istio_operator(root: Node) -> Found:
    version = _said(root.text("spec", "tag"))
    release = Release(None, version, None, None)
    yield from _tree(Role.OPERATOR_VALUES, root.at("spec", "values"), release)
    yield from _tree(Role.UNVALIDATED_VALUES, root.at("spec", "unvalidatedValues"), release)
    yield from _tree(Role.COMPONENTS, root.at("spec", "components"), release)
    yield from _tree(Role.MESH_CONFIG, root.at("spec", "meshConfig"), release)


def _helm_release(root: Node) -> Found:
    chart = root.at("spec", "chart", "spec")
    values = root.at("spec", "values")
    name = _said(root.text("spec", "releaseName")) or _said(root.text("metadata", "name"))
    namespace = _said(root.text("spec", "targetNamespace")) or _said(
        root.text("metadata", "namespace")
    )
    said = _said(chart.text("chart")) if chart else None
    source = _said(chart.text("sourceRef", "name")) if chart else None
    near = f"{source} {name} {namespace}"
    release = _release(
        said, values, near, _said(chart.text("version")) if chart else None, name, namespace
    )
    if release.chart is not None:
        found = list(_tree(Role.VALUES, values, release))
        yield from found or _tree(Role.NO_VALUES, chart, release)
        yield from _list(Role.UNSEEN, root.at("spec", "valuesFrom"), release)


def _release(
    said: str | None,
    values: Node | None,
    near: str,
    version: str | None,
    name: str | None,
    namespace: str | None,
) -> Release:
    """The release of a chart; a chart named by a path or reference counts by its last part."""
    chart = None
    if said:
        chart = chart_named(said.rstrip("/").rpartition("/")[2], near=f"{said} {near}")
    elif values is not None:
        chart = chart_by_keys(values)
    return Release(chart, version, name, namespace)


def _application(root: Node, *above: str) -> Found:
    spec = root.at(*above, "spec")
    if spec is None:
        return
    name = _said(root.at(*above) and root.text(*above, "metadata", "name"))
    namespace = _said(spec.text("destination", "namespace"))
    source = spec.at("source")
    for each in [*([source] if source else []), *spec.items("sources")]:
        yield from _argo_source(each, name, namespace)


def _argo_source(source: Node, name: str | None, namespace: str | None) -> Found:
    helm = source.at("helm") or source
    said = _said(source.text("chart")) or _said(source.text("path"))
    if said is None:
        return
    near = f"{_said(source.text('repoURL'))} {name} {namespace}"
    version = _said(source.text("targetRevision")) if source.text("chart") else None
    name = _said(helm.text("releaseName")) or name
    release = _release(said, None, near, version, name, namespace)
    if release.chart is not None:
        # Argo CD does not look at the text where there is an object.
        found = list(_tree(Role.VALUES, helm.at("valuesObject"), release))
        found = found or list(_embedded_tree(Role.VALUES, helm.at("values"), release))
        yield from found or _tree(Role.NO_VALUES, source, release)
        yield from _list(Role.UNSEEN, helm.at("valueFiles"), release)
        yield from _list(Role.PARAMETERS, helm.at("parameters"), release)


def _application_set(root: Node) -> Found:
    yield from _application(root, "spec", "template")


def _k3s_chart(root: Node) -> Found:
    text = root.at("spec", "valuesContent")
    name = _said(root.text("metadata", "name"))
    near = f"{name} {_said(root.text('spec', 'repo'))}"
    said = _said(root.text("spec", "chart")) or name
    version = _said(root.text("spec", "version"))
    namespace = _said(root.text("spec", "targetNamespace"))
    release = _release(said, None, near, version, name, namespace)
    if release.chart is not None:
        yield from _embedded_tree(Role.VALUES, text, release)


def _sail(root: Node) -> Found:
    version = _said(root.text("spec", "version"))
    namespace = _said(root.text("spec", "namespace"))
    chart = {"IstioCNI": "cni", "ZTunnel": "ztunnel"}.get(_said(root.text("kind")) or "", "istiod")
    release = Release(chart, version, _said(root.text("metadata", "name")), namespace)
    yield from _tree(Role.VALUES, root.at("spec", "values"), release)


def _config_map(root: Node) -> Found:
    name = _said(root.text("metadata", "name")) or ""
    if name == "istio" or name.startswith("istio-"):
        yield from _embedded_tree(Role.MESH_CONFIG, root.at("data", "mesh"))
        yield from _embedded_tree(Role.MESH_NETWORKS, root.at("data", "meshNetworks"))


def _pod(root: Node, *above: str) -> Found:
    annotation = root.at(*above, "metadata", "annotations", PROXY_CONFIG_ANNOTATION)
    yield from _embedded_tree(Role.PROXY_CONFIG, annotation)


def _pod_template(root: Node) -> Found:
    yield from _pod(root, "spec", "template")


def _cron_job(root: Node) -> Found:
    yield from _pod(root, "spec", "jobTemplate", "spec", "template")


def _helm_charts(root: Node) -> Found:
    """Kustomize's ``helmCharts``."""
    for chart in root.items("helmCharts"):
        name = _said(chart.text("releaseName"))
        near = f"{_said(chart.text('repo'))} {name}"
        version, namespace = _said(chart.text("version")), _said(chart.text("namespace"))
        release = _release(_said(chart.text("name")), None, near, version, name, namespace)
        if release.chart is not None:
            yield from _tree(Role.VALUES, chart.at("valuesInline"), release)


def helmfile(root: Node) -> Found:
    """The values written into a helmfile's releases."""
    for each in root.items("releases"):
        name, namespace = _said(each.text("name")), _said(each.text("namespace"))
        near = f"{name} {namespace}"
        version = _said(each.text("version"))
        release = _release(_said(each.text("chart")), None, near, version, name, namespace)
        for values in each.items("values"):
            if release.chart is not None:
                yield from _tree(Role.VALUES, values, release)


def fleet(root: Node) -> Found:
    """The values in a Rancher ``fleet.yaml``."""
    helm = root.at("helm")
    if helm is not None:
        name = _said(helm.text("releaseName"))
        namespace = _said(root.text("namespace")) or _said(root.text("defaultNamespace"))
        near = f"{_said(helm.text('repo'))} {name} {namespace}"
        version = _said(helm.text("version"))
        release = _release(_said(helm.text("chart")), None, near, version, name, namespace)
        if release.chart is not None:
            yield from _tree(Role.VALUES, helm.at("values"), release)


_FINDERS: dict[Kind, Callable[[Node], Found]] = {
    ISTIO_OPERATOR: _istio_operator,
    FLUX_HELM_RELEASE: _helm_release,
    ARGO_APPLICATION: _application,
    ARGO_APPLICATION_SET: _application_set,
    K3S_HELM_CHART: _k3s_chart,
    K3S_HELM_CHART_CONFIG: _k3s_chart,
    KUSTOMIZATION: _helm_charts,
    SAIL_ISTIO: _sail,
    SAIL_REVISION: _sail,
    SAIL_CNI: _sail,
    SAIL_ZTUNNEL: _sail,
    CONFIG_MAP: _config_map,
    POD: _pod,
    CRON_JOB: _cron_job,
    **dict.fromkeys((kind for kind in POD_TEMPLATES if kind != CRON_JOB), _pod_template),
}
