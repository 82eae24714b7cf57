"""An alert compares a metric with a number in another unit.

The unit is part of the name: `istio_request_duration_milliseconds` counts milliseconds, so
`> 0.5`, meant as half a second, is true for every request and the alert fires all day. A memory
alert with `> 800` fires at 800 bytes. `_timestamp` metrics count seconds since 1970: without
`- time()` they are never below a number of days. And a share of all requests is a number from 0
to 1: `> 5`, meant as 5%, is never true.

The rule follows factors, so `/ 1000 > 0.5` and `/ 1024 / 1024 > 800` are fine. It speaks only
where the number makes no sense in the unit: less than 10 milliseconds of latency (the proxies on
the way take 2 to 5 by themselves), less than 100,000 bytes of memory, a share above 1.

What to do:
  Write the number in the unit of the metric, or divide the metric.

Symptoms: alert fires all the time, alert never fires, latency alert though no dashboard shows a
problem

Baseline: A2, A3
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
    Comparison,
    Expression,
    Operation,
    Selector,
    is_istiod,
    is_memory,
    is_share,
    is_sidecar,
    selectors,
    single,
    unit,
    within,
)

EXAMPLES = [
    Example(
        "Seconds, where the metric has milliseconds",
        """
        apiVersion: monitoring.coreos.com/v1
        kind: PrometheusRule
        metadata: {name: istio}
        spec:
          groups:
          - name: latency
            rules:
            - alert: Average
              expr: rate(istio_request_duration_milliseconds_sum[1m]) / rate(istio_request_duration_milliseconds_count[1m]) > 0.1
        #                                                                                                                     ^^^ the metric is in milliseconds: the alert fires at 0.1 milliseconds
            - alert: P99
              expr: histogram_quantile(0.99, sum by (le) (rate(istio_request_duration_milliseconds_bucket[5m]))) > 2
        #                                                                                                          ^ the metric is in milliseconds: the alert fires at 2 milliseconds
        """,
    ),
    Example(
        "Megabytes, where the metric has bytes",
        """
        groups:
        - name: memory
          rules:
          - {alert: Sidecar, expr: 'container_memory_working_set_bytes{container="istio-proxy"} > 800'}
        #                                                                                         ^^^ the metric is in bytes: the alert fires at 800 bytes
          - {alert: Kilobytes, expr: 'container_memory_working_set_bytes{container="discovery"} / 1024 > 6'}
        #                                                                                                ^ the metric is in bytes: the alert fires at 6144 bytes
        """,
    ),
    Example(
        "A point in time, where a duration is meant, and the other way round",
        """
        groups:
        - name: certificates
          rules:
          - {alert: Root, expr: citadel_server_root_cert_expiry_timestamp < 259200}
        #                                                                   ^^^^^^ the metric is a time in seconds since 1970: it is never below 259200
          - {alert: Chain, expr: citadel_server_cert_chain_expiry_seconds - time() < 259200}
        #                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the metric is in remaining seconds: less time() it is always negative
        """,
    ),
    Example(
        "Percent, where the ratio is a share",
        """
        groups:
        - name: errors
          rules:
          - {alert: Errors, expr: 'sum(rate(istio_requests_total{response_code=~"5.."}[5m])) / sum(rate(istio_requests_total[5m])) > 5'}
        #                                                                                                                            ^ the ratio is a share of 1, never above 5
          - {alert: Success, expr: 'sum(rate(istio_requests_total{response_code!~"5.."}[5m])) / sum(rate(istio_requests_total[5m])) < 99'}
        #                                                                                                                             ^^ the ratio is a share of 1, always below 99
        """,
    ),
    Example(
        "Numbers in the right unit",
        """
        groups:
        - name: fine
          rules:
          - {alert: A, expr: 'histogram_quantile(0.99, sum by (le) (rate(istio_request_duration_milliseconds_bucket[5m]))) > 1500'}
          - {alert: B, expr: 'histogram_quantile(0.99, sum by (le) (rate(istio_request_duration_milliseconds_bucket[5m]))) / 1000 > 1.5'}
          - {alert: C, expr: 'container_memory_working_set_bytes{container="istio-proxy"} / 1024 / 1024 > 800'}
          - {alert: D, expr: '(citadel_server_root_cert_expiry_timestamp - time()) / 86400 < 3'}
          - {alert: E, expr: '100 * sum(rate(istio_requests_total{response_code=~"5.."}[5m])) / sum(rate(istio_requests_total[5m])) > 5'}
          - {alert: F, expr: 'citadel_server_root_cert_expiry_timestamp < 259200 + time()'}
        """,
    ),
    Example(
        "Numbers that only look small",
        """
        groups:
        - name: fine
          rules:
          - {alert: A, expr: 'sum(rate(istio_requests_total[5m])) / sum(rate(istio_requests_total[5m] offset 1d)) > 3'}
          - {alert: B, expr: 'sum(rate(istio_requests_total{app="a"}[5m])) / sum(rate(istio_requests_total{app="b"}[5m])) > 2'}
          - {alert: C, expr: 'rate(istio_request_duration_milliseconds_count[5m]) > 5'}
          - {alert: D, expr: 'count(container_memory_working_set_bytes{container="istio-proxy"} > 8e8) > 3'}
          - {alert: E, expr: 'container_memory_working_set_bytes{container="istio-proxy"} / container_spec_memory_limit_bytes > 0.9'}
          - {alert: F, expr: 'sum(rate(istio_request_duration_milliseconds_bucket{le="0.5"}[5m])) > 2'}
          - {alert: G, expr: 'container_memory_working_set_bytes{container="istio-proxy"} > 0'}
          - {alert: H, expr: 'sum(rate(istio_requests_total{a="b"}[5m])) / sum(rate(istio_requests_total[5m])) == 5'}
          - {alert: I, expr: 'sum(rate(istio_requests_total{a="b"}[5m])) / sum(rate(istio_requests_total[5m])) >= 1'}
          - {alert: J, expr: 'sum(rate(istio_requests_total{a="b"}[5m])) / (sum(rate(istio_requests_total[5m])) + sum(rate(istio_requests_total[5m]))) > 5'}
          - {alert: K, expr: 'round(istio_requests_total / istio_requests_total) > 5'}
          - {alert: L, expr: 'kube_cronjob_next_schedule_timestamp{cronjob="istio"} < 5'}
          - {alert: M, expr: 'max(istio_request_duration_milliseconds_sum) > 5'}
        """,
    ),
]


class Options(NamedTuple):
    """Below which a number is taken to be in another unit."""

    milliseconds: float = 10.0
    """Of latency."""
    memory: float = 100_000.0
    """In bytes."""


OLDEST_TIME = 1_000_000_000
"""A moment in 2001; what is below it is no time of a certificate."""


@rule(kinds(PROMETHEUS_RULE, RULE_FILE), Severity.WARNING, EXAMPLES, options=Options)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Look at what every alert compares with a number."""
    for each in context.project.alerts.of(resource):
        for compared in each.comparisons:
            turned = turned_round(compared.subject)
            if turned is not None:
                yield Finding(
                    at=each.part(turned.start, turned.end),
                    message="the metric is in remaining seconds: less time() it is always negative",
                    help="compare the metric itself with the seconds before the expiry",
                )
            elif (message := problem(compared, context.options)) is not None:
                yield Finding(
                    at=each.part(compared.start, compared.end),
                    message=message,
                    help="write the number in the unit of the metric, or convert the metric",
                )


