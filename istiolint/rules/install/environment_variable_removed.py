"""An environment variable is set that this release of Istio does not read.

Feature flags come and go: a flag guards a change for some releases, then the new behaviour
stays and the flag is taken out. Istio ignores what it does not know, so after an upgrade a
variable that is left behind does nothing and nothing says so; if it held back a change, that
change has happened. A variable that only a later release reads does nothing yet.

What to do:
  Remove the variable after reading what the release notes say of its removal, or use what
  came instead.

Symptoms: behaviour changed after an upgrade, feature flag has no effect, configuration not applied

Baseline: C1, I2
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    VARIABLES,
    Context,
    Example,
    Finding,
    Fix,
    Release,
    Resource,
    Severity,
    rule,
)
from istiolint.rules.api.edits import remove
from istiolint.rules.api.installs import Install
from istiolint.rules.api.variables import Known, Style, Variable, known_variable, variables

EXAMPLES = [
    Example(
        "A flag that was taken out with 1.26",
        """
        pilot:
          env:
            ENABLE_AUTO_SNI: "true"
        #   ^^^^^^^^^^^^^^^ "ENABLE_AUTO_SNI" does nothing: no release reads it since 1.26
            PILOT_HTTP10: "true"
        """,
        fixed="""
        pilot:
          env:
            PILOT_HTTP10: "true"
        """,
        path="istiod-values.yaml",
        releases="1.26..1.31",
    ),
    Example(
        "A rendered istiod of a release that reads it, and one of a release that does not",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: istiod-1-24}
        spec:
          template:
            spec:
              containers:
              - name: discovery
                image: docker.io/istio/pilot:1.24.6
                env: [{name: ENABLE_AUTO_SNI, value: "true"}]
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: istiod-1-26}
        spec:
          template:
            spec:
              containers:
              - name: discovery
                image: docker.io/istio/pilot:1.26.0-distroless
                env: [{name: ENABLE_AUTO_SNI, value: "true"}]
        #                    ^^^^^^^^^^^^^^^ "ENABLE_AUTO_SNI" does nothing: no release reads it since 1.26
        """,
    ),
    Example(
        "Before that it works",
        'pilot: {env: {ENABLE_AUTO_SNI: "true"}}',
        path="istiod-values.yaml",
        releases="1.16..1.25",
    ),
    Example(
        "A flag that comes with 1.25",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          tag: 1.23.4
          components:
            pilot:
              k8s:
                env:
                - name: AMBIENT_ENABLE_MULTI_NETWORK
        #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "AMBIENT_ENABLE_MULTI_NETWORK" does nothing in 1.23: Istio reads it from 1.25 on
                  value: "true"
        """,
    ),
    Example(
        "A flag of long ago",
        """
        meshConfig:
          defaultConfig:
            proxyMetadata:
              PROXY_XDS_VIA_AGENT: "true"
        #     ^^^^^^^^^^^^^^^^^^^ "PROXY_XDS_VIA_AGENT" does nothing: no release reads it since 1.16 or before
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "A gateway of its own release",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: istio-ingress, namespace: istio-ingress}
        spec:
          chart: {spec: {chart: gateway, version: 1.25.1, sourceRef: {name: istio}}}
          values:
            env:
              PROXY_XDS_DEBUG_VIA_AGENT: "false"
        #     ^^^^^^^^^^^^^^^^^^^^^^^^^ "PROXY_XDS_DEBUG_VIA_AGENT" does nothing: no release reads it since 1.25
              EXIT_ON_ZERO_ACTIVE_CONNECTIONS: "true"
        """,
    ),
    Example(
        "Whether it is still there is not certain, or it is nothing of Istio's",
        """
        pilot:
          env:
            PILOT_ENABLE_ALPHA_GATEWAY_API: "true"
            PILOT_HTTP10: "true"
            MY_FLAG: "on"
        """,
        path="istiod-values.yaml",
    ),
]


@rule(
    VARIABLES,
    Severity.WARNING,
    EXAMPLES,
    yields_to=["environment-variable-wrong-side"],
)
def check(subject: Install | Resource, context: Context) -> Iterator[Finding]:
    """Compare the releases that read a variable with the one it is for."""
    for each in variables(subject):
        known = known_variable(each.name)
        release = each.release or context.release
        is_sure = context.release_known or each.release is not None
        if known is None or not known.is_settled or known.is_read(release.minor):
            continue
        gone = known.gone_in
        if gone is not None and release.minor >= gone:
            yield finding(
                each,
                f"no release reads it since {ended(known, gone)}",
                f"use {known.instead}" if known.instead else "remove it",
                is_gone=is_sure or gone <= CURRENT,
            )
        elif is_sure:
            first = Release(min(span[0] for span in known.spans if span[0] > release.minor))
            early = f" in 1.{release.minor}"
            yield finding(each, f"Istio reads it from {first} on", None, now=early)


CURRENT = 24
"""The first of the releases that may be meant where nothing names one."""


def finding(
    variable: Variable,
    why: str,
    advice: str | None,
    *,
    now: str = "",
    is_gone: bool = False,
) -> Finding:
    """A variable without effect; removing it changes nothing."""
    edits = remove(variable.node) if variable.node and is_key(variable) and is_gone else None
    return Finding(
        at=variable.at,
        message=f'"{variable.name}" does nothing{now}: {why}',
        help=advice,
        fix=Fix(f"Remove {variable.name}", edits, safe=True) if edits else None,
        setting=variable.setting,
    )


def ended(known: Known, gone: int) -> str:
    """Since when a variable is gone: of those before the oldest release, only that they are."""
    return f"{Release(gone)} or before" if known.is_ancient else str(Release(gone))


def is_key(variable: Variable) -> bool:
    """Whether the variable is an entry of a mapping that is only about variables."""
    return variable.style in (Style.HELM, Style.METADATA)
