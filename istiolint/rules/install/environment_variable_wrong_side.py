"""An environment variable is set for a program of Istio's that does not read it.

istiod and the agent beside each proxy are two programs with variables of their own. What
stands under `pilot.env` (or the components of an IstioOperator) reaches istiod alone; what stands
in `proxyMetadata`, a ProxyConfig or the environment of a gateway reaches agents alone. On
the wrong side a variable does nothing, and nothing says so.

The lifetime of workload certificates is the usual case. The agent asks for it, with
`SECRET_TTL` (24 hours unless set); istiod refuses to sign for more than
`MAX_WORKLOAD_CERT_TTL`.
`DEFAULT_WORKLOAD_CERT_TTL` only counts for requests that name no lifetime, which agents
never send.

What to do:
  Set the variable where it is read: agents in `meshConfig.defaultConfig.proxyMetadata` or the
  annotation `proxy.istio.io/config`, istiod in `pilot.env` or `components.pilot.k8s.env`.

Symptoms: certificates still live one day, configuration not applied, feature flag has no effect

Baseline: C1, T1
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import VARIABLES, Context, Example, Finding, Resource, Severity, rule
from istiolint.rules.api.installs import Install
from istiolint.rules.api.variables import Side, known_variable, variables

EXAMPLES = [
    Example(
        "The lifetime of certificates, on the side of the proxies",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          meshConfig:
            defaultConfig:
              proxyMetadata:
                DEFAULT_WORKLOAD_CERT_TTL: 480h
        #       ^^^^^^^^^^^^^^^^^^^^^^^^^ "DEFAULT_WORKLOAD_CERT_TTL" has no effect here: istiod reads it, the proxy's agent does not
          components:
            pilot:
              k8s:
                env: [{name: MAX_WORKLOAD_CERT_TTL, value: 480h}]
        """,
    ),
    Example(
        "And on the side of istiod",
        """
        pilot:
          env:
            SECRET_TTL: 480h
        #   ^^^^^^^^^^ "SECRET_TTL" has no effect here: the proxy's agent reads it, istiod does not
            ISTIO_META_DNS_CAPTURE: "true"
        #   ^^^^^^^^^^^^^^^^^^^^^^ "ISTIO_META_DNS_CAPTURE" has no effect here: the proxy's agent reads it, istiod does not
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "A ProxyConfig and a gateway reach agents",
        """
        apiVersion: networking.istio.io/v1beta1
        kind: ProxyConfig
        metadata: {name: shop, namespace: shop}
        spec:
          environmentVariables:
            PILOT_HTTP10: "1"
        #   ^^^^^^^^^^^^ "PILOT_HTTP10" has no effect here: istiod reads it, the proxy's agent does not
        ---
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: edge}
        spec:
          source:
            repoURL: https://istio-release.storage.googleapis.com/charts
            chart: gateway
            helm:
              valuesObject:
                env: {PILOT_HTTP10: "1", EXIT_ON_ZERO_ACTIVE_CONNECTIONS: "true"}
        #             ^^^^^^^^^^^^ "PILOT_HTTP10" has no effect here: istiod reads it, the proxy's agent does not
        """,
    ),
    Example(
        "Each where it belongs, what both read, and what is not Istio's",
        """
        pilot:
          env:
            MAX_WORKLOAD_CERT_TTL: 480h
            ISTIO_DUAL_STACK: "true"
            GOGC: "80"
        meshConfig:
          defaultConfig:
            proxyMetadata:
              SECRET_TTL: 480h
              ISTIO_DUAL_STACK: "true"
              ISTIO_DELTA_XDS: "true"
              PILOT_ENABLE_IP_AUTOALLOCATE: "true"
              TEAM: shop
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "ztunnel has a variable of the same name as the agent",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ztunnel, namespace: istio-system}
        spec:
          chart: {spec: {chart: ztunnel, version: 1.27.0}}
          values:
            env: {SECRET_TTL: 12h}
        """,
    ),
]


@rule(VARIABLES, Severity.WARNING, EXAMPLES)
def check(subject: Install | Resource, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Compare who reads a variable with whom it is set for."""
    for each in variables(subject):
        known = known_variable(each.name)
        if known is None or known.side is None or not is_elsewhere(known.side, each.side):
            continue
        yield Finding(
            at=each.at,
            message=f'"{each.name}" has no effect here: {known.side} reads it, '
            f"{each.side} does not",
            help=advice(known.side, known.instead),
            setting=each.setting,
        )


def is_elsewhere(reader: Side, here: Side) -> bool:
    """Whether a variable for one program is certainly nothing to another.

    ztunnel and the CNI agent have variables of their own with names of the agent's.
    """
    return here is not reader if reader is Side.ISTIOD else here is Side.ISTIOD


def advice(reader: Side, instead: str | None) -> str:
    """Where the variable belongs, or what is meant."""
    if instead is not None:
        return instead
    if reader is Side.ISTIOD:
        return (
            "set it for istiod: pilot.env in values, components.pilot.k8s.env in an IstioOperator"
        )
    return "set it for proxies: meshConfig.defaultConfig.proxyMetadata, or proxyMetadata in the annotation proxy.istio.io/config"
