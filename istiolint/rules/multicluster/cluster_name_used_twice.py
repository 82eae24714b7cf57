"""Two clusters of one mesh have the same name.

istiod tells the endpoints, credentials and remote secrets of clusters apart by
`global.multiCluster.clusterName`. With one name for two clusters those of one replace those of
the other, and which one depends on timing.

Two installs with the same mesh and cluster name may be two revisions in one cluster, which is
fine. Reported are those that contradict each other about the network the cluster is in.

What to do:
  Give each cluster a name of its own.

Symptoms: endpoints of a cluster vanish, requests to other clusters fail with 503, mTLS fails at
random between clusters

Baseline: I3, D6
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from istiolint.rules.api import Context, Example, Finding, Label, Severity, install, rule
from istiolint.rules.api.installs import Install

EXAMPLES = [
    Example(
        "Copied from the first cluster",
        """
        # file: west/istiod-values.yaml
        global: {meshID: retail, network: west, multiCluster: {clusterName: west-1}}
        # file: zone/istiod-values.yaml
        global: {meshID: retail, network: east, multiCluster: {clusterName: west-1}}
        #                                                                   ^^^^^^ two clusters of mesh "retail" are called "west-1": this one is in network "east", the other in "west"
        """,
    ),
    Example(
        "Two revisions in one cluster, another mesh, another name",
        """
        # file: a/istiod-values.yaml
        global: {meshID: retail, network: west, multiCluster: {clusterName: west-1}}
        revision: 1-28-2
        # file: b/istiod-values.yaml
        global: {meshID: retail, network: west, multiCluster: {clusterName: west-1}}
        revision: 1-30-3
        # file: c/istiod-values.yaml
        global: {meshID: staging, network: lab, multiCluster: {clusterName: west-1}}
        # file: d/istiod-values.yaml
        global: {meshID: retail, network: east, multiCluster: {clusterName: east-1}}
        # file: e/istiod-values.yaml
        global: {meshID: retail, network: "${NETWORK}", multiCluster: {clusterName: west-1}}
        """,
    ),
    Example(
        "Charts without an istiod",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: istiod, namespace: istio-system}
        spec:
          chart: {spec: {chart: istiod, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {global: {meshID: retail, multiCluster: {clusterName: one}, network: east}}
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: gateway, namespace: istio-system}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {global: {meshID: retail, multiCluster: {clusterName: one}, network: west}}
        """,
    ),
]

WHO = ("global.meshID", "global.multiCluster.clusterName", "global.network")


@rule(install(*WHO), Severity.WARNING, EXAMPLES)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Compare each install with those before it."""
    name = install.setting(WHO[1])
    mesh, cluster, network = (install.setting(each).text for each in WHO)
    if not mesh or not cluster or not network or not install.is_control_plane:
        return
    for other in takewhile(lambda each: each is not install, context.project.installs):
        there = other.setting(WHO[2]).text
        is_same = (other.setting(WHO[0]).text, other.setting(WHO[1]).text) == (mesh, cluster)
        if other.is_control_plane and is_same and there and there != network:
            earlier = other.setting(WHO[1]).at.location.on_one_line()
            yield Finding(
                at=name.at,
                message=f'two clusters of mesh "{mesh}" are called "{cluster}": this one is in '
                f'network "{network}", the other in "{there}"',
                help="give each cluster a name of its own",
                related=[Label(earlier, "the other one")],
            )
            return
