"""How pods are part of the mesh: what labels of namespaces and pods come to.

Source: the namespace and object selectors of the injector's webhooks, and istio-cni's for
ambient mode, as of 1.30.
"""

from __future__ import annotations

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.project.members import Members, Mode
from istiolint.project.project import Project
from istiolint.resources.labels import Labels
from istiolint.resources.resource import Resource
from istiolint.text import Source


def members(text: str) -> Members:
    """Those of some objects."""
    documents = contribute(Source("a.yaml", text)).documents
    return Project(Resource(each, each.object) for each in documents if each.object).members


def labels(**said: str) -> Labels:
    """The labels of a pod; ``_`` stands for what is no letter in the usual ones."""
    names = {
        "inject": "sidecar.istio.io/inject",
        "rev": "istio.io/rev",
        "mode": "istio.io/dataplane-mode",
    }
    return Labels({names[key]: frozenset((value,)) for key, value in said.items()}, complete=True)


SIDECAR = "istio-injection: enabled"
AMBIENT = "istio.io/dataplane-mode: ambient"
MODES = [
    pytest.param(SIDECAR, labels(), Mode.SIDECAR, id="injected"),
    pytest.param("istio.io/rev: canary", labels(), Mode.SIDECAR, id="injected by a revision"),
    pytest.param("istio.io/rev: a, istio-injection: disabled", labels(), Mode.NONE, id="opted out"),
    pytest.param("istio-injection: 'yes'", labels(), Mode.NONE, id="a value that is none"),
    pytest.param("istio-injection: '${X}'", labels(), None, id="filled in later"),
    pytest.param(AMBIENT, labels(), Mode.AMBIENT, id="ambient"),
    pytest.param("istio.io/dataplane-mode: '${X}'", labels(), None, id="ambient or not"),
    pytest.param(f"{AMBIENT}, {SIDECAR}", labels(), Mode.SIDECAR, id="the sidecar comes first"),
    pytest.param("team: a", labels(), Mode.NONE, id="outside the mesh"),
    pytest.param(SIDECAR, labels(inject="false"), Mode.NONE, id="a pod opts out"),
    pytest.param(AMBIENT, labels(inject="false"), Mode.AMBIENT, id="which is about sidecars alone"),
    pytest.param("team: a", labels(inject="true"), Mode.SIDECAR, id="a pod opts in"),
    pytest.param("team: a", labels(rev="canary"), Mode.SIDECAR, id="by a revision"),
    pytest.param("team: a", labels(mode="ambient"), Mode.AMBIENT, id="a pod in ambient mode"),
    pytest.param(SIDECAR, labels(mode="ambient"), Mode.SIDECAR, id="which is injected as well"),
    pytest.param(AMBIENT, labels(mode="none"), Mode.NONE, id="a pod leaves ambient mode"),
    pytest.param(SIDECAR, labels(mode="none"), Mode.SIDECAR, id="which is about ambient alone"),
]


@pytest.mark.parametrize(("namespace", "pod", "expected"), MODES)
def test_labels_of_namespace_and_pod_decide(
    namespace: str, pod: Labels, expected: Mode | None
) -> None:
    text = f"apiVersion: v1\nkind: Namespace\nmetadata: {{name: a, labels: {{{namespace}}}}}\n"
    assert members(text).mode("a", pod) is expected


def test_a_namespace_that_is_not_in_sight_is_not_known() -> None:
    found = members("apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: shop}\n")

    assert found.mode_of("shop") is None
    assert found.mode("shop", labels(mode="ambient")) is Mode.AMBIENT
    assert [each for each, _ in found.pods["shop"]]
    assert found.labels_of("shop") == Labels()


def test_a_pod_that_has_its_sidecar_needs_no_label() -> None:
    text = """
apiVersion: v1
kind: Pod
metadata: {name: a, namespace: shop}
spec: {containers: [{name: web}, {name: istio-proxy}]}
---
apiVersion: v1
kind: Pod
metadata: {name: b, namespace: shop}
spec: {containers: [{name: web}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: c, namespace: shop}
"""
    found = members(text)
    modes = [found.mode_of_pod(*each) for each in found.pods["shop"]]
    assert modes == [Mode.SIDECAR, None, None]
