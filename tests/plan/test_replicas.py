"""How many pods there are: a table of workloads."""

from __future__ import annotations

import pytest

from istiolint.kinds import WORKLOADS
from istiolint.plan.amounts import Range
from istiolint.plan.replicas import of_workload, scalers
from tests.plan.conftest import Make

HPA = """
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {{name: x}}
spec: {{{said} scaleTargetRef: {{kind: {kind}, name: a}}}}
"""


def workload(kind: str, spec: str, *autoscalers: str) -> str:
    group = {"Pod": "v1", "Rollout": "argoproj.io/v1alpha1"}.get(kind, "apps/v1")
    scaled = (HPA.format(said=each, kind=kind) for each in autoscalers)
    head = f"apiVersion: {group}\nkind: {kind}\nmetadata: {{name: a}}\nspec: {{{spec}}}"
    return head + "".join(scaled)


CASES = [
    pytest.param(workload("Pod", ""), Range(1, 1), id="a pod"),
    pytest.param(workload("Deployment", ""), Range(1, 1), id="one by default"),
    pytest.param(workload("Deployment", "replicas: null"), Range(1, 1), id="null is the default"),
    pytest.param(workload("StatefulSet", "replicas: 4"), Range(4, 4), id="replicas"),
    pytest.param(workload("Deployment", "replicas: 0"), Range(0, 0), id="none at all"),
    pytest.param(workload("Deployment", 'replicas: "${N}"'), None, id="filled in later"),
    pytest.param(workload("Deployment", "replicas: many"), None, id="no number"),
    pytest.param(workload("Deployment", "replicas: true"), None, id="no number either"),
    pytest.param(workload("Deployment", "replicas: -1"), None, id="less than none"),
    pytest.param(
        workload("Deployment", "replicas: 4", "minReplicas: 2, maxReplicas: 9,"),
        Range(2, 9),
        id="what the autoscaler allows",
    ),
    pytest.param(workload("Rollout", "", "maxReplicas: 9,"), Range(1, 9), id="one or more"),
    pytest.param(workload("Deployment", "", "minReplicas: 2,"), None, id="without a maximum"),
    pytest.param(workload("Deployment", "", 'maxReplicas: "${N}",'), None, id="an unknown one"),
    pytest.param(
        workload("Deployment", "", "maxReplicas: 4,", "minReplicas: 3, maxReplicas: 9,"),
        Range(1, 9),
        id="the autoscalers of two environments",
    ),
    pytest.param(
        workload("Deployment", "replicas: 4")
        + "\n---\napiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: x}\n"
        "spec: {scaleTargetRef: {name: a}, minReplicaCount: 3, maxReplicaCount: 6}\n",
        Range(3, 6),
        id="what KEDA allows",
    ),
    pytest.param(workload("DaemonSet", ""), Range(3, 3), id="one on each node"),
    pytest.param(
        workload("DaemonSet", "template: {spec: {nodeSelector: {kubernetes.io/os: linux}}}"),
        Range(3, 3),
        id="every node with Linux",
    ),
    pytest.param(
        workload("DaemonSet", "template: {spec: {nodeSelector: {disk: ssd}}}"),
        Range(0, 3),
        id="on some of them",
    ),
    pytest.param(
        workload("DaemonSet", "template: {spec: {affinity: {nodeAffinity: {}}}}"),
        Range(0, 3),
        id="on those with an affinity",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_pods_of_a_workload(text: str, expected: Range | None, project: Make) -> None:
    made = project({"a.yaml": text})
    (resource,) = (each for kind in WORKLOADS for each in made.of_kind(kind))
    count = of_workload(resource, scalers(made), 3)
    assert count.pods == expected
    assert bool(count.reason) == (expected is None)


def test_without_a_number_of_nodes_those_of_a_daemon_set_are_unknown(project: Make) -> None:
    made = project({"a.yaml": workload("DaemonSet", "")})
    (resource,) = (each for kind in WORKLOADS for each in made.of_kind(kind))
    count = of_workload(resource, scalers(made), None)
    assert count.pods is None
    assert "--nodes" in count.reason


def test_an_autoscaler_for_nothing_is_left_out(project: Make) -> None:
    text = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: x}"
    assert scalers(project({"a.yaml": text})) == {}