def problem(compared: Comparison, options: Options) -> str | None:
    """Why the number cannot be in the unit of what it is compared with."""
    examine = EXAMINED.get(unit(compared.subject) or "")
    return examine(compared, options) if examine else None


def too_few_milliseconds(compared: Comparison, options: Options) -> str | None:
    """Latency that no request through a proxy is below."""
    limit = compared.limit
    if not compared.is_upper or not 0 < limit < options.milliseconds:
        return None
    if not is_latency(compared.subject):
        return None
    amount = f"{limit:g} millisecond" + ("s" if limit != 1 else "")
    return f"the metric is in milliseconds: the alert fires at {amount}"


def too_few_bytes(compared: Comparison, options: Options) -> str | None:
    """Memory that no process gets by with."""
    found, limit = single(compared.subject), compared.limit
    is_ours = found is not None and is_memory(found) and (is_sidecar(found) or is_istiod(found))
    if is_ours and compared.is_upper and 0 < limit < options.memory:
        return f"the metric is in bytes: the alert fires at {limit:g} bytes"
    return None


def too_early(compared: Comparison, _options: Options) -> str | None:
    """A moment that was over before there was a mesh."""
    is_expiry = any("expir" in each.name for each in selectors(compared.subject))
    if is_expiry and compared.is_lower and compared.limit < OLDEST_TIME:
        return f"the metric is a time in seconds since 1970: it is never below {compared.limit:g}"
    return None


def too_large_share(compared: Comparison, _options: Options) -> str | None:
    """More than everything."""
    limit = compared.limit
    if limit < 1 or (limit == 1 and compared.operator != ">") or not is_share(compared.subject):
        return None
    if compared.is_upper:
        return f"the ratio is a share of 1, never above {limit:g}"
    return f"the ratio is a share of 1, always below {limit:g}" if compared.is_lower else None


EXAMINED = {
    "milliseconds": too_few_milliseconds,
    "bytes": too_few_bytes,
    "timestamp": too_early,
    "ratio": too_large_share,
}
"""What is asked of a number, by the unit of what it is compared with."""


def is_latency(subject: Expression) -> bool:
    """Whether it is an average or a quantile of the latency of requests."""
    if isinstance(subject, Operation):
        return all(each.name.startswith(LATENCY) for each in selectors(subject))
    return any(each.name.startswith(LATENCY) for each in within(subject, "histogram_quantile"))


LATENCY = "istio_request_duration_milliseconds"


def turned_round(subject: Expression) -> Selector | None:
    """A metric of remaining seconds from which the time is taken away all the same."""
    if not isinstance(subject, Operation) or subject.operator != "-":
        return None
    found = single(subject.left)
    is_time = unit(subject.right) == "timestamp" and not any(selectors(subject.right))
    is_remaining = found is not None and found.name.endswith("expiry_seconds")
    return found if is_time and is_remaining else None
