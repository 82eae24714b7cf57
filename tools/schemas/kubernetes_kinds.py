"""Which kinds are read whole, and which versions of them Kubernetes no longer serves."""

from __future__ import annotations

from collections.abc import Mapping

KINDS: Mapping[str, str] = {
    "admissionregistration.v1": "MutatingWebhookConfiguration ValidatingWebhookConfiguration",
    "apps.v1": "DaemonSet Deployment ReplicaSet StatefulSet",
    "autoscaling.v1": "HorizontalPodAutoscaler",
    "autoscaling.v2": "HorizontalPodAutoscaler",
    "autoscaling.v2beta2": "HorizontalPodAutoscaler",
    "batch.v1": "CronJob Job",
    "cert-manager.v1": "Certificate ClusterIssuer Issuer",
    "core.v1": "ConfigMap LimitRange Namespace Pod PodTemplate ReplicationController ResourceQuota"
    " Secret Service ServiceAccount",
    "discovery.v1": "EndpointSlice",
    "monitoring.v1": "PodMonitor PrometheusRule ServiceMonitor",
    "networking.v1": "Ingress NetworkPolicy",
    "policy.v1": "PodDisruptionBudget",
    "scheduling.v1": "PriorityClass",
}
"""The kinds that are read whole, with all they are made of."""

GROUPS = {
    "admissionregistration": "admissionregistration.k8s.io",
    "cert-manager": "cert-manager.io",
    "core": "",
    "discovery": "discovery.k8s.io",
    "monitoring": "monitoring.coreos.com",
    "networking": "networking.k8s.io",
    "scheduling": "scheduling.k8s.io",
}
"""Groups whose name is not that of their Go package."""

GONE = {
    "admissionregistration.k8s.io": {
        "MutatingWebhookConfiguration": {"v1beta1": 22},
        "ValidatingWebhookConfiguration": {"v1beta1": 22},
    },
    "apiextensions.k8s.io": {"CustomResourceDefinition": {"v1beta1": 22}},
    "apps": {
        "DaemonSet": {"v1beta2": 16},
        "Deployment": {"v1beta1": 16, "v1beta2": 16},
        "ReplicaSet": {"v1beta2": 16},
        "StatefulSet": {"v1beta1": 16, "v1beta2": 16},
    },
    "autoscaling": {"HorizontalPodAutoscaler": {"v2beta1": 25, "v2beta2": 26}},
    "batch": {"CronJob": {"v1beta1": 25}},
    "discovery.k8s.io": {"EndpointSlice": {"v1beta1": 25}},
    "extensions": {
        "DaemonSet": {"v1beta1": 16},
        "Deployment": {"v1beta1": 16},
        "Ingress": {"v1beta1": 22},
        "NetworkPolicy": {"v1beta1": 16},
        "ReplicaSet": {"v1beta1": 16},
    },
    "networking.k8s.io": {"Ingress": {"v1beta1": 22}},
    "policy": {"PodDisruptionBudget": {"v1beta1": 25}, "PodSecurityPolicy": {"v1beta1": 25}},
    "scheduling.k8s.io": {"PriorityClass": {"v1beta1": 22}},
}
"""The first minor of Kubernetes that no longer serves a version of a kind."""
