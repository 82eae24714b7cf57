"""Sidecars request less memory than they need in production.

The charts request 128Mi for each sidecar and allow 1Gi. Production experience puts what a
sidecar really uses at about 200Mi, with tracing at 400 to 600Mi, under heavy traffic at up
to 1Gi. Where the request is too low the scheduler packs nodes by a number that is wrong for
every pod at once: they run into memory pressure, and the kernel or the kubelet kills.

These figures are this baseline's, not a requirement of Istio: memory grows with the number
of services a sidecar is told of, unless Sidecar resources limit them. Tracing counts as on
where the files name a provider for it or set a sampling rate. In an ambient mesh the chart's
default is not reported. With `environment: staging` or `development` the rule is silent.

What to do:
  Set `global.proxy.resources.requests.memory` to 200Mi or more, 400Mi with tracing, and for
  high-traffic services `limits.memory` to 1Gi or more. Single workloads are better served by
  the annotations `sidecar.istio.io/proxyMemory` and `proxyMemoryLimit`.

Symptoms: istio-proxy OOMKilled, sidecar memory near its limit, node pressure, pods evicted,
performance degrades

Baseline: R4
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.rules.api import Context, Environment, Example, Finding, Severity, install, rule
from istiolint.rules.api.baseline import (
    SIDECAR_MEMORY,
    SIDECAR_MEMORY_BUSY,
    SIDECAR_MEMORY_TRACED,
    is_production,
)
from istiolint.rules.api.installs import Install, Setting, amount_in_pod, provenance
from istiolint.rules.api.values import is_below, memory

EXAMPLES = [
    Example(
        "Below the baseline",
        """
        global:
          proxy:
            resources:
              requests: {memory: 64Mi}
        #                        ^^^^ sidecars request 64Mi memory; the baseline for production is 200Mi
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "The chart's default, in an install that is complete",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          tag: 1.30.3
          values:
            global: {meshID: east}
        #   ^^^^^^ sidecars request 128Mi memory (default of chart istiod 1.30); the baseline for production is 200Mi
        """,
    ),
    Example(
        "Tracing takes more",
        """
        global: {proxy: {resources: {requests: {memory: 256Mi}}}}
        #                                               ^^^^^ sidecars request 256Mi memory; the baseline for production with tracing is 400Mi
        meshConfig: {defaultProviders: {tracing: [otel]}}
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "Heavy traffic needs room",
        """
        global:
          proxy:
            resources: {requests: {memory: 256Mi}, limits: {memory: 512Mi}}
        #                                                           ^^^^^ sidecars are limited to 512Mi memory; the baseline for high-traffic services is 1Gi
        """,
        path="istiod-values.yaml",
        settings={"environment": "high-traffic"},
    ),
    Example(
        "As much as the baseline asks for, and sampling that is turned off",
        """
        global: {proxy: {tracer: none, resources: {requests: {memory: 200Mi}}}}
        pilot: {traceSampling: 0}
        meshConfig: {defaultConfig: {tracing: {sampling: 0}}}
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "An ambient mesh need not have sidecars",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: istiod, namespace: istio-system}
        spec:
          chart: {spec: {chart: istiod, version: 1.30.3}}
          values: {profile: ambient}
        """,
    ),
    Example(
        "A value that is filled in later",
        """
        # file: a/istiod-values.yaml
        global: {proxy: {resources: {requests: {memory: "${MEMORY}"}}}}
        """,
    ),
    Example(
        "Development clusters may be small",
        "global: {proxy: {resources: {requests: {memory: 64Mi}}}}",
        path="istiod-values.yaml",
        settings={"environment": "development"},
    ),
]


class Options(NamedTuple):
    """Memory of a sidecar, as Kubernetes quantities."""

    request: str = SIDECAR_MEMORY
    request_with_tracing: str = SIDECAR_MEMORY_TRACED
    limit_high_traffic: str = SIDECAR_MEMORY_BUSY


REQUEST = "global.proxy.resources.requests.memory"
LIMIT = "global.proxy.resources.limits.memory"
SAMPLING = ("pilot.traceSampling", "meshConfig.defaultConfig.tracing.sampling")


@rule(
    install(
        REQUEST,
        LIMIT,
        *SAMPLING,
        "global.proxy.tracer",
        "meshConfig.defaultProviders.tracing",
        "pilot.env.PILOT_ENABLE_AMBIENT",
    ),
    Severity.WARNING,
    EXAMPLES,
    options=Options,
)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Compare request and limit with what the environment and tracing ask for."""
    options = context.options
    request, limit = amount_in_pod(install, install.setting(REQUEST)), install.setting(LIMIT)
    traced, is_ambient = is_traced(install), may_be_ambient(install)
    if not install.deploys_istiod or not is_production(context.environment):
        return
    least = options.request_with_tracing if traced else options.request
    if is_below(request.quantity, least) and (request.is_written or not is_ambient):
        scope = "production with tracing" if traced else "production"
        yield finding(request, install, "request", least, scope)
    is_busy = context.environment is Environment.HIGH_TRAFFIC
    if is_busy and is_below(limit.quantity, options.limit_high_traffic):
        scope = "high-traffic services"
        yield finding(limit, install, "are limited to", options.limit_high_traffic, scope)


def finding(setting: Setting, install: Install, verb: str, least: str, scope: str) -> Finding:
    """What there is, and what there should be."""
    return Finding(
        at=setting.at,
        message=f"sidecars {verb} {memory(setting.quantity or 0)} memory"
        f"{provenance(setting, install)}; the baseline for {scope} is {least}",
        help=f"set {setting.path} to {least} or more",
        setting=setting,
    )


def is_traced(install: Install) -> bool:
    """Whether the user names a tracing provider, or sets a rate above 0."""
    tracer = install.setting("global.proxy.tracer")
    providers = install.setting("meshConfig.defaultProviders.tracing")
    rates = [install.setting(path) for path in SAMPLING]
    return (
        (tracer.is_written and tracer.text not in (None, "", "none"))
        or bool(providers.is_written and isinstance(providers.value, list) and providers.value)
        or any(each.is_written and (each.number or 0) > 0 for each in rates)
    )


def may_be_ambient(install: Install) -> bool:
    """Whether istiod is told of an ambient mesh, in which there may be no sidecars."""
    return str(install.setting("pilot.env.PILOT_ENABLE_AMBIENT").value).lower() == "true"
