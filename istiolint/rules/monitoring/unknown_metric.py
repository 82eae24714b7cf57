"""An alert or recording rule uses a metric that Istio does not export.

Prometheus does not know which metrics there should be: a query for a name that nobody exports
gives nothing, and an alert on nothing never fires. Nothing says so, neither when the rule is
loaded nor later; the day it was written for passes in silence. Inside `absent()` it is the
other way round: the alert fires for ever.

Some names are in many collections of alerts although no supported release has them, such as
`cert_expiry_timestamp` (meant is `citadel_server_root_cert_expiry_timestamp`, in seconds since
1970) or `pilot_xds_push_errors` (errors are counted by `pilot_xds_pushes`, under types that end
in `_senderr`). Others came or went with a release. Metrics of the agent in each pod have the
prefix `istio_agent_`. A name that a recording rule in the input gives is known.

What to do:
  Use the metric that the message names, and look once in Prometheus whether the query finds
  anything.

Symptoms: alert never fires, certificate expired without an alert, no data in the query

Baseline: A3
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    PROMETHEUS_RULE,
    RULE_FILE,
    Context,
    Example,
    Finding,
    Release,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.alerts import AlertRule, Selector, instead_of, metric, selectors

EXAMPLES = [
    Example(
        "A metric that exists nowhere",
        """
        apiVersion: monitoring.coreos.com/v1
        kind: PrometheusRule
        metadata: {name: istio}
        spec:
          groups:
          - name: certificates
            rules:
            - alert: CertificateExpiringSoon
              expr: (cert_expiry_timestamp - time()) / 86400 < 3
        #            ^^^^^^^^^^^^^^^^^^^^^ Istio exports no metric "cert_expiry_timestamp"; did you mean "citadel_server_root_cert_expiry_timestamp"?
        """,
    ),
    Example(
        "A slip of the pen, in a plain file of rules",
        """
        groups:
        - name: traffic
          rules:
          - alert: Errors
            expr: |
              sum(rate(istio_request_total{response_code=~"5.."}[5m]))
        #              ^^^^^^^^^^^^^^^^^^^ Istio exports no metric "istio_request_total"; did you mean "istio_requests_total"?
                > 1
        """,
    ),
    Example(
        "A metric that has gone",
        """
        groups:
        - name: pilot
          rules:
          - alert: Pushes
            expr: increase(pilot_xds_push_context_errors[5m]) > 0
        #                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Istio exports "pilot_xds_push_context_errors" only up to 1.25; did you mean "pilot_total_xds_internal_errors"?
        """,
        releases="1.26..1.31",
    ),
    Example(
        "A metric that has gone, and nothing is like it",
        """
        groups:
        - name: ambient
          rules:
          - alert: Clusters
            expr: ambient_istiod_managed_clusters < 2
        #         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Istio exports "ambient_istiod_managed_clusters" only up to 1.29
        """,
        releases="1.30..1.31",
    ),
    Example(
        "A metric that is yet to come",
        """
        groups:
        - name: ca
          rules:
          - alert: Root
            expr: citadel_server_root_cert_expiry_seconds < 259200
        #         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Istio exports "citadel_server_root_cert_expiry_seconds" only from 1.23 on
        """,
        releases="1.16..1.22",
    ),
    Example(
        "Metrics of istiod, of proxies and of agents",
        """
        groups:
        - name: mesh
          rules:
          - alert: Down
            expr: absent(pilot_info)
          - alert: Root
            expr: (citadel_server_root_cert_expiry_timestamp - time()) / 86400 < 3
          - alert: Slow
            expr: histogram_quantile(0.99, sum by (le) (rate(istio_request_duration_milliseconds_bucket[5m]))) > 1500
          - alert: Workload
            expr: istio_agent_cert_expiry_seconds < 3600
          - alert: Agent
            expr: istio_agent_go_goroutines > 1000
        """,
    ),
    Example(
        "Names that a recording rule gives, of other exporters, and custom ones",
        """
        groups:
        - name: mesh
          rules:
          - record: pilot_restarts
            expr: increase(kube_pod_container_status_restarts_total{container="discovery"}[1h])
          - alert: Restarts
            expr: pilot_restarts > 2
          - alert: Rate
            expr: istio_requests:rate5m > 100
          - alert: Custom
            expr: istio_shop_orders > 100
          - alert: Expiry
            expr: x509_cert_not_after{secret_name="istio-ca-secret"} - time() < 259200
        """,
    ),
    Example(
        "An expression that is filled in later",
        "groups: [{name: a, rules: [{alert: A, expr: 'cert_expiry_timestamp < ${LIMIT}'}]}]",
    ),
]


@rule(kinds(PROMETHEUS_RULE, RULE_FILE), Severity.WARNING, EXAMPLES)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Look each name up, once for each rule."""
    alerts = context.project.alerts
    for each in alerts.of(resource):
        if each.tree is not None:
            names = {found.name: found for found in selectors(each.tree)}
            for name, selector in names.items():
                if name not in alerts.recorded:
                    yield from examined(each, selector, context.release)


def examined(alert: AlertRule, selector: Selector, release: Release) -> Iterator[Finding]:
    """What is wrong with the name of one metric, if anything is."""
    name, known = selector.name, metric(selector.name)
    at = alert.part(selector.start, selector.end)
    is_sought = known is None or known.last is not None
    instead = instead_of(name, release.minor) if is_sought else None
    meant = f'; did you mean "{instead.partition("{")[0]}"?' if instead else ""
    if known is None:
        if instead is not None:
            message = f'Istio exports no metric "{name}"{meant}'
            yield Finding(at=at, message=message, help=advice(instead))
    elif known.last is not None and release.minor > known.last:
        message = f'Istio exports "{name}" only up to 1.{known.last}{meant}'
        gone = Release(known.last + 1)
        yield Finding(at=at, message=message, help=advice(instead or ""), since=gone)
    elif release.minor < known.first:
        message = f'Istio exports "{name}" only from 1.{known.first} on'
        yield Finding(at=at, message=message, help=advice(""))


def advice(instead: str) -> str:
    """What to do about an alert that cannot fire."""
    use = f"use {instead}; " if instead else "remove the rule, or use another metric; "
    return use + "a query for a metric that nobody exports gives nothing, and its alert never fires"
