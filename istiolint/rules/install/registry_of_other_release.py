"""Images are taken from a registry of Istio's that is not the one of the release.

Up to 1.29 the charts of a release take their images from docker.io/istio, since 1.30 from
registry.istio.io/release. A hub that is written stays what it was when the chart is upgraded:
what an admission rule, a mirror or a firewall lets through after the upgrade may not be what
the values still name, and a registry that is no longer the release's own may stop serving its
tags. Images that a node does not have then cannot be pulled.

A mirror of your own is no business of this rule.

What to do:
  Remove `hub`: the chart knows the registry it was released with. Or name your mirror.

Symptoms: ImagePullBackOff after an upgrade, istiod does not start, pods not created, rate limit of
the registry

Baseline: I2
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.installs import Install, gateways_of

EXAMPLES = [
    Example(
        "The registry of earlier releases stayed when the chart was upgraded",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: istiod, namespace: istio-system}
        spec:
          chart: {spec: {chart: istiod, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {global: {hub: docker.io/istio}}
        #                        ^^^^^^^^^^^^^^^ docker.io/istio is not where release 1.30 comes from: that is registry.istio.io/release
        """,
    ),
    Example(
        "A registry that is no release's, in an IstioOperator and for a part of it",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          tag: 1.28.2
          hub: gcr.io/istio-release
        #      ^^^^^^^^^^^^^^^^^^^^ gcr.io/istio-release is not where release 1.28 comes from: that is docker.io/istio
          components:
            cni: {enabled: true, hub: registry.istio.io/release/}
        #                             ^^^^^^^^^^^^^^^^^^^^^^^^^^ registry.istio.io/release is not where release 1.28 comes from: that is docker.io/istio
            ztunnel: {enabled: true, hub: index.docker.io/istio}
            ingressGateways:
            - {name: edge, enabled: true, hub: gcr.io/istio-release}
        #                                      ^^^^^^^^^^^^^^^^^^^^ gcr.io/istio-release is not where release 1.28 comes from: that is docker.io/istio
        """,
    ),
    Example(
        "The release's own, a mirror, and what is filled in later",
        """
        # file: a/istiod-values.yaml
        global: {hub: registry.istio.io/release, tag: 1.31.0}
        # file: b/istiod-values.yaml
        global: {hub: docker.io/istio, tag: 1.29.1}
        # file: c/istiod-values.yaml
        global: {hub: registry.example.com/docker.io/istio, tag: 1.30.3}
        # file: d/istiod-values.yaml
        global: {hub: "${HUB}", tag: 1.30.3}
        cni: {hub: gcr.io/istio-release}
        # file: e/istiod-values.yaml
        global: {hub: gcr.io/istio-testing, tag: 1.30.3}
        """,
    ),
    Example(
        "Nobody says which release it is",
        "global: {hub: docker.io/istio}",
        path="istiod-values.yaml",
    ),
]

PARTS = {"global": "", "pilot": "istiod", "cni": "cni", "ztunnel": "ztunnel"}


@rule(
    install(*(f"{part}.hub" for part in (*PARTS, "gateways.*"))),
    Severity.INFO,
    EXAMPLES,
)
def check(install: Install, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Compare the hubs that are written with the release's own."""
    release = install.release
    if release is None:
        return
    own = REGISTRY if release.minor >= MOVED_IN else DOCKER
    parts = [part for part, chart in PARTS.items() if not chart or install.deploys(chart)]
    hubs = [install.setting(f"{part}.hub") for part in parts]
    old = (each for each in gateways_of(install) if each.is_old)
    for hub in [*hubs, *(each.setting("hub") for each in old)]:
        said = (hub.text or "").rstrip("/")
        if hub.is_written and said in OFFICIAL and OFFICIAL[said] != own:
            yield Finding(
                at=hub.at,
                message=f"{said} is not where release 1.{release.minor} comes from: that is {own}",
                help="remove hub: the chart knows its own",
                setting=hub,
            )


MOVED_IN = 30
DOCKER, REGISTRY = "docker.io/istio", "registry.istio.io/release"
OFFICIAL = {
    DOCKER: DOCKER,
    "istio": DOCKER,
    "index.docker.io/istio": DOCKER,
    "registry-1.docker.io/istio": DOCKER,
    REGISTRY: REGISTRY,
    "gcr.io/istio-release": "",
}
"""Registries that Istio publishes releases to, with the name that charts have for them."""
