"""What autoscalers of two kinds say."""

from __future__ import annotations

import pytest

from istiolint.kinds import AUTOSCALERS
from istiolint.lint import Inputs, lint
from istiolint.resources.autoscalers import cpu_targets, least, most, takes_over, target
from istiolint.resources.resource import Resource
from istiolint.settings import Settings
from istiolint.text import Source

KEDA, HPA = "keda.sh/v1alpha1, kind: ScaledObject", "autoscaling/v2, kind: HorizontalPodAutoscaler"


def scaler(kind: str, spec: str, annotations: str = "{}") -> Resource:
    text = (
        f"{{apiVersion: {kind}, metadata: {{name: a, annotations: {annotations}}}, spec: {spec}}}"
    )
    source, settings = Source("a.yaml", text), Settings()
    project = lint(Inputs({source.path: source}, frozenset()), lambda _: settings).project
    (found,) = (each for kind in AUTOSCALERS for each in project.of_kind(kind))
    return found


@pytest.mark.parametrize(
    ("kind", "spec", "expected"),
    [
        (HPA, "{scaleTargetRef: {kind: Deployment, name: istiod}}", ("Deployment", "istiod")),
        (HPA, "{scaleTargetRef: {name: istiod}}", None),
        (HPA, '{scaleTargetRef: {kind: Deployment, name: "${NAME}"}}', None),
        (HPA, "{}", None),
        (KEDA, "{scaleTargetRef: {name: istiod}}", ("Deployment", "istiod")),
        (KEDA, "{scaleTargetRef: {kind: StatefulSet, name: a}}", ("StatefulSet", "a")),
        (KEDA, '{scaleTargetRef: {kind: "${KIND}", name: a}}', None),
        (KEDA, "{scaleTargetRef: {}}", None),
    ],
)
def test_what_is_scaled(kind: str, spec: str, expected: tuple[str, str] | None) -> None:
    assert target(scaler(kind, spec)) == expected


@pytest.mark.parametrize(
    ("kind", "spec", "expected"),
    [
        (HPA, "{}", ((None, 1), (None, None))),
        (HPA, "{minReplicas: 2, maxReplicas: 5}", (("2", 1), ("5", None))),
        (KEDA, "{}", ((None, 0), (None, 100))),
        (KEDA, "{triggers: [{type: cpu}]}", ((None, 1), (None, 100))),
        (KEDA, "{triggers: [{type: cpu}, {type: memory}, {}]}", ((None, 1), (None, 100))),
        (KEDA, "{triggers: [{type: cpu}, {type: cron}]}", ((None, 0), (None, 100))),
        (KEDA, "{minReplicaCount: 0, maxReplicaCount: 3}", (("0", 0), ("3", 100))),
        (KEDA, "{minReplicas: 2, maxReplicas: 5}", ((None, 0), (None, 100))),
    ],
)
def test_bounds_have_names_and_defaults_of_their_kind(
    kind: str, spec: str, expected: tuple[object, object]
) -> None:
    found = scaler(kind, spec)
    bounds = (least(found), most(found))
    assert tuple((each.node and each.node.value, each.default) for each in bounds) == expected
    for each in bounds:
        assert each.node is None or each.node.key is not None
        assert each.node is None or each.node.key.value == each.key  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("kind", "spec", "expected"),
    [
        (HPA, "{targetCPUUtilizationPercentage: 70}", ["70"]),
        (HPA, "{metrics: [{resource: {name: cpu, target: {averageUtilization: 60}}}, {}]}", ["60"]),
        (HPA, "{metrics: [{resource: {name: cpu, targetAverageUtilization: 50}}]}", ["50"]),
        (HPA, "{metrics: [{resource: {name: memory, targetAverageUtilization: 50}}]}", []),
        (KEDA, '{triggers: [{type: cpu, metadata: {value: "90"}}]}', ["90"]),
        (
            KEDA,
            '{triggers: [{type: cpu, metricType: Utilization, metadata: {value: "90"}}]}',
            ["90"],
        ),
        (KEDA, '{triggers: [{type: cpu, metricType: AverageValue, metadata: {value: "1"}}]}', []),
        (KEDA, '{triggers: [{type: memory, metadata: {value: "90"}}, {}]}', []),
    ],
)
def test_what_is_said_of_the_cpu(kind: str, spec: str, expected: list[str]) -> None:
    assert [each.value for each in cpu_targets(scaler(kind, spec))] == expected


@pytest.mark.parametrize(
    ("value", "name", "expected"),
    [
        ('"true"', "edge", True),
        ('"false"', "edge", False),
        ('"True"', "edge", False),
        ('"true"', "other", False),
        ('"${TRANSFER}"', "edge", True),
        ('"true"', "${NAME}", True),
        ('"${TRANSFER}"', "other", False),
    ],
)
def test_keda_may_take_over(
    value: str,
    name: str,
    expected: bool,  # noqa: FBT001 - the expectation
) -> None:
    said = f"{{scaledobject.keda.sh/transfer-hpa-ownership: {value}}}"
    spec = f'{{advanced: {{horizontalPodAutoscalerConfig: {{name: "{name}"}}}}}}'
    assert takes_over(scaler(KEDA, spec, said), "edge") is expected
    assert not takes_over(scaler(HPA, spec, said), "edge")


def test_keda_takes_nothing_over_unasked_or_without_the_name() -> None:
    assert not takes_over(scaler(KEDA, "{}"), "edge")
    said = '{scaledobject.keda.sh/transfer-hpa-ownership: "true"}'
    assert not takes_over(scaler(KEDA, "{}", said), "edge")
