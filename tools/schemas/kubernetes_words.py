"""What the OpenAPI of Kubernetes does not say: words, bounds, and what texts are read as.

Each is by definition and field, and is what an API server insists on: it refuses all else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FAMILIES = ["IPv4", "IPv6"]
NODE_OPERATORS = ["DoesNotExist", "Exists", "Gt", "In", "Lt", "NotIn"]
POLICIES = ["Honor", "Ignore"]
PULLS = ["Always", "IfNotPresent", "Never"]
PROTOCOLS = ["SCTP", "TCP", "UDP"]
SELECTOR_OPERATORS = ["DoesNotExist", "Exists", "In", "NotIn"]

WORDS: Mapping[str, Mapping[str, list[str]]] = {
    "admissionregistration.v1.MutatingWebhook": {
        "failurePolicy": ["Fail", "Ignore"],
        "matchPolicy": ["Equivalent", "Exact"],
        "reinvocationPolicy": ["IfNeeded", "Never"],
        "sideEffects": ["None", "NoneOnDryRun"],
    },
    "admissionregistration.v1.RuleWithOperations": {
        "operations": ["*", "CONNECT", "CREATE", "DELETE", "UPDATE"],
        "scope": ["*", "Cluster", "Namespaced"],
    },
    "admissionregistration.v1.ValidatingWebhook": {
        "failurePolicy": ["Fail", "Ignore"],
        "matchPolicy": ["Equivalent", "Exact"],
        "sideEffects": ["None", "NoneOnDryRun"],
    },
    "apps.v1.DaemonSetUpdateStrategy": {"type": ["OnDelete", "RollingUpdate"]},
    "apps.v1.DeploymentStrategy": {"type": ["Recreate", "RollingUpdate"]},
    "apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy": {
        "whenDeleted": ["Delete", "Retain"],
        "whenScaled": ["Delete", "Retain"],
    },
    "apps.v1.StatefulSetSpec": {"podManagementPolicy": ["OrderedReady", "Parallel"]},
    "apps.v1.StatefulSetUpdateStrategy": {"type": ["OnDelete", "RollingUpdate"]},
    "autoscaling.v2.HPAScalingPolicy": {"type": ["Percent", "Pods"]},
    "autoscaling.v2.HPAScalingRules": {"selectPolicy": ["Disabled", "Max", "Min"]},
    "autoscaling.v2.MetricSpec": {
        "type": ["ContainerResource", "External", "Object", "Pods", "Resource"]
    },
    "autoscaling.v2.MetricTarget": {"type": ["AverageValue", "Utilization", "Value"]},
    "batch.v1.CronJobSpec": {"concurrencyPolicy": ["Allow", "Forbid", "Replace"]},
    "batch.v1.JobSpec": {
        "completionMode": ["Indexed", "NonIndexed"],
        "podReplacementPolicy": ["Failed", "TerminatingOrFailed"],
    },
    "batch.v1.PodFailurePolicyOnExitCodesRequirement": {"operator": ["In", "NotIn"]},
    "batch.v1.PodFailurePolicyRule": {"action": ["Count", "FailIndex", "FailJob", "Ignore"]},
    "core.v1.AppArmorProfile": {"type": ["Localhost", "RuntimeDefault", "Unconfined"]},
    "core.v1.Container": {
        "imagePullPolicy": PULLS,
        "terminationMessagePolicy": ["FallbackToLogsOnError", "File"],
    },
    "core.v1.ContainerPort": {"protocol": PROTOCOLS},
    "core.v1.ContainerResizePolicy": {
        "resourceName": ["cpu", "memory"],
        "restartPolicy": ["NotRequired", "RestartContainer"],
    },
    "core.v1.HTTPGetAction": {"scheme": ["HTTP", "HTTPS"]},
    "core.v1.HostPathVolumeSource": {
        "type": [
            "",
            "BlockDevice",
            "CharDevice",
            "Directory",
            "DirectoryOrCreate",
            "File",
            "FileOrCreate",
            "Socket",
        ]
    },
    "core.v1.ImageVolumeSource": {"pullPolicy": PULLS},
    "core.v1.LimitRangeItem": {"type": ["Container", "PersistentVolumeClaim", "Pod"]},
    "core.v1.NodeSelectorRequirement": {"operator": NODE_OPERATORS},
    "core.v1.PersistentVolumeClaimSpec": {
        "accessModes": ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"],
        "volumeMode": ["Block", "Filesystem"],
    },
    "core.v1.PodOS": {"name": ["linux", "windows"]},
    "core.v1.PodSecurityContext": {
        "fsGroupChangePolicy": ["Always", "OnRootMismatch"],
        "seLinuxChangePolicy": ["MountOption", "Recursive"],
        "supplementalGroupsPolicy": ["Merge", "Strict"],
    },
    "core.v1.PodSpec": {
        "dnsPolicy": ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"],
        "preemptionPolicy": ["Never", "PreemptLowerPriority"],
        "restartPolicy": ["Always", "Never", "OnFailure"],
    },
    "core.v1.ResourceQuotaSpec": {
        "scopes": [
            "BestEffort",
            "CrossNamespacePodAffinity",
            "NotBestEffort",
            "NotTerminating",
            "PriorityClass",
            "Terminating",
            "VolumeAttributesClass",
        ]
    },
    "core.v1.ScopedResourceSelectorRequirement": {"operator": SELECTOR_OPERATORS},
    "core.v1.SeccompProfile": {"type": ["Localhost", "RuntimeDefault", "Unconfined"]},
    "core.v1.SecurityContext": {"procMount": ["Default", "Unmasked"]},
    "core.v1.ServicePort": {"protocol": PROTOCOLS},
    "core.v1.ServiceSpec": {
        "externalTrafficPolicy": ["Cluster", "Local"],
        "internalTrafficPolicy": ["Cluster", "Local"],
        "ipFamilies": FAMILIES,
        "ipFamilyPolicy": ["PreferDualStack", "RequireDualStack", "SingleStack"],
        "sessionAffinity": ["ClientIP", "None"],
        "trafficDistribution": ["PreferClose", "PreferSameNode", "PreferSameZone"],
        "type": ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"],
    },
    "core.v1.Toleration": {
        "effect": ["", "NoExecute", "NoSchedule", "PreferNoSchedule"],
        "operator": ["", "Equal", "Exists", "Gt", "Lt"],
    },
    "core.v1.TopologySpreadConstraint": {
        "nodeAffinityPolicy": POLICIES,
        "nodeTaintsPolicy": POLICIES,
        "whenUnsatisfiable": ["DoNotSchedule", "ScheduleAnyway"],
    },
    "core.v1.VolumeMount": {
        "mountPropagation": ["Bidirectional", "HostToContainer", "None"],
        "recursiveReadOnly": ["Disabled", "Enabled", "IfPossible"],
    },
    "discovery.v1.EndpointSlice": {"addressType": ["FQDN", *FAMILIES]},
    "meta.v1.LabelSelectorRequirement": {"operator": SELECTOR_OPERATORS},
    "networking.v1.HTTPIngressPath": {"pathType": ["Exact", "ImplementationSpecific", "Prefix"]},
    "networking.v1.NetworkPolicyPort": {"protocol": PROTOCOLS},
    "networking.v1.NetworkPolicySpec": {"policyTypes": ["Egress", "Ingress"]},
    "policy.v1.PodDisruptionBudgetSpec": {
        "unhealthyPodEvictionPolicy": ["AlwaysAllow", "IfHealthyBudget"]
    },
    "scheduling.v1.PriorityClass": {"preemptionPolicy": ["Never", "PreemptLowerPriority"]},
}
"""The words of a field, or of each item if it is a list."""

PORT: Mapping[str, Any] = {"maximum": 65535, "minimum": 1}
POSITIVE: Mapping[str, Any] = {"minimum": 1}
NOT_NEGATIVE: Mapping[str, Any] = {"minimum": 0}
CIDR: Mapping[str, Any] = {"x-istio-format": "cidr"}
PERCENT: Mapping[str, Any] = {"x-istio-format": "percent-or-int"}
PORT_OR_NAME: Mapping[str, Any] = {"x-istio-format": "port-or-name"}

BOUNDS: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "apps.v1.DeploymentSpec": {
        "minReadySeconds": NOT_NEGATIVE,
        "progressDeadlineSeconds": POSITIVE,
        "replicas": NOT_NEGATIVE,
        "revisionHistoryLimit": NOT_NEGATIVE,
    },
    "apps.v1.ReplicaSetSpec": {"minReadySeconds": NOT_NEGATIVE, "replicas": NOT_NEGATIVE},
    "apps.v1.RollingUpdateDaemonSet": {"maxSurge": PERCENT, "maxUnavailable": PERCENT},
    "apps.v1.RollingUpdateDeployment": {"maxSurge": PERCENT, "maxUnavailable": PERCENT},
    "apps.v1.RollingUpdateStatefulSetStrategy": {
        "maxUnavailable": PERCENT,
        "partition": NOT_NEGATIVE,
    },
    "apps.v1.StatefulSetSpec": {"minReadySeconds": NOT_NEGATIVE, "replicas": NOT_NEGATIVE},
    "autoscaling.v1.HorizontalPodAutoscalerSpec": {
        "maxReplicas": POSITIVE,
        "minReplicas": NOT_NEGATIVE,
        "targetCPUUtilizationPercentage": POSITIVE,
    },
    "autoscaling.v2.HPAScalingPolicy": {
        "periodSeconds": {"maximum": 1800, "minimum": 1},
        "value": POSITIVE,
    },
    "autoscaling.v2.HPAScalingRules": {
        "stabilizationWindowSeconds": {"maximum": 3600, "minimum": 0}
    },
    "autoscaling.v2.HorizontalPodAutoscalerSpec": {
        "maxReplicas": POSITIVE,
        "minReplicas": NOT_NEGATIVE,
    },
    "autoscaling.v2.MetricTarget": {"averageUtilization": POSITIVE},
    "core.v1.ContainerPort": {
        "containerPort": PORT,
        "hostPort": {"maximum": 65535, "minimum": 0},
    },
    "core.v1.GRPCAction": {"port": PORT},
    "core.v1.HTTPGetAction": {"port": PORT_OR_NAME},
    "core.v1.PodSpec": {"terminationGracePeriodSeconds": NOT_NEGATIVE},
    "core.v1.PreferredSchedulingTerm": {"weight": {"maximum": 100, "minimum": 1}},
    "core.v1.Probe": {
        "failureThreshold": NOT_NEGATIVE,
        "initialDelaySeconds": NOT_NEGATIVE,
        "periodSeconds": NOT_NEGATIVE,
        "successThreshold": NOT_NEGATIVE,
        "terminationGracePeriodSeconds": POSITIVE,
        "timeoutSeconds": NOT_NEGATIVE,
    },
    "core.v1.ServicePort": {
        "nodePort": {"maximum": 65535, "minimum": 0},
        "port": PORT,
        "targetPort": PORT_OR_NAME,
    },
    "core.v1.ServiceSpec": {"loadBalancerSourceRanges": CIDR},
    "core.v1.TCPSocketAction": {"port": PORT_OR_NAME},
    "core.v1.TopologySpreadConstraint": {"maxSkew": POSITIVE, "minDomains": POSITIVE},
    "core.v1.WeightedPodAffinityTerm": {"weight": {"maximum": 100, "minimum": 1}},
    "networking.v1.IPBlock": {"cidr": CIDR, "except": CIDR},
    "networking.v1.NetworkPolicyPort": {"endPort": PORT, "port": PORT_OR_NAME},
    "policy.v1.PodDisruptionBudgetSpec": {"maxUnavailable": PERCENT, "minAvailable": PERCENT},
}
"""Keywords of a field that is a number or a text, or of each item if it is a list."""

RESOURCES = ["cpu", "ephemeral-storage", "memory"]
"""The resources of a container whose names stand without a domain."""

OTHER_RESOURCES = "^hugepages-|/"
"""What the names of all other resources of a container are like."""

NAMES: Mapping[str, tuple[str, ...]] = {"core.v1.ResourceRequirements": ("limits", "requests")}
"""Fields whose keys are the names of resources of a container."""
