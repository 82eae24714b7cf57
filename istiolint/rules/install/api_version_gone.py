"""An object is of an API version that no cluster has on which this Istio is supported.

Kubernetes takes old versions of its kinds away: `policy/v1beta1` of a PodDisruptionBudget in
1.25, `autoscaling/v2beta2` of a HorizontalPodAutoscaler in 1.26. Every release of Istio asks for a
Kubernetes of its time, and where that is newer, the API server does not know the version any
more: the object is not applied, and what it was to protect or to scale is not.

Of the versions that the oldest supported Kubernetes still has, nothing is said.

What to do:
  Write the version that the message names. A PodDisruptionBudget with an empty selector is for no
  pod in `v1beta1` and for all pods of the namespace in `v1`. A HorizontalPodAutoscaler of
  `autoscaling/v2beta1` has other fields: in `autoscaling/v2` the value of a metric is in `target`. A
  webhook of `v1` must have `sideEffects` and `admissionReviewVersions`, and its `failurePolicy` is
  Fail unless it is written.

Symptoms: no matches for kind, ensure CRDs are installed first, unable to recognize
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    CRON_JOB,
    ENDPOINT_SLICE,
    HORIZONTAL_POD_AUTOSCALER,
    INGRESS,
    MUTATING_WEBHOOK,
    POD_DISRUPTION_BUDGET,
    VALIDATING_WEBHOOK,
    Context,
    Example,
    Finding,
    Fix,
    Node,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.clusters import cluster_needs, gone_from_kubernetes
from istiolint.rules.api.edits import replace

EXAMPLES = [
    Example(
        "A version of a time before",
        """
        apiVersion: policy/v1beta1
        #           ^^^^^^^^^^^^^^ Kubernetes has no policy/v1beta1 of a PodDisruptionBudget from 1.25 on
        kind: PodDisruptionBudget
        metadata: {name: istiod, namespace: istio-system}
        spec: {minAvailable: 1, selector: {matchLabels: {app: istiod}}}
        """,
        releases="1.19..",
    ),
    Example(
        "Versions whose fields are others since",
        """
        apiVersion: autoscaling/v2beta1
        #           ^^^^^^^^^^^^^^^^^^^ Kubernetes has no autoscaling/v2beta1 of a HorizontalPodAutoscaler from 1.25 on
        kind: HorizontalPodAutoscaler
        metadata: {name: istiod, namespace: istio-system}
        spec:
          maxReplicas: 5
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: istiod}
          metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 80}}]
        ---
        apiVersion: admissionregistration.k8s.io/v1beta1
        #           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Kubernetes has no admissionregistration.k8s.io/v1beta1 of a MutatingWebhookConfiguration from 1.22 on
        kind: MutatingWebhookConfiguration
        metadata: {name: istio-sidecar-injector}
        ---
        apiVersion: discovery.k8s.io/v1beta1
        #           ^^^^^^^^^^^^^^^^^^^^^^^^ Kubernetes has no discovery.k8s.io/v1beta1 of an EndpointSlice from 1.25 on
        kind: EndpointSlice
        metadata: {name: ledger-1}
        """,
        releases="1.19..",
    ),
    Example(
        "A version that only got another name",
        """
        apiVersion: autoscaling/v2beta2
        #           ^^^^^^^^^^^^^^^^^^^ Kubernetes has no autoscaling/v2beta2 of a HorizontalPodAutoscaler from 1.26 on
        kind: HorizontalPodAutoscaler
        metadata: {name: istiod, namespace: istio-system}
        spec: {minReplicas: 2, maxReplicas: 5, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: istiod}}
        """,
        fixed="""
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: istiod, namespace: istio-system}
        spec: {minReplicas: 2, maxReplicas: 5, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: istiod}}
        """,
        releases="1.21..",
    ),
    Example(
        "The oldest Kubernetes that is supported may have it",
        """
        apiVersion: autoscaling/v2beta2
        kind: HorizontalPodAutoscaler
        metadata: {name: istiod, namespace: istio-system}
        spec: {minReplicas: 2, maxReplicas: 5, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: istiod}}
        """,
        releases="1.16..1.20",
    ),
    Example(
        "Versions that are there, or will be",
        """
        apiVersion: policy/${VERSION}
        kind: PodDisruptionBudget
        metadata: {name: ztunnel, namespace: istio-system}
        spec: {minAvailable: 1, selector: {matchLabels: {app: ztunnel}}}
        ---
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: istiod, namespace: istio-system}
        spec: {minAvailable: 1, selector: {matchLabels: {app: istiod}}}
        ---
        apiVersion: autoscaling/v1
        kind: HorizontalPodAutoscaler
        metadata: {name: istiod, namespace: istio-system}
        spec: {minReplicas: 2, maxReplicas: 5, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: istiod}}
        """,
    ),
]

SAME_FIELDS = {"autoscaling/v2beta2": "autoscaling/v2"}
"""Versions that only have another name since."""

CHANGED = {
    "autoscaling/v2beta1": "autoscaling/v2, with target: {type: Utilization, averageUtilization: 80} "
    "in the place of targetAverageUtilization: 80, and so on",
    "admissionregistration.k8s.io/v1beta1": "admissionregistration.k8s.io/v1, which requires "
    "sideEffects and admissionReviewVersions; failurePolicy is Fail there unless it is written",
}
"""Versions whose fields are others since, and what to know of them."""


@rule(
    kinds(
        CRON_JOB,
        ENDPOINT_SLICE,
        HORIZONTAL_POD_AUTOSCALER,
        INGRESS,
        MUTATING_WEBHOOK,
        POD_DISRUPTION_BUDGET,
        VALIDATING_WEBHOOK,
    ),
    Severity.ERROR,
    EXAMPLES,
)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Compare when the version went with what the release asks for."""
    said = resource.root.text("apiVersion")
    if said is None:
        return
    kind = resource.kind
    gone = gone_from_kubernetes(kind.group, kind.name, said.value.rpartition("/")[2])
    if gone is None:
        return
    oldest = cluster_needs(context.release).kubernetes
    if gone > oldest:
        return
    yield Finding(
        at=said,
        message=f"Kubernetes has no {said.value} of {with_article(kind.name)} from 1.{gone} on",
        help=f"Istio {context.release} asks for Kubernetes 1.{oldest} or later: write "
        f"{SAME_FIELDS.get(said.value) or instead(said.value, kind.group)}",
        fix=fix(said),
    )


def instead(version: str, group: str) -> str:
    """The version to write, and what is different in it."""
    return CHANGED.get(version, f"{group}/v1")


def with_article(kind: str) -> str:
    """The name of a kind with its article."""
    return f"{'an' if kind[0] in 'AEIO' else 'a'} {kind}"


def fix(said: Node) -> Fix | None:
    """The new name of a version whose fields are the same."""
    new = SAME_FIELDS.get(said.value)
    edit = replace(said, new) if new is not None else None
    return Fix(f"Write {new}", (edit,), safe=True) if edit is not None else None
