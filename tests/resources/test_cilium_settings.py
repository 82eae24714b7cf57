"""Cilium's settings are found wherever its chart is given values."""

from __future__ import annotations

from textwrap import dedent

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.resources.cilium_settings import CiliumSettings, cilium_settings
from istiolint.resources.resource import Resource
from istiolint.text import Source


def settings(text: str) -> CiliumSettings | None:
    """What an object says."""
    (document,) = contribute(Source("a.yaml", dedent(text))).documents
    assert document.object is not None
    return cilium_settings(Resource(document, document.object))


def argo(source: str) -> str:
    """An Application."""
    return f"apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec: {{{source}}}\n"


def k3s(spec: str) -> str:
    """A HelmChartConfig."""
    return (
        "apiVersion: helm.cattle.io/v1\nkind: HelmChartConfig\n"
        f"metadata: {{name: cilium}}\nspec: {{{spec}}}\n"
    )


FOUND = [
    pytest.param(argo("source: {chart: cilium}"), None, True, id="an Application without values"),
    pytest.param(
        argo("source: {chart: cilium, helm: {valuesObject: {cni: {exclusive: true}}}}"),
        True,
        True,
        id="an object of values",
    ),
    pytest.param(
        argo("sources: [{ref: a}, {chart: cilium, helm: {values: 'cni: {exclusive: false}'}}]"),
        False,
        True,
        id="a text of values in one of several sources",
    ),
    pytest.param(
        argo("source: {chart: cilium, helm: {parameters: [{name: a, value: b}]}}"),
        None,
        False,
        id="parameters may say more",
    ),
    pytest.param(k3s("valuesContent: 'cni: {exclusive: true}'"), True, False, id="k3s"),
    pytest.param(k3s("valuesContent: 'a: ['"), None, False, id="a text that cannot be read"),
    pytest.param(k3s("valuesContent: 'cni: {exclusive: \"${X}\"}'"), None, False, id="unknown"),
]


@pytest.mark.parametrize(("text", "exclusive", "complete"), FOUND)
def test_values_of_the_chart_are_found(
    text: str, *, exclusive: bool | None, complete: bool
) -> None:
    found = settings(text)

    assert found is not None
    assert (found.is_on("exclusive"), found.complete) == (exclusive, complete)
    assert found.name_of("exclusive") == "cni.exclusive"


def test_other_charts_and_maps_are_not_ciliums() -> None:
    assert settings(argo("source: {chart: calico}")) is None
    assert settings(argo("destination: {}")) is None
    assert settings("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n") is None
