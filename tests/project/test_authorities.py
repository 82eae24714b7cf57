"""What plugs a CA of one's own into istiod."""

from __future__ import annotations

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.project.authorities import has_plugged_ca
from istiolint.project.project import Project
from istiolint.resources.resource import Resource
from istiolint.text import Source


@pytest.mark.parametrize(
    ("said", "more", "expected"),
    [
        ("v1 Secret cacerts", "", True),
        ("v1 Secret other", "", False),
        ("bitnami.com/v1alpha1 SealedSecret cacerts", "", True),
        ("external-secrets.io/v1 ExternalSecret ca", "spec: {target: {name: cacerts}}", True),
        ("external-secrets.io/v1 ExternalSecret ca", "spec: {target: {name: other}}", False),
        ("cert-manager.io/v1 Issuer ca", "", True),
        ("apps/v1 Deployment cert-manager-istio-csr", "", True),
        ("apps/v1 Deployment shop", "", False),
        ("helm.toolkit.fluxcd.io/v2 HelmRelease istio-csr", "", True),
    ],
)
def test_a_ca_is_plugged_in(said: str, more: str, *, expected: bool) -> None:
    version, kind, name = said.split()
    text = f"apiVersion: {version}\nkind: {kind}\nmetadata: {{name: {name}}}\n{more}\n"
    (document,) = contribute(Source("a.yaml", text)).documents
    assert document.object is not None
    assert has_plugged_ca(Project([Resource(document, document.object)])) is expected
