"""Gateways of all charts, asked by the same names."""

from __future__ import annotations

from typing import Any

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.install.assemble import installs
from istiolint.install.gateways import REPLICA_SETTINGS, Gateway, gateways_of
from istiolint.text import Source


def gateway(text: str) -> Gateway:
    documents = contribute(Source("a.yaml", text)).documents
    (install,) = installs(documents, lambda _: None, {"a.yaml"})
    (found,) = gateways_of(install)
    return found


def chart(values: str, name: str = "ingress") -> Gateway:
    return gateway(
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n"
        f"metadata: {{name: {name}, namespace: istio-ingress}}\n"
        "spec: {chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {name: istio}}}, "
        f"values: {{{values}}}}}\n"
    )


def operator(k8s: str) -> Gateway:
    return gateway(
        "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec:\n  profile: minimal\n"
        "  components:\n    ingressGateways:\n"
        f"    - {{name: edge, enabled: true, k8s: {{{k8s}}}}}\n"
    )


SETTINGS: list[Any] = [
    (chart("autoscaling: {minReplicas: 3}"), "autoscaleMin", 3),
    (chart("autoscaling: {maxReplicas: 9}"), "autoscaleMax", 9),
    (chart("autoscaling: {enabled: false}"), "autoscaleEnabled", False),
    (
        chart("autoscaling: {targetCPUUtilizationPercentage: 7}"),
        "cpu.targetAverageUtilization",
        7,
    ),
    (chart("replicaCount: 4"), "replicaCount", 4),
    (operator("hpaSpec: {minReplicas: 3}"), "autoscaleMin", 3),
    (operator("replicaCount: 4"), "replicaCount", 4),
]


@pytest.mark.parametrize(("found", "name", "value"), SETTINGS)
def test_settings_have_one_name(found: Gateway, name: str, value: object) -> None:
    setting = found.setting(name)
    assert (setting.value, setting.is_written) == (value, True)
    assert f"gateways.*.{name}" in found.install.asked
    assert found.peek(name) == setting


def test_to_peek_is_not_to_ask() -> None:
    found = chart("")
    assert found.peek("autoscaleMin").value == 1
    assert found.install.asked == set()


def test_each_chart_has_its_own_key() -> None:
    assert chart("").key("autoscaleMin") == "autoscaling.minReplicas"
    assert chart("").key("resources") == "resources"
    assert operator("").key("autoscaleMin") == "autoscaleMin"


@pytest.mark.parametrize(
    ("found", "name"),
    [
        (chart(""), "ingress"),
        (chart("name: edge"), "edge"),
        (chart("", name="a.b"), "a.b"),
        (operator(""), "edge"),
    ],
)
def test_the_name_is_that_of_the_deployment(found: Gateway, name: str) -> None:
    assert found.name == name


@pytest.mark.parametrize(
    ("found", "kind", "is_deployment"),
    [
        (chart(""), "Deployment", True),
        (chart("kind: DaemonSet"), "DaemonSet", False),
        (chart('kind: "${KIND}"'), None, False),
        (operator(""), "Deployment", True),
    ],
)
def test_a_gateway_may_run_on_every_node(
    found: Gateway,
    kind: str | None,
    is_deployment: bool,  # noqa: FBT001 - the expectation
) -> None:
    assert (found.kind, found.is_deployment) == (kind, is_deployment)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (chart(""), ("scales down to", "autoscaling.minReplicas", 1, True)),
        (operator("hpaSpec: {minReplicas: 3}"), ("scales down to", "autoscaleMin", 3, True)),
        (
            chart("autoscaling: {enabled: false}, replicaCount: 2"),
            ("runs", "replicaCount", 2, False),
        ),
        (chart("autoscaling: {enabled: false}"), None),
        (chart('autoscaling: {enabled: "${SCALED}"}'), None),
        (chart("kind: DaemonSet"), None),
    ],
)
def test_what_bounds_the_number_of_pods(
    found: Gateway, expected: tuple[str, str, int, bool] | None
) -> None:
    said = found.replicas()
    told = said and (said.verb, said.key, said.setting.value, said.is_scaled)
    assert told == expected
    assert {f"gateways.*.{key}" for key in REPLICA_SETTINGS} <= found.install.asked


INGRESS, EGRESS = "istio-ingressgateway", "istio-egressgateway"


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("{}", [INGRESS]),
        ("{profile: demo}", [INGRESS, EGRESS]),
        ("{profile: minimal}", []),
        ("{components: {ingressGateways: [{name: edge}]}}", ["edge"]),
        ("{components: {ingressGateways: [{name: edge, enabled: false}]}}", []),
        ("{components: {egressGateways: [{name: out, enabled: true}]}}", [INGRESS, "out"]),
    ],
)
def test_a_list_replaces_what_the_profile_has(spec: str, expected: list[str]) -> None:
    text = f"apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {spec}\n"
    documents = contribute(Source("a.yaml", text)).documents
    (install,) = installs(documents, lambda _: None, {"a.yaml"})
    assert [each.name for each in gateways_of(install)] == expected
