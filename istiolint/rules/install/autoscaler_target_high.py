"""The autoscaler of istiod or a gateway waits until the CPU is almost used up.

The target is the average over all pods, as a percentage of the *requested* CPU. New pods
need time to start, and a new istiod has to read the whole cluster first; with a target near
100 the load has passed what is there before help arrives. 80 is the charts' default and the
most that the production baseline allows.

What to do:
  Set `cpu.targetAverageUtilization` of the charts, or `averageUtilization` of the
  HorizontalPodAutoscaler (autoscaling/v1: `targetCPUUtilizationPercentage`), to 80 or less.

Symptoms: performance degrades under load, latency rises before new pods are there, proxies STALE

Baseline: R7
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.rules.api import (
    AUTOSCALERS,
    DEPLOYMENT,
    Context,
    Example,
    Finding,
    Node,
    Project,
    Resource,
    Severity,
    either,
    install,
    kinds,
    rule,
)
from istiolint.rules.api.baseline import is_production
from istiolint.rules.api.installs import Install, Setting, gateways_of
from istiolint.rules.api.workloads import cpu_targets, mesh_part

EXAMPLES = [
    Example(
        "istiod, with the API of today",
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: istiod, namespace: istio-system}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: istiod}
          minReplicas: 2
          maxReplicas: 5
          metrics:
          - type: Resource
            resource:
              name: cpu
              target: {type: Utilization, averageUtilization: 95}
        #                                                     ^^ istiod scales at 95% CPU; the baseline for production is 80% at most
        """,
    ),
    Example(
        "A gateway, with that of old",
        """
        apiVersion: autoscaling/v1
        kind: HorizontalPodAutoscaler
        metadata: {name: edge, namespace: edge}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: edge}
          minReplicas: 2
          maxReplicas: 5
          targetCPUUtilizationPercentage: 90
        #                                 ^^ edge scales at 90% CPU; the baseline for production is 80% at most
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: edge, namespace: edge}
        spec: {template: {spec: {containers: [{name: istio-proxy, image: auto}]}}}
        """,
    ),
    Example(
        "80, other metrics, and workloads that are none of Istio's",
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: istio-ingressgateway, namespace: istio-system}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: istio-ingressgateway}
          metrics:
          - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}
          - {type: Resource, resource: {name: memory, target: {type: Utilization, averageUtilization: 95}}}
          - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: most}}}
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: orders}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: orders}
          metrics:
          - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 95}}}
        """,
    ),
    Example(
        "istiod, by its values",
        """
        pilot: {cpu: {targetAverageUtilization: 95}}
        #                                       ^^ istiod scales at 95% CPU; the baseline for production is 80% at most
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "Gateways of an IstioOperator, also of another name",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            ingressGateways:
            - {name: istio-ingressgateway, enabled: true}
            - name: edge
              enabled: true
              k8s:
                hpaSpec:
                  metrics:
                  - type: Resource
                    resource: {name: cpu, target: {type: Utilization, averageUtilization: 85}}
        #                                                                                 ^^ edge scales at 85% CPU; the baseline for production is 80% at most
          values:
            gateways: {istio-ingressgateway: {cpu: {targetAverageUtilization: 90}}}
        #                                                                     ^^ istio-ingressgateway scales at 90% CPU; the baseline for production is 80% at most
        """,
    ),
    Example(
        "Releases of the gateway chart; one on every node is not scaled",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ingress, namespace: istio-ingress}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {autoscaling: {minReplicas: 2, targetCPUUtilizationPercentage: 90}}
        #                                                                        ^^ ingress scales at 90% CPU; the baseline for production is 80% at most
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: nodes, namespace: istio-ingress}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {kind: DaemonSet, autoscaling: {targetCPUUtilizationPercentage: 90}}
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: fixed, namespace: istio-ingress}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {autoscaling: {enabled: false, targetCPUUtilizationPercentage: 90}}
        """,
    ),
    Example(
        "80 is the default",
        "pilot: {cpu: {targetAverageUtilization: 80}}",
        path="istiod-values.yaml",
    ),
    Example(
        "Nothing scales where autoscaling is off",
        "pilot: {autoscaleEnabled: false, cpu: {targetAverageUtilization: 95}}",
        path="istiod-values.yaml",
    ),
    Example(
        "Not in development",
        "pilot: {cpu: {targetAverageUtilization: 95}}",
        path="istiod-values.yaml",
        settings={"environment": "development"},
    ),
    Example(
        "KEDA",
        """
        apiVersion: keda.sh/v1alpha1
        kind: ScaledObject
        metadata: {name: istiod, namespace: istio-system}
        spec: {scaleTargetRef: {name: istiod}, triggers: [{type: cpu, metadata: {value: "95"}}]}
        #                                                                               ^^^^ istiod scales at 95% CPU; the baseline for production is 80% at most
        """,
    ),
]


PARTS = ("pilot", "gateways.*")
ENABLED, TARGET = "autoscaleEnabled", "cpu.targetAverageUtilization"


class Options(NamedTuple):
    """The highest target, in percent of the requested CPU."""

    maximum: int = 80


@rule(
    either(
        install(*(f"{part}.{key}" for part in PARTS for key in (ENABLED, TARGET))),
        kinds(*AUTOSCALERS),
    ),
    Severity.WARNING,
    EXAMPLES,
    reads=[DEPLOYMENT],
    options=Options,
)
def check(subject: Install | Resource, context: Context) -> Iterator[Finding]:
    """Compare the CPU targets of what belongs to the mesh with the highest one."""
    maximum = context.options.maximum
    for name, percent, target in found(subject, context.project):
        if percent > maximum and is_production(context.environment):
            yield Finding(
                at=target.at if isinstance(target, Setting) else target,
                message=f"{name} scales at {percent:g}% CPU; the baseline for production is "
                f"{maximum}% at most",
                help=f"set the target to {maximum} or less",
                setting=target if isinstance(target, Setting) else None,
            )


def found(
    subject: Install | Resource, project: Project
) -> Iterator[tuple[str, float, Setting | Node]]:
    """The targets: of what, how high, and where."""
    if isinstance(subject, Install):
        yield from of_install(subject)
    else:
        yield from of_autoscaler(subject, project)


def of_install(install: Install) -> Iterator[tuple[str, float, Setting]]:
    """The targets of an install, where autoscaling is not off."""
    found = [("istiod", install.setting(f"pilot.{ENABLED}"), install.setting(f"pilot.{TARGET}"))]
    for each in gateways_of(install):
        enabled, target = each.setting(ENABLED), each.setting(TARGET)
        found += [(each.name, enabled, target)] if each.is_deployment else []
    for name, enabled, target in found:
        if target.number is not None and enabled.flag is not False:
            yield name, target.number, target


def of_autoscaler(resource: Resource, project: Project) -> Iterator[tuple[str, int, Node]]:
    """The targets of an object, if it is for a part of the mesh."""
    name = mesh_part(project, resource)
    if name is None:
        return
    for target in cpu_targets(resource):
        if target.value.isdecimal():
            yield name, int(target.value), target
