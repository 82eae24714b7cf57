"""Which autoscaler scales what."""

from __future__ import annotations

import pytest

from istiolint.kinds import DEPLOYMENT, HORIZONTAL_POD_AUTOSCALER, SCALED_OBJECT
from istiolint.lint import Inputs, lint
from istiolint.project.project import Project
from istiolint.project.scaling import (
    autoscaler_of,
    autoscaler_of_istiod,
    mesh_deployments,
    mesh_part,
    replicas,
)
from istiolint.settings import Settings
from istiolint.text import Source

OBJECTS = """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: scaler, namespace: edge}
spec: {scaleTargetRef: {kind: KIND, name: NAME}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: edge, namespace: edge}
spec: {replicas: 3, template: {spec: {containers: [{name: istio-proxy}]}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders, namespace: edge}
spec: {template: {spec: {containers: [{name: app}]}}}
"""
ISTIOD = """\
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: pilot, namespace: istio-system}
spec: {template: {metadata: {labels: {app: istiod}}, spec: {containers: [{name: discovery}]}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: no-pods, namespace: istio-system}
"""


def project(name: str, kind: str = "Deployment") -> Project:
    source = Source("scaling.yaml", (OBJECTS + ISTIOD).replace("NAME", name).replace("KIND", kind))
    settings = Settings()
    return lint(Inputs({source.path: source}, frozenset()), lambda _: settings).project


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("istiod", "istiod"),
        ("istiod-1-30-3", "istiod-1-30-3"),
        ("istio-ingressgateway", "istio-ingressgateway"),
        ("edge", "edge"),
        ("orders", None),
        ("missing", None),
    ],
)
def test_a_part_of_the_mesh_is_known_by_name_or_by_its_pods(name: str, part: str | None) -> None:
    here = project(name)
    (scaler,) = here.of_kind(HORIZONTAL_POD_AUTOSCALER)

    assert mesh_part(here, scaler) == part


def test_the_autoscaler_names_its_target() -> None:
    here = project("edge")
    edge, orders = here.of_namespace(DEPLOYMENT, "edge")

    assert autoscaler_of(here, edge) is here.of_kind(HORIZONTAL_POD_AUTOSCALER)[0]
    assert autoscaler_of(here, orders) is None


def test_a_deployment_is_a_part_of_the_mesh_by_itself() -> None:
    here = project("missing")
    edge, orders = here.of_kind(DEPLOYMENT)[:2]

    assert mesh_part(here, edge) == "edge"
    assert mesh_part(here, orders) is None


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("maxReplicas: 5", [("scales up to", 5), ("scales down to", 1)]),
        ("minReplicas: 3", [("scales down to", 3)]),
        ('minReplicas: "${LEAST}"', []),
        ("minReplicas: true", []),
    ],
)
def test_an_autoscaler_bounds_the_number_of_pods(
    spec: str, expected: list[tuple[str, int]]
) -> None:
    here = project(f"edge}}, {spec}, other: {{a: b")
    (scaler,) = here.of_kind(HORIZONTAL_POD_AUTOSCALER)
    edge, orders = here.of_kind(DEPLOYMENT)[:2]

    assert [each[:2] for each in replicas(here, scaler)] == expected
    assert list(replicas(here, edge)) == []
    assert list(replicas(here, orders)) == []


def test_a_deployment_says_so_itself_where_nothing_in_sight_scales_it() -> None:
    here = project("missing")
    edge, orders = here.of_kind(DEPLOYMENT)[:2]

    assert [each[:2] for each in replicas(here, edge)] == [("runs", 3)]
    assert list(replicas(here, orders)) == []


def test_only_deployments_are_looked_at() -> None:
    here = project("edge", "StatefulSet")

    assert autoscaler_of(here, here.of_kind(DEPLOYMENT)[0]) is None


def test_resources_are_found_by_kind_and_namespace() -> None:
    here = project("edge")

    assert here.of_namespace(DEPLOYMENT, "edge") == here.of_kind(DEPLOYMENT)[:2]
    assert here.of_namespace(DEPLOYMENT, "other") == []


def test_istiod_and_pods_of_a_proxy_alone_are_the_mesh_itself() -> None:
    here = project("edge")

    assert [each.name for each in mesh_deployments(here, "edge")] == ["edge"]
    assert [each.name for each in mesh_deployments(here, "istio-system")] == ["pilot"]
    assert list(mesh_deployments(here, "other")) == []


ISTIOD_VALUES = "pilot: {autoscaleMin: 2}\nrevision: REVISION\n"
SCALED_OBJECT_TEXT = (
    "{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, "
    "metadata: {name: a, namespace: istio-system}, spec: {SPEC}}"
)


def with_keda(spec: str, revision: str = '""') -> Project:
    sources = (
        Source("istiod-values.yaml", ISTIOD_VALUES.replace("REVISION", revision)),
        Source("scaler.yaml", SCALED_OBJECT_TEXT.replace("SPEC", spec)),
    )
    settings = Settings()
    inputs = Inputs({each.path: each for each in sources}, frozenset())
    return lint(inputs, lambda _: settings).project


@pytest.mark.parametrize(
    ("name", "revision", "found"),
    [
        ("istiod", '""', True),
        ("istiod", "canary", False),
        ("istiod-canary", "canary", True),
        ("istiod-canary", '""', False),
    ],
)
def test_keda_scales_the_istiod_of_an_install(
    name: str,
    revision: str,
    found: bool,  # noqa: FBT001 - the expectation
) -> None:
    here = with_keda(f"scaleTargetRef: {{name: {name}}}", revision)
    (install,) = here.installs

    assert (autoscaler_of_istiod(here, install) is not None) is found


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("minReplicaCount: 1, maxReplicaCount: 1", [("scales up to", 1), ("scales down to", 1)]),
        ("triggers: [{type: kafka}]", [("scales down to", 0)]),
        ("triggers: [{type: cpu}]", [("scales down to", 1)]),
        ('minReplicaCount: "${MIN}"', []),
    ],
)
def test_keda_has_bounds_of_its_own(spec: str, expected: list[tuple[str, int]]) -> None:
    here = with_keda(f"scaleTargetRef: {{name: istiod}}, {spec}")
    (scaler,) = here.of_kind(SCALED_OBJECT)

    assert [(each.verb, each.number) for each in replicas(here, scaler)] == expected


def test_a_deployment_that_is_turned_off_has_no_number_of_replicas() -> None:
    here = project("missing")
    edge, _ = here.of_namespace(DEPLOYMENT, "edge")
    assert [each.number for each in replicas(here, edge)] == [3]
    text = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: 0}}"
    settings = Settings()
    off = lint(Inputs({"a.yaml": Source("a.yaml", text)}, frozenset()), lambda _: settings).project
    assert list(replicas(off, off.of_kind(DEPLOYMENT)[0])) == []
