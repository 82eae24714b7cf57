"""The kinds of Kubernetes objects that decide how a mesh behaves."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple


class Kind(NamedTuple):
    """A kind within its API group; the core group is the empty string."""

    group: str
    name: str

    def __str__(self) -> str:
        return f"{self.name}.{self.group}" if self.group else self.name

    @classmethod
    @lru_cache(maxsize=256)
    def of(cls, api_version: str, name: str) -> Kind:
        """The kind that an object's ``apiVersion`` and ``kind`` name."""
        group, slash, _ = api_version.rpartition("/")
        return cls(group if slash else "", name)


ISTIO_SYSTEM = "istio-system"
"""The namespace that istiod is in, and that is the root of the mesh, unless something says so."""

# Istio

VIRTUAL_SERVICE = Kind("networking.istio.io", "VirtualService")
DESTINATION_RULE = Kind("networking.istio.io", "DestinationRule")
GATEWAY = Kind("networking.istio.io", "Gateway")
SERVICE_ENTRY = Kind("networking.istio.io", "ServiceEntry")
WORKLOAD_ENTRY = Kind("networking.istio.io", "WorkloadEntry")
WORKLOAD_GROUP = Kind("networking.istio.io", "WorkloadGroup")
SIDECAR = Kind("networking.istio.io", "Sidecar")
ENVOY_FILTER = Kind("networking.istio.io", "EnvoyFilter")
PROXY_CONFIG = Kind("networking.istio.io", "ProxyConfig")
AUTHORIZATION_POLICY = Kind("security.istio.io", "AuthorizationPolicy")
PEER_AUTHENTICATION = Kind("security.istio.io", "PeerAuthentication")
REQUEST_AUTHENTICATION = Kind("security.istio.io", "RequestAuthentication")
TELEMETRY = Kind("telemetry.istio.io", "Telemetry")
WASM_PLUGIN = Kind("extensions.istio.io", "WasmPlugin")
TRAFFIC_EXTENSION = Kind("extensions.istio.io", "TrafficExtension")
ISTIO_OPERATOR = Kind("install.istio.io", "IstioOperator")

SAIL_ISTIO = Kind("sailoperator.io", "Istio")
SAIL_REVISION = Kind("sailoperator.io", "IstioRevision")
SAIL_REVISION_TAG = Kind("sailoperator.io", "IstioRevisionTag")
SAIL_CNI = Kind("sailoperator.io", "IstioCNI")
SAIL_ZTUNNEL = Kind("sailoperator.io", "ZTunnel")

# Objects that hold or name Helm values

ARGO_APPLICATION = Kind("argoproj.io", "Application")
ARGO_APPLICATION_SET = Kind("argoproj.io", "ApplicationSet")
FLUX_HELM_RELEASE = Kind("helm.toolkit.fluxcd.io", "HelmRelease")
K3S_HELM_CHART = Kind("helm.cattle.io", "HelmChart")
K3S_HELM_CHART_CONFIG = Kind("helm.cattle.io", "HelmChartConfig")
KUSTOMIZATION = Kind("kustomize.config.k8s.io", "Kustomization")
KUSTOMIZE_COMPONENT = Kind("kustomize.config.k8s.io", "Component")

# Gateway API

K8S_GATEWAY = Kind("gateway.networking.k8s.io", "Gateway")
GATEWAY_CLASS = Kind("gateway.networking.k8s.io", "GatewayClass")

# Kubernetes

NAMESPACE = Kind("", "Namespace")
SERVICE = Kind("", "Service")
SERVICE_ACCOUNT = Kind("", "ServiceAccount")
POD = Kind("", "Pod")
CONFIG_MAP = Kind("", "ConfigMap")
SECRET = Kind("", "Secret")
LIST = Kind("", "List")
DEPLOYMENT = Kind("apps", "Deployment")
STATEFUL_SET = Kind("apps", "StatefulSet")
DAEMON_SET = Kind("apps", "DaemonSet")
REPLICA_SET = Kind("apps", "ReplicaSet")
REPLICATION_CONTROLLER = Kind("", "ReplicationController")
JOB = Kind("batch", "Job")
CRON_JOB = Kind("batch", "CronJob")
ROLLOUT = Kind("argoproj.io", "Rollout")
POD_DISRUPTION_BUDGET = Kind("policy", "PodDisruptionBudget")
HORIZONTAL_POD_AUTOSCALER = Kind("autoscaling", "HorizontalPodAutoscaler")
SCALED_OBJECT = Kind("keda.sh", "ScaledObject")
LIMIT_RANGE = Kind("", "LimitRange")
RESOURCE_QUOTA = Kind("", "ResourceQuota")
ENDPOINTS = Kind("", "Endpoints")
ENDPOINT_SLICE = Kind("discovery.k8s.io", "EndpointSlice")
INGRESS = Kind("networking.k8s.io", "Ingress")

AUTOSCALERS = (HORIZONTAL_POD_AUTOSCALER, SCALED_OBJECT)
"""Kinds that say how many pods something has; of a ScaledObject, KEDA makes the other one."""

# Monitoring, and what checks a certificate

PROMETHEUS_RULE = Kind("monitoring.coreos.com", "PrometheusRule")
SERVICE_MONITOR = Kind("monitoring.coreos.com", "ServiceMonitor")
POD_MONITOR = Kind("monitoring.coreos.com", "PodMonitor")
MUTATING_WEBHOOK = Kind("admissionregistration.k8s.io", "MutatingWebhookConfiguration")
VALIDATING_WEBHOOK = Kind("admissionregistration.k8s.io", "ValidatingWebhookConfiguration")

