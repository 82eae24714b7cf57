"""The autoscaler of istiod or a gateway waits until the CPU is almost used up.

The target is the average over all pods, as a percentage of the *requested* CPU. New pods
need time to start, and a new istiod has to read the whole cluster first; with a target near
100 the load has passed what is there before help arrives. 80 is the charts' default and the
most that the production baseline allows.

What to do:
  Set `cpu.targetAverageUtilization` (gateway chart:
  `autoscaling.targetCPUUtilizationPercentage`, HPA: `averageUtilization`) to 80 or less.

Symptoms: performance degrades under load, latency rises before new pods are there, proxies STALE

Baseline: R7
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.rules.api import Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.baseline import is_production
from istiolint.rules.api.installs import Install, Setting, gateways_of

EXAMPLES = [
    Example(
        "istiod",
        """
        pilot: {cpu: {targetAverageUtilization: 95}}
        #                                       ^^ istiod scales at 95% CPU; the baseline for production is 80% at most
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "A gateway of an IstioOperator",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          values:
            gateways: {istio-ingressgateway: {cpu: {targetAverageUtilization: 90}}}
        #                                                                     ^^ istio-ingressgateway scales at 90% CPU; the baseline for production is 80% at most
        """,
    ),
    Example(
        "A release of the gateway chart",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ingress, namespace: istio-ingress}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values:
            autoscaling: {minReplicas: 2, targetCPUUtilizationPercentage: 90}
        #                                                                 ^^ ingress scales at 90% CPU; the baseline for production is 80% at most
        """,
    ),
    Example(
        "A gateway of another name in an IstioOperator",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          profile: minimal
          components:
            ingressGateways:
            - name: edge
              enabled: true
              k8s:
                hpaSpec:
                  maxReplicas: 5
                  metrics:
                  - type: Resource
                    resource: {name: cpu, target: {type: Utilization, averageUtilization: 85}}
        #                                                                                 ^^ edge scales at 85% CPU; the baseline for production is 80% at most
        """,
    ),
    Example(
        "Nothing scales a gateway on every node, or one whose autoscaling is off",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ingress, namespace: istio-ingress}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values:
            kind: DaemonSet
            autoscaling: {targetCPUUtilizationPercentage: 90}
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: egress, namespace: istio-egress}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values:
            autoscaling: {enabled: false, targetCPUUtilizationPercentage: 90}
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
]


class Options(NamedTuple):
    """The highest target, in percent of the requested CPU."""

    maximum: int = 80


ENABLED, TARGET = "autoscaleEnabled", "cpu.targetAverageUtilization"


@rule(
    install(*(f"{part}.{key}" for part in ("pilot", "gateways.*") for key in (ENABLED, TARGET))),
    Severity.WARNING,
    EXAMPLES,
    options=Options,
)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Compare each target with the highest one."""
    maximum = context.options.maximum
    if not is_production(context.environment):
        return
    for what, enabled, target in scaled(install):
        if target.number is not None and enabled.flag is not False and target.number > maximum:
            yield Finding(
                at=target.at,
                message=f"{what} scales at {target.number:g}% CPU; the baseline for production "
                f"is {maximum}% at most",
                help=f"set the target to {maximum} or less",
                setting=target,
            )


def scaled(install: Install) -> Iterator[tuple[str, Setting, Setting]]:
    """What may be scaled by its CPU: whether it is, and where the target is."""
    yield "istiod", install.setting(f"pilot.{ENABLED}"), install.setting(f"pilot.{TARGET}")
    for each in gateways_of(install):
        enabled, target = each.setting(ENABLED), each.setting(TARGET)
        if each.is_deployment:
            yield each.name, enabled, target
