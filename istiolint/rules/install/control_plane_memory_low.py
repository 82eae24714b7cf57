"""istiod has less memory than the production baseline asks for.

istiod keeps the whole mesh in memory: every endpoint, every piece of configuration, and
what it sends to each connected proxy. A control plane that reaches its limit is killed
and starts again with nothing; until it has read everything once more no proxy receives
an update, and new pods wait for their certificates.

The chart requests 2Gi and sets no limit. Production experience puts the minimum at 4Gi,
for 50 to 200 services at 8Gi, above that at 16Gi. These figures are this baseline's, not
a requirement of Istio: memory grows with endpoints, configuration and connected proxies
rather than with the number of services alone.

What counts is the memory that istiod can be sure of: its limit, or its request where
there is no limit. With `environment: staging` or `development` the rule is silent.

What to do:
  Set `resources.requests.memory` and `resources.limits.memory` of istiod to 4Gi or more:
  under `pilot:` in Helm values, under `spec.components.pilot.k8s` in an IstioOperator.

Symptoms: control plane restarts every few hours, OOMKilled istiod, proxies STALE or NOT READY
in `istioctl proxy-status`, performance degrades, configuration not applied, traffic to new pods
disappears

Baseline: R1, R2
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.rules.api import Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.baseline import by_size, is_production
from istiolint.rules.api.installs import Install, Setting, provenance
from istiolint.rules.api.values import is_below, memory

EXAMPLES = [
    Example(
        "The limit in an IstioOperator is below the baseline",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            pilot:
              k8s:
                resources:
                  limits: {memory: 2Gi}
        #                          ^^^ istiod is limited to 2Gi memory; the baseline for production is 4Gi
        """,
    ),
    Example(
        "Without a limit the request is what istiod can be sure of",
        """
        pilot:
          resources:
            requests: {cpu: 500m, memory: 128Mi}
        #                                 ^^^^^ istiod requests 128Mi memory, less than the chart's own 2Gi; the baseline for production is 4Gi
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "From 1.24 on the istiod chart takes its keys without `pilot`",
        """
        global: {istioNamespace: istio-system}
        resources:
          limits: {memory: 3Gi}
        #                  ^^^ istiod is limited to 3Gi memory; the baseline for production is 4Gi
        """,
        path="istiod-values.yaml",
        releases="1.24..1.31",
    ),
    Example(
        "An install that says nothing gets the chart's 2Gi",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: istiod, namespace: istio-system}
        spec:
          chart: {spec: {chart: istiod, version: 1.30.3}}
          values:
            pilot: {autoscaleMin: 2}
        #   ^^^^^ istiod requests 2Gi memory (default of chart istiod 1.30); the baseline for production is 4Gi
        """,
        path="helmrelease.yaml",
    ),
    Example(
        "A mesh of medium size needs 8Gi",
        """
        pilot: {resources: {limits: {memory: 4Gi}}}
        #                                    ^^^ istiod is limited to 4Gi memory; the baseline for production is 8Gi
        """,
        path="istiod-values.yaml",
        settings={"cluster_size": "medium"},
    ),
    Example(
        "A limit of 4Gi is enough, whatever the request",
        "pilot: {resources: {requests: {memory: 2Gi}, limits: {memory: 4096Mi}}}",
        path="istiod-values.yaml",
    ),
    Example(
        "Before 1.24 keys without `pilot` do nothing",
        """
        global: {istioNamespace: istio-system}
        resources: {limits: {memory: 1Gi}}
        pilot: {resources: {limits: {memory: 8Gi}}}
        """,
        path="istiod-values.yaml",
        releases="1.16..1.23",
    ),
    Example(
        "A value that is filled in later is not known",
        'pilot: {resources: {limits: {memory: "${ISTIOD_MEMORY}"}}}',
        path="istiod-values.yaml",
    ),
    Example(
        "Nor are values that come from a file which is not in sight",
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: istiod}
        spec:
          source:
            chart: istiod
            targetRevision: 1.30.3
            helm:
              valueFiles: [$values/istiod.yaml]
              valuesObject: {pilot: {autoscaleMin: 2}}
        """,
    ),
    Example(
        "A remote cluster is served by an istiod elsewhere",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {profile: remote}
        """,
    ),
    Example(
        "Development clusters may be small",
        "pilot: {resources: {limits: {memory: 1Gi}}}",
        path="istiod-values.yaml",
        settings={"environment": "development"},
    ),
]


class Options(NamedTuple):
    """The least memory, as Kubernetes quantities, by number of services in the mesh."""

    small: str = "4Gi"
    """Below 50 services."""
    medium: str = "8Gi"
    """50 to 200 services."""
    large: str = "16Gi"
    """Above 200 services."""


CHART_REQUEST = "2Gi"


@rule(
    install("pilot.resources.requests.memory", "pilot.resources.limits.memory"),
    Severity.WARNING,
    EXAMPLES,
    options=Options,
)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Compare what istiod is sure of with the baseline for the size of the mesh."""
    if not install.deploys_istiod or not is_production(context.environment):
        return
    least = by_size(context.cluster_size, *context.options)
    request = install.setting("pilot.resources.requests.memory")
    limit = install.setting("pilot.resources.limits.memory")
    sure = request if limit.is_absent else limit
    if is_below(sure.quantity, least):
        verb = "requests" if sure is request else "is limited to"
        yield Finding(
            at=sure.at,
            message=f"istiod {verb} {memory(sure.quantity or 0)} memory{provenance(sure, install)}"
            f"{shortfall(request)}; the baseline for production is {least}",
            help=f"set resources.requests.memory and resources.limits.memory of istiod to {least}",
            setting=sure,
        )


def shortfall(request: Setting) -> str:
    """The second fact: a written request below what the chart itself asks for."""
    if request.is_written and is_below(request.quantity, CHART_REQUEST):
        return f", less than the chart's own {CHART_REQUEST}"
    return ""
