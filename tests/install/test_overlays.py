"""What is known of an overlay: its component, whether there is such an object, its paths."""

from __future__ import annotations

import pytest

from istiolint.install.install import Install
from istiolint.install.overlays import path_steps
from istiolint.install.setting import UNKNOWN
from tests.install.test_install import install, operator

MAIN = "spec.template.spec.containers.[name:discovery]"


def overlaid(overlay: str, component: str = "pilot", more: str = "") -> Install:
    text = f"{{{more} components: {{{component}: {{k8s: {{overlays: [{overlay}]}}}}}}}}"
    return install(operator(text), 30, "a.yaml")


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("spec.replicas", ("spec", "replicas")),
        ("a.[name:b].c", ("a", "[name:b]", "c")),
        ("a[name:b].c", ("a", "[name:b]", "c")),
        ("a.[0]", ("a", "[0]")),
        (r"metadata.annotations.a\.b/c", ("metadata", "annotations", "a.b/c")),
        (r"a.[name:b\.c].d", ("a", "[name:b.c]", "d")),
        (".a..b.", ("a", "b")),
        ("a.[name:b.c]", ("a", "[name:b", "c]")),
        ("", ()),
    ],
)
def test_a_path_is_taken_apart_as_istioctl_does(text: str, steps: tuple[str, ...]) -> None:
    assert path_steps(text) == steps


RENDERED = [
    pytest.param("pilot", "Deployment", "istiod", "", True, id="istiod"),
    pytest.param("pilot", "Deployment", "istiod", "revision: blue,", False, id="another revision"),
    pytest.param("pilot", "Deployment", "istiod-blue", "revision: blue,", True, id="the revision"),
    pytest.param("pilot", "Deployment", "istiod", "revision: default,", True, id="the default"),
    pytest.param("pilot", "Deployment", "istiod", "revision: '${R}',", None, id="some revision"),
    pytest.param("pilot", "Deployment", "'${N}'", "", None, id="some name"),
    pytest.param("pilot", "DaemonSet", "istiod", "", False, id="istiod is no DaemonSet"),
    pytest.param("pilot", "HorizontalPodAutoscaler", "istio", "", False, id="a scaler's name"),
    pytest.param("pilot", "PodDisruptionBudget", "istiod", "", True, id="a budget"),
    pytest.param("pilot", "Service", "istiod", "", True, id="a service"),
    pytest.param("pilot", "Service", "other", "", None, id="there may be more services"),
    pytest.param("pilot", "ConfigMap", "istio-blue", "revision: blue,", True, id="mesh config"),
    pytest.param("pilot", "ConfigMap", "other", "", None, id="there may be more config maps"),
    pytest.param("pilot", "ClusterRole", "a", "", None, id="who knows"),
    pytest.param("cni", "DaemonSet", "istio-cni-node", "", True, id="cni"),
    pytest.param("cni", "DaemonSet", "cni", "", False, id="not its name"),
    pytest.param("cni", "Deployment", "istio-cni-node", "", None, id="not its kind"),
    pytest.param("ztunnel", "DaemonSet", "ztunnel", "", None, id="its name is a setting"),
    pytest.param("base", "Deployment", "a", "", None, id="base"),
]


@pytest.mark.parametrize(("component", "kind", "name", "more", "expected"), RENDERED)
def test_an_object_is_one_of_the_component_or_not(
    component: str, kind: str, name: str, more: str, *, expected: bool | None
) -> None:
    (found,) = overlaid(f"{{kind: {kind}, name: {name}, patches: []}}", component, more).overlays
    assert found.component == (component,)
    assert found.is_rendered is expected
    assert found.kind is not None
    assert found.kind.value == kind


def test_an_overlay_of_a_gateway_is_about_that_gateway() -> None:
    spec = (
        "{components: {ingressGateways: [{name: a, k8s: {overlays: ["
        "{kind: Deployment, name: a, patches: []}, {kind: Deployment, name: b, patches: []},"
        "{kind: DaemonSet, name: a}, {kind: Role, name: a}]}}, {k8s: {overlays: [{kind: a}]}}]}}"
    )
    found = install(operator(spec), 30, "a.yaml").overlays
    default = ("gateways", "istio-ingressgateway")
    assert [each.component for each in found] == [*[("gateways", "a")] * 4, default]
    assert [each.is_rendered for each in found] == [True, False, False, None, None]


