"""Every sidecar is told of the whole mesh: no Sidecar resource limits what is sent.

Unless told otherwise istiod sends each sidecar the routes and endpoints of every service. The
memory of each proxy, the work of each push and the time until a change is everywhere then grow
with the size of the mesh times the number of its pods. A Sidecar resource in the root namespace
with `egress: [{hosts: ["./*", "istio-system/*"]}]` brings that down to the own namespace.

Reported for a mesh of medium size or more (50 services; `--cluster-size`, else the Services in the
input), if no Sidecar with egress hosts is in sight, and neither `defaultServiceExportTo` nor
`discoverySelectors` limits what is known. Where the input has no VirtualService either, and is
not said to be the whole mesh (`--closed-world`), nothing can be said. An ambient mesh has no
sidecars and is left alone.

What to do:
  Add a Sidecar resource named default to the root namespace, and one with more hosts where
  a namespace needs them.

Symptoms: performance degrades, sidecar memory near its limit, OOMKilled sidecars, pushes are slow,
latency grows

Baseline: C3, D2
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.rules.api import (
    SERVICE,
    SIDECAR,
    VIRTUAL_SERVICE,
    ClusterSize,
    Context,
    Example,
    Finding,
    Severity,
    Sight,
    install,
    rule,
)
from istiolint.rules.api.installs import Install, namespace_of
from istiolint.rules.api.policies import whole_mesh

EXAMPLES = [
    Example(
        "A mesh of medium size, and nothing is scoped",
        """
        pilot: {autoscaleMin: 2}
        #^^^^ every sidecar is told of the whole mesh: no Sidecar limits its egress hosts
        """,
        path="istiod-values.yaml",
        settings={"cluster_size": "medium", "closed_world": True},
    ),
    Example(
        "The routes of the mesh are in sight, and no Sidecar is",
        """
        # file: istiod-values.yaml
        pilot: {autoscaleMin: 2}
        #^^^^ every sidecar is told of the whole mesh: no Sidecar limits its egress hosts
        # file: reviews.yaml
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews, namespace: shop}
        spec: {hosts: [reviews], http: [{route: [{destination: {host: reviews}}]}]}
        """,
        settings={"cluster_size": "large"},
    ),
    Example(
        "A Sidecar for the mesh",
        """
        # file: istiod-values.yaml
        pilot: {autoscaleMin: 2}
        # file: sidecar.yaml
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: {name: default, namespace: istio-system}
        spec: {egress: [{hosts: ["./*", "istio-system/*"]}]}
        """,
        settings={"cluster_size": "large", "closed_world": True},
    ),
    Example(
        "Other ways to limit what is known",
        """
        # file: a/istiod-values.yaml
        meshConfig: {defaultServiceExportTo: ["."], enableAutoMtls: true}
        # file: b/istiod-values.yaml
        meshConfig: {discoverySelectors: [{matchLabels: {mesh: "yes"}}], enableAutoMtls: true}
        # file: c/istiod-values.yaml
        profile: ambient
        pilot: {autoscaleMin: 2}
        """,
        settings={"cluster_size": "medium", "closed_world": True},
    ),
    Example(
        "A small mesh",
        "pilot: {autoscaleMin: 2}",
        path="istiod-values.yaml",
        settings={"closed_world": True},
    ),
    Example(
        "The Sidecars may be elsewhere",
        "pilot: {autoscaleMin: 2}",
        path="istiod-values.yaml",
        settings={"cluster_size": "medium"},
    ),
]


class Options(NamedTuple):
    """From how many services on a mesh needs it, where they are counted."""

    services: int = 50


LIMITS = ("meshConfig.defaultServiceExportTo", "meshConfig.discoverySelectors")


@rule(
    install(*LIMITS, "pilot.env.PILOT_ENABLE_AMBIENT"),
    Severity.INFO,
    EXAMPLES,
    reads=[SERVICE, SIDECAR, VIRTUAL_SERVICE],
    options=Options,
)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Report an install whose mesh is large and has no scopes."""
    limits = [install.setting(path) for path in LIMITS]
    is_ambient = str(install.setting("pilot.env.PILOT_ENABLE_AMBIENT").value).lower() == "true"
    services = len(context.project.of_kind(SERVICE))
    said = context.cluster_size
    is_large = (
        services >= context.options.services if said is None else said is not ClusterSize.SMALL
    )
    scoped = any(each.root.items("spec", "egress") for each in context.project.of_kind(SIDECAR))
    is_limited = scoped or is_ambient or any(each.value for each in limits)
    mesh, routes = whole_mesh(context.project), context.project.of_kind(VIRTUAL_SERVICE)
    if install.deploys_istiod and is_large and not is_limited:
        yield Finding(
            at=install.at,
            message="every sidecar is told of the whole mesh: no Sidecar limits its egress hosts",
            help="add a Sidecar to the root namespace with hosts "
            f'["./*", "{namespace_of(install)}/*"]',
            lookup=mesh if not routes else mesh._replace(sight=Sight.HERE),
        )
