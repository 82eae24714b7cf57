"""Cilium removes the configuration of istio-cni from the nodes.

With `cni-exclusive: true`, the default of its chart, Cilium wants to be the only CNI plugin:
it renames every other configuration in the directory, istio-cni's included. istio-cni and Cilium
then overwrite one another's work, and pods that start while Cilium has won have no redirection:
they start without the mesh, or fail in `istio-validation`.

The rule speaks where the setting is written and no install in sight shows that istio-cni is
not used; where the chart's default counts, only if istio-cni is in sight.

What to do:
  Set `cni.exclusive: false` in the values of Cilium's chart, which becomes `cni-exclusive:
  "false"` in the ConfigMap `cilium-config`.

Symptoms: pods start without redirection, istio-validation fails, CrashLoopBackOff of new pods after
Cilium restarts, traffic bypasses the mesh, istio-cni restarts

Baseline: I4
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Resource, Severity, kinds, rule
from istiolint.rules.api.injection import INTERCEPTION_KINDS, uses_istio_cni
from istiolint.rules.api.network import CILIUM_SOURCES, cilium_settings

EXAMPLES = [
    Example(
        "The ConfigMap as the chart renders it by default",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: cilium-config, namespace: kube-system}
        data:
          cni-exclusive: "true"
        #                ^^^^^^ cni-exclusive is on: Cilium removes the configuration of istio-cni
        """,
    ),
    Example(
        "The chart's default counts where istio-cni is in sight",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: cilium, namespace: kube-system}
        spec:
          chart: {spec: {chart: cilium, version: 1.16.1}}
        #                       ^^^^^^ cni.exclusive is on (the chart's default): Cilium removes the configuration of istio-cni
          values: {kubeProxyReplacement: false}
        ---
        apiVersion: sailoperator.io/v1
        kind: IstioCNI
        metadata: {name: default}
        spec: {namespace: istio-cni}
        """,
    ),
    Example(
        "In the text of an Application",
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: cilium}
        spec:
          source:
            chart: cilium
            helm:
              values: |
                cni:
                  exclusive: true
        #                    ^^^^ cni.exclusive is on: Cilium removes the configuration of istio-cni
        ---
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {profile: ambient}
        """,
    ),
    Example(
        "Cilium leaves others alone",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: cilium-config, namespace: kube-system}
        data: {cni-exclusive: "false"}
        ---
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: cilium}
        spec: {sources: [{chart: cilium, helm: {valuesObject: {cni: {exclusive: false}}}}]}
        """,
    ),
    Example(
        "istio-init redirects the traffic, not istio-cni",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: cilium-config, namespace: kube-system}
        data: {cni-exclusive: "true"}
        ---
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {profile: default}
        """,
    ),
    Example(
        "Other files of values may say more, and no istio-cni is in sight",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: cilium}
        spec:
          chart: {spec: {chart: cilium}}
          valuesFrom: [{kind: ConfigMap, name: cilium-values}]
        ---
        apiVersion: helm.cattle.io/v1
        kind: HelmChartConfig
        metadata: {name: rke2-cilium, namespace: kube-system}
        spec: {valuesContent: "operator: {replicas: 1}"}
        ---
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: cilium}
        spec: {source: {chart: cilium}}
        """,
    ),
]


@rule(
    kinds(*CILIUM_SOURCES),
    Severity.WARNING,
    EXAMPLES,
    reads=[each for each in INTERCEPTION_KINDS if each not in CILIUM_SOURCES],
)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Look at what is written, or what the chart does without."""
    cilium = cilium_settings(resource)
    if cilium is None:
        return
    written, is_used = cilium.written("exclusive"), uses_istio_cni(context.project)
    is_on = cilium.is_on("exclusive") and is_used is not False
    is_default = written is None and cilium.is_chart and cilium.complete and bool(is_used)
    if is_on or is_default:
        yield Finding(
            at=written or cilium.anchor,
            message=f"{cilium.name_of('exclusive')} is on"
            f"{'' if written else ' (the chart' + chr(39) + 's default)'}: "
            "Cilium removes the configuration of istio-cni",
            help=f"set {cilium.name_of('exclusive')} to false",
        )