SECRET_MAKERS = (
    Kind("bitnami.com", "SealedSecret"),
    Kind("external-secrets.io", "ExternalSecret"),
)
"""Kinds of objects that a Secret is made from in the cluster."""

CERTIFICATE = Kind("cert-manager.io", "Certificate")
ISSUER = Kind("cert-manager.io", "Issuer")
CLUSTER_ISSUER = Kind("cert-manager.io", "ClusterIssuer")

CERTIFICATE_AUTHORITIES = (CERTIFICATE, ISSUER, CLUSTER_ISSUER)
"""Kinds of cert-manager's, which signs certificates."""

RULE_FILE = Kind("prometheus.io", "rule file")
"""What a plain file of Prometheus rules is among the resources; no cluster knows the kind."""

POD_TEMPLATES = (
    DEPLOYMENT,
    STATEFUL_SET,
    DAEMON_SET,
    REPLICA_SET,
    JOB,
    CRON_JOB,
    REPLICATION_CONTROLLER,
    ROLLOUT,
)
"""Kinds with a template that pods are made from."""

POD_PATHS: dict[Kind, tuple[str, ...]] = {
    POD: (),
    **dict.fromkeys(POD_TEMPLATES, ("spec", "template")),
    CRON_JOB: ("spec", "jobTemplate", "spec", "template"),
}
"""Where the pod, or the template of pods, stands in an object, by its kind."""

WORKLOADS = (POD, *POD_TEMPLATES)

ANNOTATED = (
    NAMESPACE,
    SERVICE,
    SERVICE_ACCOUNT,
    *WORKLOADS,
    SERVICE_ENTRY,
    WORKLOAD_ENTRY,
    AUTHORIZATION_POLICY,
)
"""Kinds that annotations and labels of Istio's are written on."""

GITOPS = (
    ARGO_APPLICATION, ARGO_APPLICATION_SET, FLUX_HELM_RELEASE, K3S_HELM_CHART,
    K3S_HELM_CHART_CONFIG, KUSTOMIZATION, KUSTOMIZE_COMPONENT, SAIL_CNI, SAIL_ZTUNNEL,
)  # fmt: skip
"""Kinds whose objects may hold values for charts that make no control plane."""

HOLDERS = frozenset((ISTIO_OPERATOR, SAIL_ISTIO, SAIL_REVISION, CONFIG_MAP, *GITOPS, *WORKLOADS))
"""Kinds whose objects may have trees of settings in them."""

CLUSTER_NETWORK_POLICIES = (
    Kind("crd.projectcalico.org", "GlobalNetworkPolicy"),
    Kind("projectcalico.org", "GlobalNetworkPolicy"),
    Kind("cilium.io", "CiliumClusterwideNetworkPolicy"),
)
"""Those of them whose objects have no namespace."""

NETWORK_POLICIES = (
    Kind("networking.k8s.io", "NetworkPolicy"),
    Kind("crd.projectcalico.org", "NetworkPolicy"),
    Kind("projectcalico.org", "NetworkPolicy"),
    Kind("cilium.io", "CiliumNetworkPolicy"),
    *CLUSTER_NETWORK_POLICIES,
)
"""Kinds that say which connections pods may have, whoever enforces them."""

FELIX_CONFIGURATIONS = (
    Kind("crd.projectcalico.org", "FelixConfiguration"),
    Kind("projectcalico.org", "FelixConfiguration"),
)
"""Calico's settings for the agent on each node."""

_OTHERS = (
    RESOURCE_QUOTA,
    LIMIT_RANGE,
    ENDPOINTS,
    ENDPOINT_SLICE,
    INGRESS,
    *AUTOSCALERS,
    POD_DISRUPTION_BUDGET,
    MUTATING_WEBHOOK,
    VALIDATING_WEBHOOK,
    PROMETHEUS_RULE,
    SERVICE_MONITOR,
    POD_MONITOR,
    *CERTIFICATE_AUTHORITIES,
)
"""Kinds that hold no settings, and that a rule reads."""

_READ = frozenset(
    (
        NAMESPACE, SERVICE, SERVICE_ACCOUNT, SECRET, LIST, RULE_FILE,
        *HOLDERS, *SECRET_MAKERS, *NETWORK_POLICIES, *FELIX_CONFIGURATIONS, *_OTHERS,
    )
)  # fmt: skip

MESH_GROUPS = (
    "gateway.networking.k8s.io",
    "gateway.networking.x-k8s.io",
    "inference.networking.k8s.io",
    "sailoperator.io",
)
"""Groups beside Istio's own whose kinds are all about the mesh."""

CLUSTER_SCOPED = frozenset(
    (
        NAMESPACE,
        RULE_FILE,
        SAIL_ISTIO,
        SAIL_REVISION,
        SAIL_REVISION_TAG,
        SAIL_CNI,
        SAIL_ZTUNNEL,
        GATEWAY_CLASS,
        MUTATING_WEBHOOK,
        VALIDATING_WEBHOOK,
        CLUSTER_ISSUER,
        *CLUSTER_NETWORK_POLICIES,
        *FELIX_CONFIGURATIONS,
    )
)
"""Kinds whose objects have no namespace."""


def is_istio(kind: Kind) -> bool:
    """Whether the group is one of Istio's own, known to us or not."""
    return kind.group == "istio.io" or kind.group.endswith(".istio.io")


def is_read(kind: Kind) -> bool:
    """Whether anything of ours reads objects of this kind.

    A misspelt kind in one of Istio's groups is read, so that it can be reported.
    """
    return kind in _READ or kind.group in MESH_GROUPS or is_istio(kind)
