"""Environment variables are found wherever they are written."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.inputs.relate import relate
from istiolint.install.annotations import chart_annotations
from istiolint.install.assemble import installs
from istiolint.install.install import Install
from istiolint.install.variables import Style, Variable, variables
from istiolint.releases import Release
from istiolint.resources.resource import Resource
from istiolint.schema.variables import Side
from istiolint.text import Source


def subjects(text: str, minor: int | None) -> list[Install | Resource]:
    """The installs and the objects in a file."""
    related = relate(contribute(Source("istiod-values.yaml", dedent(text))).documents)
    release = None if minor is None else Release(minor)
    objects = (Resource(each, each.object) for each in related.documents if each.object)
    return [*installs(related.documents, lambda _: release, ()), *objects]


def found_in(text: str, minor: int | None = 30) -> list[Variable]:
    found = (each for subject in subjects(text, minor) for each in variables(subject))
    return list({each.at: each for each in found}.values())


def text_at(variable: Variable) -> str:
    location = variable.at.location
    return location.source.text[slice(*location.span)]


def argo(chart: str, parameters: str) -> str:
    return f"""
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {{name: istio}}
    spec:
      source:
        repoURL: https://istio-release.storage.googleapis.com/charts
        chart: {chart}
        targetRevision: 1.29.1
        helm: {{{parameters}}}
    """


def pod(container: str, name: str = "edge") -> str:
    return (
        f"{{apiVersion: v1, kind: Pod, metadata: {{name: {name}}},"
        f" spec: {{containers: [{{{container}, env: [{{name: A, value: x}}]}}]}}}}"
    )


def operator(spec: str) -> str:
    return f"apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {spec}\n"


ISTIOD, AGENT, CNI, ZTUNNEL = Side


@pytest.mark.parametrize(
    ("text", "side", "style"),
    [
        pytest.param("pilot: {env: {A: x}}", ISTIOD, Style.HELM, id="values"),
        pytest.param(
            "meshConfig: {defaultConfig: {proxyMetadata: {A: x}}}", AGENT, Style.METADATA,
            id="proxy metadata",
        ),
        pytest.param(
            operator("{components: {pilot: {k8s: {env: [{name: A, value: x}]}}}}"),
            ISTIOD, Style.LIST, id="a component",
        ),
        pytest.param(operator("{values: {cni: {env: {A: x}}}}"), CNI, Style.HELM, id="CNI"),
        pytest.param(
            operator("{components: {ztunnel: {k8s: {env: [{name: A, value: x}]}}}}"),
            ZTUNNEL, Style.LIST, id="ztunnel",
        ),
        pytest.param(
            operator(
                "{components: {ingressGateways: [{name: a, k8s: {env: [{name: A, value: x}]}}]}}"
            ),
            AGENT, Style.LIST, id="a gateway of an IstioOperator",
        ),
        pytest.param(
            operator("{values: {gateways: {istio-ingressgateway: {env: {A: x}}}}}"),
            AGENT, Style.HELM, id="values of a gateway",
        ),
        pytest.param(
            argo("istiod", "parameters: [{name: pilot.env.A, value: x}]"),
            ISTIOD, Style.PARAMETER, id="a parameter",
        ),
        pytest.param(
            argo("gateway", "valuesObject: {env: {A: x}}"), AGENT, Style.HELM, id="a gateway"
        ),
        pytest.param(
            argo("cni", "valuesObject: {cni: {env: {A: x}}}"), CNI, Style.HELM, id="the CNI chart"
        ),
        pytest.param(pod("name: istio-proxy, image: auto"), AGENT, Style.LIST, id="a container"),
        pytest.param(
            pod("name: istio-proxy, image: istio/ztunnel:1.30.3"), ZTUNNEL, Style.LIST,
            id="the container of ztunnel",
        ),
        pytest.param(
            pod("name: discovery, image: istio/pilot:1.30.3"), ISTIOD, Style.LIST,
            id="the container of istiod",
        ),
        pytest.param(
            pod("name: discovery, image: mirror.example.com/control:1", "istiod-canary"),
            ISTIOD, Style.LIST, id="the container of istiod under another name",
        ),
        pytest.param(
            pod("name: install-cni", "istio-cni-node"), CNI, Style.LIST, id="the container of CNI"
        ),
        pytest.param(
            "{apiVersion: v1, kind: Pod, metadata: {annotations:"
            " {proxy.istio.io/config: '{proxyMetadata: {A: x}}'}}}",
            AGENT, Style.METADATA, id="an annotation",
        ),
        pytest.param(
            "{apiVersion: networking.istio.io/v1beta1, kind: ProxyConfig,"
            " spec: {environmentVariables: {A: x}}}",
            AGENT, Style.METADATA, id="a ProxyConfig",
        ),
    ],
)  # fmt: skip
def test_a_variable_is_found_with_whom_it_is_for(text: str, side: Side, style: Style) -> None:
    (found,) = found_in(text)
    assert (found.name, found.value, found.side, found.style) == ("A", "x", side, style)
    assert found.text == "x"
    assert text_at(found) == "A"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(pod("name: app, image: shop:1"), id="the container of an application"),
        pytest.param(pod("name: install-cni, image: calico/cni:v3"), id="another CNI plugin"),
        pytest.param(pod("name: discovery, image: shop/discovery:1"), id="another discovery"),
        pytest.param("{apiVersion: v1, kind: Service, metadata: {name: a}}", id="no pod"),
        pytest.param(argo("base", "valuesObject: {env: {A: x}}"), id="a chart without any"),
        pytest.param("pilot: {env: [{name: A, value: x}]}", id="a list where none may be"),
    ],
)
def test_other_places_have_none(text: str) -> None:
    assert found_in(text) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1", "1"),
        ("999999", "999999"),
        ("1000000", "1e+06"),
        (".inf", "+Inf"),
        ("-.inf", "-Inf"),
        ("-33554432", "-3.3554432e+07"),
        ("'1000000'", "1000000"),
        ("1.5", "1.5"),
        ("true", "true"),
        ("yes", "true"),
        ("'yes'", "yes"),
        ("${X}", None),
        ("{}", None),
        ("", None),
    ],
)
def test_a_program_is_given_what_the_chart_prints(value: str, expected: str | None) -> None:
    (found,) = found_in(f"pilot:\n  env:\n    A: {value}")
    assert found.text == expected


@pytest.mark.parametrize("value", ["true", "15021", "1.5"])
def test_what_is_no_string_is_refused_where_only_strings_are_allowed(value: str) -> None:
    for text in (
        operator(f"{{components: {{pilot: {{k8s: {{env: [{{name: A, value: {value}}}]}}}}}}}}"),
        f"meshConfig: {{defaultConfig: {{proxyMetadata: {{A: {value}}}}}}}",
    ):
        (found,) = found_in(text)
        assert found.text is None


def test_a_patch_of_older_istioctl_is_not_printed_by_a_chart() -> None:
    (found,) = found_in(operator("{values: {pilot: {env: {A: 1000000}}}}"), 20)
    assert (found.style, found.text) == (Style.PARAMETER, "1000000")


def test_what_is_taken_from_elsewhere_is_not_known() -> None:
    text = operator("{components: {pilot: {k8s: {env: [{name: A, valueFrom: {}}]}}}}")
    (found,) = found_in(text)
    assert (found.text, found.node, text_at(found)) == (None, None, "A")


def test_parameters_may_be_a_mapping() -> None:
    text = """
    apiVersion: helm.cattle.io/v1
    kind: HelmChart
    metadata: {name: istiod}
    spec: {chart: istiod, set: {pilot.env.A: "7"}}
    """
    (found,) = found_in(text, None)
    assert (found.value, text_at(found), found.style) == (7, "A", Style.PARAMETER)


def test_a_name_that_is_not_written_as_it_is_has_the_key_of_its_value() -> None:
    (found,) = found_in(argo("istiod", r"parameters: [{name: 'pilot.env.A\.B', value: x}]"), None)
    assert (found.name, text_at(found)) == ("A.B", "value")


def test_a_chart_has_a_release_of_its_own() -> None:
    (found,) = found_in(argo("gateway", "valuesObject: {env: {A: x}}"), None)
    assert found.release == Release(29, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("pilot: {podAnnotations: {a: true}}", {"a": True}, id="istiod"),
        pytest.param(
            argo("gateway", "valuesObject: {service: {annotations: {a: 1}}}"), {"a": 1}, id="values"
        ),
        pytest.param(
            argo("gateway", r"parameters: [{name: 'podAnnotations.a\.b/c', value: 'true'}]"),
            {"a.b/c": True},
            id="parameters",
        ),
        pytest.param(argo("base", "valuesObject: {annotations: {a: 1}}"), {}, id="another chart"),
    ],
)
def test_annotations_in_values_are_found(text: str, expected: dict[str, Any]) -> None:
    found = [each for subject in subjects(text, 30) for each in chart_annotations(subject)]
    assert {each.name: each.value for each in found} == expected
