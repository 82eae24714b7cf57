"""The alerts for the mesh leave out something that takes it down.

The baseline wants five things watched, since each of them fails without a sound:

* that the control plane runs: `absent(pilot_info)`, for a minute;
* the memory of sidecars: `container_memory_working_set_bytes{container="istio-proxy"}` above 800Mi;
* when certificates expire: `citadel_server_root_cert_expiry_timestamp - time()` below 3 days;
* that proxies take the configuration: `pilot_total_xds_rejects`, `pilot_xds_pushes{type=~".*_senderr"}`;
* the CPU or memory of istiod: above 80%, or 6Gi.

Alerts are read from PrometheusRules, from plain files of rules, and from the values of the charts
kube-prometheus-stack and prometheus (`additionalPrometheusRulesMap`, `serverFiles`).

The rule speaks only where alerts for the mesh itself are in the input, once for all of them, at
the first. Alerts for a single service, on what its proxy measures, are none. It is silent where an
alert cannot be read, or uses recorded metrics that are not in sight: it may be the one. Option
`watch` tells which of the five are wanted. With `environment: staging` or `development` it is
silent. Where a cloud provider runs the control plane, only the memory of sidecars is yours to
watch.

What to do:
  Add the alert, or take what is watched elsewhere out of the option.

Symptoms: control plane down without an alert, sidecars OOMKilled without an alert, certificate
expired without an alert, push failures without an alert, control plane restarts without an alert

Baseline: A1, A2, A3, A4, A5
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

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
from istiolint.rules.api.alerts import Topic
from istiolint.rules.api.baseline import is_production

EXAMPLES = [
    Example(
        "Only the control plane is watched",
        """
        apiVersion: monitoring.coreos.com/v1
        kind: PrometheusRule
        metadata: {name: istio-alerts}
        #                ^^^^^^^^^^^^ no alert in sight watches the memory of sidecars
        #                ^^^^^^^^^^^^ no alert in sight watches when certificates expire
        #                ^^^^^^^^^^^^ no alert in sight watches that proxies take the configuration
        #                ^^^^^^^^^^^^ no alert in sight watches the CPU or memory of istiod
        spec:
          groups:
          - name: istio
            rules:
            - {alert: IstiodDown, expr: absent(pilot_info), for: 1m}
        """,
    ),
    Example(
        "A plain file, and a recording rule that tells what an alert is about",
        """
        groups:
        #^^^^^ no alert in sight watches that the control plane runs
        - name: mesh
          rules:
          - {record: 'mesh:istiod:memory', expr: 'max(container_memory_working_set_bytes{container="discovery"})'}
          - {alert: Memory, expr: 'mesh:istiod:memory > 6e9'}
          - {alert: Sidecar, expr: 'container_memory_working_set_bytes{container="istio-proxy"} > 8e8'}
          - {alert: Root, expr: citadel_server_root_cert_expiry_timestamp - time() < 259200}
          - {alert: Rejects, expr: pilot_total_xds_rejects > 10}
        """,
    ),
    Example(
        "All is watched, in two objects",
        """
        apiVersion: monitoring.coreos.com/v1
        kind: PrometheusRule
        metadata: {name: istio-control-plane}
        spec:
          groups:
          - name: istio
            rules:
            - {alert: IstiodMissing, expr: 'count(istio_build{component="pilot"}) < 1'}
            - {alert: IstiodCPU, expr: 'rate(process_cpu_seconds_total{app="istiod"}[5m]) > 0.8'}
        ---
        apiVersion: monitoring.coreos.com/v1
        kind: PrometheusRule
        metadata: {name: istio-data-plane}
        spec:
          groups:
          - name: istio
            rules:
            - {alert: Sidecar, expr: 'container_memory_working_set_bytes{container="istio-proxy"} > 8e8'}
            - {alert: Root, expr: citadel_server_root_cert_expiry_timestamp - time() < 259200}
            - {alert: Rejects, expr: pilot_total_xds_rejects > 10}
        """,
    ),
    Example(
        "An alert that may be about anything",
        """
        groups:
        - name: istio
          rules:
          - {alert: Down, expr: absent(pilot_info)}
          - {alert: Memory, expr: 'istio:sidecar:memory > 8e8'}
        """,
    ),
    Example(
        "Alerts in the values of kube-prometheus-stack",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: monitoring, namespace: monitoring}
        spec:
          chart: {spec: {chart: kube-prometheus-stack, sourceRef: {kind: HelmRepository, name: prometheus-community}}}
          values:
            additionalPrometheusRulesMap:
              mesh:
                groups:
        #       ^^^^^^ no alert in sight watches that the control plane runs
                - name: istio
                  rules:
                  - {alert: SidecarMemory, expr: 'container_memory_working_set_bytes{container="istio-proxy"} > 8e8'}
                  - {alert: Certificates, expr: istio_agent_cert_expiry_seconds < 259200}
                  - {alert: Rejects, expr: pilot_total_xds_rejects > 10}
                  - {alert: Memory, expr: 'container_memory_working_set_bytes{container="discovery"} > 6e9'}
        """,
    ),
    Example(
        "Alerts of one service are none of the mesh",
        """
        apiVersion: monitoring.coreos.com/v1
        kind: PrometheusRule
        metadata: {name: shop}
        spec:
          groups:
          - name: shop
            rules:
            - {alert: Errors, expr: 'rate(istio_requests_total{destination_app="shop", response_code="500"}[5m]) > 1'}
        """,
    ),
    Example(
        "A control plane that a cloud provider runs",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio.io/rev: asm-managed}}
        ---
        apiVersion: monitoring.coreos.com/v1
        kind: PrometheusRule
        metadata: {name: istio-alerts}
        #                ^^^^^^^^^^^^ no alert in sight watches the memory of sidecars
        spec: {groups: [{name: istio, rules: [{alert: Down, expr: absent(pilot_info)}]}]}
        """,
    ),
    Example(
        "A development cluster",
        "groups: [{name: istio, rules: [{alert: IstiodDown, expr: absent(pilot_info)}]}]",
        settings={"environment": "development"},
    ),
]


Watch = Literal["control-plane", "sidecar-memory", "certificates", "pushes", "resources"]


class Options(NamedTuple):
    """What has to be watched."""

    watch: tuple[Watch, ...] = (
        "control-plane",
        "sidecar-memory",
        "certificates",
        "pushes",
        "resources",
    )
    """Any of these five."""


EXAMPLE = {
    Topic.CONTROL_PLANE: "absent(pilot_info)",
    Topic.SIDECAR_MEMORY: 'container_memory_working_set_bytes{container="istio-proxy"} > 800 * 1024 ^ 2',
    Topic.CERTIFICATES: "citadel_server_root_cert_expiry_timestamp - time() < 259200",
    Topic.PUSHES: "sum(increase(pilot_total_xds_rejects[5m])) > 10",
    Topic.RESOURCES: 'container_memory_working_set_bytes{container="discovery"} > 6 * 1024 ^ 3',
}


@rule(kinds(PROMETHEUS_RULE, RULE_FILE), Severity.INFO, EXAMPLES, options=Options)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Report at the first object what none of them watches."""
    alerts = context.project.alerts
    if alerts.first is not resource or not is_production(context.environment):
        return
    watched, wanted = alerts.watched, context.options.watch
    is_managed = context.project.managed.is_all
    for topic, example in EXAMPLE.items():
        is_wanted = topic.name.lower().replace("_", "-") in wanted
        is_left = is_managed and topic is not Topic.SIDECAR_MEMORY
        if is_wanted and not is_left and watched.is_certain and topic not in watched.topics:
            first = next((entry.key for entry in resource.root.entries()), resource.at)
            yield Finding(
                at=first if resource.kind == RULE_FILE else resource.at,
                message=f"no alert in sight watches {topic.value}",
                help=f"add one such as: {example}",
            )
