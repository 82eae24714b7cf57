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
  under `pilot:` in Helm values, under `spec.components.pilot.k8s` in an IstioOperator, in the
  container discovery of a rendered Deployment. `istiolint capacity` plans the whole mesh.

Symptoms: control plane restarts every few hours, OOMKilled istiod, proxies STALE or NOT READY
in `istioctl proxy-status`, performance degrades, configuration not applied, traffic to new pods
disappears

Baseline: R1, R2, R6, D5
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.rules.api import (
    DEPLOYMENT,
    LIMIT_RANGE,
    Context,
    Example,
    Finding,
    Project,
    Resource,
    Severity,
    either,
    install,
    kinds,
    rule,
)
from istiolint.rules.api.baseline import ISTIOD_MEMORY, by_size, is_production
from istiolint.rules.api.installs import (
    DEFAULT_RESOURCES,
    Install,
    Setting,
    amount_of_istiod,
    namespace_of,
    provenance,
)
from istiolint.rules.api.values import is_below, memory, quantity
from istiolint.rules.api.workloads import bound, given_limit, has_given_request, istiod_container

EXAMPLES = [
    Example(
        "The limit in an IstioOperator is below the baseline",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {components: {pilot: {k8s: {resources: {limits: {memory: 3Gi}, requests: {memory: 1Gi}}}}}}
        #                                                              ^^^ istiod is limited to 3Gi memory and requests 1Gi, less than the chart's own 2Gi; the baseline for production is 4Gi
        """,
    ),
    Example(
        "Without a limit the request is what istiod can be sure of",
        """
        pilot: {resources: {requests: {cpu: 500m, memory: 128Mi}}}
        #                                                 ^^^^^ istiod requests 128Mi memory, less than the chart's own 2Gi; the baseline for production is 4Gi
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "From 1.24 on the istiod chart takes its keys without `pilot`",
        """
        resources: {limits: {memory: 3Gi}}
        #                            ^^^ istiod is limited to 3Gi memory; the baseline for production is 4Gi
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
        spec: {chart: {spec: {chart: istiod, version: 1.30.3}}, values: {pilot: {autoscaleMin: 2}}}
        #                                                                ^^^^^ istiod requests 2Gi memory (default of chart istiod 1.30); the baseline for production is 4Gi
        """,
        path="helmrelease.yaml",
    ),
    Example(
        "The chart's request is deleted, and nothing is in its place but a limit, or the default of all",
        """
        # file: a/istiod-values.yaml
        pilot: {resources: null}
        #                  ^^^^ istiod requests no memory; the baseline for production is 4Gi
        # file: b/istiod-values.yaml
        {pilot: {resources: null}, global: {defaultResources: {requests: {memory: 4Gi}}}}
        """,
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
        "A limit of 4Gi is enough, whatever the request; one that is filled in later is not known",
        """
        # file: a/istiod-values.yaml
        pilot: {resources: {requests: {memory: 2Gi}, limits: {memory: 4096Mi}}}
        # file: b/istiod-values.yaml
        pilot: {resources: {limits: {memory: "${ISTIOD_MEMORY}"}}}
        """,
    ),
    Example(
        "A LimitRange gives istiod a limit that is enough",
        """
        {apiVersion: install.istio.io/v1alpha1, kind: IstioOperator, spec: {tag: 1.30.3}}
        ---
        {apiVersion: v1, kind: LimitRange, metadata: {name: a, namespace: istio-system}, spec: {limits: [{type: Container, default: {memory: 4Gi}}]}}
        """,
    ),
    Example(
        "Before 1.24 keys without `pilot` do nothing",
        """
        {global: {istioNamespace: istio-system}, resources: {limits: {memory: 1Gi}}, pilot: {resources: {limits: {memory: 8Gi}}}}
        """,
        path="istiod-values.yaml",
        releases="1.16..1.23",
    ),
    Example(
        "Values that come from a file which is not in sight are not known",
        """
        {apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: istiod}, spec: {source: {chart: istiod, targetRevision: 1.30.3, helm: {valueFiles: [$values/istiod.yaml], valuesObject: {pilot: {autoscaleMin: 2}}}}}}
        """,
    ),
    Example(
        "A remote cluster is served by an istiod elsewhere",
        "{apiVersion: install.istio.io/v1alpha1, kind: IstioOperator, spec: {profile: remote}}",
    ),
    Example(
        "Development clusters may be small",
        "pilot: {resources: {limits: {memory: 1Gi}}}",
        path="istiod-values.yaml",
        settings={"environment": "development"},
    ),
    Example(
        "A rendered Deployment",
        """
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: istiod}, spec: {template: {spec: {containers: [{name: discovery, resources: {requests: {cpu: 500m, memory: 2048Mi}}}]}}}}
        #                                                                                                                                                                   ^^^^^^ istiod requests 2048Mi memory; the baseline for production is 4Gi
        ---
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: istiod-canary}, spec: {template: {spec: {containers: [{name: discovery, resources: {limits: {memory: 4Gi}}}]}}}}
        ---
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: orders}, spec: {template: {spec: {containers: [{name: app, resources: {limits: {memory: 1Gi}}}]}}}}
        """,
    ),
]


