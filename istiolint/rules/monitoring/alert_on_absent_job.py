"""An alert looks for istiod under a scrape job that does not exist.

`up{job="pilot"} == 0` is in many collections of alerts. The job is what Prometheus's own
configuration calls it: only the Prometheus that came with Istio up to 1.7 had one called `pilot`,
and a ServiceMonitor with `jobLabel: istio` makes one. Elsewhere the query gives nothing, even
while istiod is down, and the alert never fires. Inside `absent()` it fires for ever.

The rule looks at the ServiceMonitors and at the configuration of Prometheus in the input. It is
silent where one of them gives the job, or may give it, and where the same alert also asks for
the absence of one of istiod's own metrics.

What to do:
  Use `absent(pilot_info)`: it fires whatever the job is called, also when istiod has vanished
  from the list of targets, where `up` has nothing to tell. Or use the job that Prometheus shows
  under its targets.

Symptoms: alert never fires, control plane down without an alert, istiod down and nobody was told

Baseline: A1
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    CONFIG_MAP,
    PROMETHEUS_RULE,
    RULE_FILE,
    SERVICE_MONITOR,
    Context,
    Example,
    Finding,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.alerts import AlertRule, Selector, metric, scrape_jobs, selectors, within

EXAMPLES = [
    Example(
        "A job of the Prometheus that came with Istio up to 1.7",
        """
        apiVersion: monitoring.coreos.com/v1
        kind: PrometheusRule
        metadata: {name: istio}
        spec:
          groups:
          - name: istio
            rules:
            - alert: IstioControlPlaneDown
              expr: up{job="pilot"} == 0
        #                   ^^^^^ no scrape job in sight is called "pilot"; without one the alert never fires
              for: 1m
            - alert: IstioControlPlaneGone
              expr: absent(up{job="pilot"})
        #                          ^^^^^ no scrape job in sight is called "pilot"; without one the alert always fires
        """,
    ),
    Example(
        "A ServiceMonitor that calls it something else",
        """
        groups:
        - name: istio
          rules:
          - {alert: Down, expr: 'up{job="istiod"} == 0'}
        #                                ^^^^^^ no scrape job in sight is called "istiod"; without one the alert never fires
        # file: monitor.yaml
        apiVersion: monitoring.coreos.com/v1
        kind: ServiceMonitor
        metadata: {name: istio-component-monitor}
        spec:
          jobLabel: istio
          selector: {matchExpressions: [{key: istio, operator: In, values: [pilot]}]}
        """,
        path="rules.yaml",
    ),
    Example(
        "A ServiceMonitor that gives the job",
        """
        groups: [{name: istio, rules: [{alert: Down, expr: 'up{job="pilot"} == 0'}]}]
        # file: monitor.yaml
        apiVersion: monitoring.coreos.com/v1
        kind: ServiceMonitor
        metadata: {name: istiod}
        spec: {jobLabel: istio, selector: {matchLabels: {app: istiod}}}
        """,
        path="rules.yaml",
    ),
    Example(
        "Prometheus's own configuration gives it",
        """
        groups: [{name: istio, rules: [{alert: Down, expr: 'up{job="pilot"} == 0'}]}]
        # file: prometheus.yaml
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: prometheus}
        data:
          prometheus.yml: |
            scrape_configs:
            - job_name: pilot
        """,
        path="rules.yaml",
    ),
    Example(
        "Relabelling may give it any name",
        """
        groups: [{name: istio, rules: [{alert: Down, expr: 'up{job="pilot"} == 0'}]}]
        # file: monitor.yaml
        apiVersion: monitoring.coreos.com/v1
        kind: ServiceMonitor
        metadata: {name: istiod}
        spec: {endpoints: [{relabelings: [{targetLabel: job, replacement: pilot}]}]}
        """,
        path="rules.yaml",
    ),
    Example(
        "Alerts that do not depend on it",
        """
        groups:
        - name: istio
          rules:
          - {alert: A, expr: 'up{job="pilot"} == 0 or absent(pilot_info)'}
          - {alert: B, expr: 'up{job=~"istiod|pilot"} == 0'}
          - {alert: C, expr: 'up{job="istiod"} == 0'}
          - {alert: D, expr: 'up{job!="pilot", namespace="istio-system"} == 0'}
          - {alert: E, expr: 'up{job="${JOB}", app="istiod"} == 0'}
        """,
    ),
]

BUNDLED = ("pilot", "citadel", "galley")
"""Jobs that only the bundled Prometheus had."""


@rule(
    kinds(PROMETHEUS_RULE, RULE_FILE),
    Severity.WARNING,
    EXAMPLES,
    reads=[SERVICE_MONITOR, CONFIG_MAP],
)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Compare the jobs that alerts name with those in sight."""
    for each in context.project.alerts.of(resource):
        if each.tree is None or is_portable(each):
            continue
        for selector in selectors(each.tree):
            yield from examined(each, selector, context)


def is_portable(alert: AlertRule) -> bool:
    """Whether it also asks for the absence of what istiod itself exports, whatever the job."""
    absent = within(alert.tree, "absent") if alert.tree is not None else ()
    return any(metric(each.name) and not jobs_of(each) for each in absent)


def jobs_of(selector: Selector) -> list[str]:
    """The jobs that it names."""
    return [each.value for each in selector.matchers if each.label == "job"]


def examined(alert: AlertRule, selector: Selector, context: Context) -> Iterator[Finding]:
    """Report the job of one time series, if there is no such job."""
    for matcher in selector.matchers:
        named = matcher.label == "job" and matcher.operator == "="
        if named and matcher.value in (*BUNDLED, "istiod"):
            jobs = scrape_jobs(context.project)
            may_be = jobs.is_open or matcher.value in jobs.names
            if may_be or (matcher.value == "istiod" and "pilot" not in jobs.names):
                continue
            is_absent = alert.tree is not None and selector in within(alert.tree, "absent")
            fires = "always" if is_absent else "never"
            yield Finding(
                at=alert.part(matcher.start, matcher.end),
                message=f'no scrape job in sight is called "{matcher.value}"; '
                f"without one the alert {fires} fires",
                help="use absent(pilot_info), which does not depend on what the job is called; "
                "only the Prometheus bundled with Istio up to 1.7, or a ServiceMonitor with "
                'jobLabel: istio, calls it "pilot"',
            )
