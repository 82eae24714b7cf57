"""Parts of one install are of different minor releases.

The chart, istiod and the proxies are made for each other. Proxies may be older than their
istiod by a release or two while an upgrade is under way, but not newer: a newer proxy may not
understand what it is sent, or miss what it asks for. A chart of another release than the
image passes settings and permissions that istiod does not know or lacks those it needs.

Patches of one minor release may be mixed, and are not reported.

What to do:
  Set the version in one place: the version of the chart, without `tag`, or `tag` for all.

Symptoms: istiod does not start after an upgrade, forbidden errors in istiod's log, unknown
environment variables, proxies reject configuration, NACK in proxy-status

Baseline: I2
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Release, Severity, install, rule
from istiolint.rules.api.installs import Install, Setting

EXAMPLES = [
    Example(
        "Releases of the cni and ztunnel charts",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: istio-cni, namespace: istio-system}
        spec:
          chart: {spec: {chart: cni, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {tag: 1.28.10}
        #               ^^^^^^^ the image of istio-cni is of release 1.28, the chart is of 1.30
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ztunnel, namespace: istio-system}
        spec:
          chart: {spec: {chart: ztunnel, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {tag: 1.28.10}
        #               ^^^^^^^ the image of ztunnel is of release 1.28, the chart is of 1.30
        """,
    ),
    Example(
        "Another patch of the same release, or who knows",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: istio-cni, namespace: istio-system}
        spec:
          chart: {spec: {chart: cni, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {tag: 1.30.2-distroless}
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ztunnel, namespace: istio-system}
        spec:
          chart: {spec: {chart: ztunnel, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {tag: "${TAG}"}
        """,
    ),
    Example(
        "istiod is overridden, the proxies are not",
        """
        global: {tag: 1.30.3}
        pilot:
          tag: 1.28.2
        #      ^^^^^^ istiod is of release 1.28, the proxies are of 1.30
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "A tag that was left behind when the chart was upgraded",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: istiod, namespace: istio-system}
        spec:
          chart: {spec: {chart: istiod, version: 1.30.3}}
          values:
            global: {tag: 1.28.2}
        #                 ^^^^^^ the image is of release 1.28, the chart is of 1.30
        """,
        path="helmrelease.yaml",
    ),
    Example(
        "Patches may differ, and a tag may name no release",
        """
        # file: a/istiod-values.yaml
        global: {tag: 1.30.3}
        pilot: {tag: 1.30.1-distroless}
        # file: b/istiod-values.yaml
        global: {tag: 1.30.3}
        pilot: {tag: hotfix-7}
        # file: c/istiod-values.yaml
        global: {tag: 1.30.3}
        pilot: {tag: 1.2.0}
        """,
    ),
    Example(
        "A chart that is not pinned to a minor release",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: istiod, namespace: istio-system}
        spec:
          chart: {spec: {chart: istiod, version: ">=1.28"}}
          values:
            global: {tag: 1.28.2}
        """,
        path="helmrelease.yaml",
    ),
]


NODE_PARTS = {"cni": "istio-cni", "ztunnel": "ztunnel"}


@rule(
    install("global.tag", "pilot.tag", *(f"{part}.tag" for part in NODE_PARTS)),
    Severity.WARNING,
    EXAMPLES,
)
def check(install: Install, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Compare the written tags with each other and with the chart's version."""
    tag, own = install.setting("global.tag"), install.setting("pilot.tag")
    proxies, istiod = minor(tag.text), minor(own.text)
    chart = next((minor(each.release.version) for each in install.trees), None)
    if own.is_written and istiod and proxies and istiod != proxies:
        yield Finding(
            at=own.at,
            message=f"istiod is of release 1.{istiod}, the proxies are of 1.{proxies}",
            help="set global.tag alone",
            setting=own,
        )
    elif chart:
        yield from outdated(tag, "the image", chart)
    for part, name in NODE_PARTS.items():
        node_tag = install.setting(f"{part}.tag")
        if chart and part in install.components:
            yield from outdated(node_tag, f"the image of {name}", chart)


def outdated(tag: Setting, what: str, chart: int) -> Iterator[Finding]:
    """What to say about a tag that is not of the chart's release."""
    found = minor(tag.text)
    if tag.is_written and found and found != chart:
        yield Finding(
            at=tag.at,
            message=f"{what} is of release 1.{found}, the chart is of 1.{chart}",
            help="remove the tag: the chart knows its own",
            setting=tag,
        )


def minor(version: str | None) -> int | None:
    """The minor release that a tag or a chart's version names."""
    found = Release.parse(version) if version else None
    return None if found is None or found.minor < FIRST else found.minor


FIRST = 10
"""Below are versions that a team gives images of its own."""
