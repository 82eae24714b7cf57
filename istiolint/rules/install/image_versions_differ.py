"""Parts of a mesh are of different minor releases.

The chart, istiod and the proxies are made for each other. Proxies may be older than their
istiod by a release or two while an upgrade is under way, but not newer: a newer proxy may not
understand what it is sent, or miss what it asks for. A chart of another release than the
image passes settings and permissions that istiod does not know or lacks those it needs.

istio-cni, ztunnel and the CRDs of chart base may be one minor release away from istiod, which
is what an upgrade needs. Where they come from charts of their own that are deployed together
(from one file, or from paths that a `scopes` entry of the configuration lists), more than that
is reported.

Patches of one minor release may be mixed, and are not reported.

What to do:
  Set the version in one place: the version of the chart, without `tag`, or `tag` for all.

Symptoms: istiod does not start after an upgrade, forbidden errors in istiod's log, unknown
environment variables, proxies reject configuration, NACK in proxy-status

Baseline: I2
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Label, Release, Severity, install, rule
from istiolint.rules.api.installs import Install, Setting, gateways_of

EXAMPLES = [
    Example(
        "Releases of the cni and ztunnel charts",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: istio-cni, namespace: istio-system}
        spec: {chart: {spec: {chart: cni, version: 1.30.3, sourceRef: {name: istio}}}, values: {tag: 1.28.10}}
        #                                                                                            ^^^^^^^ the image of istio-cni is of release 1.28, the chart is of 1.30
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ztunnel, namespace: istio-system}
        spec: {chart: {spec: {chart: ztunnel, version: 1.30.3, sourceRef: {name: istio}}}, values: {tag: 1.28.10}}
        #                                                                                                ^^^^^^^ the image of ztunnel is of release 1.28, the chart is of 1.30
        """,
    ),
    Example(
        "Another patch of the same release, or who knows",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: istio-cni, namespace: istio-system}
        spec: {chart: {spec: {chart: cni, version: 1.30.3, sourceRef: {name: istio}}}, values: {tag: 1.30.2-distroless}}
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ztunnel, namespace: istio-system}
        spec: {chart: {spec: {chart: ztunnel, version: 1.30.3, sourceRef: {name: istio}}}, values: {tag: "${TAG}"}}
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
          values: {global: {tag: 1.28.2}}
        #                        ^^^^^^ the image is of release 1.28, the chart is of 1.30
        """,
        path="helmrelease.yaml",
    ),
    Example(
        "Components of an IstioOperator",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          tag: 1.30.3
          components:
            cni: {enabled: true, tag: 1.28.1}
        #                             ^^^^^^ istio-cni is of release 1.28, the proxies are of 1.30
            ztunnel: {enabled: false, tag: 1.27.1}
            ingressGateways: [{name: edge, enabled: true, tag: 1.29.0}, {name: out, enabled: true, tag: hotfix}]
        #                                                      ^^^^^^ edge is of release 1.29, the proxies are of 1.30
        """,
    ),
    Example(
        "Charts that are more than one release away from the nearest istiod",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        #     ~~~~~~~~~~~ istiod is of 1.30
        metadata: {name: istiod, namespace: istio-system}
        spec: {chart: {spec: {chart: istiod, version: 1.30.3, sourceRef: {name: istio}}}}
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        #     ^^^^^^^^^^^ chart cni is of release 1.27, istiod of 1.30
        metadata: {name: istio-cni, namespace: istio-system}
        spec: {chart: {spec: {chart: cni, version: 1.27.1, sourceRef: {name: istio}}}}
        ---
        {apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: base}, spec: {chart: {spec: {chart: base, version: 1.31.0, sourceRef: {name: istio}}}}}
        ---
        {apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: gateway}, spec: {chart: {spec: {chart: gateway, version: 1.26.0, sourceRef: {name: istio}}}}}
        """,
    ),
    Example(
        "An upgrade under way: one of the istiods is near enough",
        """
        {apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: old}, spec: {chart: {spec: {chart: istiod, version: 1.28.3, sourceRef: {name: istio}}}}}
        ---
        {apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: new}, spec: {chart: {spec: {chart: istiod, version: 1.30.3, sourceRef: {name: istio}}}}}
        ---
        {apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: ztunnel}, spec: {chart: {spec: {chart: ztunnel, version: 1.30.3, sourceRef: {name: istio}}}}}
        """,
    ),
    Example(
        "Patches may differ, and a tag may name no release",
        """
        # file: a/istiod-values.yaml
        global: {tag: 1.30.3}
        pilot: {tag: 1.30.1-distroless}
        # file: b/istiod-values.yaml
        {global: {tag: 1.30.3}, pilot: {tag: hotfix-7}}
        # file: c/istiod-values.yaml
        {global: {tag: 1.30.3}, pilot: {tag: 1.2.0}}
        """,
    ),
    Example(
        "A chart that is not pinned to a minor release",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: istiod, namespace: istio-system}
        spec: {chart: {spec: {chart: istiod, version: ">=1.28"}}, values: {global: {tag: 1.28.2}}}
        """,
        path="helmrelease.yaml",
    ),
]


