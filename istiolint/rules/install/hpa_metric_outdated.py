"""A metric of an autoscaler is written for an API that is gone.

`autoscaling/v2beta1` had `targetAverageUtilization`, `targetAverageValue` and the like directly
below the metric. `autoscaling/v2`, the only version besides v1 since Kubernetes 1.26, has a
`target` with `type` and `averageUtilization`. The API server refuses or prunes the old form,
and an autoscaler without metrics scales on 80% of the CPU, or not at all; istioctl from 1.24 on
fails on it in `k8s.hpaSpec`.

The chart's own value `pilot.cpu.targetAverageUtilization` is called the same and is fine.

What to do:
  Write `target: {type: Utilization, averageUtilization: 75}`, with the number that is there now.

Symptoms: istioctl install fails with unknown field targetAverageUtilization, autoscaler does not
scale, strict decoding error

Baseline: R7
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    HORIZONTAL_POD_AUTOSCALER,
    ISTIO_OPERATOR,
    Context,
    Entry,
    Example,
    Finding,
    Node,
    Resource,
    Severity,
    kinds,
    rule,
)

EXAMPLES = [
    Example(
        "In an IstioOperator",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            pilot:
              k8s:
                hpaSpec:
                  metrics:
                  - type: Resource
                    resource: {name: cpu, targetAverageUtilization: 75}
        #                                 ^^^^^^^^^^^^^^^^^^^^^^^^ targetAverageUtilization belongs to autoscaling/v2beta1; autoscaling/v2 has target.averageUtilization
        """,
        releases="1.24..1.31",
    ),
    Example(
        "In an object of the new version",
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: edge}
        spec:
          scaleTargetRef: {kind: Deployment, name: edge}
          metrics:
          - {type: Resource, resource: {name: cpu, targetAverageUtilization: 75}}
        #                                          ^^^^^^^^^^^^^^^^^^^^^^^^ targetAverageUtilization belongs to autoscaling/v2beta1; autoscaling/v2 has target.averageUtilization
        """,
    ),
    Example(
        "The new form, and the old one where it belongs",
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: edge}
        spec:
          metrics:
          - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 75}}}
        ---
        apiVersion: autoscaling/v2beta1
        kind: HorizontalPodAutoscaler
        metadata: {name: old}
        spec:
          metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 75}}]
        """,
    ),
    Example(
        "Up to 1.23 istioctl took either",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            pilot: {k8s: {hpaSpec: {metrics: [{resource: {name: cpu, targetAverageUtilization: 75}}]}}}
        """,
        releases="1.16..1.23",
    ),
]

OLD = {
    "targetAverageUtilization": "averageUtilization",
    "targetAverageValue": "averageValue",
    "targetValue": "value",
}
TYPES = {
    "targetAverageUtilization": "Utilization",
    "targetAverageValue": "AverageValue",
    "targetValue": "Value",
}
NEW_SINCE = 24


@rule(kinds(HORIZONTAL_POD_AUTOSCALER, ISTIO_OPERATOR), Severity.ERROR, EXAMPLES)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Look below the metrics for names of the old form."""
    for metric in metrics(resource, context):
        for kind in ("resource", "pods", "object", "external", "containerResource"):
            for entry in metric.entries(kind):
                if entry.name in OLD:
                    yield Finding(
                        at=entry.key,
                        message=f"{entry.name} belongs to autoscaling/v2beta1; autoscaling/v2 has "
                        f"target.{OLD[entry.name]}",
                        help=f"write target: {{{target(entry)}}}",
                    )


def target(entry: Entry) -> str:
    """What to write instead, with the number that is there."""
    name, kind = OLD[entry.name], TYPES[entry.name]
    value = entry.value.text()
    return f"type: {kind}, {name}: {value.value if value is not None else '...'}"


def metrics(resource: Resource, context: Context) -> Iterator[Node]:
    """The metrics of an autoscaler, or of every component of an IstioOperator."""
    version = resource.root.text("apiVersion")
    if resource.kind == HORIZONTAL_POD_AUTOSCALER:
        if version is not None and version.value == "autoscaling/v2":
            yield from resource.root.items("spec", "metrics")
        return
    if context.release.minor < NEW_SINCE:
        return
    for entry in resource.root.entries("spec", "components"):
        for component in entry.value.items() if entry.value.is_sequence else [entry.value]:
            yield from component.items("k8s", "hpaSpec", "metrics")
