"""The istiod chart stops with an error because of a setting.

A few settings that are gone for good have a check in the chart: Helm and istioctl end with a
message and nothing is installed or upgraded. Since 1.24 these are `pilotCertProvider: kubernetes`,
whose signer Kubernetes removed in 1.22, and the details of Stackdriver tracing in
`meshConfig.defaultConfig.tracing` and `global.tracer`. Other settings that are gone are reported
by `field-removed`.

What to do:
  Remove the setting. Certificates for istiod come from itself (`pilotCertProvider: istiod`, the
  default), from a signer in Kubernetes (`k8s.io/<signer>`) or from files (`custom`); tracing is set
  up by `meshConfig.extensionProviders` and a Telemetry resource.

Symptoms: helm upgrade fails, execution error at istiod/templates/NOTES.txt, istiod is not upgraded

Baseline: T1
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.installs import UNKNOWN, Install

EXAMPLES = [
    Example(
        "A signer that Kubernetes does not have any more",
        """
        global:
          pilotCertProvider: kubernetes
        #                    ^^^^^^^^^^ the istiod chart fails on pilotCertProvider "kubernetes" since 1.24
        """,
        path="istiod-values.yaml",
        releases="1.24..1.31",
    ),
    Example(
        "In an IstioOperator, and details of a tracer",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          tag: 1.30.3
          values: {global: {pilotCertProvider: kubernetes}}
        #                                      ^^^^^^^^^^ the istiod chart fails on pilotCertProvider "kubernetes" since 1.24
          meshConfig: {defaultConfig: {tracing: {stackdriver: {debug: true, maxNumberOfAttributes: 5}}}}
        #                                                             ^^^^ the istiod chart fails on stackdriver.debug since 1.24
        #                                                                                          ^ the istiod chart fails on stackdriver.maxNumberOfAttributes since 1.24
        """,
    ),
    Example(
        "Earlier charts take both",
        """
        global: {pilotCertProvider: kubernetes}
        meshConfig: {defaultConfig: {tracing: {stackdriver: {debug: true}}}}
        """,
        path="istiod-values.yaml",
        releases="1.16..1.23",
    ),
    Example(
        "Values that are in another file",
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: istiod}
        spec: {source: {chart: istiod, targetRevision: 1.30.3, helm: {valueFiles: [$values/istiod.yaml]}}}
        """,
    ),
    Example(
        "Signers that there are, and what does not get to the chart",
        """
        # file: a/istiod-values.yaml
        global: {pilotCertProvider: k8s.io/clusterissuers.cert-manager.io/istio-ca}
        # file: b/istiod-values.yaml
        global: {pilotCertProvider: "${PROVIDER}"}
        meshConfig: {defaultConfig: {tracing: {stackdriver: {}, sampling: 1}}}
        # file: c/istiod-values.yaml
        global: {pilotCertProvider: custom}
        # file: d/helmrelease.yaml
        {apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: cni}, spec: {chart: {spec: {chart: cni, version: 1.30.3, sourceRef: {name: istio}}}, values: {global: {pilotCertProvider: kubernetes}}}}
        """,
    ),
]

PROVIDER = "global.pilotCertProvider"
DETAILS = ("debug", "maxNumberOfAttributes", "maxNumberOfAnnotations", "maxNumberOfMessageEvents")
PLACES = ("meshConfig.defaultConfig.tracing.stackdriver", "global.tracer.stackdriver")
SINCE = 24


@rule(
    install(PROVIDER, *(f"{place}.{key}" for place in PLACES for key in DETAILS)),
    Severity.ERROR,
    EXAMPLES,
    yields_to=["field-removed"],
    releases="1.24..",
)
def check(install: Install, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Report what the chart has a check for."""
    if "istiod" not in install.components:
        return
    provider = install.setting(PROVIDER)
    said = [(f'pilotCertProvider "{REFUSED}"', provider)] if provider.value == REFUSED else []
    said += [
        (f"stackdriver.{key}", install.setting(f"{place}.{key}"))
        for place in PLACES
        for key in DETAILS
    ]
    for what, setting in said:
        if setting.is_written and setting.value not in (None, "", UNKNOWN):
            yield Finding(
                at=setting.at,
                message=f"the istiod chart fails on {what} since 1.{SINCE}",
                help="remove it",
                setting=setting,
            )


REFUSED = "kubernetes"
