"""A LimitRange makes Kubernetes refuse the pods of istiod, of a gateway, or all with a sidecar.

A LimitRange bounds what each container of its namespace may ask for, and gives a limit to those
that have none: its default, or its maximum. The chart of istiod requests 2Gi of memory and has no
limit, so a LimitRange made for small applications gives it a limit below its own request, and no
pod comes up. In a namespace with injection the container of the sidecar is bounded as well: its
limit is 2 CPU and 1Gi by default, and a lower maximum refuses every pod.

The Deployment is accepted. Only the events of its ReplicaSet tell that pods are not.

What to do:
  Raise the bound, or set requests and limits of the mesh's containers within it.

Symptoms: pods not created, ReplicaSet FailedCreate, "maximum memory usage per Container", "must be
less than or equal to memory limit", istiod does not start, sidecar injection stops

Baseline: R1, R5
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    DEPLOYMENT,
    LIMIT_RANGE,
    NAMESPACE,
    Context,
    Example,
    Finding,
    Node,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.values import cpu, memory
from istiolint.rules.api.workloads import Claim, ContainerRange, bound, claims, container_ranges

EXAMPLES = [
    Example(
        "A default limit below what istiod's chart requests",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {profile: minimal}
        ---
        apiVersion: v1
        kind: LimitRange
        metadata: {name: defaults, namespace: istio-system}
        spec:
          limits:
          - type: Container
            default: {memory: 512Mi}
        #                     ^^^^^ istiod requests 2Gi memory, with a limit of 512Mi from here: the pod is refused
        """,
    ),
    Example(
        "A maximum below the limit, and one that serves as the limit",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ingress, namespace: edge}
        spec: {chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {name: istio}}}}
        ---
        apiVersion: v1
        kind: LimitRange
        metadata: {name: small, namespace: edge}
        spec: {limits: [{type: Container, max: {cpu: 1, memory: 1Gi}, min: {memory: 200Mi}}]}
        #                                            ^ ingress's CPU limit of 2 is above the maximum of 1: the pod is refused
        #                                                                           ^^^^^ ingress's memory request of 128Mi is below the minimum of 200Mi: the pod is refused
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: istiod, namespace: istio-system}
        spec: {template: {spec: {containers: [{name: discovery, resources: {requests: {memory: 4Gi}}}]}}}
        ---
        apiVersion: v1
        kind: LimitRange
        metadata: {name: small, namespace: istio-system}
        spec: {limits: [{type: Container, max: {memory: 2Gi}}]}
        #                                               ^^^ istiod requests 4Gi memory, with a limit of 2Gi from here: the pod is refused
        """,
    ),
    Example(
        "Sidecars where they are injected",
        """
        # file: istiod-values.yaml
        global: {proxy: {resources: {limits: {memory: 512Mi}}}}
        # file: shop.yaml
        {apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {istio-injection: enabled}}}
        ---
        apiVersion: v1
        kind: LimitRange
        metadata: {name: small, namespace: shop}
        spec: {limits: [{type: Container, max: {memory: 256Mi}}]}
        #                                               ^^^^^ the sidecars' memory limit of 512Mi is above the maximum of 256Mi: the pod is refused
        ---
        {apiVersion: v1, kind: Namespace, metadata: {name: other}}
        ---
        apiVersion: v1
        kind: LimitRange
        metadata: {name: small, namespace: other}
        spec: {limits: [{type: Container, max: {memory: 256Mi}}]}
        """,
    ),
    Example(
        "Bounds that the mesh is within; what is about pods or volumes; what is filled in later",
        """
        # file: istiod-values.yaml
        pilot: {resources: {requests: {memory: 2Gi}, limits: {memory: 4Gi, cpu: "${CPU}"}}}
        # file: ranges.yaml
        apiVersion: v1
        kind: LimitRange
        metadata: {name: ranges, namespace: istio-system}
        spec:
          limits:
          - {type: Container, default: {memory: 1Gi, cpu: 100m}, defaultRequest: {memory: 256Mi}, max: {memory: 8Gi}, min: {memory: "${MIN}"}}
          - {type: Pod, max: {memory: 1Gi}}
          - {max: {memory: 1Gi}}
          - {type: Container}
        """,
    ),
    Example(
        "Two of them, of which the other may give the limit; one install that is within",
        """
        # file: a/istiod-values.yaml
        pilot: {resources: {requests: {memory: 3Gi}}}
        # file: b/istiod-values.yaml
        pilot: {resources: {requests: {memory: 1Gi}}}
        # file: one.yaml
        {apiVersion: v1, kind: LimitRange, metadata: {name: one, namespace: istio-system}, spec: {limits: [{type: Container, default: {memory: 2Gi}}]}}
        # file: c.yaml
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {revision: c, profile: minimal, values: {global: {istioNamespace: mesh}}}
        ---
        {apiVersion: v1, kind: LimitRange, metadata: {name: one, namespace: mesh}, spec: {limits: [{type: Container, default: {memory: 1Gi}}]}}
        ---
        {apiVersion: v1, kind: LimitRange, metadata: {name: two, namespace: mesh}, spec: {limits: [{type: Container, default: {memory: 4Gi}}]}}
        """,
    ),
]

UNITS = {"memory": memory, "cpu": cpu}
NAMES = {"memory": "memory", "cpu": "CPU"}


@rule(kinds(LIMIT_RANGE), Severity.ERROR, EXAMPLES, reads=[DEPLOYMENT, NAMESPACE])
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Compare the bounds with what each part of the mesh asks for, in all installs there are."""
    others = context.project.of_namespace(LIMIT_RANGE, resource.namespace)
    for (_, unit), said in claims(context.project, resource.namespace).items():
        for bounds in container_ranges(resource, unit):
            found = [refusal(bounds, each, is_alone=len(others) == 1) for each in said]
            first = found[0]
            if first is not None and None not in found:
                yield Finding(
                    at=first[0],
                    message=f"{first[1]}: the pod is refused",
                    help="raise the bound, or set requests and limits within it",
                    setting=said[0].setting,
                )


