"""Where an annotation or a label belongs, since when, and as what."""

from __future__ import annotations

import pytest

from istiolint.schema.annotations import (
    KnownName,
    ValueType,
    What,
    instead_of,
    is_only_in_code,
    known_name,
    names_of,
    renamed,
    value_type,
)


@pytest.mark.parametrize(
    ("what", "name", "minor", "resources", "is_deprecated", "gone_in"),
    [
        pytest.param(
            "annotation", "sidecar.istio.io/proxyCPU", 16, ["Pod"], False, None, id="of a pod"
        ),
        pytest.param(
            "annotation", "sidecar.istio.io/inject", 31, ["Pod"], True, None, id="deprecated"
        ),
        pytest.param(
            "annotation", "sidecar.istio.io/extraStatTags", 20, ["Pod"], False, None,
            id="deprecated later",
        ),
        pytest.param(
            "annotation", "networking.istio.io/traffic-distribution", 30,
            ["Namespace", "Service", "ServiceEntry"], False, None, id="of more kinds since",
        ),
        pytest.param(
            "annotation", "sidecar.istio.io/controlPlaneAuthPolicy", 23, ["Pod"], True, None,
            id="the last release",
        ),
        pytest.param(
            "annotation", "sidecar.istio.io/controlPlaneAuthPolicy", 24, ["Pod"], True, 24,
            id="gone",
        ),
        pytest.param(
            "annotation", "galley.istio.io/analyze-suppress", 24, ["Any"], False, None, id="any"
        ),
        pytest.param("label", "istio.io/tag", 24, ["Namespace"], False, None, id="a label"),
    ],
)  # fmt: skip
def test_the_registry_is_read_for_a_release(
    what: What,
    name: str,
    minor: int,
    resources: list[str],
    is_deprecated: bool,  # noqa: FBT001 - the expectation
    gone_in: int | None,
) -> None:
    assert known_name(what, name, minor) == KnownName(name, resources, is_deprecated, gone_in)


def test_names_are_of_the_registry_or_of_the_code_alone() -> None:
    assert known_name("annotation", "sidecar.istio.io/proxyRAM", 31) is None
    assert "prometheus.istio.io/scrape-targets" in names_of("annotation")
    assert "prometheus.istio.io/scrape-targets" not in names_of("label")
    assert is_only_in_code("prometheus.istio.io/scrape-targets")
    assert not is_only_in_code("sidecar.istio.io/proxyCPU")


def test_values_have_types() -> None:
    assert value_type("sidecar.istio.io/proxyCPU", 16) == ValueType("quantity", (), is_refused=True)
    interfaces = "traffic.sidecar.istio.io/excludeInterfaces"
    assert value_type(interfaces, 29) == ValueType("list", (), is_refused=False)
    assert value_type(interfaces, 30) == ValueType("list", (), is_refused=True)
    mode = value_type("sidecar.istio.io/interceptionMode", 16)
    assert mode == ValueType("", ["REDIRECT", "TPROXY", "NONE"], is_refused=True)
    assert value_type("sidecar.istio.io/proxyImage", 31) is None
    assert value_type("sidecar.istio.io/proxyRAM", 31) is None


def test_an_annotation_may_get_another_name() -> None:
    old = "traffic.sidecar.istio.io/kubevirtInterfaces"
    assert renamed(old, 24) is None
    assert renamed(old, 25) == "istio.io/reroute-virtual-interfaces"
    assert renamed("sidecar.istio.io/proxyCPU", 31) is None
    assert renamed("sidecar.istio.io/discoveryAddress", 31) is None


@pytest.mark.parametrize(
    ("name", "minor", "expected"),
    [
        pytest.param(
            "traffic.sidecar.istio.io/kubevirtInterfaces",
            25,
            "use istio.io/reroute-virtual-interfaces",
            id="another annotation",
        ),
        pytest.param(
            "traffic.sidecar.istio.io/kubevirtInterfaces", 24, None, id="before there was one"
        ),
        pytest.param(
            "sidecar.istio.io/inject", 31, "use the label sidecar.istio.io/inject", id="a label"
        ),
        pytest.param(
            "sidecar.istio.io/discoveryAddress",
            31,
            "set discoveryAddress in the annotation proxy.istio.io/config",
            id="a field of the proxy's config",
        ),
        pytest.param(
            "sidecar.istio.io/extraStatTags",
            31,
            "use tagOverrides of a Telemetry resource",
            id="a resource",
        ),
        pytest.param(
            "kubernetes.io/ingress.class", 31, "set ingressClassName", id="a field of the object"
        ),
        pytest.param(
            "sidecar.istio.io/controlPlaneAuthPolicy",
            20,
            "remove it: nothing reads it",
            id="nothing, as it does nothing",
        ),
        pytest.param("sidecar.istio.io/proxyCPU", 31, None, id="it is as good as ever"),
    ],
)
def test_what_took_the_place_of_an_annotation(name: str, minor: int, expected: str | None) -> None:
    assert instead_of(name, minor) == expected


def test_an_annotation_may_lose_its_effect_before_it_leaves_the_registry() -> None:
    found = [known_name("annotation", "sidecar.istio.io/enableCoreDump", m) for m in (23, 24, 25)]
    said = [(each.useless_since, each.gone_in) for each in found if each is not None]
    assert said == [(None, None), (24, None), (24, 25)]
