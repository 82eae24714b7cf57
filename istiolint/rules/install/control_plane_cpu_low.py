"""istiod has less CPU than the production baseline asks for.

What istiod computes for each proxy is CPU work, and a push reaches a proxy only when it is
done. A limit below one core throttles pushes just when many are due, and since 1.21 istiod
also derives from the limit how many pushes it runs at once. A request below the chart's own
500m lets the scheduler put istiod where there is no CPU left.

Without a limit istiod may use what the node has, which is fine. These figures are this
baseline's, not a requirement of Istio. With `environment: staging` or `development` the rule
is silent.

What to do:
  Set `resources.requests.cpu` of istiod to 500m or more, `limits.cpu` to 1 or more or not
  at all.

Symptoms: pushes are slow, proxies STALE in `istioctl proxy-status`, configuration not applied,
performance degrades

Baseline: R9
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
    Resource,
    Severity,
    either,
    install,
    kinds,
    rule,
)
from istiolint.rules.api.baseline import ISTIOD_CPU, is_production
from istiolint.rules.api.installs import (
    DEFAULT_RESOURCES,
    Install,
    Setting,
    amount_of_istiod,
    namespace_of,
    provenance,
)
from istiolint.rules.api.values import cpu, is_below, quantity
from istiolint.rules.api.workloads import has_given_request, istiod_container

EXAMPLES = [
    Example(
        "The limit throttles",
        """
        pilot:
          resources:
            requests: {cpu: 500m}
            limits: {cpu: 800m}
        #                 ^^^^ istiod is limited to 800m CPU and requests 500m; the baseline for production is a limit of 1 or more
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "The request is too small",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            pilot: {k8s: {resources: {requests: {cpu: 100m}}}}
        #                                             ^^^^ istiod requests 100m CPU and has no limit; the baseline for production is a request of 500m or more
        """,
    ),
    Example(
        "Without resources istiod requests what `global.defaultResources` says",
        """
        pilot: {resources: null}
        #                  ^^^^ istiod requests 10m CPU (default of chart istiod) and has no limit; the baseline for production is a request of 500m or more
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "No request at all, and one that a limit stands for",
        """
        # file: a/istiod-values.yaml
        pilot: {resources: {requests: {cpu: null}}}
        #                                   ^^^^ istiod requests no CPU and has no limit; the baseline for production is a request of 500m or more
        # file: b/istiod-values.yaml
        pilot: {resources: {requests: {cpu: null}, limits: {cpu: 2}}}
        # file: c/istiod-values.yaml
        pilot: {resources: {requests: {cpu: null}}}
        global: {istioNamespace: mesh}
        # file: c/limits.yaml
        {apiVersion: v1, kind: LimitRange, metadata: {name: a, namespace: mesh}, spec: {limits: [{type: Container, defaultRequest: {cpu: 1}}]}}
        """,
        releases="1.16..1.20",
    ),
    Example(
        "The chart's own request, and no limit",
        "pilot: {resources: {requests: {memory: 4Gi}}}",
        path="istiod-values.yaml",
    ),
    Example(
        "As much as is asked for",
        "pilot: {resources: {requests: {cpu: 0.5}, limits: {cpu: 1000m}}}",
        path="istiod-values.yaml",
    ),
    Example(
        "A rendered Deployment",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: istiod-canary, namespace: istio-system}
        spec:
          template:
            spec:
              containers:
              - {name: discovery, resources: {requests: {cpu: 300m}, limits: {cpu: 800m}}}
        #                                                     ^^^^ istiod requests 300m CPU; the baseline for production is a request of 500m or more
        #                                                                          ^^^^ istiod is limited to 800m CPU; the baseline for production is a limit of 1 or more
        ---
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: istiod}, spec: {template: {spec: {containers: [{name: discovery, resources: {requests: {cpu: 500m}, limits: {cpu: "${CPU}"}}}]}}}}
        ---
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: orders}, spec: {template: {spec: {containers: [{name: app, resources: {requests: {cpu: 5m}}}]}}}}
        """,
    ),
    Example(
        "A remote cluster has no istiod",
        "{apiVersion: install.istio.io/v1alpha1, kind: IstioOperator, spec: {profile: remote}}",
    ),
    Example(
        "Not in development",
        "pilot: {resources: {requests: {cpu: 10m}}}",
        path="istiod-values.yaml",
        settings={"environment": "development"},
    ),
]


class Options(NamedTuple):
    """The least CPU, as Kubernetes quantities."""

    request: str = "500m"
    limit: str = ISTIOD_CPU


@rule(
    either(
        install(
            "pilot.resources.requests.cpu",
            "pilot.resources.limits.cpu",
            f"{DEFAULT_RESOURCES}.requests.cpu",
        ),
        kinds(DEPLOYMENT),
    ),
    Severity.WARNING,
    EXAMPLES,
    reads=[LIMIT_RANGE],
    options=Options,
)
def check(subject: Install | Resource, context: Context) -> Iterator[Finding]:
    """Compare limit and request with the least there should be."""
    if not is_production(context.environment):
        return
    if isinstance(subject, Resource):
        yield from in_object(subject, context)
    elif subject.deploys_istiod:
        yield from in_install(subject, context)


def in_object(deployment: Resource, context: Context) -> Iterator[Finding]:
    """Amounts that are too low in the Deployment of istiod."""
    container = istiod_container(deployment)
    if container is None:
        return
    for side, least, words in (
        ("limits", context.options.limit, LIMIT),
        ("requests", context.options.request, REQUEST),
    ):
        node = container.scalar("resources", side, "cpu")
        if node is not None and is_below(quantity(node.value), least):
            yield Finding(
                at=node,
                message=f"istiod {words[0]} {node.value} CPU; the baseline for production is "
                f"a {words[1]} of {least} or more",
                help=HELP,
            )


def in_install(install: Install, context: Context) -> Iterator[Finding]:
    """Settings that are too low."""
    request = amount_of_istiod(install, "requests", "cpu")
    limit = install.setting("pilot.resources.limits.cpu")
    for setting, least, words, other in (
        (limit, context.options.limit, LIMIT, also(request, "requests {}", "no request")),
        (request, context.options.request, REQUEST, also(limit, "is limited to {}", "no limit")),
    ):
        is_nothing = setting is request and requests_nothing(install, request, limit, context)
        here = 0 if is_nothing else setting.quantity
        if not is_below(here, least):
            continue
        yield Finding(
            at=setting.at,
            message=f"istiod {words[0]} {cpu(here) if here else 'no'} CPU{provenance(setting, install)} "
            f"and {other}; the baseline for production is a {words[1]} of {least} or more",
            help=HELP,
            setting=setting,
        )


def requests_nothing(install: Install, request: Setting, limit: Setting, context: Context) -> bool:
    """Whether neither a request, nor a limit in its place, nor a LimitRange asks for any CPU."""
    is_left_out = request.is_absent and limit.is_absent
    return is_left_out and not has_given_request(context.project, namespace_of(install), "cpu")


HELP = "set requests.cpu to 500m or more, limits.cpu to 1 or more or not at all"
LIMIT = ("is limited to", "limit")
REQUEST = ("requests", "request")


def also(setting: Setting, known: str, absent: str) -> str:
    """What the other number is."""
    if setting.is_absent:
        return f"has {absent}"
    return known.format("what is not known" if setting.quantity is None else cpu(setting.quantity))