NODE_PARTS = {"cni": "istio-cni", "ztunnel": "ztunnel"}


@rule(
    install("global.tag", "pilot.tag", *(f"{part}.tag" for part in NODE_PARTS), "gateways.*.tag"),
    Severity.WARNING,
    EXAMPLES,
)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Compare the written tags with each other and with the chart's version."""
    tag, chart = install.setting("global.tag"), chart_minor(install)
    apart = list(apart_from_proxies(install, tag))
    yield from apart
    if chart and not apart:
        yield from outdated(tag, "the image", chart)
    for part, name in NODE_PARTS.items():
        node_tag = install.setting(f"{part}.tag")
        if chart and part in install.components:
            yield from outdated(node_tag, f"the image of {name}", chart)
    yield from far_from_istiod(install, context, chart)


def apart_from_proxies(install: Install, tag: Setting) -> Iterator[Finding]:
    """Tags of parts that differ from the one for all, which is that of the proxies."""
    proxies = minor(tag.text)
    for what, own in tags_of_parts(install):
        found = minor(own.text)
        if own.is_written and found and proxies and found != proxies:
            yield Finding(
                at=own.at,
                message=f"{what} is of release 1.{found}, the proxies are of 1.{proxies}",
                help="set one tag for all",
                setting=own,
            )


def tags_of_parts(install: Install) -> Iterator[tuple[str, Setting]]:
    """The tags of what one document installs beside the proxies."""
    yield "istiod", install.setting("pilot.tag")
    if install.is_operator:
        for part, name in NODE_PARTS.items():
            if part in install.components:
                yield name, install.setting(f"{part}.tag")
        yield from ((each.name, each.setting("tag")) for each in gateways_of(install))


def chart_minor(install: Install) -> int | None:
    """The minor release of the chart, where it is pinned to one."""
    return next((minor(each.release.version) for each in install.trees), None)


def far_from_istiod(install: Install, context: Context, chart: int | None) -> Iterator[Finding]:
    """Charts whose release is more than one away from that of each istiod beside them."""
    names = sorted(install.components & BESIDE_ISTIOD)
    if chart is None or not names or install.is_operator:
        return
    beside = {
        found: each
        for each in context.project.installs
        if "istiod" in each.components
        and (found := chart_minor(each))
        and context.project.deployed_together(each, install)
    }
    nearest = min(beside, key=lambda each: abs(each - chart), default=chart)
    if abs(nearest - chart) > MOST:
        yield Finding(
            at=install.at,
            message=f"chart {names[0]} is of release 1.{chart}, istiod of 1.{nearest}",
            help="upgrade one of them: they are made to be one minor release apart at most",
            related=[Label(beside[nearest].at.location.on_one_line(), f"istiod is of 1.{nearest}")],
        )


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

BESIDE_ISTIOD = frozenset(("base", "cni", "ztunnel"))
MOST = 1
