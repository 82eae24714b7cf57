"""Helm values inside the objects and files of those who call Helm."""

from __future__ import annotations

from istiolint.inputs.document import HelmRelease, Role
from istiolint.inputs.trees import (
    Found,
    chart_release,
    elsewhere,
    embedded_tree,
    of_release,
    parameters,
    said,
    tree,
)
from istiolint.syntax.node import Node


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
    release = release._replace(name=name, namespace=namespace)
    others = elsewhere(root.at("spec", "valuesFrom"), release)
    yield from of_release(release, anchor, others, tree(Role.VALUES, values, release))


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
    path = source.text("path") if helm is not None else None
    if path is not None and path.value.strip("./") == "":
        path = source.text("repoURL")
    anchor = source.text("chart") or path
    if anchor is None:
        return
    version = said(source.text("targetRevision")) if source.text("chart") else None
    near = (said(source.text("repoURL")), name, namespace)
    release = chart_release(anchor.value, *near, version=version)
    if helm is None:
        yield from of_release(release._replace(name=name, namespace=namespace), anchor)
        return
    name = said(helm.text("releaseName")) or name
    release = release._replace(name=name, namespace=namespace)
    own = helm.at("valuesObject")
    yield from of_release(
        release,
        anchor,
        elsewhere(helm.at("valueFiles"), release),
        tree(Role.VALUES, own, release)
        if own is not None and own.is_mapping
        else embedded_tree(Role.VALUES, helm.at("values"), release),
        parameters(helm.at("parameters"), release),
        elsewhere(helm.at("fileParameters"), release),
    )


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
    is_config = said(root.text("kind")) == "HelmChartConfig"
    yield from of_release(
        release,
        anchor,
        elsewhere(name if is_config else None, release),
        embedded_tree(Role.VALUES, root.at("spec", "valuesContent"), release),
        parameters(root.at("spec", "set"), release),
    )


def kustomize(root: Node) -> Found:
    """The ``helmCharts`` of a kustomization."""
    for chart in root.items("helmCharts"):
        anchor = chart.text("name")
        if anchor is None:
            continue
        name, namespace = said(chart.text("releaseName")), said(chart.text("namespace"))
        near = (said(chart.text("repo")), name, namespace)
        release = chart_release(anchor.value, *near, version=said(chart.text("version")))
        release = release._replace(name=name, namespace=namespace)
        parts = [tree(Role.VALUES, chart.at("valuesInline"), release)]
        merge, file = said(chart.text("valuesMerge")), elsewhere(chart.at("valuesFile"), release)
        if merge != "replace" or chart.at("valuesInline") is None:
            parts.insert(1 if merge == "merge" else 0, file)
        more = elsewhere(chart.at("additionalValuesFiles"), release)
        yield from of_release(release, anchor, *parts, more)


def helmfile(root: Node) -> Found:
    """The releases of a helmfile: values in order, then secrets, then single ones."""
    for each in root.items("releases"):
        anchor = each.text("chart")
        if anchor is None:
            continue
        name, namespace = said(each.text("name")), said(each.text("namespace"))
        release = chart_release(anchor.value, name, namespace, version=said(each.text("version")))
        release = release._replace(name=name, namespace=namespace)
        yield from of_release(
            release,
            anchor,
            *(_of_list(values, release) for values in each.items("values")),
            elsewhere(each.at("valuesTemplate"), release),
            elsewhere(each.at("secrets"), release),
            parameters(each.at("set"), release),
        )


def _of_list(values: Node, release: HelmRelease) -> Found:
    """An item of a list that has values and names of files."""
    yield from tree(Role.VALUES, values, release)
    if values.is_scalar:
        yield from elsewhere(values, release)


def fleet(root: Node) -> Found:
    """The chart in a ``fleet.yaml`` of Rancher."""
    helm = root.at("helm")
    anchor = helm.text("chart") if helm is not None else None
    if helm is None or anchor is None:
        return
    name = said(helm.text("releaseName"))
    namespace = said(root.text("namespace") or root.text("defaultNamespace"))
    near = (said(helm.text("repo")), name, namespace)
    release = chart_release(anchor.value, *near, version=said(helm.text("version")))
    release = release._replace(name=name, namespace=namespace)
    yield from of_release(
        release,
        anchor,
        tree(Role.VALUES, helm.at("values"), release),
        elsewhere(helm.at("valuesFiles"), release),
        elsewhere(helm.at("valuesFrom"), release),
    )
