"""The namespace of istiod does not say in which network the cluster is, or says another one.

`global.network` tells the injected proxies their network. istiod itself learns the network of
its cluster from the label `topology.istio.io/network` on its own namespace: endpoints without a
proxy, and what has no label of its own, belong to that network. Where label and setting differ,
istiod takes endpoints of its own cluster for those of another network and sends traffic to a
gateway, or to nowhere. Where the label is missing, such endpoints are in no network and count as
local to every proxy: proxies of other networks connect to them directly, which fails.

Compared with the installs in sight whose istiod lives in that namespace, and only where all of
them name a network.

What to do:
  Label the namespace: `topology.istio.io/network: <global.network>`.

Symptoms: no endpoints of the other cluster, 503 UH no healthy upstream across clusters, connection
timeout or 503 UF across clusters, traffic takes a detour through the east-west gateway

Baseline: I3
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    NAMESPACE,
    Context,
    Example,
    Finding,
    Label,
    Resource,
    Severity,
    kinds,
    rule,
)

EXAMPLES = [
    Example(
        "The label is missing",
        """
        # file: istiod-values.yaml
        global: {meshID: retail, multiCluster: {clusterName: west-1}, network: west}
        #                                                                      ~~~~ the network of the install
        # file: namespace.yaml
        apiVersion: v1
        kind: Namespace
        metadata: {name: istio-system}
        #                ^^^^^^^^^^^^ namespace "istio-system" has no label topology.istio.io/network; the install is in network "west"
        """,
    ),
    Example(
        "The label of another cluster",
        """
        # file: istiod-values.yaml
        global: {meshID: retail, multiCluster: {clusterName: west-1}, network: west}
        # file: namespace.yaml
        apiVersion: v1
        kind: Namespace
        metadata: {name: istio-system, labels: {topology.istio.io/network: east}}
        #                                                                  ^^^^ namespace "istio-system" is labelled for network "east"; the install is in network "west"
        """,
    ),
    Example(
        "They agree; other namespaces need no label",
        """
        # file: istiod-values.yaml
        global: {meshID: retail, multiCluster: {clusterName: west-1}, network: west}
        # file: namespace.yaml
        apiVersion: v1
        kind: Namespace
        metadata: {name: istio-system, labels: {topology.istio.io/network: west}}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        """,
    ),
    Example(
        "One of the clusters is in no network, one network is filled in later",
        """
        # file: a/istiod-values.yaml
        global: {meshID: retail, multiCluster: {clusterName: west-1}, network: west}
        # file: b/istiod-values.yaml
        pilot: {autoscaleMin: 2}
        # file: c/istiod-values.yaml
        global: {meshID: retail, network: "${NETWORK}", istioNamespace: mesh}
        # file: namespace.yaml
        apiVersion: v1
        kind: Namespace
        metadata: {name: istio-system}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: mesh}
        """,
    ),
]

LABEL = "topology.istio.io/network"


@rule(kinds(NAMESPACE), Severity.WARNING, EXAMPLES)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Compare the label of istiod's namespace with the networks of its installs."""
    settings = [
        each.setting("global.network")
        for each in context.project.installs
        if each.setting("global.istioNamespace").text == resource.name
    ]
    networks = {each.text for each in settings}
    label = resource.root.scalar("metadata", "labels", LABEL)
    is_unknown = not networks or bool(networks & {None, ""})
    if is_unknown or (label is not None and (label.is_unknown or label.value in networks)):
        return
    state = f'is labelled for network "{label.value}"' if label else f"has no label {LABEL}"
    there = " or ".join(f'"{each}"' for each in sorted(filter(None, networks)))
    yield Finding(
        at=label or resource.at,
        message=f'namespace "{resource.name}" {state}; the install is in network {there}',
        help=f"label the namespace with {LABEL}",
        related=[Label(settings[0].at.location.on_one_line(), "the network of the install")],
    )
