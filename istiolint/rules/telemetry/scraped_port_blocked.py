"""A network policy closes the port on which Prometheus scrapes injected pods.

The injector rewrites the annotations of a pod that asks to be scraped: Prometheus then comes to
15020, where the agent serves the metrics of proxy and application together. A policy that opens
the application's own port for Prometheus opens a door where nobody knocks. A PodMonitor with the
path `/stats/prometheus`, as in Istio's samples, scrapes the proxies on 15090 instead.

The rule speaks of policies that open some ports of injected pods, where a pod in sight asks to be
scraped or such a PodMonitor is in sight for the namespace, and no policy may open the port. It is
silent about pods for which merging is off (`prometheus.istio.io/merge-metrics: "false"`, or
`enablePrometheusMerge: false` in an install in sight). Probes are not counted: they come from the
kubelet, which most networks let through.

What to do:
  Open TCP 15020 (or 15090 for the PodMonitor) to Prometheus.

Symptoms: no metrics of the workload, up == 0, context deadline exceeded in the list of targets,
alerts stay silent

Baseline: P1, P2
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    NAMESPACE,
    NETWORK_POLICIES,
    POD_MONITOR,
    WORKLOADS,
    Context,
    Example,
    Finding,
    Project,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.injection import Mode
from istiolint.rules.api.network import Policy, Wanted

EXAMPLES = [
    Example(
        "The port of the application is open, and Prometheus comes to another",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          template:
            metadata:
              labels: {app: web, sidecar.istio.io/inject: "true"}
              annotations: {prometheus.io/scrape: "true", prometheus.io/port: "8080"}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: web, namespace: shop}
        spec:
          podSelector: {matchLabels: {app: web}}
          ingress:
        # ^^^^^^^ port 15020 stays closed, on which Prometheus scrapes injected pods of "shop"
          - ports: [{port: 8080}]
        """,
    ),
    Example(
        "Istio's sample PodMonitor scrapes the proxies",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio-injection: enabled}}
        ---
        apiVersion: monitoring.coreos.com/v1
        kind: PodMonitor
        metadata: {name: envoy-stats-monitor, namespace: istio-system}
        spec:
          namespaceSelector: {any: true}
          podMetricsEndpoints: [{path: /stats/prometheus}]
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: web, namespace: shop}
        spec:
          podSelector: {}
          ingress:
        # ^^^^^^^ port 15090 stays closed, on which Prometheus scrapes injected pods of "shop"
          - ports: [{port: 8080}]
        """,
    ),
    Example(
        "Another policy opens the port",
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: web
          namespace: shop
          labels: {app: web, sidecar.istio.io/inject: "true"}
          annotations: {prometheus.io/scrape: "true"}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: web, namespace: shop}
        spec: {podSelector: {matchLabels: {app: web}}, ingress: [{ports: [{port: 8080}]}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: prometheus, namespace: shop}
        spec: {podSelector: {}, ingress: [{from: [{namespaceSelector: {}}], ports: [{port: 15020}]}]}
        """,
    ),
    Example(
        "Nobody scrapes, or not the agent, or only somewhere else",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio-injection: enabled}}
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: web
          namespace: shop
          labels: {app: web}
          annotations: {prometheus.io/scrape: "true", prometheus.istio.io/merge-metrics: "false"}
        ---
        apiVersion: monitoring.coreos.com/v1
        kind: PodMonitor
        metadata: {name: envoy, namespace: other}
        spec: {podMetricsEndpoints: [{path: /stats/prometheus}]}
        ---
        apiVersion: monitoring.coreos.com/v1
        kind: PodMonitor
        metadata: {name: app, namespace: shop}
        spec: {podMetricsEndpoints: [{path: /metrics}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: web, namespace: shop}
        spec: {podSelector: {}, ingress: [{ports: [{port: 8080}]}]}
        """,
    ),
    Example(
        "Everything is meant to be closed, and merging is off in the mesh",
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: web
          namespace: shop
          labels: {app: web, sidecar.istio.io/inject: "true"}
          annotations: {prometheus.io/scrape: "true"}
        ---
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {meshConfig: {enablePrometheusMerge: false}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: default-deny, namespace: shop}
        spec: {podSelector: {}, policyTypes: [Ingress]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: web, namespace: shop}
        spec: {podSelector: {matchLabels: {app: web}}, ingress: [{ports: [{port: 8080}]}]}
        """,
    ),
]

MERGED, ENVOY = 15020, 15090


@rule(
    kinds(*NETWORK_POLICIES),
    Severity.INFO,
    EXAMPLES,
    reads=[NAMESPACE, *WORKLOADS, POD_MONITOR],
)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Ask who scrapes the pods that a policy isolates, and whether the port is open."""
    project = context.project
    for policy in project.network.of(resource):
        side = policy.ingress
        if side is None or side.opens_nothing:
            continue
        for namespace in project.network.concerns(policy, "ingress", Mode.SIDECAR):
            port = scraped_port(project, policy, namespace)
            wanted = Wanted(port or 0)
            if port and not project.network.may_pass_in(namespace, "ingress", wanted):
                yield Finding(
                    at=side.at,
                    message=f"port {port} stays closed, on which Prometheus scrapes injected pods "
                    f'of "{namespace}"',
                    help=f"open TCP {port} to Prometheus",
                )
                break


def scraped_port(project: Project, policy: Policy, namespace: str) -> int | None:
    """Where Prometheus comes to pods of a policy in a namespace, if the files tell."""
    if any(is_for(monitor, namespace) for monitor in project.of_kind(POD_MONITOR)):
        return ENVOY
    merge = [each.setting("meshConfig.enablePrometheusMerge").flag for each in project.installs]
    pods = project.network.pods_of(policy, namespace)
    return MERGED if False not in merge and any(map(asks_to_be_scraped, pods)) else None


def is_for(monitor: Resource, namespace: str) -> bool:
    """Whether a PodMonitor scrapes the proxies of a namespace."""
    paths = [each.text("path") for each in monitor.root.items("spec", "podMetricsEndpoints")]
    if not any(path is not None and path.value == "/stats/prometheus" for path in paths):
        return False
    chosen = monitor.root.at("spec", "namespaceSelector")
    if chosen is None:
        return monitor.namespace == namespace
    everywhere = chosen.text("any")
    named = any(each.value == namespace for each in chosen.items("matchNames"))
    return named or (everywhere is not None and everywhere.meaning is True)


def asks_to_be_scraped(resource: Resource) -> bool:
    """Whether the annotations of a pod ask Prometheus in, by way of the agent."""
    said = resource.pod.at("metadata", "annotations") if resource.pod is not None else None
    notes = {each.name: each.value.value for each in said.entries()} if said is not None else {}
    is_apart = notes.get("prometheus.istio.io/merge-metrics") == "false"
    return notes.get("prometheus.io/scrape") == "true" and not is_apart
