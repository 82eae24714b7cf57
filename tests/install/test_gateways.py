"""The gateways that an IstioOperator asks for."""

from __future__ import annotations

import pytest

from istiolint.install.gateways import operator_gateways
from istiolint.lint import Inputs, lint
from istiolint.releases import Release
from istiolint.settings import Settings
from istiolint.text import Source

OPERATOR = "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\n"


def names(text: str, path: str = "operator.yaml", release: Release | None = None) -> list[str]:
    source = Source(path, text)
    settings = Settings(istio_version=release)
    project = lint(Inputs({path: source}, frozenset([path])), lambda _: settings).project
    (install,) = project.installs
    return [each.name for each in operator_gateways(install)]


INGRESS, EGRESS = "istio-ingressgateway", "istio-egressgateway"


@pytest.mark.parametrize("release", [Release(16), Release(20), Release(24), Release(31)])
@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("{}", [INGRESS]),
        ("{profile: default}", [INGRESS]),
        ("{profile: demo}", [INGRESS, EGRESS]),
        ("{profile: minimal}", []),
        ("{profile: own.yaml}", []),
        ("{components: {ingressGateways: [{name: edge}]}}", ["edge"]),
        ("{components: {ingressGateways: [{enabled: true}]}}", [INGRESS]),
        ("{components: {ingressGateways: [{name: edge, enabled: false}]}}", []),
        ("{components: {ingressGateways: [{name: '${NAME}'}]}}", []),
        ("{components: {egressGateways: [{name: out, enabled: true}]}}", [INGRESS, "out"]),
        ("{components: {ingressGateways: text}}", [INGRESS]),
    ],
)
def test_a_list_replaces_what_the_profile_has(
    spec: str, expected: list[str], release: Release
) -> None:
    assert names(f"{OPERATOR}spec: {spec}", release=release) == expected


def test_other_forms_have_charts_for_gateways() -> None:
    assert names("pilot: {autoscaleMin: 2}", "istiod-values.yaml") == []
