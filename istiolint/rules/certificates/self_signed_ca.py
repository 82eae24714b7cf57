"""A production mesh signs with a CA that istiod made itself.

Where nothing is plugged in istiod makes a root of its own, signs every certificate of the mesh with
it, and keeps its key in the Secret `istio-ca-secret`. It works, for ten years. But the key of the
root lies in the cluster; a second cluster has another root, so that the two do not trust each other;
and nobody else knows when it expires: an expired root stops all mTLS at once, and so does a rotation
that some workloads miss.

The rule is silent where anything in the input plugs a CA in: a Secret `cacerts`, cert-manager or
istio-csr, `global.caAddress`, another `global.pilotCertProvider`, istiod's own CA switched off, or a
template with SPIRE; and on a bare values file, which others may complete, unless the environment is
named. `meshConfig.ca` plugs nothing in: no code of 1.31 reads it. Secrets are seldom in the files, so
it is advice. With `environment: staging` or `development` it is silent.

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
from istiolint.rules.api.installs import (
    CA_ADDRESS,
    CA_SETTINGS,
    CA_SWITCH,
    CA_TEMPLATES,
    Install,
    Role,
    names_other_ca,
)

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
        "A values file, where it is said that this is production",
        """
        pilot: {autoscaleMin: 2}
        #^^^^ nothing in sight plugs a CA in: istiod signs with one it makes itself
        """,
        path="istiod-values.yaml",
        settings={"environment": "production"},
    ),
    Example(
        "A values file that another one may complete",
        "pilot: {autoscaleMin: 2}",
        path="istiod-values.yaml",
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
        settings={"environment": "production"},
    ),
    Example(
        "The API server signs",
        "global: {pilotCertProvider: k8s.io/clusterissuers.cert-manager.io/istio}",
        path="istiod-values.yaml",
        settings={"environment": "production"},
    ),
    Example(
        "A CA elsewhere",
        """
        pilot: {env: {EXTERNAL_CA: ISTIOD_RA_KUBERNETES_API}}
        """,
        path="istiod-values.yaml",
        settings={"environment": "production"},
    ),
    Example(
        "A CA that is filled in later",
        'global: {caAddress: "${CA}", istioNamespace: istio-system}',
        path="istiod-values.yaml",
        settings={"environment": "production"},
    ),
    Example(
        "An address in mesh config that nothing reads",
        """
        meshConfig: {ca: {address: "ca.example.com:443"}}
        #^^^^^^^^^ nothing in sight plugs a CA in: istiod signs with one it makes itself
        """,
        path="istiod-values.yaml",
        settings={"environment": "production"},
        releases="1.31..",
    ),
    Example(
        "An address in mesh config that an older release may read",
        'meshConfig: {ca: {address: "ca.example.com:443"}}',
        path="istiod-values.yaml",
        settings={"environment": "production"},
        releases="1.16..1.30",
    ),
    Example(
        "SPIRE gives workloads their certificates",
        """
        sidecarInjectorWebhook:
          templates:
            spire: "{spec: {volumes: [{name: workload-socket, csi: {driver: csi.spiffe.io, readOnly: true}}]}}"
        """,
        path="istiod-values.yaml",
        settings={"environment": "production"},
    ),
    Example(
        "The defaults of the chart are nobody's install",
        """
        defaults:
          global: {caAddress: "", pilotCertProvider: istiod}
          pilot: {env: {}}
        # file: Chart.yaml
        name: istiod
        version: 1.23.0
        """,
        path="values.yaml",
        settings={"environment": "production"},
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

OTHERS = (CA_SWITCH, "pilot.env.EXTERNAL_CA")
"""Settings that make somebody else sign."""


@rule(
    install("global.pilotCertProvider", CA_TEMPLATES, *OTHERS, *CA_SETTINGS),
    Severity.INFO,
    EXAMPLES,
)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Look for anything that plugs a CA in."""
    address = install.setting(CA_ADDRESS)
    is_defaults = any(tree.role is Role.OWN_VALUES for tree in install.trees)
    is_whole = install.complete or context.environment is not None
    is_mesh = install.deploys_istiod and is_whole and not is_defaults
    in_production = is_mesh and is_production(context.environment)
    is_alone = in_production and signs_itself(install, context.release.minor)
    if is_alone and not has_plugged_ca(context.project):
        yield Finding(
            at=address.at,
            message="nothing in sight plugs a CA in: istiod signs with one it makes itself",
            help="plug an intermediate CA in as the Secret cacerts, or use cert-manager's istio-csr",
            setting=address,
        )


def signs_itself(install: Install, minor: int) -> bool:
    """Whether no setting leaves it to another one to sign."""
    provider = install.setting("global.pilotCertProvider")
    has_spire = "spiffe" in str(install.setting(CA_TEMPLATES).value)
    is_alone = all(install.setting(path).is_absent for path in OTHERS) and not has_spire
    return provider.text == "istiod" and is_alone and not names_other_ca(install, minor)
