"""Whether istio-cni or ztunnel is installed, whatever installs them."""

from __future__ import annotations

from textwrap import dedent

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.install.assemble import installs
from istiolint.project.interception import components, is_ambient, uses_istio_cni
from istiolint.project.project import Project
from istiolint.resources.resource import Resource
from istiolint.text import Source


def project(text: str) -> Project:
    """The index of some objects."""
    documents = contribute(Source("istiod-values.yaml", dedent(text))).documents
    resources = [Resource(each, each.object) for each in documents if each.object]
    return Project(resources, installs(documents, lambda _: None, ()))


def operator(spec: str) -> str:
    """An IstioOperator."""
    return f"apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {{{spec}}}\n"


CNI = [
    pytest.param("", None, id="nothing is in sight"),
    pytest.param(operator("profile: default"), False, id="the default profile"),
    pytest.param(operator("profile: ambient"), True, id="the profile for ambient mode"),
    pytest.param(operator("profile: '${P}'"), None, id="a profile that is filled in later"),
    pytest.param(operator("components: {cni: {enabled: true}}"), True, id="a component"),
    pytest.param(operator("components: {cni: {enabled: '${C}'}}"), None, id="one or not"),
    pytest.param(
        operator("profile: ambient, components: {cni: {enabled: false}}"), False, id="switched off"
    ),
    pytest.param("pilot: {cni: {enabled: true}}", True, id="values"),
    pytest.param("pilot: {cni: {enabled: '${C}'}}", None, id="values that are filled in later"),
    pytest.param("pilot: {cni: {enabled: false}}", False, id="values that say no"),
    pytest.param("pilot: {autoscaleMin: 2}", None, id="values without a word about it"),
    pytest.param("istio_cni: {enabled: true}\npilot: {}", True, id="the old key"),
    pytest.param(
        "apiVersion: sailoperator.io/v1\nkind: IstioCNI\nmetadata: {name: default}\n",
        True,
        id="the Sail operator",
    ),
    pytest.param(
        "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: istio-cni-node}\n",
        True,
        id="the DaemonSet itself",
    ),
    pytest.param(
        "apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: {name: istio-cni}\n"
        "spec: {chart: cni, repo: https://istio-release.storage.googleapis.com/charts}\n",
        True,
        id="its chart",
    ),
    pytest.param(
        "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: a}\n"
        "spec: {template: {spec: {source: {chart: cni, targetRevision: 1.30.0, "
        "repoURL: 'https://istio-release.storage.googleapis.com/charts'}}}}\n",
        True,
        id="its chart in a template",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CNI)
def test_istio_cni_is_recognised(text: str, *, expected: bool | None) -> None:
    assert uses_istio_cni(project(text)) is expected


def test_ztunnel_means_ambient_mode() -> None:
    ztunnel = "apiVersion: sailoperator.io/v1\nkind: ZTunnel\nmetadata: {name: default}\n"

    assert components(project(ztunnel)) == {"ztunnel"}
    assert is_ambient(project(ztunnel))
    assert is_ambient(project(operator("components: {ztunnel: {enabled: true}}")))
    assert not is_ambient(project(operator("profile: default")))
