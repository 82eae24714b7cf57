"""What the containers of the mesh ask for in a namespace."""

from __future__ import annotations

import pytest

from istiolint.lint import Inputs, lint
from istiolint.project.claims import SIDECARS, Claim, claims, given_limit, has_given_request
from istiolint.project.project import Project
from istiolint.settings import Settings
from istiolint.text import Source

MI = 2**20 * 10**9
CORE = 10**9


def project(**texts: str) -> Project:
    sources = {f"{name.replace('_', '-')}.yaml": text for name, text in texts.items()}
    settings = Settings()
    inputs = Inputs({path: Source(path, text) for path, text in sources.items()}, frozenset())
    return lint(inputs, lambda _: settings).project


def amounts(here: Project, namespace: str) -> dict[tuple[str, str], list[tuple[object, object]]]:
    return {
        key: [(each.request, each.limit) for each in said]
        for key, said in claims(here, namespace).items()
    }


def release(chart: str, values: str, name: str = "edge", namespace: str = "edge") -> str:
    return (
        "{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, "
        f"metadata: {{name: {name}, namespace: {namespace}}}, spec: {{chart: {{spec: "
        f"{{chart: {chart}, version: 1.30.3, sourceRef: {{name: istio}}}}}}, "
        f"values: {{{values}}}}}}}"
    )


def deployment(name: str, container: str) -> str:
    return (
        f"{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: {name}, namespace: edge}}, "
        f"spec: {{template: {{spec: {{containers: [{container}]}}}}}}}}"
    )


INJECTED = (
    "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {istio-injection: enabled}}}"
)
PLAIN = "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}"


def test_istiod_and_gateways_ask_in_the_namespace_they_go_to() -> None:
    here = project(a=release("istiod", "revision: a"), b=release("gateway", "", "ingress"))
    assert amounts(here, "edge") == {
        ("istiod-a", "memory"): [(2048 * MI, None)],
        ("istiod-a", "cpu"): [(CORE // 2, None)],
        ("ingress", "memory"): [(128 * MI, 1024 * MI)],
        ("ingress", "cpu"): [(CORE // 10, 2 * CORE)],
    }
    assert amounts(here, "istio-system") == {}


@pytest.mark.parametrize(
    ("namespace", "expected"),
    [(INJECTED, {(SIDECARS, "memory"), (SIDECARS, "cpu")}), (PLAIN, set())],
)
def test_sidecars_ask_where_they_are_injected(
    namespace: str, expected: set[tuple[str, str]]
) -> None:
    here = project(a=release("istiod", ""), b=namespace)
    assert set(claims(here, "shop")) == expected


def test_each_install_has_its_say_and_what_is_unknown_silences_all() -> None:
    one, two = (release("istiod", f"pilot: {{resources: {{requests: {{memory: {each}}}}}}}")
                for each in ("3Gi", "5Gi"))  # fmt: skip
    here = project(a=one, b=two)
    assert amounts(here, "edge")["istiod", "memory"] == [(3072 * MI, None), (5120 * MI, None)]
    unknown = release("istiod", 'pilot: {resources: {limits: {memory: "${LIMIT}"}}}')
    assert set(claims(project(a=one, b=unknown), "edge")) == {("istiod", "cpu")}


@pytest.mark.parametrize(
    ("name", "container", "expected"),
    [
        ("istiod", "{name: discovery, resources: {limits: {memory: 4Gi}}}", [(None, 4096 * MI)]),
        ("istiod", "{name: discovery}", [(None, None)]),
        ("istiod", "{name: discovery, resources: {limits: {memory: much}}}", None),
        (
            "edge",
            "{name: istio-proxy, resources: {requests: {memory: 1Mi}, limits: {memory: 2Mi}}}",
            [(MI, 2 * MI)],
        ),
        # Injection adds what is missing.
        ("edge", "{name: istio-proxy, resources: {requests: {memory: 1Mi}}}", None),
        ("orders", "{name: app}", None),
    ],
)
def test_deployments_ask_in_their_containers(
    name: str, container: str, expected: list[tuple[object, object]] | None
) -> None:
    found = amounts(project(a=deployment(name, container)), "edge")
    assert found.get((name, "memory")) == expected


def test_words_for_who_asks() -> None:
    one, many = Claim("ingress", "cpu", 1, 2), Claim(SIDECARS, "cpu", None, 2)
    assert (one.whose, one.requests, one.guaranteed) == ("ingress's", "ingress requests", 1)
    assert (many.whose, many.requests, many.guaranteed) == (
        "the sidecars'",
        "the sidecars request",
        2,
    )


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        (["default: {memory: 2Gi}"], "2Gi"),
        (["max: {memory: 3Gi}"], "3Gi"),
        (["min: {memory: 3Gi}"], None),
        (["default: {memory: 2Gi}", "default: {memory: 3Gi}"], None),
    ],
)
def test_one_limit_range_gives_a_limit(limits: list[str], expected: str | None) -> None:
    text = "\n---\n".join(
        f"{{apiVersion: v1, kind: LimitRange, metadata: {{name: a{number}, namespace: edge}}, "
        f"spec: {{limits: [{{type: Container, {each}}}]}}}}"
        for number, each in enumerate(limits)
    )
    found = given_limit(project(a=text), "edge", "memory")
    assert (found and found.value) == expected
    assert has_given_request(project(a=text), "edge", "memory")
    assert not has_given_request(project(a=text), "edge", "cpu")
    assert given_limit(project(a=text), "other", "memory") is None


def test_a_gateway_asks_where_it_goes() -> None:
    operator = (
        "{apiVersion: install.istio.io/v1alpha1, kind: IstioOperator, spec: {components: "
        "{ingressGateways: [{name: in, enabled: true, namespace: edge}]}}}"
    )
    values = "networkGateway: a\nautoscaling: {minReplicas: 2}\n"
    here = project(a=operator, gateway_values=values)
    assert {who for who, _ in claims(here, "edge")} == {"in"}
    assert {who for who, _ in claims(here, "istio-system")} == {"istiod"}
