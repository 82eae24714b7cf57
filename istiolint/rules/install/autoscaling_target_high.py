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
from istiolint.rules.api.installs import Install

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

PARTS = {
    "pilot": "istiod",
    "gateways.istio-ingressgateway": "istio-ingressgateway",
    "gateways.istio-egressgateway": "istio-egressgateway",
}


class Options(NamedTuple):
    """The highest target, in percent of the requested CPU."""

    maximum: int = 80


@rule(
    install(
        *(
            f"{part}.{key}"
            for part in PARTS
            for key in ("autoscaleEnabled", "cpu.targetAverageUtilization")
        )
    ),
    Severity.WARNING,
    EXAMPLES,
    options=Options,
)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Compare each target with the highest one."""
    maximum = context.options.maximum
    for part, what in PARTS.items():
        target = install.setting(f"{part}.cpu.targetAverageUtilization")
        is_off = install.setting(f"{part}.autoscaleEnabled").flag is False
        if target.number is None or is_off or not is_production(context.environment):
            continue
        if target.number > maximum:
            yield Finding(
                at=target.at,
                message=f"{what} scales at {target.number:g}% CPU; the baseline for production "
                f"is {maximum}% at most",
                help=f"set the target to {maximum} or less",
                setting=target,
            )
