"""Nobody signs certificates: istiod's CA is turned off, and no other one is named.

With `ENABLE_CA_SERVER: "false"` istiod does not serve the signing of certificates, and signs none
for itself either. Without files of its own it is left without a certificate: it does not open the
secure port 15012, and its webhooks fail, so that the API server refuses new pods that are to be
injected. With a certificate of its own, proxies go on asking it for one as long as `global.caAddress`
names no other CA, get no answer that helps, and never become ready. The setting belongs to an install
with cert-manager's istio-csr or another CA behind the same interface, together with its address.
`meshConfig.ca` is no such address: no code of 1.31 reads it.

Where a bare values file leaves `caAddress` to the chart another file may set it, and the finding is
a warning.

What to do:
  Set `global.caAddress` to the address of the CA, or remove `ENABLE_CA_SERVER`.

Symptoms: "The secure discovery service is disabled", "cert not initialized", "failed calling
webhook", pods not created, sidecars are not ready, "unknown service istio.v1.auth.IstioCertificateService", failed to
sign, mTLS fails, new pods do not start

Baseline: T1
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.installs import (
    CA_ADDRESS,
    CA_SETTINGS,
    CA_SWITCH,
    CA_TEMPLATES,
    Install,
    has_own_templates,
    is_ca_off,
    names_other_ca,
)

EXAMPLES = [
    Example(
        "The CA is off and proxies are not told of another",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            pilot: {k8s: {env: [{name: ENABLE_CA_SERVER, value: "false"}]}}
        #                                                       ^^^^^^^ istiod signs no certificates and global.caAddress names no other CA
        """,
    ),
    Example(
        "In values, which may be completed",
        """
        pilot: {env: {ENABLE_CA_SERVER: "0"}}
        #                               ^^^ istiod signs no certificates and global.caAddress names no other CA
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "With istio-csr, a socket or an address for the agent; turned on, or filled in later",
        """
        # file: a/istiod-values.yaml
        pilot: {env: {ENABLE_CA_SERVER: "false"}}
        global: {caAddress: cert-manager-istio-csr.cert-manager.svc:443}
        # file: b/istiod-values.yaml
        pilot: {env: {ENABLE_CA_SERVER: "false"}}
        sidecarInjectorWebhook: {templates: {spire: "spec: {}"}}
        # file: c/istiod-values.yaml
        pilot: {env: {ENABLE_CA_SERVER: "true"}}
        # file: d/istiod-values.yaml
        pilot: {env: {ENABLE_CA_SERVER: "${CA}"}}
        # file: e/istiod-values.yaml
        pilot: {env: {ENABLE_CA_SERVER: "false"}}
        meshConfig: {defaultConfig: {proxyMetadata: {CA_ADDR: ca.example.com:443}}}
        # file: f/istiod-values.yaml
        pilot: {env: {ENABLE_CA_SERVER: "false"}}
        global: {caAddress: "${CA_ADDRESS}"}
        """,
    ),
    Example(
        "An address that nothing reads",
        """
        pilot: {env: {ENABLE_CA_SERVER: "false"}}
        #                               ^^^^^^^ istiod signs no certificates and global.caAddress names no other CA
        meshConfig: {ca: {address: "ca.example.com:443"}}
        """,
        path="istiod-values.yaml",
        releases="1.31..",
    ),
    Example(
        "The same address where an older release may read it",
        """
        pilot: {env: {ENABLE_CA_SERVER: "false"}}
        meshConfig: {ca: {address: "ca.example.com:443"}}
        """,
        path="istiod-values.yaml",
        releases="1.16..1.30",
    ),
    Example(
        "A remote cluster, whose proxies ask another istiod",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {profile: remote, values: {pilot: {env: {ENABLE_CA_SERVER: "false"}}}}
        """,
    ),
]


@rule(install(CA_SWITCH, CA_TEMPLATES, *CA_SETTINGS), Severity.ERROR, EXAMPLES)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Look for a CA in the place of the one that is off."""
    is_left = install.deploys_istiod and is_ca_off(install) and not has_own_templates(install)
    if is_left and not names_other_ca(install, context.release.minor):
        switch = install.setting(CA_SWITCH)
        is_sure = install.complete or install.setting(CA_ADDRESS).is_written
        yield Finding(
            at=switch.at,
            message=f"istiod signs no certificates and {CA_ADDRESS} names no other CA",
            help=f"set {CA_ADDRESS}, or remove ENABLE_CA_SERVER",
            severity=Severity.ERROR if is_sure else Severity.WARNING,
            setting=switch,
        )
