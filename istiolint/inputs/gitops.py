"""Helm values inside the objects and files of those who call Helm."""

from __future__ import annotations

import posixpath

from istiolint.inputs.document import HelmRelease, Reference, Role, Tree
from istiolint.inputs.trees import (
    VALUES_KEY,
    Found,
    beside,
    chart_release,
    elsewhere,
    embedded_tree,
    in_files,
    in_repository,
    of_release,
    parameters,
    said,
    tree,
)
from istiolint.kinds import CONFIG_MAP, K3S_HELM_CHART_CONFIG, SECRET
from istiolint.syntax.node import Node

_HOLDERS = {each.name: each for each in (CONFIG_MAP, SECRET)}


def flux(root: Node) -> Found:
    """A ``HelmRelease`` of Flux: what it says itself beats what comes from elsewhere."""
    chart = root.at("spec", "chart", "spec") or root
    anchor = chart.text("chart") or root.text("spec", "chartRef", "name")
    values = root.at("spec", "values")
    name = said(root.text("spec", "releaseName") or root.text("metadata", "name"))
    namespace = said(root.text("spec", "targetNamespace") or root.text("metadata", "namespace"))
    near = (said(chart.text("sourceRef", "name")), name, namespace)
    release = chart_release(said(anchor), *near, values=values, version=said(chart.text("version")))
    if release.chart is None and chart.text("chart") is None and values is not None:
        # A reference is called what its author likes.
        release = chart_release(None, values=values)
    file = chart.text("chart")
    is_here = said(chart.text("sourceRef", "kind")) in ("GitRepository", "Bucket")
    folders = in_repository(file, file.value) if file is not None and is_here else ()
    release = release._replace(name=name, namespace=namespace, folders=folders)
    home = said(root.text("metadata", "namespace"))

    def paths(file: Node) -> tuple[str, ...]:
        return in_repository(file, file.value) if folders else ()

    yield from of_release(
        release,
        anchor,
        in_files(_own_files(chart), release, paths),
        _from_objects(root.at("spec", "valuesFrom"), release, home),
        tree(Role.VALUES, values, release),
    )


def _own_files(chart: Node) -> Node | None:
    """The files that take the place of a chart's default values, if they are others."""
    files = chart.at("valuesFiles")
    names = [] if files is None else [each.value for each in files.items()]
    return files if any(name != "values.yaml" for name in names) else None


def _from_objects(node: Node | None, release: HelmRelease, namespace: str | None) -> Found:
    """Values in ConfigMaps and Secrets, all that one holds or a single one."""
    if node is None or not node.is_sequence:
        yield from elsewhere(node, release)
        return
    for item in node.items():
        name, key, target = (item.text(each) for each in ("name", "valuesKey", "targetPath"))
        kind = _HOLDERS.get(said(item.text("kind")) or "") if name is not None else None
        here = Reference((), kind, namespace, said(name) or "", said(key) or VALUES_KEY)
        yield Tree(
            Role.UNSEEN,
            name or item,
            release,
            reference=here if kind is not None else None,
            target=said(target),
        )


def argo(root: Node, *above: str) -> Found:
    """An ``Application`` of Argo CD, with one source or several."""
    spec = root.at(*above, "spec")
    if spec is None:
        return
    name = said(root.text(*above, "metadata", "name"))
    namespace = said(spec.text("destination", "namespace"))
    source = spec.at("source")
    for each in (*([source] if source else []), *spec.items("sources")):
        yield from _argo_source(each, name, namespace)


def argo_set(root: Node) -> Found:
    """The template of an ``ApplicationSet``."""
    yield from argo(root, "spec", "template")


def _argo_source(source: Node, name: str | None, namespace: str | None) -> Found:
    """``values`` only counts without ``valuesObject``; both beat files, parameters beat all."""
    helm = source.at("helm")
    chart, path = source.text("chart"), source.text("path")
    is_here = chart is None and not (said(source.text("repoURL")) or "").startswith("oci://")
    folders = in_repository(path, path.value) if path is not None and is_here else ()
    if path is not None and path.value.strip("./") == "":
        path = source.text("repoURL") or path
    anchor = chart or path
    if anchor is None:
        return
    version = said(source.text("targetRevision")) if chart is not None else None
    near = (said(source.text("repoURL")), name, namespace)
    release = chart_release(anchor.value, *near, version=version)
    if chart is None and helm is None:
        # A folder that is called like a chart may hold anything.
        release = release._replace(chart=None)
    name = (said(helm.text("releaseName")) if helm is not None else None) or name
    release = release._replace(name=name, namespace=namespace, folders=folders)
    parts = [] if helm is None else [*_argo_values(helm, release, folders)]
    yield from of_release(release, anchor, parts)


