"""replicaCount is set while an autoscaler decides how many replicas run.

The charts write `replicas` into a Deployment only where autoscaling is off, and it is on
by default. Whoever asks for three replicas with `replicaCount: 3` gets what the autoscaler's
minimum says, one unless it is set too. Where an IstioOperator patches `replicas` into the
Deployment, the autoscaler takes the number back at once, and each apply sets it again.

A `replicaCount` that is not above the autoscaler's minimum changes nothing anybody would miss,
and is not reported.

What to do:
  Set the minimum of the autoscaler (`autoscaleMin`, `hpaSpec.minReplicas`), or turn
  autoscaling off with `autoscaleEnabled: false`.

Symptoms: fewer replicas than configured, node drain hangs on a disruption budget, replicas flap
on every apply

Baseline: R3, R7
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Label, Severity, install, rule
from istiolint.rules.api.installs import Install, Setting, gateways_of, provenance

EXAMPLES = [
    Example(
        "A release of the gateway chart",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ingress, namespace: istio-ingress}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {replicaCount: 3}
        #                        ^ replicaCount 3 has no effect: autoscaling is on, and its minimum is 1 (default of chart gateway 1.30)
        """,
    ),
    Example(
        "Gateways that nothing scales",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ingress, namespace: istio-ingress}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {replicaCount: 3, autoscaling: {enabled: false}}
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: egress, namespace: istio-egress}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {replicaCount: 3, kind: DaemonSet}
        """,
    ),
    Example(
        "Three are asked for, the autoscaler's minimum is one",
        """
        autoscaleEnabled: true
        autoscaleMax: 6
        replicaCount: 3
        #             ^ replicaCount 3 has no effect: autoscaling is on, and its minimum is 1 (default of chart istiod 1.27)
        """,
        path="istiod-values.yaml",
        releases="1.27",
    ),
    Example(
        "A patch of an IstioOperator, and a gateway",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            pilot:
              k8s:
                replicaCount: 5
        #                     ^ replicaCount 5 has no effect: autoscaling is on, and its minimum is 2
                hpaSpec: {minReplicas: 2}
        #                              ~ what counts
            ingressGateways:
            - name: istio-ingressgateway
              k8s: {replicaCount: 2}
        #                         ^ replicaCount 2 has no effect: autoscaling is on, and its minimum is 1 (default of chart istio-ingress)
        """,
    ),
    Example(
        "Autoscaling is off",
        "pilot: {autoscaleEnabled: false, replicaCount: 3}",
        path="istiod-values.yaml",
    ),
    Example(
        "Nothing is missing where the minimum is as high",
        "pilot: {autoscaleMin: 3, replicaCount: 3}",
        path="istiod-values.yaml",
    ),
    Example(
        "Whether autoscaling is on is filled in later",
        'pilot: {autoscaleEnabled: "${AUTOSCALE}", replicaCount: 3}',
        path="istiod-values.yaml",
    ),
]

KEYS = ("replicaCount", "autoscaleEnabled", "autoscaleMin")


@rule(
    install(*(f"{part}.{key}" for part in ("pilot", "gateways.*") for key in KEYS)),
    Severity.WARNING,
    EXAMPLES,
)
def check(install: Install, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Compare what is asked for with the minimum of the autoscaler that decides."""
    count, enabled, least = (install.setting(f"pilot.{key}") for key in KEYS)
    yield from compared(install, count, enabled, least)
    for each in gateways_of(install):
        count, enabled, least = (each.setting(key) for key in KEYS)
        if each.is_deployment:
            yield from compared(install, count, enabled, least, each.key("autoscaleMin"))


def compared(
    install: Install, count: Setting, enabled: Setting, least: Setting, key: str = "autoscaleMin"
) -> Iterator[Finding]:
    """What to say about one number of replicas; ``key`` is what counts in its place."""
    if not count.is_written or count.number is None or least.number is None:
        return
    if enabled.flag and count.number > least.number:
        yield Finding(
            at=count.at,
            message=f"replicaCount {count.number:g} has no effect: autoscaling is on, and its "
            f"minimum is {least.number:g}{provenance(least, install)}",
            help=f"set {key} instead, or turn autoscaling off",
            related=[Label(least.at.location.on_one_line(), "what counts")]
            if least.is_written
            else (),
            setting=count,
        )
