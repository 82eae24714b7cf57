"""Which objects decide about a mesh, and how they are named."""

from __future__ import annotations

import pytest

from istiolint import kinds
from istiolint.kinds import CLUSTER_SCOPED, Kind, is_istio, is_read


@pytest.mark.parametrize(
    ("api_version", "name", "expected"),
    [
        pytest.param("v1", "Pod", ("", "Pod"), id="the core group"),
        pytest.param("apps/v1", "Deployment", ("apps", "Deployment"), id="a group"),
        pytest.param(
            "networking.istio.io/v1beta1",
            "Gateway",
            ("networking.istio.io", "Gateway"),
            id="a group with dots",
        ),
        pytest.param("", "Pod", ("", "Pod"), id="no version"),
        pytest.param("/v1", "Pod", ("", "Pod"), id="an empty group"),
        pytest.param("a/b/v1", "C", ("a/b", "C"), id="a slash too many"),
    ],
)
def test_a_kind_is_known_by_its_group(
    api_version: str, name: str, expected: tuple[str, str]
) -> None:
    assert Kind.of(api_version, name) == Kind(*expected)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        pytest.param(kinds.POD, "Pod", id="the core group"),
        pytest.param(kinds.GATEWAY, "Gateway.networking.istio.io", id="a group"),
    ],
)
def test_a_kind_is_shown_as_kubectl_does(kind: Kind, expected: str) -> None:
    assert str(kind) == expected


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        pytest.param("networking.istio.io", True, id="a group of Istio"),
        pytest.param("rbac.istio.io", True, id="a group that Istio once had"),
        pytest.param("istio.io", True, id="the bare domain"),
        pytest.param("sailoperator.io", False, id="the Sail operator"),
        pytest.param("myistio.io", False, id="a domain that ends alike"),
        pytest.param("istio.io.example.com", False, id="a domain that begins alike"),
        pytest.param("", False, id="the core group"),
    ],
)
def test_istio_owns_a_group(group: str, *, expected: bool) -> None:
    assert is_istio(Kind(group, "Thing")) is expected


@pytest.mark.parametrize(
    ("api_version", "name", "expected"),
    [
        pytest.param("networking.istio.io/v1", "VirtualService", True, id="Istio"),
        pytest.param("networking.istio.io/v1", "VirtualServcie", True, id="Istio, misspelt"),
        pytest.param("gateway.networking.k8s.io/v1", "HTTPRoute", True, id="Gateway API"),
        pytest.param("gateway.networking.x-k8s.io/v1alpha1", "XThing", True, id="its experiments"),
        pytest.param("sailoperator.io/v1", "Istio", True, id="Sail"),
        pytest.param("v1", "ConfigMap", True, id="Kubernetes"),
        pytest.param("v1", "Node", False, id="Kubernetes that no rule asks about"),
        pytest.param("example.com/v1", "ConfigMap", False, id="a known name in another group"),
        pytest.param("apps/v1", "StatefulSet", True, id="pods are made from it"),
        pytest.param("argoproj.io/v1alpha1", "Rollout", True, id="pods are made from it as well"),
        pytest.param("argoproj.io/v1alpha1", "Workflow", False, id="another of the same group"),
        pytest.param("cilium.io/v2", "CiliumNetworkPolicy", True, id="another network policy"),
        pytest.param("cert-manager.io/v1", "Certificate", True, id="certificates"),
        pytest.param("rbac.authorization.k8s.io/v1", "ClusterRole", False, id="permissions"),
    ],
)
def test_an_object_is_read_if_it_decides_about_the_mesh(
    api_version: str, name: str, *, expected: bool
) -> None:
    assert is_read(Kind.of(api_version, name)) is expected


def named_kinds() -> list[Kind]:
    return [each for each in vars(kinds).values() if isinstance(each, Kind)]


def test_every_kind_with_a_name_here_is_read() -> None:
    assert len(named_kinds()) > 30
    assert all(is_read(kind) for kind in named_kinds())


def test_every_kind_without_a_namespace_is_read() -> None:
    assert all(is_read(kind) for kind in CLUSTER_SCOPED)


def test_kinds_of_pod_templates_have_namespaces() -> None:
    assert not CLUSTER_SCOPED & {*kinds.WORKLOADS}
    assert kinds.POD in kinds.WORKLOADS
    assert kinds.POD not in kinds.POD_TEMPLATES
