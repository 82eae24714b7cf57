"""What the values of Helm charts become in Kubernetes, by the last key of their path.

The charts of Istio use one key for one thing, and hand what is written there to Kubernetes
as it is. So the types of Kubernetes say what may be written, not the messages of istioctl,
which allow any mapping or are narrower: ``cpu: 2`` is right in a chart and wrong in istioctl.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from istiolint.schema.embedding import KUBERNETES
from tools.schemas.kubernetes_words import FAMILIES, PULLS, WORDS

Schema = dict[str, Any]


def kubernetes(name: str) -> Schema:
    """A type of Kubernetes."""
    return {"$ref": f"{KUBERNETES}#/$defs/{name}"}


def several(items: Schema) -> Schema:
    """A list."""
    return {"items": items, "type": "array"}


def strings(*, schema: str = "", kind: str = "") -> Schema:
    """A map of texts; of annotations or labels on objects of a kind, if one is given."""
    notes = {"x-istio-resources": [kind], "x-istio-schema": schema} if kind else {}
    return {"additionalProperties": {"type": "string"}, "type": "object"} | notes


def words(choices: list[str]) -> Schema:
    """One of some words, or nothing."""
    return {"enum": sorted({"", *choices}), "type": "string"}


SERVICE = WORDS["core.v1.ServiceSpec"]

AMOUNT = {"type": ["integer", "string"], "x-istio-format": "percent-or-int"}

BUDGET: Schema = {
    "additionalProperties": False,
    "properties": {
        "maxUnavailable": AMOUNT,
        "minAvailable": AMOUNT,
        "unhealthyPodEvictionPolicy": words(
            WORDS["policy.v1.PodDisruptionBudgetSpec"]["unhealthyPodEvictionPolicy"]
        ),
    },
    "type": "object",
}
"""A PodDisruptionBudget; its selector is the chart's."""

TYPES: Mapping[str, Schema] = {
    "additionalContainers": several(kubernetes("core.v1.Container")),
    "affinity": kubernetes("core.v1.Affinity"),
    "alwaysInjectSelector": several(kubernetes("meta.v1.LabelSelector")),
    "annotations": strings(),
    "autoscaleBehavior": kubernetes("autoscaling.v2.HorizontalPodAutoscalerBehavior"),
    "containerSecurityContext": kubernetes("core.v1.SecurityContext"),
    "daemonSetLabels": strings(),
    "defaultNodeSelector": strings(),
    "defaultResources": kubernetes("core.v1.ResourceRequirements"),
    "defaultTolerations": several(kubernetes("core.v1.Toleration")),
    "deploymentAnnotations": strings(),
    "deploymentLabels": strings(),
    "dnsConfig": kubernetes("core.v1.PodDNSConfig"),
    "dnsPolicy": words(WORDS["core.v1.PodSpec"]["dnsPolicy"]),
    "env": {
        "additionalProperties": {"type": ["boolean", "number", "string"]},
        "type": "object",
        "x-istio-schema": "env",
    },
    "envVarFrom": several(kubernetes("core.v1.EnvVar")),
    "externalTrafficPolicy": words(SERVICE["externalTrafficPolicy"]),
    "extraContainerArgs": several({"type": "string"}),
    "imagePullPolicy": words(PULLS),
    "initContainers": several(kubernetes("core.v1.Container")),
    "injectedAnnotations": strings(schema="annotations", kind="Pod"),
    "ipFamilies": several({"enum": FAMILIES, "type": "string"}),
    "ipFamilyPolicy": words(SERVICE["ipFamilyPolicy"]),
    "labels": strings(),
    "lifecycle": kubernetes("core.v1.Lifecycle"),
    "loadBalancerSourceRanges": several({"type": "string", "x-istio-format": "cidr"}),
    "neverInjectSelector": several(kubernetes("meta.v1.LabelSelector")),
    "nodeSelector": strings(),
    "pdb": BUDGET,
    "podAnnotations": strings(schema="annotations", kind="Pod"),
    "podDisruptionBudget": BUDGET,
    "podLabels": strings(schema="labels", kind="Pod"),
    "ports": several(kubernetes("core.v1.ServicePort")),
    "pullPolicy": words(PULLS),
    "resources": kubernetes("core.v1.ResourceRequirements"),
    "seLinuxOptions": kubernetes("core.v1.SELinuxOptions"),
    "seccompProfile": kubernetes("core.v1.SeccompProfile"),
    "securityContext": kubernetes("core.v1.PodSecurityContext"),
    "serviceAccountAnnotations": strings(),
    "serviceAnnotations": strings(schema="annotations", kind="Service"),
    "sidecarInjectorWebhookAnnotations": strings(),
    "strategy": kubernetes("apps.v1.DeploymentStrategy"),
    "tolerations": several(kubernetes("core.v1.Toleration")),
    "topologySpreadConstraints": several(kubernetes("core.v1.TopologySpreadConstraint")),
    "trafficDistribution": words(SERVICE["trafficDistribution"]),
    "updateStrategy": kubernetes("apps.v1.DaemonSetUpdateStrategy"),
    "volumeMounts": several(kubernetes("core.v1.VolumeMount")),
    "volumes": several(kubernetes("core.v1.Volume")),
}
"""What may be written under a key, wherever a chart has it."""

ELSEWHERE: Mapping[str, Schema] = {
    "gatewayClasses": {"type": "object"},
    "global.meshNetworks": {"type": "object", "x-istio-schema": "mesh/MeshNetworks"},
    "meshConfig": {"type": "object", "x-istio-schema": "mesh/MeshConfig"},
    "meshConfig.defaultConfig.proxyMetadata": {"type": "object"},
    "service.type": words([*SERVICE["type"], "None"]),  # the gateway chart then makes none
}
"""What stands at a path, and the file with the schema of what may be written there."""

SIDES = {"cni": "cni", "istiod": "istiod", "istiod-remote": "istiod", "ztunnel": "ztunnel"}
"""Who reads the variables in ``env`` of a chart; of the others, the agent of a gateway."""
