"""A network of the mesh has no gateway through which the others reach it.

Pods in different networks cannot reach each other directly: traffic goes to an east-west
gateway of the other network, on port 15443 with TLS in mode AUTO_PASSTHROUGH. Without one,
istiod takes the endpoints of that network for directly reachable and sends them with their own
addresses. Clients elsewhere balance requests to them too, and those connections time out. With
`AMBIENT_ENABLE_MULTI_NETWORK` on, istiod 1.31 leaves such endpoints out for waypoints and gateways: no
request goes to the other network.

Reported is an entry of `meshNetworks` that names no gateway, and, where the whole mesh is in
sight (`--closed-world`), a mesh with several networks and no such Gateway at all.

What to do:
  Install an east-west gateway in each network and expose services with a Gateway on port 15443
  in mode AUTO_PASSTHROUGH; gateways with the label `topology.istio.io/network` are found
  without `meshNetworks`.

Symptoms: connection timeout across clusters, 503 UF upstream connection failure, requests to the
other cluster fail now and then, endpoints of the other cluster are missing

Baseline: I3
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    GATEWAY,
    K8S_GATEWAY,
    Context,
    Example,
    Finding,
    Project,
    Resource,
    Severity,
    install,
    rule,
)
from istiolint.rules.api.installs import Install
from istiolint.rules.api.policies import whole_mesh

EXAMPLES = [
    Example(
        "An entry without gateways",
        """
        global:
          meshID: retail
          meshNetworks:
        # ^^^^^^^^^^^^ network "east" has no gateway: other networks cannot reach it
            east: {endpoints: [{fromRegistry: east-1}]}
            west:
              endpoints: [{fromRegistry: west-1}]
              gateways: [{address: 192.0.2.1, port: 15443}]
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "Two networks, and no gateway in the whole mesh",
        """
        # file: east/istiod-values.yaml
        global: {meshID: retail, multiCluster: {clusterName: east}, network: east}
        #                                                                    ^^^^ network "east" has no gateway: no Gateway of the mesh passes TLS through with AUTO_PASSTHROUGH
        # file: west/istiod-values.yaml
        global: {meshID: retail, multiCluster: {clusterName: west}, network: west}
        #                                                                    ^^^^ network "west" has no gateway: no Gateway of the mesh passes TLS through with AUTO_PASSTHROUGH
        """,
        settings={"closed_world": True},
    ),
    Example(
        "An east-west gateway",
        """
        # file: east/istiod-values.yaml
        global: {meshID: retail, multiCluster: {clusterName: east}, network: east}
        # file: west/istiod-values.yaml
        global: {meshID: retail, multiCluster: {clusterName: west}, network: west}
        # file: gateway.yaml
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: cross-network, namespace: istio-system}
        spec:
          selector: {istio: eastwestgateway}
          servers:
          - port: {number: 15443, name: tls, protocol: TLS}
            tls: {mode: AUTO_PASSTHROUGH}
            hosts: ["*.local"]
        """,
        settings={"closed_world": True},
    ),
    Example(
        "One of the ambient sort; and one network",
        """
        # file: east/istiod-values.yaml
        global: {meshID: retail, multiCluster: {clusterName: east}, network: east}
        # file: west/istiod-values.yaml
        global: {meshID: retail, multiCluster: {clusterName: west}, network: west}
        # file: gateway.yaml
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata: {name: eastwest, namespace: istio-system}
        spec: {gatewayClassName: istio-east-west, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}
        """,
        settings={"closed_world": True},
    ),
    Example(
        "One network",
        """
        # file: east/istiod-values.yaml
        global: {meshID: retail, multiCluster: {clusterName: east}, network: flat}
        # file: west/istiod-values.yaml
        global: {meshID: retail, multiCluster: {clusterName: west}, network: flat}
        """,
        settings={"closed_world": True},
    ),
    Example(
        "Charts without an istiod",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: istiod, namespace: istio-system}
        spec:
          chart: {spec: {chart: istiod, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {global: {meshID: retail, network: east, multiCluster: {clusterName: east}}}
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: gateway, namespace: istio-system}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {global: {meshID: retail, network: west, multiCluster: {clusterName: west}}}
        """,
        settings={"closed_world": True},
    ),
]


@rule(
    install("global.network", "global.meshNetworks"),
    Severity.WARNING,
    EXAMPLES,
    reads=[GATEWAY, K8S_GATEWAY],
)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Look at the networks that are listed, then for any gateway between networks."""
    network, listed = install.setting("global.network"), install.setting("global.meshNetworks")
    advice = "install an east-west gateway and expose services on port 15443"
    for name, each in listed.value.items() if isinstance(listed.value, dict) else ():
        if isinstance(each, dict) and each.get("gateways") in (None, []):
            message = f'network "{name}" has no gateway: other networks cannot reach it'
            yield Finding(listed.at.key or listed.at, message, help=advice, setting=listed)
    if not network.text or not install.is_control_plane:
        return
    planes = [each for each in context.project.installs if each.is_control_plane]
    networks = {each.setting("global.network").text for each in planes}
    others = networks - {None, "", network.text}
    is_fine = has_gateway(context.project) or bool(listed.value) or not others
    if not is_fine:
        yield Finding(
            at=network.at,
            message=f'network "{network.text}" has no gateway: no Gateway of the mesh passes '
            "TLS through with AUTO_PASSTHROUGH",
            help=advice,
            lookup=whole_mesh(context.project),
        )


def has_gateway(project: Project) -> bool:
    """Whether anything in sight connects networks."""
    of_ambient = (
        each.root.text("spec", "gatewayClassName") for each in project.of_kind(K8S_GATEWAY)
    )
    return any(name is not None and "east-west" in name.value for name in of_ambient) or any(
        passes_through(each) for each in project.of_kind(GATEWAY)
    )


def passes_through(gateway: Resource) -> bool:
    """Whether a Gateway has a server for other networks."""
    modes = (each.text("tls", "mode") for each in gateway.root.items("spec", "servers"))
    return any(mode is not None and mode.value == "AUTO_PASSTHROUGH" for mode in modes)
