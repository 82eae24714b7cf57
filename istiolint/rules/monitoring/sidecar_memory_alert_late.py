"""The alert on the memory of sidecars fires too late, or watches the wrong number.

A sidecar that reaches its limit is killed with all the connections it serves; without a limit it
presses on the node until other pods are evicted, which gives other sidecars more to do. The
baseline has the alert fire at 800Mi, and a critical one at 1Gi, the limit that the chart gives
sidecars. An alert at or above the limit never fires: the sidecar is killed before.

`container_memory_usage_bytes` counts the page cache, which the kernel gives back when memory gets
short. What the OOM killer goes by, and what `kubectl top` shows, is
`container_memory_working_set_bytes`.

An alert that comes later on purpose, such as the critical one, is fine: the rule is silent where
another one in the input fires in time. With `environment: staging` or `development` it says
nothing of the threshold.

What to do:
  Set the threshold to 800Mi or less, and use `container_memory_working_set_bytes`.

Symptoms: sidecars OOMKilled without an alert, sidecar memory near its limit, node pressure,
performance degrades, alert fires late

Baseline: A2
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.rules.api import (
    PROMETHEUS_RULE,
    RULE_FILE,
    Context,
    Example,
    Finding,
    Fix,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.alerts import (
    AlertRule,
    Expression,
    Selector,
    is_sidecar,
    selectors,
    single,
)
from istiolint.rules.api.baseline import is_production
from istiolint.rules.api.edits import replace
from istiolint.rules.api.values import amount, memory, quantity

EXAMPLES = [
    Example(
        "An alert above the baseline",
        """
        apiVersion: monitoring.coreos.com/v1
        kind: PrometheusRule
        metadata: {name: istio}
        spec:
          groups:
          - name: istio
            rules:
            - alert: SidecarMemory
              expr: container_memory_working_set_bytes{container="istio-proxy"} / 1024 / 1024 > 900
        #                                                                                       ^^^ the alert on the memory of a sidecar fires at 900Mi; the baseline asks for 800Mi
              for: 2m
        """,
    ),
    Example(
        "An alert that comes after the kill",
        """
        groups:
        - name: istio
          rules:
          - alert: SidecarMemory
            expr: max by (pod) (container_memory_working_set_bytes{container="istio-proxy"}) > 2 * 1024 ^ 3
        #                                                                                      ^^^^^^^^^^^^ the alert on the memory of a sidecar fires at 2Gi; the baseline asks for 800Mi, and sidecars are limited to 512Mi
        # file: istiod-values.yaml
        global: {proxy: {resources: {limits: {memory: 512Mi}}}}
        """,
        path="rules.yaml",
    ),
    Example(
        "The limit may be below the baseline",
        """
        groups:
        - name: istio
          rules:
          - alert: SidecarMemory
            expr: container_memory_working_set_bytes{container="istio-proxy"} > 700 * 1024 * 1024
        #                                                                       ^^^^^^^^^^^^^^^^^ the alert on the memory of a sidecar fires at 700Mi, and sidecars are limited to 512Mi
        # file: istiod-values.yaml
        global: {proxy: {resources: {limits: {memory: 512Mi}}}}
        """,
        path="rules.yaml",
    ),
    Example(
        "A number with the page cache in it",
        """
        groups:
        - name: istio
          rules:
          - alert: SidecarMemory
            expr: container_memory_usage_bytes{container="istio-proxy"} / 1024 / 1024 > 800
        #         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ container_memory_usage_bytes counts the page cache, which no sidecar is killed for
        """,
        fixed="""
        groups:
        - name: istio
          rules:
          - alert: SidecarMemory
            expr: container_memory_working_set_bytes{container="istio-proxy"} / 1024 / 1024 > 800
        """,
    ),
    Example(
        "The critical alert comes after one that is in time",
        """
        groups:
        - name: istio
          rules:
          - {alert: A, expr: 'container_memory_working_set_bytes{container="istio-proxy"} > 8e8'}
          - {alert: B, expr: 'container_memory_working_set_bytes{container="istio-proxy"} > 1e9'}
        """,
    ),
    Example(
        "What is not an amount of one sidecar",
        """
        groups:
        - name: istio
          rules:
          - {alert: A, expr: 'sum(container_memory_working_set_bytes{container="istio-proxy"}) > 1e12'}
          - {alert: B, expr: 'container_memory_working_set_bytes{container="istio-proxy"} / container_spec_memory_limit_bytes > 0.9'}
          - {alert: C, expr: 'container_memory_working_set_bytes{container="shop"} > 1e12'}
          - {alert: D, expr: 'container_memory_usage_bytes{container!="istio-proxy"} > 1e12'}
          - {alert: E, expr: 'container_memory_working_set_bytes{container="istio-proxy"} > ${LIMIT}'}
          - {alert: F, expr: 'container_memory_working_set_bytes{container="istio-proxy"} < 2e9'}
        """,
    ),
    Example(
        "A development cluster",
        """
        groups:
        - name: istio
          rules:
          - {alert: A, expr: 'container_memory_working_set_bytes{container="istio-proxy"} > 2e9'}
        """,
        settings={"environment": "development"},
    ),
]


class Options(NamedTuple):
    """When the alert has to fire."""

    most: str = "800Mi"
    """The greatest threshold, as a Kubernetes quantity."""


@rule(kinds(PROMETHEUS_RULE, RULE_FILE), Severity.WARNING, EXAMPLES, options=Options)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Look at the thresholds, and at the metric that is used."""
    for each in context.project.alerts.of(resource):
        if is_production(context.environment):
            yield from late(each, context)
        for selector in selectors(each.tree) if each.tree is not None else ():
            if selector.name == "container_memory_usage_bytes" and is_sidecar(selector):
                yield wrong_number(each, selector)
                break


