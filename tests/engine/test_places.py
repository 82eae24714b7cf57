"""A finding names the object it is in, the field, and what the field is a field of."""

from __future__ import annotations

from textwrap import dedent

import pytest

from istiolint.engine.places import Place, Places
from istiolint.inputs.contribute import contribute
from istiolint.inputs.document import Document
from istiolint.inputs.relate import relate
from istiolint.install.assemble import installs
from istiolint.syntax.node import Node
from istiolint.text import Source

ISTIO = "https://istio-release.storage.googleapis.com/charts"


def documents(files: dict[str, str]) -> tuple[Document, ...]:
    found = [contribute(Source(path, dedent(text))) for path, text in files.items()]
    return relate([document for each in found for document in each.documents]).documents


def node_at(found: tuple[Document, ...], text: str) -> Node:
    """The scalar that says ``text``, in whatever document or tree it is."""
    roots = [each.root for each in found]
    roots += [tree.root for each in found for tree in each.trees]
    tapes = {id(root.tape): root.tape for root in roots}
    for tape in tapes.values():
        for row, value in enumerate(tape.values):
            if value == text:
                return Node(tape, row)
    raise AssertionError(text)


def place(files: dict[str, str], text: str = "HERE") -> tuple[str | None, str | None, str | None]:
    """Name of the object, field and container of what says ``text``."""
    found = documents(files)
    at = Places(found).of(node_at(found, text))
    return at.resource.name if at.resource else None, at.field, at.container


UMBRELLA = """\
apiVersion: v2
name: mesh
dependencies: [{name: istiod, repository: https://istio.example.com}]
"""
POD = """\
apiVersion: v1
kind: Pod
metadata:
  name: p
  annotations:
    proxy.istio.io/config: |
"""

PLACES = [
    pytest.param(
        {"istiod-values.yaml": "pilot: {env: {A: HERE}}"},
        (None, "pilot.env.A", None),
        id="plain values",
    ),
    pytest.param(
        {"istiod-values.yaml": "pilot: {podAnnotations: {a.b/c: HERE}}"},
        (None, 'pilot.podAnnotations["a.b/c"]', None),
        id="a key with a dot",
    ),
    pytest.param(
        {"Chart.yaml": UMBRELLA, "values.yaml": "istiod: {pilot: {env: {A: HERE}}}"},
        (None, "pilot.env.A", "istiod"),
        id="a part of an umbrella chart",
    ),
    pytest.param(
        {"Chart.yaml": UMBRELLA, "values.yaml": "istiod: {a: 1}\nglobal: {hub: HERE}"},
        (None, "global.hub", None),
        id="what an umbrella chart passes on",
    ),
    pytest.param(
        {"any.yaml": "_internal_defaults_do_not_set: {pilot: {env: {A: HERE}}}"},
        (None, "pilot.env.A", "_internal_defaults_do_not_set"),
        id="a chart's own values",
    ),
    pytest.param(
        {
            "a.yaml": f"""\
                apiVersion: argoproj.io/v1alpha1
                kind: Application
                metadata: {{name: mesh}}
                spec:
                  source:
                    repoURL: {ISTIO}
                    chart: istiod
                    helm:
                      values: |
                        pilot:
                          env: {{A: HERE}}
                """
        },
        ("mesh", "pilot.env.A", "spec.source.helm.values"),
        id="text in an Application",
    ),
    pytest.param(
        {
            "a.yaml": f"""\
                apiVersion: argoproj.io/v1alpha1
                kind: Application
                metadata: {{name: mesh}}
                spec:
                  source: {{repoURL: {ISTIO}, chart: istiod, targetRevision: HERE}}
                """
        },
        ("mesh", "spec.source.targetRevision", None),
        id="the Application itself",
    ),
    pytest.param(
        {
            "a.yaml": f"""\
                apiVersion: argoproj.io/v1alpha1
                kind: Application
                metadata: {{name: mesh}}
                spec:
                  source:
                    repoURL: {ISTIO}
                    chart: istiod
                    helm: {{parameters: [{{name: a, value: HERE}}], valueFiles: [x]}}
                """
        },
        ("mesh", "spec.source.helm.parameters[0].value", None),
        id="a parameter",
    ),
    pytest.param(
        {
            "a.yaml": """\
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: istio}
                data:
                  mesh: |-
                    defaultConfig:
                      tracing: {sampling: HERE}
                """
        },
        ("istio", "defaultConfig.tracing.sampling", "data.mesh"),
        id="mesh config in a ConfigMap",
    ),
    pytest.param(
        {"a.yaml": f"{POD}      tracing: {{sampling: HERE}}\n"},
        ("p", "tracing.sampling", 'metadata.annotations["proxy.istio.io/config"]'),
        id="an annotation",
    ),
    pytest.param(
        {
            "a.yaml": """\
                apiVersion: install.istio.io/v1alpha1
                kind: IstioOperator
                metadata: {name: prod}
                spec: {values: {pilot: {traceSampling: HERE}}}
                """
        },
        ("prod", "pilot.traceSampling", "spec.values"),
        id="values of an IstioOperator",
    ),
    pytest.param(
        {
            "a.yaml": """\
                apiVersion: install.istio.io/v1alpha1
                kind: IstioOperator
                metadata: {name: prod}
                spec: {components: {ingressGateways: [{name: a, k8s: {replicaCount: HERE}}]}}
                """
        },
        ("prod", "ingressGateways[0].k8s.replicaCount", "spec.components"),
        id="its components",
    ),
    pytest.param(
        {
            "a.yaml": """\
                apiVersion: install.istio.io/v1alpha1
                kind: IstioOperator
                metadata: {name: prod}
                spec: {profile: HERE}
                """
        },
        ("prod", "spec.profile", None),
        id="the IstioOperator itself",
    ),
    pytest.param(
        {
            "a.yaml": """\
                apiVersion: v1
                kind: List
                items:
                - {apiVersion: v1, kind: Service, metadata: {name: a}}
                - apiVersion: v1
                  kind: Service
                  metadata: {name: b}
                  spec: {ports: [{name: HERE}]}
                - {apiVersion: v1, kind: Service, metadata: {name: c}}
                """
        },
        ("b", "spec.ports[0].name", None),
        id="an item of a list",
    ),
    pytest.param(
        {
            "a.yaml": """\
                apiVersion: v1
                kind: List
                items:
                - apiVersion: install.istio.io/v1alpha1
                  kind: IstioOperator
                  metadata: {name: prod}
                  spec: {values: {global: {hub: HERE}}}
                """
        },
        ("prod", "global.hub", "spec.values"),
        id="a tree in an item of a list",
    ),
    pytest.param(
        {
            "a.yaml": """\
                apiVersion: v1
                kind: List
                metadata: {name: HERE}
                items:
                - {apiVersion: v1, kind: Service, metadata: {name: a}}
                """
        },
        (None, None, None),
        id="the list itself",
    ),
]


