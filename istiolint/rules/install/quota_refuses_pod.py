"""A ResourceQuota makes Kubernetes refuse pods, as a container of the mesh leaves an amount out.

Where a quota counts `limits.memory`, `limits.cpu` or requests, each container in the namespace has
to say its own; a pod with one that does not is refused. The chart of istiod sets no limits. Sidecars
have them by default, until values delete one with `null`: then no pod with a sidecar is admitted.
A LimitRange in the namespace may fill in what is left out.

The Deployment is accepted. Only the events of its ReplicaSet tell that pods are not.

What to do:
  Set the amount that the quota counts, or add a LimitRange with a default for it.

Symptoms: pods not created, ReplicaSet FailedCreate, "must specify limits.memory", "failed quota",
istiod does not start, sidecar injection stops

Baseline: R5
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    DEPLOYMENT,
    LIMIT_RANGE,
    NAMESPACE,
    RESOURCE_QUOTA,
    Context,
    Example,
    Finding,
    Project,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.workloads import Claim, claims, container_ranges

EXAMPLES = [
    Example(
        "istiod's chart sets no limits",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {profile: minimal}
        ---
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: all, namespace: istio-system}
        spec:
          hard:
            limits.memory: 32Gi
        #   ^^^^^^^^^^^^^ the quota counts limits.memory, of which istiod says none: the pod is refused
            requests.memory: 16Gi
        """,
    ),
    Example(
        "Sidecars that lost a limit, or a request without a limit in its place",
        """
        # file: istiod-values.yaml
        global: {proxy: {resources: {limits: null, requests: {cpu: null}}}}
        # file: shop.yaml
        {apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {istio-injection: enabled}}}
        ---
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: all, namespace: shop}
        spec: {hard: {pods: 5, limits.cpu: 40, cpu: 20}}
        #                      ^^^^^^^^^^ the quota counts limits.cpu, of which the sidecars say none: the pod is refused
        #                                      ^^^ the quota counts cpu, of which the sidecars say none: the pod is refused
        """,
    ),
    Example(
        "All is said, or filled in, or it counts for some pods only, or the namespace has no sidecars",
        """
        # file: istiod-values.yaml
        pilot: {resources: {limits: {memory: 4Gi}, requests: null}}
        # file: quotas.yaml
        {apiVersion: v1, kind: ResourceQuota, metadata: {name: a, namespace: istio-system}, spec: {hard: {limits.memory: 9Gi, memory: 9Gi}}}
        ---
        {apiVersion: v1, kind: LimitRange, metadata: {name: a, namespace: istio-system}, spec: {limits: [{type: Container, default: {cpu: 2}}]}}
        ---
        {apiVersion: v1, kind: ResourceQuota, metadata: {name: b, namespace: istio-system}, spec: {hard: {limits.cpu: 9}}}
        ---
        {apiVersion: v1, kind: ResourceQuota, metadata: {name: c, namespace: istio-system}, spec: {hard: {limits.cpu: 9}, scopes: [Terminating]}}
        ---
        {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
        ---
        {apiVersion: v1, kind: ResourceQuota, metadata: {name: d, namespace: shop}, spec: {hard: {limits.cpu: 9}}}
        """,
    ),
]

COUNTED = {
    "limits.memory": ("memory", "limit"),
    "limits.cpu": ("cpu", "limit"),
    "requests.memory": ("memory", "guaranteed"),
    "requests.cpu": ("cpu", "guaranteed"),
    "memory": ("memory", "guaranteed"),
    "cpu": ("cpu", "guaranteed"),
}
"""What a quota may count, with the unit and the amount of a claim that answers it."""


@rule(kinds(RESOURCE_QUOTA), Severity.ERROR, EXAMPLES, reads=[DEPLOYMENT, LIMIT_RANGE, NAMESPACE])
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Look for what the quota counts and a part of the mesh does not say, in any install."""
    root = resource.root
    if root.at("spec", "scopes") is not None or root.at("spec", "scopeSelector") is not None:
        return
    found = claims(context.project, resource.namespace)
    for entry in root.entries("spec", "hard"):
        unit, amount = COUNTED.get(entry.name, ("", ""))
        if not unit or is_filled_in(context.project, resource.namespace, unit, amount):
            continue
        for (who, of_unit), said in found.items():
            if of_unit == unit and all(is_missing(each, amount) for each in said):
                verb = "says" if said[0].whose.endswith("s") else "say"
                yield Finding(
                    at=entry.key,
                    message=f"the quota counts {entry.name}, of which {who} {verb} none: "
                    "the pod is refused",
                    help="set the amount, or add a LimitRange with a default for it",
                    setting=said[0].setting,
                )


def is_missing(claim: Claim, amount: str) -> bool:
    """Whether a container leaves out what a quota counts."""
    return (claim.limit if amount == "limit" else claim.guaranteed) is None


def is_filled_in(project: Project, namespace: str, unit: str, amount: str) -> bool:
    """Whether a LimitRange gives the amount to containers without one."""
    return any(
        (each.limit if amount == "limit" else each.request) is not None
        for resource in project.of_namespace(LIMIT_RANGE, namespace)
        for each in container_ranges(resource, unit)
    )
