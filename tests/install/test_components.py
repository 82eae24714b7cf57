"""What an install deploys, and the gateways of an IstioOperator."""

from __future__ import annotations

import pytest

from tests.install.test_install import all_installs, install, operator

INGRESS = "gateways.istio-ingressgateway"
EGRESS = "gateways.istio-egressgateway"
MINE = "[{name: mine, enabled: true}]"

DEPLOYED = [
    pytest.param("{}", 16, 31, "base istiod gateway", id="by default"),
    pytest.param("{profile: minimal}", 16, 31, "base istiod", id="minimal"),
    pytest.param("{profile: empty}", 16, 31, "", id="empty"),
    pytest.param("{profile: ambient}", 18, 31, "base istiod cni ztunnel", id="ambient"),
    pytest.param("{profile: '${P}'}", 16, 31, "base istiod gateway", id="some profile"),
    pytest.param(
        "{components: {cni: {enabled: true}}}", 16, 31, "base istiod gateway cni", id="cni as well"
    ),
    pytest.param(
        "{components: {cni: {k8s: {}}, base: {enabled: false}}}", 16, 31, "istiod gateway",
        id="mentioned, and left out",
    ),
    pytest.param(
        "{components: {ztunnel: {enabled: '${Z}'}}}", 18, 31, "base istiod gateway ztunnel",
        id="said later",
    ),
    pytest.param(
        "{components: {ingressGateways: [{name: istio-ingressgateway, enabled: false}]}}",
        16, 31, "base istiod", id="no gateway",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("spec", "first", "last", "expected"), DEPLOYED)
def test_an_istio_operator_deploys_its_components(
    spec: str, first: int, last: int, expected: str
) -> None:
    for minor in (first, last):
        found = install(operator(spec), minor, "a.yaml")
        assert found.components == frozenset(expected.split())
        assert all(found.deploys(chart) for chart in expected.split())


GATEWAYS = [
    pytest.param("{}", 16, 31, (INGRESS,), id="by default"),
    pytest.param("{profile: demo}", 16, 31, (INGRESS, EGRESS), id="demo"),
    pytest.param("{profile: minimal}", 16, 31, (), id="minimal"),
    pytest.param(f"{{components: {{ingressGateways: {MINE}}}}}", 24, 31, ("gateways.mine",),
        id="a list takes the place of another"),
    pytest.param(f"{{components: {{ingressGateways: {MINE}}}}}", 16, 23,
        ("gateways.mine", INGRESS), id="lists were joined"),
    pytest.param("{components: {ingressGateways: [{name: a.b}]}}", 24, 31, ('gateways["a.b"]',),
        id="on unless said"),
    pytest.param("{components: {ingressGateways: [{name: a}]}}", 16, 23, (INGRESS,),
        id="off unless said, once"),
    pytest.param("{components: {egressGateways: [{enabled: true}, text]}}", 24, 31, (INGRESS,),
        id="no name"),
    pytest.param("{components: {ingressGateways: []}}", 24, 31, (), id="an empty list"),
    pytest.param("{components: text}", 24, 31, (INGRESS,), id="not even a mapping"),
]  # fmt: skip


@pytest.mark.parametrize(("spec", "first", "last", "expected"), GATEWAYS)
def test_the_gateways_of_an_istio_operator(
    spec: str, first: int, last: int, expected: tuple[str, ...]
) -> None:
    for minor in (first, last):
        assert install(operator(spec), minor, "a.yaml").gateways == expected


def test_a_profile_patches_a_gateway_unless_the_users_list_takes_its_place() -> None:
    spec = "{profile: demo, components: {egressGateways: [{name: istio-egressgateway}]}}"
    memory = f"{EGRESS}.resources.requests.memory"
    assert install(operator("{profile: demo}"), 20, "a.yaml").setting(memory).is_patch
    assert install(operator(spec), 20, "a.yaml").setting(memory).is_patch


def test_mappings_are_gathered_from_where_their_parts_stand() -> None:
    spec = (
        "{components: {pilot: {k8s: {env: [{name: A, value: b}], podDisruptionBudget:"
        " {minAvailable: 2}}}}, values: {pilot: {env: {C: d}}}}"
    )
    found = install(operator(spec), 30, "a.yaml")
    assert found.setting("pilot.env").value == {"A": "b", "C": "d"}
    assert found.setting("pilot.pdb").value["minAvailable"] == 2
    flat = install("traceSampling: 5\nkeepaliveMaxServerConnectionAge: 1h", 30)
    assert flat.setting("pilot").value["traceSampling"] == 5


CHARTS = [
    ("istiod", "istiod", ()),
    ("istiod-remote", "", ()),
    ("base", "base", ()),
    ("cni", "cni", ()),
    ("ztunnel", "ztunnel", ()),
    ("gateway", "gateway", ("gateway/gateway",)),
    ("istio-ingress", "gateway", (INGRESS,)),
    ("istio-egress", "gateway", (EGRESS,)),
]


@pytest.mark.parametrize(("chart", "components", "gateways"), CHARTS)
def test_a_chart_deploys_one_component(
    chart: str, components: str, gateways: tuple[str, ...]
) -> None:
    found = install(f"# istiolint: chart={chart}\nglobal: {{hub: a}}\n", 20)
    assert found.components == frozenset(components.split())
    assert found.gateways == gateways
    assert found.is_control_plane is chart.startswith("istiod")
    assert found.deploys("istiod") is (chart == "istiod")
    assert found.setting("global.hub").value == "a"


def test_a_chart_knows_nothing_of_other_components() -> None:
    text = "# istiolint: chart={0}\npilot: {{traceSampling: 5}}\nprofile: demo\n"
    for chart in ("base", "ztunnel", "gateway", "cni", "istio-ingress"):
        found = install(text.format(chart), 30)
        assert found.setting("pilot.traceSampling").value is None
        assert not [each for each in found.settings() if each.path.startswith("pilot")]


def test_values_of_a_gateway_that_is_elsewhere_are_unknown() -> None:
    text = "releases: [{name: edge, chart: istio/gateway, values: [{kind: DaemonSet}, b.yaml]}]"
    (found,) = all_installs({"helmfile.yaml": text})
    assert found.setting("gateway/edge.kind").value is not None
    assert [each.path for each in found.settings() if each.is_written]


def test_all_settings_are_listed_once_and_as_deep_as_they_go() -> None:
    found = install("resources: null\naffinity: {a: {b: 1}}\nenv: {}\ntolerations: [{a: b}]", 30)
    settings = {each.path: each.value for each in found.settings()}
    assert len(settings) == len(list(found.settings()))
    assert settings["pilot.resources"] is None
    assert "pilot.resources.requests.cpu" not in settings
    assert settings["pilot.affinity.a.b"] == 1
    assert "pilot.affinity" not in settings
    assert settings["pilot.env"] == {}
    assert settings["pilot.tolerations"] == [{"a": "b"}]
    assert found.asked == set()


def test_a_gateway_of_ones_own_has_all_settings_of_the_built_in_one() -> None:
    found = install(operator(f"{{components: {{ingressGateways: {MINE}}}}}"), 30, "a.yaml")
    settings = {each.path: each.value for each in found.settings()}
    assert settings["gateways.mine.type"] == settings[f"{INGRESS}.type"] == "LoadBalancer"
    assert settings["gateways.mine.resources.requests.memory"] == "128Mi"


def test_a_variable_that_says_nothing_is_not_listed() -> None:
    spec = "{components: {pilot: {k8s: {env: [{name: A, b: c}, {name: D, value: e}]}}}}"
    paths = {each.path for each in install(operator(spec), 30, "a.yaml").settings()}
    assert "pilot.env.D" in paths
    assert "pilot.env.A" not in paths
