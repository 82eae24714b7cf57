"""An image is taken by a tag that moves, or from a registry of test builds.

`latest` is another image tomorrow. Pods that start later run another version than those that
run already, proxies may get ahead of their control plane, nothing tells which version runs,
and there is nothing to roll back to. Registries called istio-testing hold builds that nobody
supports and that are deleted.

What to do:
  Name the release: `tag: 1.30.3`, with the registry that the release came with.

Symptoms: different proxy versions in `istioctl proxy-status`, ImagePullBackOff, behaviour changes
when pods restart

Baseline: I2
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.installs import Install

EXAMPLES = [
    Example(
        "The tag of all images",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          tag: latest
        #      ^^^^^^ tag "latest" names no release: what runs changes whenever a pod starts
        """,
    ),
    Example(
        "In an image's name",
        """
        pilot: {image: "registry.example.com/pilot:latest"}
        #              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "registry.example.com/pilot:latest" names no release: what runs changes whenever a pod starts
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "A registry of test builds",
        """
        global:
          hub: gcr.io/istio-testing
        #      ^^^^^^^^^^^^^^^^^^^^ gcr.io/istio-testing holds test builds, not releases
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "A release, from anywhere",
        """
        # file: a/istiod-values.yaml
        global: {hub: registry.example.com/mirror/istio, tag: 1.30.3-distroless}
        # file: b/istiod-values.yaml
        global: {tag: "${TAG}"}
        pilot: {image: pilot}
        """,
    ),
    Example(
        "Releases of the cni and ztunnel charts",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: istio-cni, namespace: istio-system}
        spec:
          chart: {spec: {chart: cni, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {tag: latest}
        #               ^^^^^^ tag "latest" names no release: what runs changes whenever a pod starts
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ztunnel, namespace: istio-system}
        spec:
          chart: {spec: {chart: ztunnel, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {hub: gcr.io/istio-testing}
        #               ^^^^^^^^^^^^^^^^^^^^ gcr.io/istio-testing holds test builds, not releases
        """,
    ),
]

PARTS = ("global", "pilot", "cni", "ztunnel")
IMAGES = ("pilot.image", "global.proxy.image", "global.proxy_init.image")


@rule(
    install(*(f"{part}.{key}" for part in PARTS for key in ("hub", "tag")), *IMAGES),
    Severity.WARNING,
    EXAMPLES,
)
def check(install: Install, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Look at hubs, tags and whole images."""
    moves = "names no release: what runs changes whenever a pod starts"
    for part in PARTS:
        hub, tag = install.setting(f"{part}.hub"), install.setting(f"{part}.tag")
        if tag.is_written and (tag.text or "").partition("-")[0] == "latest":
            yield Finding(tag.at, f'tag "{tag.text}" {moves}', setting=tag, help=HELP)
        if hub.is_written and hub.text in TEST_BUILDS:
            message = f"{hub.text} holds test builds, not releases"
            yield Finding(hub.at, message, setting=hub, help=HELP)
    for path in IMAGES:
        image = install.setting(path)
        if image.is_written and (image.text or "").endswith(":latest"):
            yield Finding(image.at, f'"{image.text}" {moves}', setting=image, help=HELP)


HELP = "name a release, such as 1.30.3"
TEST_BUILDS = frozenset(
    ("gcr.io/istio-testing", "docker.io/istio-testing", "registry.istio.io/testing")
)
