"""What a cluster must offer, by the objects and installs in the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from istiolint.plan.capacity import plan
from istiolint.plan.requirements import Api, Requirements, requirements
from istiolint.releases import Release
from tests.plan.test_installs import operator, release

if TYPE_CHECKING:
    from istiolint.project.project import Project
    from tests.plan.conftest import Make

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: a, %s}\nspec: {containers: [{name: app}]}\n---\n"
INJECTED = POD % "labels: {sidecar.istio.io/inject: 'true'}"


def of(project: Project, told: Release | None = None) -> Requirements:
    return requirements(project, plan(project, None, None).parts, told)


def obj(api_version: str, kind: str) -> str:
    return f"apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: a}}\n"


SOURCES = [
    ("networking.istio.io/v1", "VirtualService", "1.30", "Istio 1.30"),
    ("networking.istio.io/v1", "VirtualService", "1.21", "Istio 1.22 or later, not 1.21"),
    ("networking.istio.io/v9", "VirtualService", "1.30", "no release of Istio"),
    ("networking.istio.io/v1", "VirtualServices", "1.30", "no release of Istio"),
    ("gateway.networking.k8s.io/v1", "HTTPRoute", "1.30", "Gateway API"),
    ("gateway.networking.k8s.io/v1", "GRPCRoute", "1.30", "Gateway API v1.1.0 or later"),
    ("gateway.networking.k8s.io/v1", "TCPRoute", "1.31", "Gateway API v1.6.0 or later"),
    (
        "gateway.networking.k8s.io/v1alpha2",
        "TCPRoute",
        "1.31",
        "the experimental channel of Gateway API",
    ),
    ("apps/v1", "Deployment", "1.30", "Kubernetes"),
    ("networking.k8s.io/v1", "Ingress", "1.30", "Kubernetes"),
    ("monitoring.coreos.com/v1", "PodMonitor", "1.30", "another project"),
]


@pytest.mark.parametrize(("api_version", "kind", "version", "source"), SOURCES)
def test_what_brings_an_api(
    api_version: str, kind: str, version: str, source: str, project: Make
) -> None:
    found = of(project({"a.yaml": obj(api_version, kind)}), Release.parse(version))
    assert found.apis == (Api(api_version, (kind,), source),)


def test_groups_with_an_x_are_experimental(project: Make) -> None:
    files = {"a.yaml": obj("gateway.networking.x-k8s.io/v1alpha1", "XListenerSet")}
    found = of(project(files), Release(30))
    assert found.apis[0].source == "the experimental channel of Gateway API"


def test_files_for_tools_and_context_need_no_api(project: Make) -> None:
    files = {
        "a.yaml": obj("install.istio.io/v1alpha1", "IstioOperator"),
        "context/b.yaml": obj("v1", "Service"),
    }
    assert "install.istio.io/v1alpha1" not in {each.version for each in of(project(files)).apis}
    assert "v1" not in {each.version for each in of(project(files)).apis}


def test_charts_need_what_their_objects_are(project: Make) -> None:
    found = of(project({"a.yaml": operator("")}))
    assert Api("policy/v1", (), "Kubernetes") in found.apis
    assert found.crds["VirtualService.networking.istio.io"] == ["v1", "v1alpha3", "v1beta1"]
    assert of(project({"a.yaml": release("ztunnel", "")})).crds == {}


@pytest.mark.parametrize(
    ("said", "kubernetes"), [("1.16", "1.22"), ("1.24", "1.28"), ("1.31", "1.32"), ("1.40", "1.32")]
)
def test_each_release_asks_for_a_kubernetes(said: str, kubernetes: str, project: Make) -> None:
    found = of(project({"a.yaml": INJECTED}), Release.parse(said))
    assert (found.kubernetes, found.is_assumed) == (kubernetes, False)


def test_the_release_is_told_by_the_files_or_assumed(project: Make) -> None:
    assert of(project({"a.yaml": release("istiod", "")})).release == Release(30, 3)
    found = of(project({"a.yaml": INJECTED}))
    assert (found.release, found.is_assumed) == (Release(31), True)


def test_gateway_api_is_asked_for_where_it_is_used(project: Make) -> None:
    route = obj("gateway.networking.k8s.io/v1", "HTTPRoute")
    assert of(project({"a.yaml": route}), Release(30)).gateway_api == "v1.5.1"
    assert of(project({"a.yaml": INJECTED}), Release(30)).gateway_api == ""


LABELS = "{istio.io/dataplane-mode: ambient}"
AMBIENT = f"apiVersion: v1\nkind: Namespace\nmetadata: {{name: a, labels: {LABELS}}}\n"
TPROXY = "annotations: {sidecar.istio.io/interceptionMode: TPROXY}, labels:"
DNS = "proxyMetadata: {ISTIO_META_DNS_CAPTURE: 'true'}"
ON_INIT = "istio-init writes"
BY_CNI = "istio-cni writes"
MODULES = [
    pytest.param({"a.yaml": obj("v1", "Service")}, [], "", id="no mesh"),
    pytest.param({"a.yaml": INJECTED}, ["iptables"], "whether istio-cni", id="a sidecar"),
    pytest.param({"a.yaml": release("istiod", "")}, ["iptables"], ON_INIT, id="istiod"),
    pytest.param(
        {"a.yaml": release("istiod", ""), "b.yaml": release("cni", "")},
        ["iptables"],
        BY_CNI,
        id="cni",
    ),
    pytest.param({"a.yaml": AMBIENT}, ["iptables", "ambient"], BY_CNI, id="ambient"),
    pytest.param(
        {
            "a.yaml": INJECTED.replace(
                "labels:", "annotations: {sidecar.istio.io/interceptionMode: TPROXY}, labels:"
            )
        },
        ["iptables", "tproxy"],
        "whether istio-cni",
        id="TPROXY for a pod",
    ),
    pytest.param(
        {"a.yaml": release("istiod", "meshConfig: {defaultConfig: {interceptionMode: TPROXY}}")},
        ["iptables", "tproxy"],
        ON_INIT,
        id="TPROXY for all",
    ),
    pytest.param(
        {"a.yaml": release("istiod", f"meshConfig: {{defaultConfig: {{{DNS}}}}}")},
        ["iptables", "dns"],
        ON_INIT,
        id="DNS",
    ),
    pytest.param(
        {"a.yaml": release("istiod", "global: {nativeNftables: true}")},
        ["nftables"],
        "nftables needs a kernel from 5.13 and nft from 1.0.1 on",
        id="nftables",
    ),
    pytest.param(
        {"a.yaml": release("istiod", 'global: {nativeNftables: "${X}"}')},
        ["iptables"],
        "whether nftables takes the place of iptables (global.nativeNftables) is not in the files",
        id="nftables or not",
    ),
]


@pytest.mark.parametrize(("files", "purposes", "note"), MODULES)
def test_kernel_modules_by_what_takes_the_traffic(
    files: dict[str, str], purposes: list[str], note: str, project: Make
) -> None:
    found = of(project(files))
    assert [each.purpose for each in found.modules] == purposes
    assert any(each.startswith(note) for each in found.notes) or not note
    assert all(each.names for each in found.modules)


def test_ambient_needs_sets_of_addresses_since_1_23(project: Make) -> None:
    old, new = (of(project({"a.yaml": AMBIENT}), Release(minor)).modules[1] for minor in (22, 23))
    assert "ip_set" not in old.names
    assert "ip_set" in new.names
