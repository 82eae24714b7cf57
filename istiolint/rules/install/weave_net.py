"""The cluster's network is Weave Net, which the production baseline advises against.

Weave Net has had no release since 2021 and its maker has closed, so nobody mends it for newer
kernels or versions of Kubernetes. Experience with Istio on it is bad: its own encryption and its
own rules for packets cost throughput beside mTLS, and failures are hard to tell from the mesh's.
Istio works on it as on any network; this is the baseline's advice, not a requirement of Istio.

What to do:
  Plan a move to Calico, Flannel or Cilium before the mesh carries production traffic.

Symptoms: packets lost between nodes, connection reset at random, performance degrades

Baseline: I4
"""

from __future__ import annotations

import re
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
from istiolint.rules.api.baseline import is_production

EXAMPLES = [
    Example(
        "The DaemonSet of Weave Net",
        """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: weave-net, namespace: kube-system}
        spec:
          template:
            spec:
              containers:
              - name: weave
                image: weaveworks/weave-kube:2.8.1
        #              ^^^^^^^^^^^^^^^^^^^^^^^^^^^ the cluster's network is Weave Net; the baseline advises against it
              - {name: weave-npc, image: "weaveworks/weave-npc:2.8.1"}
        """,
    ),
    Example(
        "Networks that the baseline recommends, and another product of the same maker",
        """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: kube-flannel-ds, namespace: kube-flannel}
        spec: {template: {spec: {containers: [{name: kube-flannel, image: "docker.io/flannel/flannel:v0.25.1"}]}}}
        ---
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: calico-node, namespace: kube-system}
        spec: {template: {spec: {containers: [{name: calico-node, image: "docker.io/calico/node:v3.28.0"}]}}}
        ---
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: weave-scope-agent}
        spec: {template: {spec: {containers: [{name: scope-agent, image: "weaveworks/scope:1.13.2"}]}}}
        """,
    ),
    Example(
        "Development clusters may run on anything",
        """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: weave-net, namespace: kube-system}
        spec: {template: {spec: {containers: [{name: weave, image: "weaveworks/weave-kube:2.8.1"}]}}}
        """,
        settings={"environment": "development"},
    ),
]


NAME = re.compile(r"(^|/)weave-kube([:@]|$)")
"""The image of its agent, from any registry."""


@rule(kinds(*WORKLOADS), Severity.WARNING, EXAMPLES)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Look for the image of its agent."""
    if resource.kind.name != "DaemonSet" or not is_production(context.environment):
        return
    containers = resource.pod.items("spec", "containers") if resource.pod is not None else []
    images = [image for each in containers if (image := each.text("image")) is not None]
    found = next((each for each in images if NAME.search(each.value)), None)
    if found is not None:
        yield Finding(
            at=found,
            message="the cluster's network is Weave Net; the baseline advises against it",
        )
