"""Nobody signs certificates: istiod's CA is turned off, and no other one is named.

With `ENABLE_CA_SERVER: "false"` istiod does not serve the signing of certificates. Proxies go on
asking it for one as long as `global.caAddress` names no other CA, get no answer that helps, and
never become ready. The setting belongs to an install with cert-manager's istio-csr or another CA
behind the same interface, together with its address.

Where a bare values file leaves `caAddress` to the chart another file may set it, and the finding is
a warning.

What to do:
  Set `global.caAddress` to the address of the CA, or remove `ENABLE_CA_SERVER`.

Symptoms: sidecars are not ready, "unknown service istio.v1.auth.IstioCertificateService", failed to
sign, mTLS fails, new pods do not start

Baseline: T1
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.installs import Install

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
        meshConfig: {ca: {address: ca.example.com:443}}
        # file: g/istiod-values.yaml
        pilot: {env: {ENABLE_CA_SERVER: "false"}}
        global: {caAddress: "${CA_ADDRESS}"}
        """,
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

SWITCH = "pilot.env.ENABLE_CA_SERVER"
ADDRESS = "global.caAddress"
OTHERS = (
    "meshConfig.ca",
    "meshConfig.defaultConfig.proxyMetadata.CA_ADDR",
    "sidecarInjectorWebhook.templates",
)
"""Settings by which proxies may get certificates from elsewhere."""
OFF = frozenset(("0", "f", "false"))


@rule(install(SWITCH, ADDRESS, *OTHERS), Severity.ERROR, EXAMPLES)
def check(install: Install, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Look for a CA in the place of the one that is off."""
    switch, address = install.setting(SWITCH), install.setting(ADDRESS)
    others = [install.setting(each) for each in OTHERS]
    is_off = switch.is_written and str(switch.value).lower() in OFF
    if not install.deploys_istiod or not is_off or address.value not in (None, ""):
        return
    if not any(each.is_written and each.value not in (None, {}, "") for each in others):
        is_sure = install.complete or address.is_written
        yield Finding(
            at=switch.at,
            message=f"istiod signs no certificates and {ADDRESS} names no other CA",
            help=f"set {ADDRESS}, or remove ENABLE_CA_SERVER",
            severity=Severity.ERROR if is_sure else Severity.WARNING,
            setting=switch,
        )
