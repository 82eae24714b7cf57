"""Control planes of cloud providers are recognised, and what they own is left to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from istiolint import lint_texts
from istiolint.releases import Release
from istiolint.settings import Settings

if TYPE_CHECKING:
    from tests.project.conftest import Index

NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: {{name: shop, {0}}}\n"
MAP = (
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {0}, namespace: {1}}}\n"
    "data: {{mesh: 'accessLogFile: /dev/stdout'}}\n"
)
LABEL = "labels: {{istio.io/rev: {0}}}"
ISTIOD = "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {tag: 1.30.3}\n"

# A file, whether Google and Azure run a control plane, and the release that is known by it.
SEEN = [
    pytest.param("", False, False, None, id="nothing"),
    pytest.param(NAMESPACE.format(LABEL.format("asm-managed")), True, False, None, id="Google"),
    pytest.param(
        NAMESPACE.format(LABEL.format("asm-managed-rapid")), True, False, None, id="its channels"
    ),
    pytest.param(
        NAMESPACE.format("annotations: {mesh.cloud.google.com/proxy: '{\"managed\": true}'}"),
        True, False, None, id="its proxies",
    ),
    pytest.param(MAP.format("istio-asm-managed", "istio-system"), True, False, None,
        id="mesh config for it"),
    pytest.param(NAMESPACE.format(LABEL.format("asm-1208-14")), False, False, None,
        id="what its installer leaves in the cluster"),
    pytest.param(NAMESPACE.format(LABEL.format("asm-1-24")), False, True, 24, id="Azure"),
    pytest.param(
        MAP.format("istio-shared-configmap-asm-1-25", "aks-istio-system"), False, True, 25,
        id="mesh config for that",
    ),
    pytest.param(
        "apiVersion: telemetry.istio.io/v1\nkind: Telemetry\n"
        "metadata: {name: a, namespace: aks-istio-system}\n",
        False, True, None, id="its namespace",
    ),
    pytest.param(
        NAMESPACE.format(LABEL.format("asm-1-24")) + "---\n"
        + NAMESPACE.format(LABEL.format("asm-1-25")).replace("shop", "web"),
        False, True, None, id="two releases while it is upgraded",
    ),
    pytest.param(NAMESPACE.format(LABEL.format("1-24")), False, False, None, id="one's own"),
    pytest.param(NAMESPACE.format(LABEL.format("'${REV}'")), False, False, None, id="unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "google", "azure", "minor"), SEEN)
def test_providers_are_recognised(
    project: Index, text: str, minor: int | None, *, google: bool, azure: bool
) -> None:
    found = project(text)
    assert (found.managed.by_google, found.managed.by_azure) == (google, azure)
    assert found.managed.is_all == (google or azure)
    assert found.release == (Release(minor) if minor is not None else None)


def test_an_install_of_ones_own_is_not_theirs(project: Index) -> None:
    found = project(f"{NAMESPACE.format(LABEL.format('asm-1-24'))}---\n{ISTIOD}")
    assert not found.managed.is_all
    assert str(found.release) == "1.30.3"


def test_azure_has_a_root_namespace_of_its_own(project: Index) -> None:
    azure = NAMESPACE.format(LABEL.format("asm-1-24"))
    assert project(azure).root.name == "aks-istio-system"
    assert project(f"{azure}---\n{ISTIOD}").root.name is None


def test_the_mesh_config_is_named_after_its_revision(project: Index) -> None:
    from istiolint.install.naming import names

    found = project(MAP.format("istio-shared-configmap-asm-1-25", "aks-istio-system"))
    assert names(found.installs) == ["aks-istio-system/asm-1-25"]


def policy(*egress: str) -> str:
    return (
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n"
        "metadata: {name: egress, namespace: shop}\n"
        f"spec: {{podSelector: {{}}, policyTypes: [Egress], egress: [{', '.join(egress)}]}}\n"
    )


WEB = "{ports: [{port: 443}]}"
AZURE = (
    "{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: aks-istio-system}}}],"
    " ports: [{port: 15012}]}"
)


@pytest.mark.parametrize(
    ("revision", "egress", "blocked"),
    [
        ("1-30", WEB, True),
        ("1-30", AZURE, True),
        ("asm-managed", WEB, False),
        ("asm-1-24", WEB, True),
        ("asm-1-24", AZURE, False),
    ],
)
def test_the_way_to_istiod_depends_on_who_runs_it(
    revision: str, egress: str, *, blocked: bool
) -> None:
    text = f"{NAMESPACE.format(LABEL.format(revision))}---\n{policy(egress)}"
    report = lint_texts({"a.yaml": text}, Settings(select=("egress-to-istiod-blocked",)))
    assert bool(report.diagnostics) == blocked