def refusal(bounds: ContainerRange, claim: Claim, *, is_alone: bool) -> tuple[Node, str] | None:
    """The bound that a container breaks, and how; ``None`` if that is not sure."""
    most = above(bounds.most, claim) if claim.limit is not None else None
    given = below_request(bounds.limit, claim) if claim.limit is None and is_alone else None
    return most or given or below_least(bounds.least, claim)


def above(most: Node | None, claim: Claim) -> tuple[Node, str] | None:
    """A maximum below the limit."""
    show, allowed = UNITS[claim.unit], bound(most)
    if most is None or claim.limit is None or allowed is None or claim.limit <= allowed:
        return None
    limit = f"{claim.whose} {NAMES[claim.unit]} limit of {show(claim.limit)}"
    return most, f"{limit} is above the maximum of {show(allowed)}"


def below_request(given: Node | None, claim: Claim) -> tuple[Node, str] | None:
    """A limit that is given to the container, below its request."""
    show, limit = UNITS[claim.unit], bound(given)
    if given is None or claim.request is None or limit is None or limit >= claim.request:
        return None
    said = f"{claim.requests} {show(claim.request)} {NAMES[claim.unit]}"
    return given, f"{said}, with a limit of {show(limit)} from here"


def below_least(least: Node | None, claim: Claim) -> tuple[Node, str] | None:
    """A minimum above the request."""
    show, allowed, request = UNITS[claim.unit], bound(least), claim.guaranteed
    if least is None or request is None or allowed is None or request >= allowed:
        return None
    said = f"{claim.whose} {NAMES[claim.unit]} request of {show(request)}"
    return least, f"{said} is below the minimum of {show(allowed)}"
