"""The alert on proxies that do not take the configuration fires too late.

A proxy that refuses what istiod sends, or does not get it, goes on with what it had: routes to
pods that are gone, policies that have been replaced. Every other proxy is up to date, so it
shows as a few requests that fail. The baseline has the alert fire when more than 10 proxies are
out of sync, and sees to the control plane when more than 5% of the pushes fail.

The rule compares counts: of `pilot_total_xds_rejects`, `pilot_xds_cds_reject` and its like, and
`pilot_xds_pushes` of types that end in `_senderr`. Of a rate it cannot tell how many proxies that
is. An alert that comes later on purpose is fine: the rule is silent where another one in the input
fires in time. With `environment: staging` or `development` it is silent.

What to do:
  Set the threshold to 10 or less; of a share of all pushes, to 0.05.

Symptoms: configuration not applied, proxies STALE or NOT SENT in `istioctl proxy-status`, push
failures without an alert, alert fires late

Baseline: A4, A5
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
    Call,
    Comparison,
    Expression,
    Operation,
    Selector,
    selectors,
    walk,
)
from istiolint.rules.api.baseline import is_production

EXAMPLES = [
    Example(
        "A hundred proxies out of sync",
        """
        apiVersion: monitoring.coreos.com/v1
        kind: PrometheusRule
        metadata: {name: istio}
        spec:
          groups:
          - name: istio
            rules:
            - alert: Rejects
              expr: sum(increase(pilot_total_xds_rejects[5m])) > 100
        #                                                        ^^^ the alert fires when more than 100 pushes fail; the baseline allows 10
            - alert: Errors
              expr: sum(increase(pilot_xds_pushes{type=~".*_senderr"}[5m])) > 50
        #                                                                     ^^ the alert fires when more than 50 pushes fail; the baseline allows 10
        """,
    ),
    Example(
        "A fifth of all pushes",
        """
        groups:
        - name: istio
          rules:
          - {alert: A, expr: 'sum(rate(pilot_total_xds_rejects[5m])) / sum(rate(pilot_xds_pushes[5m])) > 0.2'}
        #                                                                                                ^^^ the alert fires when more than 20% of the pushes fail; the baseline allows 5%
        """,
    ),
    Example(
        "In time, or known by another one",
        """
        groups:
        - name: istio
          rules:
          - {alert: A, expr: 'sum(pilot_xds_eds_reject) > 10'}
          - {alert: B, expr: 'sum(pilot_xds_eds_reject) > 100'}
          - {alert: C, expr: 'sum(rate(pilot_total_xds_rejects[5m])) / sum(rate(pilot_xds_pushes[5m])) > 0.05'}
        """,
    ),
    Example(
        "What counts something else",
        """
        groups:
        - name: istio
          rules:
          - {alert: A, expr: 'sum(rate(pilot_total_xds_rejects[5m])) > 20'}
          - {alert: B, expr: 'sum(increase(pilot_xds_pushes[5m])) > 10000'}
          - {alert: C, expr: 'pilot_xds > 1000'}
          - {alert: D, expr: 'sum(increase(pilot_total_xds_rejects[5m])) > ${LIMIT}'}
          - {alert: E, expr: 'sum(pilot_xds_cds_reject) == 100'}
          - {alert: F, expr: 'pilot_total_xds_rejects - pilot_total_xds_rejects offset 1h > 99'}
        """,
    ),
    Example(
        "A development cluster",
        "groups: [{name: a, rules: [{alert: A, expr: pilot_xds_eds_reject > 100}]}]",
        settings={"environment": "development"},
    ),
]


class Options(NamedTuple):
    """What may fail before the alert fires."""

    most: float = 10.0
    """Pushes, or proxies."""
    percent: float = 5.0
    """Of all pushes."""


@rule(kinds(PROMETHEUS_RULE, RULE_FILE), Severity.WARNING, EXAMPLES, options=Options)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Compare the thresholds, unless an alert fires in time."""
    if not is_production(context.environment):
        return
    alerts, options = context.project.alerts, context.options
    for alert in alerts.of(resource):
        for each in alert.comparisons:
            least = alerts.extremes(counts)
            if is_count(each) and each.limit > options.most and least and least[0] > options.most:
                yield finding_at(alert, each, f"{each.limit:g} pushes", f"{options.most:g}")
            if is_part(each) and options.percent < 100 * each.limit <= EVERYTHING:
                rate = f"{100 * each.limit:g}%"
                found = finding_at(alert, each, f"{rate} of the pushes", f"{options.percent:g}%")
                yield found._replace(severity=Severity.INFO)


EVERYTHING = 100


def finding_at(alert: AlertRule, compared: Comparison, share: str, most: str) -> Finding:
    """A threshold that is passed too late."""
    return Finding(
        at=alert.part(compared.start, compared.end),
        message=f"the alert fires when more than {share} fail; the baseline allows {most}",
        help=f"set the threshold to {most}",
    )


def counts(alert: AlertRule) -> Iterator[float]:
    """How many pushes have to fail before an alert fires."""
    yield from (each.limit for each in alert.comparisons if is_count(each))


def is_count(compared: Comparison) -> bool:
    """Whether failures are counted; a rate is no count."""
    inner = list(walk(compared.subject))
    names = [each for each in inner if isinstance(each, Selector)]
    calls = [each.function for each in inner if isinstance(each, Call)]
    is_plain = not any(isinstance(each, Operation) for each in inner)
    is_counted = all(each in COUNTING for each in calls)
    return compared.is_upper and is_plain and is_counted and all(map(is_failure, names))


def is_part(compared: Comparison) -> bool:
    """Whether failures are divided by all pushes."""
    subject = compared.subject
    if not isinstance(subject, Operation) or subject.operator != "/" or not compared.is_upper:
        return False
    return all_are_failures(subject.left) and any(
        each.name == PUSHES and not is_failure(each) for each in selectors(subject.right)
    )


def all_are_failures(tree: Expression) -> bool:
    """Whether there is nothing but failures in it."""
    found = list(selectors(tree))
    return bool(found) and all(map(is_failure, found))


COUNTING = ("sum", "max", "increase", "delta", "count", "max_over_time")
PUSHES = "pilot_xds_pushes"


def is_failure(selector: Selector) -> bool:
    """Whether it counts what proxies refuse or do not get."""
    if selector.name == PUSHES:
        return selector.mentions("senderr")
    refused = selector.name.startswith("pilot_xds_") and selector.name.endswith("_reject")
    return refused or selector.name == "pilot_total_xds_rejects"
