"""A production mesh signs with a CA that istiod made itself.

Where nothing is plugged in istiod makes a root of its own, signs every certificate of the mesh with
it, and keeps its key in the Secret `istio-ca-secret`. It works, for ten years. But the key of the
root lies in the cluster; a second cluster has another root, so that the two do not trust each other;
and nobody else knows when it expires: an expired root stops all mTLS at once, and so does a rotation
that some workloads miss.

The rule is silent where anything in the input plugs a CA in: a Secret `cacerts`, cert-manager or
istio-csr, `global.caAddress`, another `global.pilotCertProvider`, `meshConfig.ca`, or istiod's own CA
switched off. Secrets are seldom in the files, so it is advice. With `environment: staging` or
`development` it is silent.

What to do:
  Plug in an intermediate CA of your own as the Secret `cacerts`, or have cert-manager sign by way of
  istio-csr; and alert on `citadel_server_root_cert_expiry_timestamp`.

Symptoms: mTLS fails at random, root certificate expired, root rotation fails, multicluster mTLS fails,
certificate validation

Baseline: T1, I3
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.baseline import is_production
from istiolint.rules.api.certificates import has_plugged_ca
from istiolint.rules.api.installs import Install

EXAMPLES = [
    Example(
        "Nothing is plugged in",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        #     ^^^^^^^^^^^^^ nothing in sight plugs a CA in: istiod signs with one it makes itself
        spec: {profile: default}
        """,
    ),
    Example(
        "A Secret that another tool makes",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {profile: default}
        ---
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata: {name: mesh-ca, namespace: istio-system}
        spec: {target: {name: cacerts}}
        """,
    ),
    Example(
        "cacerts is in sight",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {profile: default}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: cacerts, namespace: istio-system}
        """,
    ),
    Example(
        "cert-manager is",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {profile: default}
        ---
        apiVersion: cert-manager.io/v1
        kind: Issuer
        metadata: {name: istio-ca, namespace: istio-system}
        """,
    ),
    Example(
        "istio-csr signs",
        """
        global: {caAddress: "cert-manager-istio-csr.cert-manager.svc:443"}
        pilot: {env: {ENABLE_CA_SERVER: "false"}}
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "The API server signs",
        "global: {pilotCertProvider: k8s.io/clusterissuers.cert-manager.io/istio}",
        path="istiod-values.yaml",
    ),
    Example(
        "A CA elsewhere",
        """
        pilot: {env: {EXTERNAL_CA: ISTIOD_RA_KUBERNETES_API}}
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "A CA that is filled in later",
        'global: {caAddress: "${CA}", istioNamespace: istio-system}',
        path="istiod-values.yaml",
    ),
    Example(
        "The mesh config names one",
        "meshConfig: {ca: {address: ca.example.com:443}}",
        path="istiod-values.yaml",
    ),
    Example(
        "A development cluster",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {profile: default}
        """,
        settings={"environment": "development"},
    ),
]


@rule(
    install(
        "global.caAddress",
        "global.pilotCertProvider",
        "meshConfig.ca",
        "pilot.env.ENABLE_CA_SERVER",
        "pilot.env.EXTERNAL_CA",
    ),
    Severity.INFO,
    EXAMPLES,
)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Look for anything that plugs a CA in."""
    address = install.setting("global.caAddress")
    provider = install.setting("global.pilotCertProvider")
    others = ("meshConfig.ca", "pilot.env.ENABLE_CA_SERVER", "pilot.env.EXTERNAL_CA")
    is_said = [not install.setting(path).is_absent for path in others]
    is_own = address.text == "" and provider.text == "istiod"
    production = install.deploys_istiod and is_production(context.environment)
    if production and is_own and not any(is_said) and not has_plugged_ca(context.project):
        yield Finding(
            at=address.at,
            message="nothing in sight plugs a CA in: istiod signs with one it makes itself",
            help="plug an intermediate CA in as the Secret cacerts, or use cert-manager's istio-csr",
            setting=address,
        )
