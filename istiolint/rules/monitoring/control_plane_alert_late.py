"""The alert on the CPU or memory of istiod fires above what the baseline scales at.

istiod under pressure is not down, only slow: pushes take longer, proxies run on old configuration,
and the next burst of changes kills it. The baseline scales the control plane up when it uses 6Gi
of memory, and alerts when it uses 80% of its CPU.

The rule compares amounts of memory, and CPU where it is divided by a limit, a quota or a request.

What to do:
  Alert at 6Gi of memory and at 80% of the CPU, and give istiod more before it needs it.

Symptoms: control plane under pressure, performance degrades, control plane restarts without an
alert, proxies STALE

Baseline: A5, R7
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
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.alerts import (
    AlertRule,
    Comparison,
    Operation,
    is_istiod,
    is_memory,
    selectors,
    single,
)
from istiolint.rules.api.baseline import is_production
from istiolint.rules.api.values import amount, memory, quantity

EXAMPLES = [
    Example(
        "More than the baseline scales at",
        """
        apiVersion: monitoring.coreos.com/v1
        kind: PrometheusRule
        metadata: {name: istio}
        spec:
          groups:
          - name: istio
            rules:
            - alert: IstiodMemory
              expr: container_memory_working_set_bytes{container="discovery"} > 10 * 1024 ^ 3
        #                                                                       ^^^^^^^^^^^^^ the alert on the memory of istiod fires at 10Gi; the baseline scales at 6Gi
            - alert: IstiodCPU
              expr: |
                sum by (pod) (rate(container_cpu_usage_seconds_total{pod=~"istiod-.*"}[5m]))
                  / sum by (pod) (kube_pod_container_resource_limits{pod=~"istiod-.*", resource="cpu"}) > 0.95
        #                                                                                                 ^^^^ the alert on the CPU of istiod fires at 95%; the baseline alerts at 80%
        """,
    ),
    Example(
        "In time, or known by another one",
        """
        groups:
        - name: istio
          rules:
          - {alert: A, expr: 'process_resident_memory_bytes{app="istiod"} > 6 * 1024 ^ 3'}
          - {alert: B, expr: 'process_resident_memory_bytes{app="istiod"} > 8 * 1024 ^ 3'}
          - {alert: C, expr: '100 * rate(process_cpu_seconds_total{app="istiod"}[5m]) / on (pod) kube_pod_container_resource_limits > 80'}
        """,
    ),
    Example(
        "What is no share of a limit, and what is not istiod",
        """
        groups:
        - name: istio
          rules:
          - {alert: A, expr: 'rate(process_cpu_seconds_total{app="istiod"}[5m]) > 4'}
          - {alert: B, expr: 'process_resident_memory_bytes{app="shop", mesh="istio"} > 9e9'}
          - {alert: C, expr: 'sum(process_resident_memory_bytes{app="istiod"}) > 9e9'}
          - {alert: D, expr: 'rate(container_cpu_usage_seconds_total{pod=~"istiod.*"}[5m]) / container_spec_cpu_quota > 95'}
          - {alert: E, expr: 'process_resident_memory_bytes{app="istiod"} > ${LIMIT}'}
          - {alert: F, expr: 'rate(container_cpu_usage_seconds_total{pod=~"istiod.*"}[5m]) / 2 > 0.95'}
        """,
    ),
    Example(
        "A development cluster",
        """
        groups: [{name: a, rules: [{alert: A, expr: 'process_resident_memory_bytes{app="istiod"} > 9e9'}]}]
        """,
        settings={"environment": "development"},
    ),
]


class Options(NamedTuple):
    """When the alerts have to fire."""

    memory: str = "6Gi"
    """A Kubernetes quantity."""
    percent: float = 80.0
    """Of the CPU."""


@rule(kinds(PROMETHEUS_RULE, RULE_FILE), Severity.INFO, EXAMPLES, options=Options)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Compare the thresholds, unless an alert fires in time."""
    if not is_production(context.environment):
        return
    alerts, options = context.project.alerts, context.options
    most = quantity(options.memory) or 0
    for alert in alerts.of(resource):
        for each in alert.comparisons:
            amounts, shares = alerts.extremes(memories), alerts.extremes(parts)
            if is_memory_of_istiod(each) and amounts is not None and amounts[0] > most > 0:
                yield Finding(
                    at=alert.part(each.start, each.end),
                    message="the alert on the memory of istiod fires at "
                    f"{memory(amount(each.limit) or 0)}; the baseline scales at {options.memory}",
                    help=f"alert at {options.memory}",
                )
            if is_part(each) and shares is not None and 100 * shares[0] > options.percent:
                yield Finding(
                    at=alert.part(each.start, each.end),
                    message=f"the alert on the CPU of istiod fires at {100 * each.limit:g}%; "
                    f"the baseline alerts at {options.percent:g}%",
                    help=f"alert at {options.percent:g}% of the limit",
                )


def memories(alert: AlertRule) -> Iterator[float]:
    """The amounts of memory at which an alert fires."""
    yield from (amount(each.limit) or 0 for each in alert.comparisons if is_memory_of_istiod(each))


def parts(alert: AlertRule) -> Iterator[float]:
    """The shares of its CPU at which an alert fires."""
    yield from (each.limit for each in alert.comparisons if is_part(each))


def is_memory_of_istiod(compared: Comparison) -> bool:
    """Whether it is the memory of single pods of istiod, in bytes."""
    found = single(compared.subject)
    is_bytes = found is not None and is_memory(found) and found.name.endswith("_bytes")
    in_range = compared.is_upper and amount(compared.limit) is not None
    return is_bytes and in_range and found is not None and is_istiod(found)


def is_part(compared: Comparison) -> bool:
    """Whether it is the CPU of istiod, divided by what it may use."""
    subject = compared.subject
    if not isinstance(subject, Operation) or subject.operator != "/" or not compared.is_upper:
        return False
    used = list(selectors(subject.left))
    is_cpu = bool(used) and all("cpu" in each.name and is_istiod(each) for each in used)
    return is_cpu and any(selectors(subject.right)) and 0 < compared.limit <= 1
