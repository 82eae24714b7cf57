"""An environment variable is none that any release of Istio reads.

Istio's programs look up the variables they know and ignore all others without a word. A
misspelt name is therefore a setting that was never made.

Only names that are Istio's beyond doubt are reported: those that begin like most of
istiod's (`PILOT_`, `CITADEL_`), and those that differ from a known name by a slip. Variables
of your own, which a plugin or a library may read, are left alone. The known names are those
of the releases 1.10 to 1.31, so a name that a later or a changed Istio reads is
not known; where nothing is close to it this is advice. Two names stand in release notes that
no release reads: `VERIFY_CERT_AT_CLIENT` and `ENABLE_AUTO_ENHANCED_RESOURCE_SCOPING`.

What to do:
  Correct the name, or remove the variable.

Symptoms: configuration not applied, feature flag has no effect

Baseline: C1, D3
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from istiolint.rules.api import (
    NEWEST,
    VARIABLES,
    Context,
    Example,
    Finding,
    Fix,
    Resource,
    Severity,
    rule,
)
from istiolint.rules.api.edits import replace
from istiolint.rules.api.installs import Install
from istiolint.rules.api.values import closest
from istiolint.rules.api.variables import (
    Known,
    Variable,
    known_variable,
    misnamed_variable,
    names_on_offer,
    variable_names,
    variables,
)

EXAMPLES = [
    Example(
        "A slip in Helm values",
        """
        pilot:
          env:
            PILOT_PUSH_THROTLE: "100"
        #   ^^^^^^^^^^^^^^^^^^ no release of Istio reads "PILOT_PUSH_THROTLE"
        """,
        fixed="""
        pilot:
          env:
            PILOT_PUSH_THROTTLE: "100"
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "A slip of a name that is gone",
        """
        pilot:
          env:
            PILOT_XDS_SEND_TIMEOUTT: 5s
        #   ^^^^^^^^^^^^^^^^^^^^^^^ no release of Istio reads "PILOT_XDS_SEND_TIMEOUTT"
        """,
        path="istiod-values.yaml",
        releases="1.30",
    ),
    Example(
        "As release notes write it",
        """
        pilot: {env: {VERIFY_CERT_AT_CLIENT: "true"}}
        #             ^^^^^^^^^^^^^^^^^^^^^ no release of Istio reads "VERIFY_CERT_AT_CLIENT"
        """,
        fixed='pilot: {env: {VERIFY_CERTIFICATE_AT_CLIENT: "true"}}',
        path="istiod-values.yaml",
        releases="1.16..1.23",
    ),
    Example(
        "A name that begins like Istio's own",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            pilot:
              k8s:
                env:
                - name: PILOT_WARP_FACTOR
        #               ^^^^^^^^^^^^^^^^^ no release of Istio reads "PILOT_WARP_FACTOR"
                  value: "9"
                - name: POD_UID
                  valueFrom: {fieldRef: {fieldPath: metadata.uid}}
        """,
    ),
    Example(
        "As one of Argo CD's parameters",
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: istiod}
        spec:
          source:
            chart: istiod
            targetRevision: 1.27.0
            helm:
              parameters:
              - {name: pilot.env.PILOT_DEBOUNCE_AFTR, value: 200ms}
        #                        ^^^^^^^^^^^^^^^^^^^ no release of Istio reads "PILOT_DEBOUNCE_AFTR"
        """,
    ),
    Example(
        "A short name",
        """
        meshConfig:
          defaultConfig:
            proxyMetadata:
              SECRET_TLL: 12h
        #     ^^^^^^^^^^ no release of Istio reads "SECRET_TLL"
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "In the proxy's configuration of a workload",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: reviews}
        spec:
          template:
            metadata:
              annotations:
                proxy.istio.io/config: |
                  proxyMetadata:
                    EXIT_ON_ZERO_ACTIVE_CONECTIONS: "true"
        #           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no release of Istio reads "EXIT_ON_ZERO_ACTIVE_CONECTIONS"
        """,
    ),
    Example(
        "Known names, metadata of the proxy, and variables of your own",
        """
        pilot:
          env:
            PILOT_TRACE_SAMPLING: "1"
            VERIFY_CERTIFICATE_AT_CLIENT: "true"
            AWS_REGION: eu-west-1
            ENABLE_PROFILER: "true"
            PLATFORMS: "arm64,amd64"
        meshConfig:
          defaultConfig:
            proxyMetadata:
              ISTIO_META_DNS_CAPTURE: "true"
              ISTIO_META_TEAM: payments
              PILOT_${FLAG}: "1"
              ISTIO_METAJSON_STATS: "{}"
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "Containers of other people, and of Istio",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: ships}
        spec:
          template:
            spec:
              containers:
              - {name: bridge, image: ships:1, env: [{name: PILOT_WARP_FACTOR, value: "9"}]}
              - {name: istio-proxy, image: auto, env: [{name: MINIMUM_DRAIN_DURATION, value: 9s}]}
        """,
    ),
    Example(
        "A release that is newer than what is known",
        'pilot: {env: {PILOT_WARP_FACTOR: "9"}}',
        path="istiod-values.yaml",
        releases="1.99",
    ),
]

FAMILIES = ("PILOT_", "CITADEL_")

# How alike two names are of which one is a slip of the other: one letter in ten.
ALIKE = 0.9


@rule(VARIABLES, Severity.WARNING, EXAMPLES)
def check(subject: Install | Resource, context: Context) -> Iterator[Finding]:
    """Look up each name."""
    for each in variables(subject):
        release = each.release or context.release
        if release.minor > NEWEST.minor or each.name in variable_names():
            continue
        if each.name.isidentifier():
            called = misnamed_variable(each.name)
            known = known_variable(called) if called else None
            if known is not None and not known.is_read(release.minor):
                yield gone(each, known)
                continue
            meant = called or meant_by(each.name, release.minor)
            if meant or each.name.startswith(FAMILIES):
                yield finding(each, meant)


@cache
def meant_by(name: str, minor: int) -> str | None:
    """The name that a name is a slip of and that release 1.``minor`` reads."""
    return closest(name, names_on_offer(minor), ALIKE)


def gone(variable: Variable, known: Known) -> Finding:
    """A name out of release notes, of a variable that is gone as well."""
    instead = f"; use {known.instead}" if known.instead else ""
    return Finding(
        at=variable.at,
        message=f'no release of Istio reads "{variable.name}"',
        help=f"the release notes mean {known.name}, which is gone in 1.{known.gone_in}{instead}",
        setting=variable.setting,
    )


def finding(variable: Variable, meant: str | None) -> Finding:
    """What is wrong with a name; a close one is offered, since nothing reads this one."""
    edit = replace(variable.at, meant) if meant else None
    return Finding(
        at=variable.at,
        message=f'no release of Istio reads "{variable.name}"',
        help=f'did you mean "{meant}"?' if meant else "correct the name or remove the variable",
        severity=None if meant else Severity.INFO,
        fix=Fix(f"Rename it to {meant}", (edit,), safe=False) if edit and meant else None,
        setting=variable.setting,
    )
