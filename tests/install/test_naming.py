"""Installs have names that tell them apart and do not depend on one another."""

from __future__ import annotations

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.inputs.relate import relate
from istiolint.install.assemble import installs
from istiolint.install.naming import names, revision, sources
from istiolint.settings import InstallFiles
from istiolint.text import Source
from tests.install.test_install import all_installs, install, operator

SAIL = "apiVersion: sailoperator.io/v1\nkind: {0}\nmetadata: {{name: {1}}}\nspec: {2}\n"
FLUX = (
    "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n"
    "metadata: {{name: {1}, namespace: {2}}}\n"
    "spec: {{chart: {{spec: {{chart: {0}, version: 1.30.0, sourceRef: {{name: istio}}}}}},"
    " values: {{{3}}}}}\n"
)
MESH = "apiVersion: v1\nkind: ConfigMap\nmetadata: {0}\ndata: {{mesh: 'trustDomain: a'}}\n"

NAMES = [
    pytest.param(operator("{}"), "istio-system/default", "default", id="an IstioOperator"),
    pytest.param(operator("{revision: blue}"), "istio-system/blue", "blue", id="its revision"),
    pytest.param(
        operator("{values: {global: {istioNamespace: mesh}}}"), "mesh/default", "default",
        id="its namespace",
    ),
    pytest.param(
        "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\n"
        "metadata: {name: a, namespace: b}\n",
        "istio-system/default", "default", id="where the object lies is of no account",
    ),
    pytest.param("# istiolint: chart=istiod\nrevision: blue", "istio-system/blue", "blue",
        id="values"),
    pytest.param("# istiolint: chart=ztunnel\nrevision: blue", "istio-system/ztunnel", "blue",
        id="values of ztunnel"),
    pytest.param("# istiolint: chart=gateway\nrevision: blue", "istio-system/gateway", "blue",
        id="values of a gateway"),
    pytest.param(FLUX.format("istiod", "a", "mesh", ""), "mesh/default", "default",
        id="a HelmRelease"),
    pytest.param(FLUX.format("gateway", "edge", "edges", "revision: a"), "edges/edge", "a",
        id="a gateway's"),
    pytest.param(FLUX.format("cni", "cni", "kube-system", ""), "kube-system/cni", "default",
        id="cni's"),
    pytest.param(SAIL.format("Istio", "blue", "{namespace: mesh}"), "mesh/blue", "blue",
        id="Sail"),
    pytest.param(SAIL.format("IstioRevision", "a", "{values: {revision: b}}"), "istio-system/b",
        "b", id="Sail, with a revision"),
    pytest.param(SAIL.format("ZTunnel", "default", "{namespace: zt}"), "zt/default", "default",
        id="Sail's ztunnel"),
    pytest.param(MESH.format("{name: istio, namespace: mesh}"), "mesh/default", "default",
        id="mesh config"),
    pytest.param(MESH.format("{name: istio-blue}"), "istio-system/blue", "blue",
        id="mesh config of a revision"),
    pytest.param("enableAutoMtls: true\nextensionProviders: []", "istio-system/default", "default",
        id="bare mesh config"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "said"), NAMES)
def test_an_install_is_called_by_namespace_and_revision_or_release(
    text: str, name: str, said: str
) -> None:
    found = install(text, path="a.yaml")
    assert names([found]) == [name]
    assert revision(found) == said
    assert sources(found) == ["a.yaml"]


def test_those_with_one_name_are_told_apart_by_their_files() -> None:
    files = {
        "b.yaml": operator("{}"),
        "a.yaml": operator("{}"),
        "c.yaml": operator("{revision: c}"),
    }
    assert names(all_installs(files)) == [
        "istio-system/default@b.yaml",
        "istio-system/default@a.yaml",
        "istio-system/c",
    ]


def test_those_of_one_file_are_counted() -> None:
    text = "\n---\n".join([operator("{}"), operator("{}"), operator("{revision: c}")])
    assert names(all_installs({"a.yaml": text})) == [
        "istio-system/default@a.yaml#1",
        "istio-system/default@a.yaml#2",
        "istio-system/c",
    ]


SOURCES = [
    pytest.param(
        "istiod", dict.fromkeys(("a.yaml", "b.yaml"), "pilot: {autoscaleMin: 2}"), id="values"
    ),
    pytest.param(
        None,
        {each: operator(f"{{revision: {each[0]}}}") for each in ("a.yaml", "b.yaml")},
        id="IstioOperators",
    ),
]


@pytest.mark.parametrize(("chart", "files"), SOURCES)
def test_the_files_are_named_in_the_order_in_which_they_are_merged(
    chart: str | None, files: dict[str, str]
) -> None:
    documents = [
        document
        for path, text in files.items()
        for document in contribute(Source(path, text)).documents
    ]
    for order in (tuple(files), tuple(files)[::-1]):
        entry = InstallFiles("a", chart, order, ("profile=demo",))
        related = relate(documents, [entry])
        (install,) = installs(related.documents, lambda _: None, files)
        assert sources(install) == [*order, "--set profile=demo"]
