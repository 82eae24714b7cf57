"""The mesh has several primary clusters and none that is remote.

With several primaries every cluster runs an istiod, and each one needs access to the API
server of all others and a CA with the same root. Most of what goes wrong between clusters,
certificates, networks and discovery, comes of that. The production baseline starts with
primary-remote: one cluster has the control plane, the others use it.

Several primaries are a sound choice where a cluster has to go on alone; this is advice, and only
given where the whole mesh is in sight (`--closed-world`).

What to do:
  Begin with one primary and `profile: remote` for the others, and add primaries when you need
  them.

Symptoms: mTLS fails at random between clusters, no endpoints of the other cluster, certificate
validation fails

Baseline: I3
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.installs import Install
from istiolint.rules.api.policies import whole_mesh

EXAMPLES = [
    Example(
        "Two primaries",
        """
        # file: east/istiod-values.yaml
        global: {meshID: retail, multiCluster: {clusterName: east}, network: east}
        # file: west/istiod-values.yaml
        global: {meshID: retail, multiCluster: {clusterName: west}, network: west}
        #                                                    ^^^^ mesh "retail" has several primary clusters and no remote one; the baseline starts with primary-remote
        """,
        settings={"closed_world": True},
    ),
    Example(
        "A primary and a remote",
        """
        # file: east/istiod-values.yaml
        global: {meshID: retail, multiCluster: {clusterName: east}, network: east}
        # file: west/istiod-values.yaml
        profile: remote
        global: {meshID: retail, multiCluster: {clusterName: west}, network: west}
        """,
        settings={"closed_world": True},
        releases="1.24..1.31",
    ),
    Example(
        "Two revisions of one cluster, and another mesh",
        """
        # file: a/istiod-values.yaml
        global: {meshID: retail, multiCluster: {clusterName: east}, network: east}
        # file: b/istiod-values.yaml
        global: {meshID: retail, multiCluster: {clusterName: east}, network: east}
        revision: canary
        # file: c/istiod-values.yaml
        global: {meshID: other, multiCluster: {clusterName: west}, network: west}
        """,
        settings={"closed_world": True},
    ),
    Example(
        "Others may be remote",
        """
        # file: east/istiod-values.yaml
        global: {meshID: retail, multiCluster: {clusterName: east}, network: east}
        # file: west/istiod-values.yaml
        global: {meshID: retail, multiCluster: {clusterName: west}, network: west}
        """,
    ),
]

MESH, CLUSTER = "global.meshID", "global.multiCluster.clusterName"


@rule(install(MESH, CLUSTER), Severity.INFO, EXAMPLES)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Report every primary but the first of a mesh without remotes."""
    mesh, cluster = install.setting(MESH).text, install.setting(CLUSTER)
    if not mesh or not cluster.text:
        return
    same = [each for each in context.project.installs if each.setting(MESH).text == mesh]
    first = same[0].setting(CLUSTER).text
    has_remote = not all(each.deploys_istiod for each in same)
    if first and cluster.text != first and not has_remote:
        yield Finding(
            at=cluster.at,
            message=f'mesh "{mesh}" has several primary clusters and no remote one; the baseline '
            "starts with primary-remote",
            help="begin with one primary, and profile: remote for the others",
            setting=cluster,
            lookup=whole_mesh(context.project),
        )