def late(alert: AlertRule, context: Context) -> Iterator[Finding]:
    """Report a threshold that is passed too late."""
    said = context.options.most
    most, limit = quantity(said), limit_of_sidecars(context)
    all_limits = context.project.alerts.extremes(thresholds)
    for each in alert.comparisons:
        bytes_ = amount(each.limit)
        if not is_of_sidecars(each.subject) or not each.is_upper or bytes_ is None or most is None:
            continue
        is_late = bytes_ > most and all_limits and (amount(all_limits[0]) or 0) > most
        baseline = f"; the baseline asks for {said}" if is_late else ""
        never = limit is not None and bytes_ >= limit
        killed = f", and sidecars are limited to {memory(limit or 0)}" if never else ""
        if is_late or never:
            yield Finding(
                at=alert.part(each.start, each.end),
                message="the alert on the memory of a sidecar "
                f"fires at {memory(bytes_)}{baseline}{killed}",
                help=f"alert at {said} or less, and below the limit: "
                "a sidecar that reaches its limit is killed",
            )


def wrong_number(alert: AlertRule, selector: Selector) -> Finding:
    """Report the metric that counts memory which the kernel can take back."""
    at = alert.part(selector.start, selector.end)
    edit = replace(at, "container_memory_working_set_bytes")
    return Finding(
        at=at,
        message="container_memory_usage_bytes counts the page cache, "
        "which no sidecar is killed for",
        help="use container_memory_working_set_bytes, which is what the OOM killer goes by",
        severity=Severity.INFO,
        fix=Fix("Use the working set", (edit,), safe=False) if edit else None,
    )


def thresholds(alert: AlertRule) -> Iterator[float]:
    """The amounts of memory of a sidecar at which an alert fires."""
    for each in alert.comparisons:
        if each.is_upper and is_of_sidecars(each.subject) and amount(each.limit) is not None:
            yield each.limit


def is_of_sidecars(subject: Expression) -> bool:
    """Whether it is the memory of single sidecars, in bytes."""
    found = single(subject)
    return found is not None and found.name.startswith("container_memory_") and is_sidecar(found)


def limit_of_sidecars(context: Context) -> int | None:
    """The memory that all sidecars are limited to, where the user writes it."""
    found = [
        limit.quantity
        for each in context.project.installs
        if (limit := each.setting("global.proxy.resources.limits.memory")).is_written
    ]
    known = [each for each in found if each is not None]
    return max(known) if known and len(known) == len(found) else None
