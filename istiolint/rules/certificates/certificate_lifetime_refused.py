"""Proxies ask for certificates that live longer than istiod allows, so none is signed.

The agent beside each proxy asks for a lifetime of `SECRET_TTL`, a day by default. istiod refuses
each request above `MAX_WORKLOAD_CERT_TTL`, 2160h by default, and does not shorten it: the proxy gets
no certificate and never becomes ready.

The rule is silent where istiod is not the CA: with `global.caAddress` or `CA_ADDR`, with SPIRE, or
with `ENABLE_CA_SERVER: "false"`.

What to do:
  Ask for less with `SECRET_TTL`, or raise `MAX_WORKLOAD_CERT_TTL` of istiod.

Symptoms: "requested TTL is greater than the max allowed", sidecars are not ready, failed to sign,
mTLS fails

Baseline: T1
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Label, Severity, install, rule
from istiolint.rules.api.installs import (
    CA_SETTINGS,
    CA_SWITCH,
    CA_TEMPLATES,
    Install,
    has_own_templates,
    names_other_ca,
)
from istiolint.rules.api.values import duration

EXAMPLES = [
    Example(
        "More than the default allows",
        """
        meshConfig:
          defaultConfig:
            proxyMetadata:
              SECRET_TTL: 8760h
        #                 ^^^^^ proxies ask for certificates of 8760h; istiod signs none above 2160h
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "More than this istiod allows",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          meshConfig: {defaultConfig: {proxyMetadata: {SECRET_TTL: 24h}}}
        #                                                          ^^^ proxies ask for certificates of 24h; istiod signs none above 12h
          values: {pilot: {env: {MAX_WORKLOAD_CERT_TTL: 12h}}}
        #                                               ~~~ the maximum
        """,
    ),
    Example(
        "What is allowed, or not known, or no duration",
        """
        # file: a/istiod-values.yaml
        meshConfig: {defaultConfig: {proxyMetadata: {SECRET_TTL: 2160h}}}
        # file: b/istiod-values.yaml
        meshConfig: {defaultConfig: {proxyMetadata: {SECRET_TTL: 8760h}}}
        pilot: {env: {MAX_WORKLOAD_CERT_TTL: 8760h}}
        # file: c/istiod-values.yaml
        meshConfig: {defaultConfig: {proxyMetadata: {SECRET_TTL: 8760h}}}
        pilot: {env: {MAX_WORKLOAD_CERT_TTL: "${MAX}"}}
        # file: d/istiod-values.yaml
        meshConfig: {defaultConfig: {proxyMetadata: {SECRET_TTL: a year}}}
        # file: e/istiod-values.yaml
        pilot: {env: {MAX_WORKLOAD_CERT_TTL: 1h}}
        """,
    ),
    Example(
        "Another CA signs",
        """
        # file: a/istiod-values.yaml
        meshConfig: {defaultConfig: {proxyMetadata: {SECRET_TTL: 8760h}}}
        global: {caAddress: cert-manager-istio-csr.cert-manager.svc:443}
        # file: b/istiod-values.yaml
        meshConfig: {defaultConfig: {proxyMetadata: {SECRET_TTL: 8760h, CA_ADDR: "ca.example.com:443"}}}
        # file: c/istiod-values.yaml
        meshConfig: {defaultConfig: {proxyMetadata: {SECRET_TTL: 8760h}}}
        sidecarInjectorWebhook: {templates: {spire: "spec: {}"}}
        # file: d/istiod-values.yaml
        meshConfig: {defaultConfig: {proxyMetadata: {SECRET_TTL: 8760h}}}
        pilot: {env: {ENABLE_CA_SERVER: "false"}}
        # file: e/istiod-values.yaml
        meshConfig: {defaultConfig: {proxyMetadata: {SECRET_TTL: 8760h}}}
        global: {caAddress: "${CA_ADDRESS}"}
        # file: f/istiod-values.yaml
        meshConfig: {defaultConfig: {proxyMetadata: {SECRET_TTL: 8760h}}}
        pilot: {env: {ENABLE_CA_SERVER: "${CA}"}}
        """,
    ),
    Example(
        "Mesh config may name one to an older release",
        """
        meshConfig: {ca: {address: "ca.example.com:443"}, defaultConfig: {proxyMetadata: {SECRET_TTL: 8760h}}}
        """,
        path="istiod-values.yaml",
        releases="1.16..1.30",
    ),
]

ASKED = "meshConfig.defaultConfig.proxyMetadata.SECRET_TTL"
MOST = "pilot.env.MAX_WORKLOAD_CERT_TTL"
DEFAULT = "2160h"


@rule(install(ASKED, MOST, CA_SWITCH, CA_TEMPLATES, *CA_SETTINGS), Severity.ERROR, EXAMPLES)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Compare what proxies ask for with what istiod signs."""
    asked, most = install.setting(ASKED), install.setting(MOST)
    if not signs(install, context.release.minor):
        return
    allowed = DEFAULT if most.is_absent else most.text
    wanted = duration(asked.text) if asked.text else None
    highest = duration(allowed) if allowed else None
    if wanted is not None and highest is not None and wanted > highest:
        is_sure = install.complete or most.is_written
        yield Finding(
            at=asked.at,
            message=f"proxies ask for certificates of {asked.text}; istiod signs none above {allowed}",
            help="lower SECRET_TTL, or raise MAX_WORKLOAD_CERT_TTL of istiod",
            severity=Severity.ERROR if is_sure else Severity.WARNING,
            related=[Label(most.at.location.on_one_line(), "the maximum")]
            if most.is_written
            else (),
            setting=asked,
        )


def signs(install: Install, minor: int) -> bool:
    """Whether nothing says that istiod does not sign; what is filled in later may."""
    if has_own_templates(install) or names_other_ca(install, minor):
        return False
    switch = install.setting(CA_SWITCH)
    return switch.is_absent or str(switch.value).lower() in ("true", "1", "t")