class Options(NamedTuple):
    """The least memory, as Kubernetes quantities, by number of services in the mesh."""

    small: str = ISTIOD_MEMORY.small
    """Below 50 services."""
    medium: str = ISTIOD_MEMORY.medium
    """50 to 200 services."""
    large: str = ISTIOD_MEMORY.large
    """Above 200 services."""


CHART_REQUEST = "2Gi"
HELP = "set resources.requests.memory and resources.limits.memory of istiod to {}"


@rule(
    either(
        install(
            "pilot.resources.requests.memory",
            "pilot.resources.limits.memory",
            f"{DEFAULT_RESOURCES}.requests.memory",
        ),
        kinds(DEPLOYMENT),
    ),
    Severity.WARNING,
    EXAMPLES,
    reads=[LIMIT_RANGE],
    options=Options,
)
def check(subject: Install | Resource, context: Context) -> Iterator[Finding]:
    """Compare what istiod is sure of with the baseline for the size of the mesh."""
    if is_production(context.environment):
        least = by_size(context.cluster_size, *context.options)
        if isinstance(subject, Install):
            yield from in_install(subject, least, context.project)
        else:
            yield from in_object(subject, least)


def in_install(install: Install, least: str, project: Project) -> Iterator[Finding]:
    """Settings that are too low."""
    request = amount_of_istiod(install, "requests", "memory")
    limit = install.setting("pilot.resources.limits.memory")
    sure = request if limit.is_absent else limit
    here = project, namespace_of(install), "memory"
    amount = 0 if sure.is_absent and not has_given_request(*here) else sure.quantity
    given = given_limit(*here) if limit.is_absent else None
    is_enough = given is not None and not is_below(bound(given), least)
    if install.deploys_istiod and is_below(amount, least) and not is_enough:
        verb = "requests" if sure is request else "is limited to"
        yield Finding(
            at=sure.at,
            message=f"istiod {verb} {memory(amount) if amount else 'no'} memory{provenance(sure, install)}"
            f"{shortfall(request, is_limited=sure is limit)}; the baseline for production is {least}",
            help=HELP.format(least),
            setting=sure,
        )


def in_object(resource: Resource, least: str) -> Iterator[Finding]:
    """Amounts that are too low in the Deployment of istiod."""
    container = istiod_container(resource)
    amounts = container.at("resources") if container is not None else None
    limit = amounts.scalar("limits", "memory") if amounts is not None else None
    sure = limit or (amounts.scalar("requests", "memory") if amounts is not None else None)
    if sure is not None and is_below(quantity(sure.value), least):
        verb = "is limited to" if limit else "requests"
        yield Finding(
            at=sure,
            message=f"istiod {verb} {sure.value} memory; the baseline for production is {least}",
            help=HELP.format(least),
        )


def shortfall(request: Setting, *, is_limited: bool) -> str:
    """The second fact: a written request below what the chart itself asks for."""
    if request.is_written and is_below(request.quantity, CHART_REQUEST):
        what = f" and requests {memory(request.quantity or 0)}" if is_limited else ""
        return f"{what}, less than the chart's own {CHART_REQUEST}"
    return ""
