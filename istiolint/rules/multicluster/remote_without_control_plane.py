"""A remote cluster is not told where its control plane is, or told in a form that nothing reads.

An install with `profile: remote` brings no istiod. Proxies and the injection webhook of that
cluster reach the istiod of another one, by `global.remotePilotAddress`, or by
`istiodRemote.injectionURL` and the discovery address in mesh config. Without them the
Service for istiod has no endpoints: no pod is injected, no proxy gets a certificate.

The address is an IP address or a DNS name alone. With a port or a scheme it becomes the
name of a host that nobody resolves.

What to do:
  Set `global.remotePilotAddress` to the address of the gateway that exposes istiod.

Symptoms: pods not injected, failed calling webhook, proxies NOT READY, no endpoints available for
service istiod

Baseline: I3
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.installs import Install

EXAMPLES = [
    Example(
        "No address",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          profile: remote
          values:
            global: {meshID: retail}
        #   ^^^^^^ the remote cluster is not told where its control plane is: remotePilotAddress is not set
        """,
        releases="1.24..1.31",
    ),
    Example(
        "A port, a scheme",
        """
        # file: a/istiod-values.yaml
        profile: remote
        global: {remotePilotAddress: "192.0.2.7:15012"}
        #                            ^^^^^^^^^^^^^^^^^ "192.0.2.7:15012" is no address: it takes an IP address or a DNS name, without port or scheme
        # file: b/istiod-values.yaml
        profile: remote
        global: {remotePilotAddress: https://istiod.example.com}
        #                            ^^^^^^^^^^^^^^^^^^^^^^^^^^ "https://istiod.example.com" is no address: it takes an IP address or a DNS name, without port or scheme
        """,
        releases="1.24..1.31",
    ),
    Example(
        "Addresses of every form, and a URL of one's own",
        """
        # file: a/istiod-values.yaml
        profile: remote
        global: {remotePilotAddress: 192.0.2.7}
        # file: b/istiod-values.yaml
        profile: remote
        global: {remotePilotAddress: "2001:db8::1"}
        # file: c/istiod-values.yaml
        profile: remote
        global: {remotePilotAddress: istiod.example.com}
        # file: d/istiod-values.yaml
        profile: remote
        istiodRemote: {injectionURL: https://istiod.example.com:15017/inject}
        # file: e/istiod-values.yaml
        profile: remote
        global: {remotePilotAddress: "${ADDRESS}"}
        """,
        releases="1.24..1.31",
    ),
    Example(
        "A cluster with an istiod of its own",
        "pilot: {autoscaleMin: 2}",
        path="istiod-values.yaml",
    ),
    Example(
        "Charts without an istiod do not look for one",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: gateway, namespace: istio-system}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {global: {remotePilotAddress: "https://example.org"}}
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: cni, namespace: istio-system}
        spec:
          chart: {spec: {chart: cni, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {global: {remotePilotAddress: "https://example.org"}}
        """,
    ),
]

ADDRESS = "global.remotePilotAddress"
URLS = ("istiodRemote.injectionURL", "pilot.istiodRemote.injectionURL")
REMOTE = ("istiodRemote.enabled", "pilot.istiodRemote.enabled")


@rule(
    install(ADDRESS, *URLS, *REMOTE, "meshConfig.defaultConfig.discoveryAddress"),
    Severity.WARNING,
    EXAMPLES,
)
def check(install: Install, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Look for the address where there is no istiod, and at its form."""
    address = install.setting(ADDRESS)
    elsewhere = [install.setting(path) for path in URLS]
    elsewhere.append(install.setting("meshConfig.defaultConfig.discoveryAddress"))
    is_remote = any(install.setting(path).flag for path in REMOTE)
    if not install.is_control_plane:
        return
    if address.text and re.search(r"://|^[^:]+:\d+$|\]:\d+$|/", address.text):
        yield Finding(
            at=address.at,
            message=f'"{address.text}" is no address: it takes an IP address or a DNS name, '
            "without port or scheme",
            severity=Severity.ERROR,
            setting=address,
        )
    elif is_remote and all(each.value in (None, "") for each in (address, *elsewhere)):
        yield Finding(
            at=address.at,
            message="the remote cluster is not told where its control plane is: "
            "remotePilotAddress is not set",
            help="set global.remotePilotAddress",
            setting=address,
        )
