"""Sidecars run as privileged containers.

`global.proxy.privileged` makes the injector start every istio-proxy container privileged
and allow it to gain more rights. Whoever takes over a proxy, which terminates traffic
from outside, then owns the node. Pod Security admission at the levels baseline and
restricted refuses such pods, so injected workloads stop being created there.

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
from istiolint.rules.api.installs import Install

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
]


@rule(install("global.proxy.privileged"), Severity.WARNING, EXAMPLES)
def check(install: Install, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Report a value that the injection template takes for true."""
    privileged = install.setting("global.proxy.privileged")
    if privileged.flag:
        yield Finding(
            at=privileged.at,
            message="every sidecar runs privileged",
            help="remove privileged, or set it to false; nothing in Istio needs it",
            setting=privileged,
        )