def _argo_values(helm: Node, release: HelmRelease, folders: tuple[str, ...]) -> Found:
    def paths(file: Node) -> tuple[str, ...]:
        name = file.value
        if name.startswith("$"):
            return in_repository(file, name.partition("/")[2])
        if not folders or "://" in name:
            return ()  # in the packed chart, or to be fetched
        if name.startswith("/"):
            return in_repository(file, name)
        found = (posixpath.normpath(posixpath.join(folder, name)) for folder in folders)
        return tuple(each for each in found if not each.startswith(("..", "/")))

    yield from in_files(helm.at("valueFiles"), release, paths)
    own = helm.at("valuesObject")
    if own is not None and own.is_mapping:
        yield from tree(Role.VALUES, own, release)
    else:
        yield from embedded_tree(Role.VALUES, helm.at("values"), release)
    yield from parameters(helm.at("parameters"), release)
    yield from parameters(helm.at("fileParameters"), release)


def k3s(root: Node) -> Found:
    """A ``HelmChart`` of k3s, or the ``HelmChartConfig`` that is laid over one."""
    name = root.text("metadata", "name")
    anchor = root.text("spec", "chart") or name
    if anchor is None:
        return
    namespace = said(root.text("spec", "targetNamespace"))
    near = (said(name), said(root.text("spec", "repo")), namespace)
    release = chart_release(anchor.value, *near, version=said(root.text("spec", "version")))
    release = release._replace(name=said(name), namespace=namespace)
    chart = [Tree(Role.UNSEEN, name, release)] if name and _is_config(root) else []
    yield from of_release(
        release,
        anchor,
        chart,
        embedded_tree(Role.VALUES, root.at("spec", "valuesContent"), release),
        elsewhere(root.at("spec", "valuesSecrets"), release),
        parameters(root.at("spec", "set"), release),
    )


def _is_config(root: Node) -> bool:
    return said(root.text("kind")) == K3S_HELM_CHART_CONFIG.name


def kustomize(root: Node) -> Found:
    """The ``helmCharts`` of a kustomization."""
    for chart in root.items("helmCharts"):
        anchor = chart.text("name")
        if anchor is None:
            continue
        name, namespace = said(chart.text("releaseName")), said(chart.text("namespace"))
        near = (said(chart.text("repo")), name, namespace)
        release = chart_release(anchor.value, *near, version=said(chart.text("version")))
        folders = () if chart.at("repo") else beside(anchor, f"{_chart_home(root)}/{anchor.value}")
        release = release._replace(name=name, namespace=namespace, folders=folders)
        parts = [tree(Role.VALUES, chart.at("valuesInline"), release)]
        merge, file = said(chart.text("valuesMerge")), in_files(chart.at("valuesFile"), release)
        if merge != "replace" or chart.at("valuesInline") is None:
            parts.insert(1 if merge == "merge" else 0, file)
        more = in_files(chart.at("additionalValuesFiles"), release)
        yield from of_release(release, anchor, *parts, more)


def _chart_home(root: Node) -> str:
    return said(root.text("helmGlobals", "chartHome")) or "charts"


def helmfile(root: Node) -> Found:
    """The releases of a helmfile: values in order, then secrets, then single ones."""
    for each in root.items("releases"):
        anchor, is_installed = each.text("chart"), each.at("installed")
        if anchor is None or (is_installed is not None and is_installed.meaning is False):
            continue
        name, namespace = said(each.text("name")), said(each.text("namespace"))
        release = chart_release(anchor.value, name, namespace, version=said(each.text("version")))
        folders = beside(anchor) if anchor.value.startswith(".") else ()
        release = release._replace(name=name, namespace=namespace, folders=folders)
        yield from of_release(
            release,
            anchor,
            elsewhere(each.at("inherit"), release),
            *(_of_list(values, release) for values in each.items("values")),
            elsewhere(each.at("valuesTemplate"), release),
            elsewhere(each.at("secrets"), release),
            parameters(each.at("set"), release),
        )


def _of_list(values: Node, release: HelmRelease) -> Found:
    """An item of a list that has values and names of files."""
    yield from tree(Role.VALUES, values, release)
    if values.is_scalar:
        yield from in_files(values, release)
