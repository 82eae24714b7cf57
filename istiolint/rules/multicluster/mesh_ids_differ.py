"""Installs of one mesh disagree about which mesh it is.

`global.meshID` is part of what a workload says of itself and of its telemetry. Clusters of one
mesh with different IDs trust each other all the same, but their telemetry is that of two
meshes, and what compares mesh IDs takes traffic between them for traffic from outside.

Whether two installs belong to one mesh no file tells, so this is only reported where the
input is said to be the whole mesh (`--closed-world`).

What to do:
  Give all clusters of the mesh the same `global.meshID`.

Symptoms: telemetry shows two meshes, Kiali shows unknown workloads, clusters do not find each other

Baseline: I3
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Label, Severity, install, rule
from istiolint.rules.api.installs import Install
from istiolint.rules.api.policies import whole_mesh

EXAMPLES = [
    Example(
        "Two clusters, two IDs",
        """
        # file: east/istiod-values.yaml
        global: {meshID: retail, multiCluster: {clusterName: east}, network: east}
        # file: west/istiod-values.yaml
        global: {meshID: retail-west, multiCluster: {clusterName: west}, network: west}
        #                ^^^^^^^^^^^ mesh ID "retail-west" is not that of the other cluster, "retail"
        """,
        settings={"closed_world": True},
    ),
    Example(
        "One ID, or none",
        """
        # file: east/istiod-values.yaml
        global: {meshID: retail, multiCluster: {clusterName: east}, network: east}
        # file: west/istiod-values.yaml
        global: {meshID: retail, multiCluster: {clusterName: west}, network: west}
        # file: south/istiod-values.yaml
        global: {multiCluster: {clusterName: south}, network: west}
        """,
        settings={"closed_world": True},
    ),
    Example(
        "They may be two meshes",
        """
        # file: east/istiod-values.yaml
        global: {meshID: retail, multiCluster: {clusterName: east}, network: east}
        # file: west/istiod-values.yaml
        global: {meshID: staging, multiCluster: {clusterName: west}, network: west}
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
          values: {global: {meshID: east}}
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: gateway, namespace: istio-system}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {global: {meshID: west}}
        """,
        settings={"closed_world": True},
    ),
]


@rule(install("global.meshID"), Severity.WARNING, EXAMPLES)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Compare each mesh ID with the first one."""
    mesh = install.setting("global.meshID")
    if not mesh.text or not install.is_control_plane:
        return
    planes = [each for each in context.project.installs if each.is_control_plane]
    others = (each.setting("global.meshID") for each in planes)
    first = next((each for each in others if each.text), None)
    if first is not None and mesh.text != first.text:
        yield Finding(
            at=mesh.at,
            message=f'mesh ID "{mesh.text}" is not that of the other cluster, "{first.text}"',
            help="give all clusters of the mesh the same meshID",
            related=[Label(first.at.location.on_one_line(), "the other one")],
            lookup=whole_mesh(context.project),
        )
