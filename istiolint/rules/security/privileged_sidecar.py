"""A pod's own istio-proxy container is privileged.

A container called istio-proxy in a pod template is merged, field by field, with what the
injector adds, and what the template says wins. A privileged proxy, which terminates traffic
from outside, hands the node to whoever takes it over; Pod Security admission at the
levels baseline and restricted refuses the pod.

What to do:
  Remove `privileged` from the container's security context.

Symptoms: pods not created, violates PodSecurity

Baseline: S2
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    WORKLOADS,
    Context,
    Example,
    Finding,
    Resource,
    Severity,
    kinds,
    rule,
)

EXAMPLES = [
    Example(
        "A gateway that asks for everything",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: edge}
        spec:
          template:
            spec:
              containers:
              - name: istio-proxy
                image: auto
                securityContext:
                  privileged: true
        #                     ^^^^ the istio-proxy container runs privileged
        """,
    ),
    Example(
        "A native sidecar is an init container",
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: edge}
        spec:
          initContainers:
          - {name: istio-proxy, image: auto, securityContext: {privileged: true}}
        #                                                                  ^^^^ the istio-proxy container runs privileged
        """,
    ),
    Example(
        "Other containers are not Istio's business",
        """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: istio-cni-node}
        spec:
          template:
            spec:
              containers:
              - name: install-cni
                securityContext: {privileged: true}
              - name: istio-proxy
                securityContext: {privileged: false}
        """,
    ),
]


@rule(kinds(*WORKLOADS), Severity.WARNING, EXAMPLES)
def check(resource: Resource, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Look at the container that the injector would merge with its own."""
    pod = resource.pod
    if pod is None:
        return
    for container in (*pod.items("spec", "containers"), *pod.items("spec", "initContainers")):
        name = container.text("name")
        privileged = container.text("securityContext", "privileged")
        if name and name.value == "istio-proxy" and privileged and privileged.meaning is True:
            yield Finding(at=privileged, message="the istio-proxy container runs privileged")