@pytest.mark.parametrize(("files", "expected"), PLACES)
def test_a_place_is_told_by_object_field_and_container(
    files: dict[str, str], expected: tuple[str | None, str | None, str | None]
) -> None:
    assert place(files) == expected


def test_a_key_has_the_place_of_its_value() -> None:
    assert place({"istiod-values.yaml": "pilot: {HERE: {A: b}}"}) == (None, "pilot.HERE", None)


def test_the_whole_of_a_tree_is_no_field_of_it() -> None:
    found = documents({"istiod-values.yaml": "pilot: {env: {}}"})
    assert Places(found).of(found[0].root) == Place(None, None, None)


def test_what_is_shared_has_the_place_where_it_is_used() -> None:
    files = {
        "a.yaml": """\
            apiVersion: install.istio.io/v1alpha1
            kind: IstioOperator
            metadata: {name: prod}
            x-shared: &shared {pilot: {env: {A: HERE}}}
            spec: {values: *shared}
            """
    }
    assert place(files) == ("prod", "pilot.env.A", "spec.values")


def test_a_node_of_no_document_in_sight_has_no_place() -> None:
    (inside,) = documents({"a.yaml": "apiVersion: v1\nkind: Service\n"})
    (outside,) = documents({"a.yaml": "apiVersion: v1\nkind: Service\n"})
    assert Places([inside]).of(outside.root) == Place(None, None, None)
    assert Places([]).of(outside.root) == Place(None, None, None)


def test_a_setting_has_the_place_it_points_at() -> None:
    found = documents({"istiod-values.yaml": "resources: {limits: {memory: 1Gi}}"})
    (control_plane,) = installs(found, lambda _: None, ())
    at = control_plane.setting("pilot.resources.limits.memory").at
    assert Places(found).of(at).field == "resources.limits.memory"