@pytest.mark.parametrize(
    ("component", "path", "expected"),
    [
        ("pilot", MAIN, True),
        ("pilot", "spec.template.spec.containers.[0].image", True),
        ("pilot", "spec.template.spec.containers.[name:istio-proxy].image", False),
        ("pilot", "spec.template.spec.containers.name", False),
        ("pilot", "spec.template.spec.containers.[image:a]", True),
        ("pilot", "spec.template.spec.containers.[-1]", None),
        ("pilot", "spec.template.spec.containers", None),
        ("pilot", "spec.replicas", None),
        ("pilot", "'${P}'", None),
        ("cni", "spec.template.spec.containers.[name:repair]", None),
        ("cni", "spec.template.spec.containers.[0]", True),
    ],
)
def test_a_path_selects_a_container_that_is_there_or_not(
    component: str, path: str, *, expected: bool | None
) -> None:
    overlay = f'{{kind: a, name: b, patches: [{{path: "{path}", value: 1}}]}}'.replace("\"'", '"')
    (found,) = overlaid(overlay.replace("'\"", '"'), component).overlays
    (patch,) = found.patches
    assert patch.selects is expected
    assert patch.value is not None
    assert patch.value.value == "1"


def patched(*patches: str, kind: str = "Deployment", more: str = "") -> Install:
    said = ", ".join(patches)
    return overlaid(f"{{kind: {kind}, name: istiod, patches: [{said}]}}", more=more)


VALUES = [
    pytest.param(("{path: '${P}', value: 1}",), "pilot.replicaCount", UNKNOWN, id="some path"),
    pytest.param(("{value: 1}",), "pilot.replicaCount", 1, id="no path"),
    pytest.param(("{path: spec.replicas, value: '${N}'}",), "pilot.replicaCount", UNKNOWN,
        id="some value"),
    pytest.param(
        ("{path: spec.replicas, value: 2}", "{path: spec.replicas, value: 3}"),
        "pilot.replicaCount", 3, id="one after the other",
    ),
    pytest.param(("{path: spec, value: {replicas: 4}}",), "pilot.replicaCount", 4, id="above"),
    pytest.param(("{path: spec, value: {a: 4}}",), "pilot.replicaCount", None, id="above, gone"),
    pytest.param(("{path: spec}",), "pilot.resources.requests.memory", None, id="all gone"),
    pytest.param(("{path: spec, value: text}",), "pilot.nodeSelector.a", None, id="no mapping"),
    pytest.param(
        ("{path: spec.template.spec.containers, value: [{name: a}, {name: discovery, image: a}]}",),
        "pilot.image", "a", id="a list of containers",
    ),
    pytest.param(
        ("{path: spec.template.spec.containers, value: [{name: a}]}",), "pilot.image", None,
        id="a list without it",
    ),
    pytest.param(
        (f'{{path: "{MAIN}.image", value: "a/b:1@sha256:c"}}',), "pilot.tag", "1", id="a digest"
    ),
    pytest.param((f'{{path: "{MAIN}.image", value: a/b}}',), "pilot.tag", None, id="no tag"),
    pytest.param((f'{{path: "{MAIN}.image", value: "${{I}}"}}',), "pilot.tag", UNKNOWN,
        id="some image"),
    pytest.param((f'{{path: "{MAIN}.image", value: "a b"}}',), "pilot.hub", None, id="no image"),
    pytest.param((f'{{path: "{MAIN}.env", value: "${{E}}"}}',), "pilot.env.A", UNKNOWN,
        id="some variables"),
    pytest.param((f'{{path: "{MAIN}.env"}}',), "pilot.env.A", None, id="no variables"),
    pytest.param(
        (f'{{path: "{MAIN}.env.[name:REVISION]", value: {{name: REVISION, value: b}}}}',),
        "pilot.env.REVISION", "b", id="a variable of the chart's own",
    ),
    pytest.param(
        (f'{{path: "{MAIN}.env.[name:REVISION]", value: {{name: REVISION}}}}',),
        "pilot.env.REVISION", "", id="a variable without a value",
    ),
    pytest.param(
        (f'{{path: "{MAIN}.env.[name:REVISION]", value: {{value: a}}}}',),
        "pilot.env.REVISION", None, id="a variable without a name",
    ),
    pytest.param(
        (f'{{path: "{MAIN}.env.[name:REVISION]"}}',), "pilot.env.REVISION", None, id="removed"
    ),
    pytest.param(
        (f'{{path: "{MAIN}.env.[name:REVISION].valueFrom", value: {{}}}}',),
        "pilot.env.REVISION", UNKNOWN, id="computed",
    ),
    pytest.param(
        (f'{{path: "{MAIN}.env.[-1]", value: {{name: A, valueFrom: {{}}}}}}',), "pilot.env.A",
        UNKNOWN, id="added and computed",
    ),
    pytest.param((f'{{path: "{MAIN}.env.[-1]"}}',), "pilot.env.A", UNKNOWN, id="added nothing"),
    pytest.param(
        (f'{{path: "{MAIN}.resources", value: {{limits: "${{L}}"}}}}',),
        "pilot.resources.limits.cpu", UNKNOWN, id="something in a whole",
    ),
    pytest.param(
        (f'{{path: "{MAIN}.resources.requests", value: {{cpu: 1}}}}',), "pilot.resources",
        {"requests": {"cpu": 1}}, id="a whole in a mapping",
    ),
    pytest.param(
        ('{path: "spec.template.spec.containers.[image:a].resources", value: {}}',),
        "pilot.resources.limits", UNKNOWN, id="some container",
    ),
    pytest.param(
        ('{path: "spec.template.spec.containers.[image:a].env", value: []}',),
        "pilot.replicaCount", 1, id="but no other setting",
    ),
    pytest.param(
        ('{path: "spec.template.spec.containers.[name:a].resources", value: {}}',),
        "pilot.resources.requests.memory", "2048Mi", id="another container",
    ),
    pytest.param((r"{path: metadata.labels.a\.b, value: c}",), 'pilot.deploymentLabels["a.b"]',
        "c", id="labels"),
]  # fmt: skip


