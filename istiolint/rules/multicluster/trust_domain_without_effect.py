"""global.trustDomain is set, which istiod does not read.

The trust domain, the first part of every identity, comes from mesh config:
`meshConfig.trustDomain`, by default cluster.local. `global.trustDomain` was Helm's name for it
long ago; istioctl refuses it, and the charts only fall back to it where mesh config has no
trust domain, which never happens. Workloads keep `cluster.local`, and policies or other
clusters that expect the name that was set refuse them.

What to do:
  Move it to `meshConfig.trustDomain`; keep the old one in `trustDomainAliases` while both are
  in use.

Symptoms: mTLS fails between clusters, RBAC access denied, identities are
spiffe://cluster.local/…, certificate validation fails

Baseline: I3, D6
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.installs import Install

EXAMPLES = [
    Example(
        "In the place it once had",
        """
        global:
          meshID: retail
          trustDomain: retail.example.net
        # ^^^^^^^^^^^ global.trustDomain has no effect: istiod takes meshConfig.trustDomain, here "cluster.local"
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "The place it has now",
        """
        global: {meshID: retail}
        meshConfig: {trustDomain: retail.example.net}
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "Both say the same",
        """
        global: {trustDomain: retail.example.net}
        meshConfig: {trustDomain: retail.example.net}
        pilot: {autoscaleMin: 2}
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "Charts without an istiod share such a block with the one that has it",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: gateway, namespace: istio-system}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {global: {trustDomain: example.org}}
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: cni, namespace: istio-system}
        spec:
          chart: {spec: {chart: cni, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {global: {trustDomain: example.org}}
        """,
    ),
]


@rule(install("global.trustDomain", "meshConfig.trustDomain"), Severity.WARNING, EXAMPLES)
def check(install: Install, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Report the old name where the new one says something else."""
    old, new = install.setting("global.trustDomain"), install.setting("meshConfig.trustDomain")
    used = "cluster.local" if new.is_absent else new.text
    if (
        install.is_control_plane
        and old.is_written
        and old.text
        and used is not None
        and old.text != used
    ):
        yield Finding(
            at=old.at.key or old.at,
            message="global.trustDomain has no effect: istiod takes meshConfig.trustDomain, here "
            f'"{used}"',
            help="move it to meshConfig.trustDomain",
            setting=old,
        )
