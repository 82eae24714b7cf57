"""Who signs the certificates of workloads, as far as settings tell."""

from __future__ import annotations

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.inputs.relate import relate
from istiolint.install.assemble import installs
from istiolint.install.install import Install
from istiolint.install.signing import has_own_templates, is_ca_off, names_other_ca
from istiolint.releases import Release
from istiolint.text import Source


def operator(values: str, mesh_config: str = "{}") -> Install:
    """The install that an IstioOperator makes."""
    spec = f"{{meshConfig: {mesh_config}, values: {values}}}"
    text = f"apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {spec}\n"
    found = contribute(Source("operator.yaml", text))
    (made,) = installs(relate(list(found.documents)).documents, lambda _: Release(31), ())
    return made


@pytest.mark.parametrize(
    ("value", "expected"),
    [('"false"', True), ('"0"', True), ("false", True), ('"true"', False), ('"${CA}"', False)],
)
def test_istiod_is_told_not_to_sign(value: str, *, expected: bool) -> None:
    assert is_ca_off(operator(f"{{pilot: {{env: {{ENABLE_CA_SERVER: {value}}}}}}}")) is expected
    assert not is_ca_off(operator("{}"))


CA = "{ca: {address: ca.example.com}}"


@pytest.mark.parametrize(
    ("values", "mesh_config", "minor", "expected"),
    [
        ("{}", "{}", 31, False),
        ("{global: {caAddress: csr.example.com}}", "{}", 31, True),
        ('{global: {caAddress: "${ADDRESS}"}}', "{}", 31, True),
        ('{global: {caAddress: ""}}', "{}", 31, False),
        ("{}", "{defaultConfig: {proxyMetadata: {CA_ADDR: csr.example.com}}}", 31, True),
        ("{}", '{defaultConfig: {proxyMetadata: {CA_ADDR: ""}}}', 31, False),
        ("{}", CA, 30, True),
        ("{}", CA, 31, False),
        ("{sidecarInjectorWebhook: {templates: {spire: x}}}", "{}", 31, False),
    ],
)
def test_proxies_are_told_of_another_ca(
    values: str, mesh_config: str, minor: int, *, expected: bool
) -> None:
    assert names_other_ca(operator(values, mesh_config), minor) is expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("{}", False),
        ("{sidecarInjectorWebhook: {templates: {}}}", False),
        ("{sidecarInjectorWebhook: {templates: {spire: x}}}", True),
    ],
)
def test_templates_may_bring_certificates(values: str, *, expected: bool) -> None:
    assert has_own_templates(operator(values)) is expected
