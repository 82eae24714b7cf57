"""Requests and limits of all that an install brings."""

from __future__ import annotations

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.install.assemble import installs
from istiolint.install.install import Install
from istiolint.install.resources import RESOURCE_SETTINGS, amounts_of
from istiolint.text import Source


def only(text: str) -> Install:
    documents = contribute(Source("a.yaml", text)).documents
    (install,) = installs(documents, lambda _: None, {"a.yaml"})
    return install


def release(chart: str, values: str) -> Install:
    return only(
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n"
        "metadata: {name: edge, namespace: edge}\n"
        f"spec: {{chart: {{spec: {{chart: {chart}, version: 1.30.3, "
        f"sourceRef: {{name: istio}}}}}}, values: {{{values}}}}}\n"
    )


BOTH = "resources: {requests: {memory: 2Gi}, limits: {memory: 1Gi}}"


@pytest.mark.parametrize(
    ("install", "whose"),
    [
        (release("gateway", BOTH), ["edge's"]),
        (release("cni", BOTH), ["the CNI plugin's"]),
        (release("ztunnel", BOTH), ["ztunnel's"]),
        (release("istiod", BOTH), ["istiod's"]),
        (release("istiod", f"global: {{proxy: {{{BOTH}}}}}"), ["the sidecars'"]),
        (release("gateway", f"global: {{proxy: {{{BOTH}}}}}"), []),
    ],
)
def test_amounts_that_are_written(install: Install, whose: list[str]) -> None:
    found = [each for each in amounts_of(install) if each.limit.is_written]
    assert [(each.whose, each.unit) for each in found] == [(name, "memory") for name in whose]
    assert [(each.request.value, each.limit.value) for each in found] == [("2Gi", "1Gi")] * len(
        found
    )
    assert install.asked <= set(RESOURCE_SETTINGS)
