"""An install of a mesh of several clusters leaves out one of mesh, cluster and network.

`global.meshID`, `global.multiCluster.clusterName` and `global.network` together say who a
cluster is. What is left out has a default that fits one cluster alone: the cluster is called
`Kubernetes`, as is every other one that says nothing, so that endpoints and remote secrets
of two clusters cannot be told apart; the mesh is called by its trust domain; and without a
network all pods are taken to reach each other directly.

Reported are installs that set two of the three. A mesh ID alone is common in meshes of one
cluster.

What to do:
  Set all three; for clusters whose pods do reach each other directly, the same network.

Symptoms: no endpoints of the other cluster, requests to other clusters fail with 503, mTLS fails at
random between clusters, telemetry of two clusters is mixed up

Baseline: I3
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.installs import Install

EXAMPLES = [
    Example(
        "The cluster has no name",
        """
        global:
          meshID: retail
        # ^^^^^^ meshID and network are set, multiCluster.clusterName is not: the cluster is called "Kubernetes", like every other
          network: west
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "The network is missing",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          values:
            global:
              meshID: retail
        #     ^^^^^^ meshID and multiCluster.clusterName are set, network is not: all pods are taken to reach each other directly
              multiCluster: {clusterName: west-1}
        """,
    ),
    Example(
        "All three, or the mesh alone",
        """
        # file: a/istiod-values.yaml
        global: {meshID: retail, network: west, multiCluster: {clusterName: west-1}}
        # file: b/istiod-values.yaml
        global: {meshID: retail, istioNamespace: istio-system}
        """,
    ),
    Example(
        "One is filled in later",
        "global: {meshID: retail, network: west, multiCluster: {clusterName: '${CLUSTER}'}}",
        path="istiod-values.yaml",
    ),
    Example(
        "Charts without an istiod have no need of all three",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: gateway, namespace: istio-system}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {global: {meshID: retail, network: east}}
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: cni, namespace: istio-system}
        spec:
          chart: {spec: {chart: cni, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {global: {meshID: retail, network: east}}
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ztunnel, namespace: istio-system}
        spec:
          chart: {spec: {chart: ztunnel, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {global: {meshID: retail, network: east}}
        """,
    ),
]

PARTS = {
    "meshID": "the mesh is called by its trust domain",
    "multiCluster.clusterName": 'the cluster is called "Kubernetes", like every other',
    "network": "all pods are taken to reach each other directly",
}


@rule(install(*(f"global.{part}" for part in PARTS)), Severity.WARNING, EXAMPLES)
def check(install: Install, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Report the one of three that is missing."""
    settings = {part: install.setting(f"global.{part}") for part in PARTS}
    missing = [part for part, each in settings.items() if each.value in (None, "")]
    written = [part for part in PARTS if part not in missing]
    if len(missing) != 1 or not install.is_control_plane:
        return
    first = settings[written[0]]
    yield Finding(
        at=first.at.key or first.at,
        message=f"{' and '.join(written)} are set, {missing[0]} is not: {PARTS[missing[0]]}",
        help=f"set global.{missing[0]}",
        setting=first,
    )
