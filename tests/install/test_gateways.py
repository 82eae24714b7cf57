"""Gateways of all charts, asked by the same names."""

from __future__ import annotations

from typing import Any

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.install.assemble import installs
from istiolint.install.gateways import REPLICA_SETTINGS, Gateway, gateways_of
from istiolint.install.install import Install
from istiolint.install.setting import UNKNOWN
from istiolint.releases import Release
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
OLD, NEW = (16, 20, 23), (24, 31)
"""Releases that join lists of gateways by name, and those whose users replace the list."""
ALL = (*OLD, *NEW)


def operator_install(spec: str, minor: int) -> Install:
    text = f"apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {spec}\n"
    documents = contribute(Source("a.yaml", text)).documents
    (install,) = installs(documents, lambda _: Release(minor), {"a.yaml"})
    return install


def list_of(*items: str, profile: str = "default", key: str = "ingressGateways") -> str:
    return f'{{profile: "{profile}", components: {{{key}: [{", ".join(items)}]}}}}'


BY_RELEASE: list[tuple[str, tuple[int, ...], list[str]]] = [
    ("{}", ALL, [INGRESS]),
    ("{profile: demo}", ALL, [INGRESS, EGRESS]),
    ("{profile: minimal}", ALL, []),
    ("{profile: empty}", ALL, []),
    ("{profile: remote}", ALL, []),
    ("{profile: ambient}", (16,), [INGRESS]),
    ("{profile: ambient}", (20, 24, 31), []),
    # A file of one's own is laid over the default profile.
    ("{profile: mine.yaml}", ALL, [INGRESS]),
    ('{profile: "${PROFILE}"}', ALL, [INGRESS]),
    (list_of("{name: edge, enabled: true}", profile="mine.yaml"), OLD, ["edge", INGRESS]),
    (list_of("{name: edge, enabled: true}", profile="mine.yaml"), NEW, ["edge"]),
    # Whether a gateway that says nothing is installed, and whether the profile's stays.
    (list_of("{name: edge}"), OLD, [INGRESS]),
    (list_of("{name: edge}"), NEW, ["edge"]),
    (list_of("{name: edge, enabled: false}"), OLD, [INGRESS]),
    (list_of("{name: edge, enabled: false}"), NEW, []),
    (list_of("{name: edge, enabled: true}"), OLD, ["edge", INGRESS]),
    (list_of("{name: edge, enabled: true}"), NEW, ["edge"]),
    (list_of('{name: edge, enabled: "${ON}"}'), NEW, ["edge"]),
    (list_of(f"{{name: {INGRESS}}}"), ALL, [INGRESS]),
    (list_of(f"{{name: {INGRESS}, enabled: false}}"), ALL, []),
    (list_of(), OLD, [INGRESS]),
    (list_of(), NEW, []),
    ("{components: {ingressGateways: null}}", ALL, []),
    (list_of("{name: out, enabled: true}", key="egressGateways"), ALL, [INGRESS, "out"]),
    (
        list_of("{name: out, enabled: true}", profile="demo", key="egressGateways"),
        OLD,
        [INGRESS, "out", EGRESS],
    ),
    (
        list_of("{name: out, enabled: true}", profile="demo", key="egressGateways"),
        NEW,
        [INGRESS, "out"],
    ),
    # Of one whose name is not here nothing can be said, but the profile's is gone or not.
    (list_of("{enabled: true}"), OLD, [INGRESS]),
    (list_of("{enabled: true}"), NEW, []),
    (list_of("{enabled: true}", "{name: edge}"), NEW, ["edge"]),
    (list_of('{name: "${NAME}", enabled: true}'), OLD, [INGRESS]),
    (list_of('{name: "${NAME}", enabled: true}'), NEW, []),
    (list_of("null", "edge", "{name: b, enabled: true}"), NEW, ["b"]),
    (list_of("{name: 5, enabled: true}"), NEW, ["5"]),
    (list_of("{name: a, enabled: true}", "{name: a, enabled: true}"), NEW, ["a"]),
    (
        (
            "{components: {ingressGateways: [{name: a, enabled: true}], "
            "egressGateways: [{name: a, enabled: true}]}}"
        ),
        NEW,
        ["a"],
    ),
]


@pytest.mark.parametrize(
    ("spec", "minor", "expected"),
    [(spec, minor, names) for spec, minors, names in BY_RELEASE for minor in minors],
)
def test_which_gateways_an_operator_installs(spec: str, minor: int, expected: list[str]) -> None:
    assert [each.name for each in gateways_of(operator_install(spec, minor))] == expected


@pytest.mark.parametrize(
    ("item", "minor", "is_installed"),
    [
        ("{enabled: true}", 24, True),
        ("{k8s: {replicaCount: 2}}", 31, True),
        ("{enabled: false}", 31, False),
        ('{name: "${NAME}"}', 31, True),
        ('{name: "${NAME}", enabled: "${ON}"}', 24, True),
        ('{name: "${NAME}", enabled: false}', 24, False),
        ("null", 31, False),
    ],
)
def test_a_gateway_without_a_name_is_one(
    item: str,
    minor: int,
    is_installed: bool,  # noqa: FBT001 - the expectation
) -> None:
    install = operator_install(list_of(item), minor)
    assert (install.deploys("gateway"), gateways_of(install)) == (is_installed, [])


@pytest.mark.parametrize(
    ("profile", "minor", "default"),
    [
        ("default", 16, 1),
        ("default", 31, 1),
        ("mine.yaml", 16, UNKNOWN),
        ("mine.yaml", 31, UNKNOWN),
    ],
)
def test_what_an_own_profile_says_of_gateways_is_not_known(
    profile: str, minor: int, default: object
) -> None:
    spec = (
        f"{{profile: {profile}, values: "
        "{gateways: {istio-ingressgateway: {autoscaleMax: 7}}}}"
    )
    (found,) = gateways_of(operator_install(spec, minor))
    assert found.setting("autoscaleMin").value == default
    assert found.setting("autoscaleMax").value == 7


@pytest.mark.parametrize("minor", ALL)
def test_a_gateway_with_another_name_has_the_values_of_the_first(minor: int) -> None:
    spec = (
        "{components: {ingressGateways: [{name: edge, enabled: true, k8s: {replicaCount: 3}}]}, "
        "values: {gateways: {istio-ingressgateway: {autoscaleMin: 2}}}}"
    )
    found = next(each for each in gateways_of(operator_install(spec, minor)) if each.name == "edge")
    assert found.setting("autoscaleMin").value == 2
    assert found.setting("replicaCount").value == 3


ITEMS = (
    "[{name: edge, enabled: true, namespace: edge}, "
    '{name: later, enabled: true, namespace: "${NAMESPACE}"}, {name: here, enabled: true}]'
)
VALUES = "networkGateway: a\nautoscaling: {minReplicas: 2}\n"


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (f"{{components: {{ingressGateways: {ITEMS}}}}}", ["edge", None, "istio-system"]),
        ("{values: {global: {istioNamespace: mesh}}}", ["mesh"]),
    ],
)
def test_gateways_of_an_operator_have_namespaces_of_their_own(
    spec: str, expected: list[str | None]
) -> None:
    assert [each.namespace for each in gateways_of(operator_install(spec, 31))] == expected


def test_a_release_goes_where_it_is_told() -> None:
    assert chart("").namespace == "istio-ingress"
    documents = contribute(Source("gateway-values.yaml", VALUES)).documents
    (install,) = installs(documents, lambda _: None, {"gateway-values.yaml"})
    assert [each.namespace for each in gateways_of(install)] == [None]