@pytest.mark.parametrize(("patches", "setting", "value"), VALUES)
def test_a_patch_replaces_what_stands_at_its_path(
    patches: tuple[str, ...], setting: str, value: object
) -> None:
    assert patched(*patches).setting(setting).value == value


def test_some_kind_of_object_changes_nothing_that_is_known() -> None:
    found = patched("{path: spec.replicas, value: 3}", kind="'${K}'")
    assert found.setting("pilot.replicaCount").value == 1


def test_metrics_of_a_scaler_are_not_told_apart() -> None:
    patch = "{path: 'spec.metrics.[0].resource', value: {}}"
    found = patched(patch, kind="HorizontalPodAutoscaler")
    assert found.setting("pilot.cpu.targetAverageUtilization").value is UNKNOWN
    assert found.setting("pilot.autoscaleMin").value == 1


def test_what_a_patch_replaces_is_still_listed() -> None:
    found = patched("{path: spec.replicas, value: 3}", more="values: {pilot: {replicaCount: 2}},")
    setting = found.setting("pilot.replicaCount")
    assert [each.value for each in setting.overridden] == [2, 1]
    assert setting.is_patch


def test_what_overlays_replace_is_among_all_settings() -> None:
    found = patched(
        f'{{path: "{MAIN}.resources", value: {{limits: {{cpu: 1}}}}}}',
        "{path: spec.template.spec.nodeSelector, value: {}}",
        "{path: spec.replicas, value: 3}",
        more="values: {pilot: {nodeSelector: {a: b}}},",
    )
    settings = {each.path: each.value for each in found.settings()}
    assert settings["pilot.resources.limits.cpu"] == 1
    assert settings["pilot.replicaCount"] == 3
    assert settings["pilot.nodeSelector"] == {}
    assert settings["pilot.resources.requests"] is None
