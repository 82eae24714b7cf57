"""Sidecars or a gateway may use all the memory of their node.

A proxy without a memory limit that leaks, or is sent far more than usual, grows until the
node is out of memory. Then the kernel kills whatever it thinks fit, and one proxy's trouble
becomes that of every pod on the node. With a limit only that proxy is restarted.

The charts set a limit of 1Gi; it is gone where values delete it with `null`. From 1.21 to
1.28.5 and in 1.29.0 `memory: null` is written out as it is, and Kubernetes takes it for 0: see
`limit-below-request`.

What to do:
  Set `resources.limits.memory`, 1Gi unless you know better.

Symptoms: node pressure, pods evicted, node NotReady, OOMKilled containers that are not at fault,
performance degrades

Baseline: R5
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import LIMIT_RANGE, Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.installs import Install, amount_in_pod, gateways_of
from istiolint.rules.api.workloads import given_limit

EXAMPLES = [
    Example(
        "The chart's limits are deleted",
        """
        global:
          proxy:
            resources:
              limits: {memory: null}
        #                      ^^^^ sidecars have no memory limit; the baseline asks for one
        """,
        path="istiod-values.yaml",
        releases="1.16..1.20",
    ),
    Example(
        "All of the limits, in any release; from 1.28.6, 1.29.1 and 1.30 on one of them as well",
        """
        # file: a/istiod-values.yaml
        global: {proxy: {resources: {limits: null}}}
        #                                    ^^^^ sidecars have no memory limit; the baseline asks for one
        # file: b/istiod-values.yaml
        global: {tag: 1.28.6, proxy: {resources: {limits: {memory: null}}}}
        #                                                          ^^^^ sidecars have no memory limit; the baseline asks for one
        # file: c/istiod-values.yaml
        global: {tag: 1.28.5, proxy: {resources: {limits: {memory: null}}}}
        """,
    ),
    Example(
        "All of the resources",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          values:
            gateways: {istio-ingressgateway: {resources: null}}
        #                                                ^^^^ istio-ingressgateway has no memory limit; the baseline asks for one
        """,
        releases="1.24..1.31",
    ),
    Example(
        "A release of the gateway chart",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ingress, namespace: istio-ingress}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {resources: {limits: {memory: null}}}
        #                                       ^^^^ ingress has no memory limit; the baseline asks for one
        """,
    ),
    Example(
        "istio-cni and ztunnel have no limit in their charts either",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ztunnel, namespace: istio-system}
        spec:
          chart: {spec: {chart: ztunnel, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {resources: {limits: null}}
        """,
    ),
    Example(
        "An empty block deletes nothing: values are merged",
        "global: {proxy: {resources: {limits: {}}}}",
        path="istiod-values.yaml",
    ),
    Example(
        "Without a CPU limit a proxy is not throttled, which is fine",
        "global: {proxy: {resources: {limits: {cpu: null}}}}",
        path="istiod-values.yaml",
    ),
    Example(
        "A LimitRange gives one to the gateway",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ingress, namespace: edge}
        spec: {chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {name: istio}}}, values: {resources: {limits: {memory: null}}}}
        ---
        {apiVersion: v1, kind: LimitRange, metadata: {name: a, namespace: edge}, spec: {limits: [{type: Container, max: {memory: 2Gi}}]}}
        """,
    ),
    Example(
        "Values that are in another file",
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: istiod}
        spec:
          source:
            chart: istiod
            targetRevision: 1.30.3
            helm: {valueFiles: [$values/istiod.yaml]}
        """,
    ),
    Example(
        "Sidecars are not for other charts to decide",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: gateway, namespace: istio-system}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {global: {proxy: {resources: {limits: null}}}}
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: cni, namespace: istio-system}
        spec:
          chart: {spec: {chart: cni, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {global: {proxy: {resources: {limits: null}}}}
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ztunnel, namespace: istio-system}
        spec:
          chart: {spec: {chart: ztunnel, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {global: {proxy: {resources: {limits: null}}}}
        """,
    ),
]

LIMIT = "resources.limits.memory"


@rule(
    install(f"global.proxy.{LIMIT}", f"gateways.*.{LIMIT}"),
    Severity.WARNING,
    EXAMPLES,
    reads=[LIMIT_RANGE],
)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Report a limit that the user took away."""
    sidecars = install.setting(f"global.proxy.{LIMIT}")
    limits = {"sidecars have": sidecars} if install.is_control_plane else {}
    for each in gateways_of(install):
        limit = each.setting(LIMIT)
        if not each.namespace or given_limit(context.project, each.namespace, "memory") is None:
            limits[f"{each.name} has"] = limit
    for who, limit in limits.items():
        if limit.is_written and amount_in_pod(install, limit).is_absent:
            yield Finding(
                at=limit.at,
                message=f"{who} no memory limit; the baseline asks for one",
                help="set resources.limits.memory; 1Gi is the charts' default",
                setting=limit,
            )
