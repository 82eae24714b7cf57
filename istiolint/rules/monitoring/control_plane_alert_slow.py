"""The alert on a control plane that is down waits too long.

While istiod is down no proxy receives an update, no certificate is signed, no new pod gets its
sidecar: what runs goes on with what it knows, and gets more wrong by the minute. The baseline has
the alert fire after a minute; a restart of one of several replicas does not trip it. With `for: 5m`
and the time that Alertmanager waits before it sends, the first new pods have failed before
anybody is told.

Alerts that come later on purpose, to escalate, are fine: the rule is silent where another one
in the input fires in time. With `environment: staging` or `development` it is silent too.

What to do:
  Set `for: 1m` or less.

Symptoms: control plane down, alert fires late, istiod down for minutes before anybody was told

Baseline: A1
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
from istiolint.rules.api.alerts import AlertRule, is_down, seconds
from istiolint.rules.api.baseline import is_production

EXAMPLES = [
    Example(
        "Five minutes without a control plane",
        """
        apiVersion: monitoring.coreos.com/v1
        kind: PrometheusRule
        metadata: {name: istio}
        spec:
          groups:
          - name: istio
            rules:
            - alert: IstiodDown
              expr: absent(pilot_info)
              for: 5m
        #          ^^ the alert on a control plane that is down waits 5m; the baseline allows 1m
        """,
    ),
    Example(
        "Ways to say it",
        """
        groups:
        - name: istio
          rules:
          - {alert: A, expr: 'up{app="istiod"} == 0', for: 90s}
        #                                                  ^^^ the alert on a control plane that is down waits 90s; the baseline allows 1m
          - {alert: B, expr: 'sum(up{job="istiod"} == 1) < 1', for: 10m}
        #                                                           ^^^ the alert on a control plane that is down waits 10m; the baseline allows 1m
          - {alert: C, expr: 'kube_deployment_status_replicas_available{deployment="istiod"} == 0', for: 1h}
        #                                                                                                ^^ the alert on a control plane that is down waits 1h; the baseline allows 1m
        """,
    ),
    Example(
        "Beside an alert on something else",
        """
        groups:
        - name: istio
          rules:
          - {alert: A, expr: absent(pilot_info), for: 2m}
        #                                             ^^ the alert on a control plane that is down waits 2m; the baseline allows 1m
          - {alert: B, expr: pilot_xds_eds_reject > 10, for: 5m}
        """,
    ),
    Example(
        "One that escalates what another has told",
        """
        groups:
        - name: istio
          rules:
          - {alert: IstiodDown, expr: absent(pilot_info), for: 1m}
          - {alert: IstiodStillDown, expr: absent(pilot_info), for: 15m}
        """,
    ),
    Example(
        "In time, at once, or not known when",
        """
        groups:
        - name: istio
          rules:
          - {alert: A, expr: absent(pilot_info), for: 60s}
        ---
        groups:
        - name: istio
          rules:
          - {alert: A, expr: absent(pilot_info)}
        """,
    ),
    Example(
        "What is not about a control plane that is down",
        """
        groups:
        - name: istio
          rules:
          - {alert: A, expr: 'pilot_xds_eds_reject > 10', for: 5m}
          - {alert: B, expr: 'up{job="shop"} == 0', for: 5m}
          - {alert: C, expr: 'kube_deployment_status_replicas_available{deployment="istiod"} < 2', for: 5m}
          - {alert: D, expr: 'absent(pilot_info)', for: "${WAIT}"}
          - {record: mesh:down, expr: 'absent(pilot_info)', for: 5m}
        """,
    ),
    Example(
        "A development cluster",
        "groups: [{name: istio, rules: [{alert: A, expr: absent(pilot_info), for: 5m}]}]",
        settings={"environment": "development"},
    ),
]


class Options(NamedTuple):
    """How long the alert may wait."""

    most: str = "1m"
    """A duration as Prometheus writes it."""


@rule(kinds(PROMETHEUS_RULE, RULE_FILE), Severity.WARNING, EXAMPLES, options=Options)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Compare what alerts wait, unless one of them is in time."""
    alerts, most = context.project.alerts, seconds(context.options.most)
    if most is None or not is_production(context.environment):
        return
    for each in alerts.of(resource):
        waits = alerts.extremes(wait)
        at = each.node.scalar("for")
        if at is None or waits is None or waits[0] <= most:
            continue
        if is_down(each) and (each.wait or 0) > most:
            yield Finding(
                at=at,
                message="the alert on a control plane that is down "
                f"waits {at.value}; the baseline allows {context.options.most}",
                help=f"set for: {context.options.most} or less",
            )


def wait(alert: AlertRule) -> Iterator[float]:
    """How long an alert on a control plane that is down waits."""
    if is_down(alert) and alert.wait is not None:
        yield alert.wait
