"""What comes out of installs: a table of the forms they are written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from istiolint.plan.amounts import Demand, Range
from istiolint.plan.installs import parts_of
from istiolint.plan.part import Role
from istiolint.resources.quantity import parse

if TYPE_CHECKING:
    from tests.plan.conftest import Make


def release(chart: str, values: str, name: str = "one") -> str:
    return (
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n"
        f"metadata: {{name: {name}, namespace: istio-system}}\n"
        f"spec: {{chart: {{spec: {{chart: {chart}, version: 1.30.3}}}}, values: {{{values}}}}}\n"
    )


def operator(spec: str) -> str:
    return (
        "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\n"
        f"spec: {{tag: 1.30.3, profile: minimal, {spec}}}\n"
    )


ISTIOD = (Role.CONTROL_PLANE, "istiod")
GATEWAYS = "components: {ingressGateways: [{name: edge, enabled: true, k8s: {%s}}]}"
COUNTS = [
    pytest.param(release("istiod", ""), ISTIOD, Range(1, 5), id="scaled by default"),
    pytest.param(
        release("istiod", "autoscaleMin: 2, autoscaleMax: 3"), ISTIOD, Range(2, 3), id="scaled"
    ),
    pytest.param(
        release("istiod", "autoscaleMin: 9"), ISTIOD, Range(5, 5), id="a minimum above the maximum"
    ),
    pytest.param(
        release("istiod", "autoscaleEnabled: false, replicaCount: 3"),
        ISTIOD,
        Range(3, 3),
        id="fixed",
    ),
    pytest.param(
        release("istiod", "autoscaleEnabled: false, replicaCount: null"),
        ISTIOD,
        Range(1, 1),
        id="left to Kubernetes",
    ),
    pytest.param(
        release("istiod", 'autoscaleEnabled: false, replicaCount: "${N}"'),
        ISTIOD,
        None,
        id="filled in later",
    ),
    pytest.param(release("istiod", 'autoscaleMax: "${N}"'), ISTIOD, None, id="an unknown maximum"),
    pytest.param(release("istiod", 'autoscaleEnabled: "${N}"'), ISTIOD, None, id="scaled or not"),
    pytest.param(
        release("istiod", "revision: canary"),
        (Role.CONTROL_PLANE, "istiod-canary"),
        Range(1, 5),
        id="a revision",
    ),
    pytest.param(
        operator("components: {pilot: {k8s: {hpaSpec: {minReplicas: 2, maxReplicas: 4}}}}"),
        ISTIOD,
        Range(2, 4),
        id="an IstioOperator",
    ),
    pytest.param(
        release("gateway", "autoscaling: {minReplicas: 2}"),
        (Role.GATEWAY, "one"),
        Range(2, 5),
        id="a gateway",
    ),
    pytest.param(
        release("gateway", "autoscaling: {enabled: false}, replicaCount: 4, name: edge"),
        (Role.GATEWAY, "edge"),
        Range(4, 4),
        id="a gateway of another name",
    ),
    pytest.param(
        release("gateway", "kind: DaemonSet"),
        (Role.GATEWAY, "one"),
        Range(3, 3),
        id="a gateway on every node",
    ),
    pytest.param(
        release("gateway", 'kind: "${KIND}"'), (Role.GATEWAY, "one"), None, id="on either"
    ),
    pytest.param(
        operator(GATEWAYS % "hpaSpec: {minReplicas: 3, maxReplicas: 6}"),
        (Role.GATEWAY, "edge"),
        Range(3, 6),
        id="a gateway of an IstioOperator",
    ),
    pytest.param(release("cni", ""), (Role.CNI, "istio-cni-node"), Range(3, 3), id="istio-cni"),
    pytest.param(release("ztunnel", ""), (Role.ZTUNNEL, "ztunnel"), Range(3, 3), id="ztunnel"),
]


@pytest.mark.parametrize(("text", "what", "pods"), COUNTS)
def test_pods_of_an_install(
    text: str, what: tuple[Role, str], pods: Range | None, project: Make
) -> None:
    (install,) = project({"a.yaml": text}).installs
    found = {(each.part.role, each.part.name): each for each in parts_of(install, 3)}
    assert found[what].part.pods == pods
    assert bool(found[what].reason) == (pods is None)


REQUESTS = [
    pytest.param(release("istiod", ""), "2Gi", "500m", id="the defaults of the chart"),
    pytest.param(
        release("istiod", "resources: {requests: {memory: 4Gi}}"), "4Gi", "500m", id="written"
    ),
    pytest.param(
        release("istiod", "resources: {requests: null, limits: {memory: 6Gi}}"),
        "6Gi",
        "0",
        id="limit",
    ),
    pytest.param(
        release("istiod", 'resources: {requests: {memory: "${M}"}}'), None, "500m", id="unknown"
    ),
    pytest.param(release("gateway", ""), "128Mi", "100m", id="a gateway"),
    pytest.param(release("cni", ""), "100Mi", "100m", id="istio-cni"),
    pytest.param(release("ztunnel", ""), "512Mi", "200m", id="ztunnel"),
]


@pytest.mark.parametrize(("text", "memory", "cpu"), REQUESTS)
def test_requests_of_an_install(
    text: str, memory: str | None, cpu: str | None, project: Make
) -> None:
    (install,) = project({"a.yaml": text}).installs
    (found,) = parts_of(install, 3)
    assert found.part.proxy == Demand(
        *(None if each is None else parse(each) for each in (memory, cpu))
    )


def test_mesh_config_and_the_base_chart_run_nothing(project: Make) -> None:
    made = project({"a.yaml": release("base", ""), "b.yaml": release("istiod-remote", "")})
    assert [found for each in made.installs for found in parts_of(each, 3)] == []


def test_a_gateway_of_an_operator_runs_in_its_own_namespace(project: Make) -> None:
    items = "[{name: edge, enabled: true, namespace: edge}, {name: here, enabled: true}]"
    text = operator(f"components: {{ingressGateways: {items}}}")
    (install,) = project({"a.yaml": text}).installs
    gateways = [each.part for each in parts_of(install, None) if each.part.role is Role.GATEWAY]
    assert [(each.name, each.namespace) for each in gateways] == [
        ("edge", "edge"),
        ("here", "istio-system"),
    ]
