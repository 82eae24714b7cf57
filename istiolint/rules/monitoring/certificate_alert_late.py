"""The alert on certificates that expire fires too late.

When the root or the signing certificate of the mesh has expired no proxy trusts another any more:
all mTLS stops at once. A new root has to reach every workload before the old one goes, so hours do
not do. The baseline has the alert fire 3 days before, and a critical one a day before.

The certificates of workloads are another matter. They live 24 hours, and the agent renews them
halfway: an alert on `istio_agent_cert_expiry_seconds` with days in it fires all the time, unless
`SECRET_TTL` says more. An hour or two is what tells that renewal does not work.

An alert that comes later on purpose, such as the critical one, is fine: the rule is silent where
another one in the input fires in time. With `environment: staging` or `development` it is silent.

What to do:
  Alert on `citadel_server_root_cert_expiry_timestamp - time()` below 3 days (259200 seconds), and on
  `citadel_server_cert_chain_expiry_timestamp`.

Symptoms: mTLS fails at random, all mTLS stops, certificate expired without an alert, root
certificate expired, certificate alert fires all the time

Baseline: A3, T2
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
from istiolint.rules.api.alerts import AlertRule, remaining, seconds, spoken
from istiolint.rules.api.baseline import is_production

EXAMPLES = [
    Example(
        "A day is not enough",
        """
        apiVersion: monitoring.coreos.com/v1
        kind: PrometheusRule
        metadata: {name: istio}
        spec:
          groups:
          - name: istio
            rules:
            - alert: RootExpires
              expr: (citadel_server_root_cert_expiry_timestamp - time()) / 86400 < 1
        #                                                                          ^ the alert fires 1d before a certificate expires; the baseline asks for 3d
        """,
    ),
    Example(
        "The remaining seconds, taken for days",
        """
        groups:
        - name: istio
          rules:
          - {alert: Chain, expr: min(citadel_server_cert_chain_expiry_seconds) < 3}
        #                                                                        ^ the alert fires 3s before a certificate expires; the baseline asks for 3d
        """,
    ),
    Example(
        "Days, for certificates that live 24 hours",
        """
        groups:
        - name: istio
          rules:
          - {alert: Workload, expr: istio_agent_cert_expiry_seconds / 86400 < 3}
        #                                                                     ^ certificates of workloads live 24h, so an alert 3d before they expire fires all the time
        """,
    ),
    Example(
        "The critical alert comes after one that is in time",
        """
        groups:
        - name: istio
          rules:
          - {alert: A, expr: citadel_server_root_cert_expiry_timestamp - time() < 259200}
          - {alert: B, expr: citadel_server_root_cert_expiry_timestamp - time() < 86400}
        """,
    ),
    Example(
        "Certificates of workloads, and what is not known",
        """
        groups:
        - name: istio
          rules:
          - {alert: A, expr: istio_agent_cert_expiry_seconds < 7200}
          - {alert: B, expr: 'citadel_server_root_cert_expiry_timestamp - time() < ${LIMIT}'}
          - {alert: C, expr: citadel_server_root_cert_expiry_timestamp < time()}
          - {alert: D, expr: absent(citadel_server_root_cert_expiry_timestamp)}
          - {alert: E, expr: 'probe_ssl_earliest_cert_expiry{job="istio"} - time() < 86400'}
        """,
    ),
    Example(
        "A development cluster",
        "groups: [{name: a, rules: [{alert: A, expr: citadel_server_root_cert_expiry_timestamp - time() < 60}]}]",
        settings={"environment": "development"},
    ),
]


class Options(NamedTuple):
    """How long before the expiry the alert has to fire."""

    least: str = "3d"
    """A duration as Prometheus writes it."""


@rule(kinds(PROMETHEUS_RULE, RULE_FILE), Severity.WARNING, EXAMPLES, options=Options)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Compare how long before the expiry alerts fire, unless one of them is in time."""
    alerts, said = context.project.alerts, context.options.least
    least = seconds(said)
    if least is None or not is_production(context.environment):
        return
    for alert in alerts.of(resource):
        for each in alert.comparisons:
            found = remaining(each.subject) if each.is_lower else None
            if found is None:
                continue
            at = alert.part(each.start, each.end)
            if found.name == OF_WORKLOADS and each.limit >= LIFE:
                yield Finding(
                    at=at,
                    message="certificates of workloads live 24h, so an alert "
                    f"{spoken(each.limit)} before they expire fires all the time",
                    help="alert an hour or two before, or on the root: "
                    "citadel_server_root_cert_expiry_timestamp - time() < 259200",
                    severity=Severity.INFO,
                )
            known = alerts.extremes(margins)
            if found.name.startswith(OF_THE_CA) and known is not None and known[1] < least:
                yield Finding(
                    at=at,
                    message=f"the alert fires {spoken(each.limit)} before a certificate expires; "
                    f"the baseline asks for {said}",
                    help=f"alert {said} ({least:g} seconds) before, and make one at a day critical",
                )


OF_WORKLOADS = "istio_agent_cert_expiry_seconds"
OF_THE_CA = "citadel_server_"
LIFE = 86400
"""What a certificate of a workload lives by default, in seconds."""


def margins(alert: AlertRule) -> Iterator[float]:
    """How long before the expiry of a certificate of the CA an alert fires."""
    for each in alert.comparisons:
        found = remaining(each.subject) if each.is_lower else None
        if found is not None and found.name.startswith(OF_THE_CA):
            yield each.limit
