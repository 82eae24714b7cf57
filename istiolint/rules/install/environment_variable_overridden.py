"""A variable under pilot.env comes before one of the same name that the chart writes itself.

The istiod chart prints what stands under `pilot.env` first and some variables of its own
after that. Kubernetes takes the last of two entries with one name, so the chart's counts and
the one in the values does nothing; server-side apply even refuses such a list. The chart has
a setting for each of them.

An IstioOperator's `components.pilot.k8s.env` is patched into the finished Deployment and
wins; up to 1.23 istioctl made such a patch of `values.pilot.env` as well. The variables
`REVISION` and `PILOT_CERT_PROVIDER` come first and may be set under `pilot.env`.

What to do:
  Use the setting of the chart that the message names.

Symptoms: configuration not applied, traces missing, performance degrades

Baseline: C1, C2
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from istiolint.rules.api import Context, Example, Finding, ReleaseRange, Severity, install, rule
from istiolint.rules.api.installs import UNKNOWN, Install

EXAMPLES = [
    Example(
        "Sampling is a setting of the chart",
        """
        pilot:
          env:
            PILOT_TRACE_SAMPLING: "100"
        #   ^^^^^^^^^^^^^^^^^^^^ "PILOT_TRACE_SAMPLING" has no effect here: the chart writes it as well, and later
            PILOT_HTTP10: "1"
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "From 1.24 on in the values of an IstioOperator too",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          values:
            pilot:
              env: {CLUSTER_ID: west}
        #           ^^^^^^^^^^ "CLUSTER_ID" has no effect here: the chart writes it as well, and later
        """,
        releases="1.24..1.31",
    ),
    Example(
        "Before that istioctl made a patch of it",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {values: {pilot: {env: {CLUSTER_ID: west}}}}
        """,
        releases="1.16..1.23",
    ),
    Example(
        "The limit on memory, as long as the chart sets it",
        """
        pilot:
          env:
            GOMEMLIMIT: 3GiB
        #   ^^^^^^^^^^ "GOMEMLIMIT" has no effect here: the chart writes it as well, and later
        """,
        path="istiod-values.yaml",
        releases="1.19..1.28",
    ),
    Example(
        "Since 1.29 it is free",
        "pilot: {env: {GOMEMLIMIT: 3GiB}}",
        path="istiod-values.yaml",
        releases="1.29..1.31",
    ),
    Example(
        "Only with a setting that asks for it",
        """
        pilot:
          taint: {enabled: true}
          env:
            PILOT_ENABLE_NODE_UNTAINT_CONTROLLERS: "false"
        #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "PILOT_ENABLE_NODE_UNTAINT_CONTROLLERS" has no effect here: the chart writes it as well, and later
        """,
        path="istiod-values.yaml",
        releases="1.30..1.31",
    ),
    Example(
        "Names of ConfigMaps",
        """
        global: {trustBundleName: our-roots}
        pilot:
          crlConfigMapName: our-list
          env:
            PILOT_CA_CERT_CONFIGMAP: other-roots
        #   ^^^^^^^^^^^^^^^^^^^^^^^ "PILOT_CA_CERT_CONFIGMAP" has no effect here: the chart writes it as well, and later
            PILOT_CRL_CONFIGMAP: other-list
        #   ^^^^^^^^^^^^^^^^^^^ "PILOT_CRL_CONFIGMAP" has no effect here: the chart writes it as well, and later
        """,
        path="istiod-values.yaml",
        releases="1.29..1.31",
    ),
    Example(
        "Without it, and with sampling left to the variable, the user's entry is the only one",
        """
        pilot:
          traceSampling: 0
          env:
            PILOT_TRACE_SAMPLING: "5"
            PILOT_ENABLE_NODE_UNTAINT_CONTROLLERS: "false"
            PILOT_CA_CERT_CONFIGMAP: our-roots
            REVISION: canary
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "A patch of the finished Deployment wins",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components: {pilot: {k8s: {env: [{name: PILOT_TRACE_SAMPLING, value: "5"}]}}}
        """,
    ),
    Example(
        "Nobody knows if the chart writes it",
        """
        pilot:
          traceSampling: ${SAMPLING}
          env: {PILOT_TRACE_SAMPLING: "5"}
        """,
        path="istiod-values.yaml",
    ),
]


class Own(NamedTuple):
    """A variable that the chart writes after those of the user."""

    releases: str
    setting: str
    """What the chart takes the value from, and the user should set."""
    needed: str | None = None
    """The setting that has to be there for it."""


CHARTS_OWN: Mapping[str, Own] = {
    "PILOT_TRACE_SAMPLING": Own("1.16..", "pilot.traceSampling", "pilot.traceSampling"),
    "PILOT_ENABLE_ANALYSIS": Own("1.16..", "global.istiod.enableAnalysis"),
    "CLUSTER_ID": Own("1.16..", "global.multiCluster.clusterName"),
    "GOMAXPROCS": Own("1.19..", "pilot.resources.limits.cpu"),
    "GOMEMLIMIT": Own("1.19..1.28", "pilot.resources.limits.memory"),
    "PLATFORM": Own("1.19..", "global.platform"),
    "PILOT_CA_CERT_CONFIGMAP": Own("1.27..", "global.trustBundleName", "global.trustBundleName"),
    "PILOT_CRL_CONFIGMAP": Own("1.29..", "pilot.crlConfigMapName", "pilot.crlConfigMapName"),
    "PILOT_ENABLE_NODE_UNTAINT_CONTROLLERS": Own(
        "1.30..", "pilot.taint.enabled", "pilot.taint.enabled"
    ),
    "PILOT_ENABLE_PROTOCOL_SNIFFING_FOR_OUTBOUND": Own(
        "1.16..1.18", "pilot.enableProtocolSniffingForOutbound"
    ),
    "PILOT_ENABLE_PROTOCOL_SNIFFING_FOR_INBOUND": Own(
        "1.16..1.18", "pilot.enableProtocolSniffingForInbound"
    ),
}


@rule(
    install(
        "pilot.env.*",
        "pilot.traceSampling",
        "pilot.taint.enabled",
        "global.trustBundleName",
        "pilot.crlConfigMapName",
    ),
    Severity.WARNING,
    EXAMPLES,
    yields_to=["environment-variable-removed"],
)
def check(install: Install, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Look for the chart's own variables among those of the user."""
    for name, setting in install.entries("pilot.env").items():
        own = CHARTS_OWN.get(name)
        if own is None or setting.is_patch or not is_written_by_chart(own, install):
            continue
        key = setting.at.key
        yield Finding(
            at=key if key is not None and key.value == name else setting.at,
            message=f'"{name}" has no effect here: the chart writes it as well, and later',
            help=f"set {own.setting} instead",
            setting=setting,
        )


def is_written_by_chart(own: Own, install: Install) -> bool:
    """Whether the chart of this release writes the variable, with these settings."""
    if install.target not in ReleaseRange.parse(own.releases):
        return False
    needed = install.setting(own.needed).value if own.needed is not None else True
    return needed is not UNKNOWN and bool(needed)
