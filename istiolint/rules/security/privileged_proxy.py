"""Sidecars or a gateway run as privileged containers.

`global.proxy.privileged` makes the injector start every istio-proxy container privileged
and allow it to gain more rights. Whoever takes over a proxy, which terminates traffic
from outside, then owns the node. Pod Security admission at the levels baseline and
restricted refuses such pods, so injected workloads stop being created there.

In values of the gateway chart `containerSecurityContext.privileged` does the same to a gateway.

Nothing in Istio needs it: traffic is redirected by the istio-init container or by the
CNI plugin.

What to do:
  Remove the setting, or set it to false. If istio-init is refused for its capabilities,
  install the Istio CNI plugin instead.

Symptoms: pods not created in namespaces with Pod Security admission, violates PodSecurity

Baseline: S2
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.installs import Install, gateways_of

EXAMPLES = [
    Example(
        "All sidecars of the mesh are privileged",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          values:
            global:
              proxy:
                privileged: true
        #                   ^^^^ every sidecar runs privileged
        """,
    ),
    Example(
        "The same in Helm values; YAML 1.1 takes `yes` for a boolean",
        """
        global:
          proxy:
            privileged: yes
        #               ^^^ every sidecar runs privileged
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "false is the default",
        """
        global:
          proxy:
            privileged: false
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "Unvalidated values come last",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          values:
            global: {proxy: {privileged: true}}
          unvalidatedValues:
            global: {proxy: {privileged: false}}
        """,
    ),
    Example(
        "A text is no boolean; what comes of it is another question",
        """
        global:
          proxy:
            privileged: "false"
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "A value that is filled in later is not known",
        """
        global:
          proxy:
            privileged: ${PRIVILEGED}
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "A release of the gateway chart",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ingress, namespace: istio-ingress}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values: {containerSecurityContext: {privileged: true}}
        #                                                 ^^^^ gateway ingress runs privileged
        """,
    ),
    Example(
        "A gateway that is not, whatever it says of sidecars",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: ingress, namespace: istio-ingress}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {kind: HelmRepository, name: istio}}}
          values:
            containerSecurityContext: {privileged: false}
            global: {proxy: {privileged: true}}
        """,
    ),
    Example(
        "Other charts than istiod's do not read it",
        """
        # istiolint: chart=cni
        global:
          proxy:
            privileged: true
        """,
        path="values.yaml",
    ),
]


GATEWAY = "containerSecurityContext.privileged"


@rule(install("global.proxy.privileged", f"gateways.*.{GATEWAY}"), Severity.WARNING, EXAMPLES)
def check(install: Install, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Report a value that the injection template or a gateway's chart takes for true."""
    privileged = install.setting("global.proxy.privileged")
    said = [("every sidecar", privileged)] if install.is_control_plane else []
    said += [(f"gateway {each.name}", each.setting(GATEWAY)) for each in gateways_of(install)]
    for what, setting in said:
        if setting.flag:
            yield Finding(
                at=setting.at,
                message=f"{what} runs privileged",
                help="remove privileged, or set it to false; nothing in Istio needs it",
                setting=setting,
            )
