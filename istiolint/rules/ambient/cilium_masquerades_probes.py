"""Cilium's BPF masquerading breaks health probes in ambient mode.

In ambient mode probes of the kubelet reach pods from the link-local address 169.254.7.127, so
that they can be told from traffic of the mesh. With `enable-bpf-masquerade: true` Cilium rewrites
packets to that address, the answers go astray and probes of all pods in ambient mode fail.

The rule speaks where something in sight is in ambient mode or installed for it.

What to do:
  Set `bpf.masquerade: false` in the values of Cilium's chart, so that iptables masquerades.

Symptoms: readiness probes fail after a namespace joins ambient mode, pods not ready, liveness
probes time out

Baseline: I4
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    NAMESPACE,
    Context,
    Example,
    Finding,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.injection import INTERCEPTION_KINDS, is_ambient
from istiolint.rules.api.network import CILIUM_SOURCES, cilium_settings

EXAMPLES = [
    Example(
        "A namespace is in ambient mode",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: cilium-config, namespace: kube-system}
        data: {enable-bpf-masquerade: "true"}
        #                             ^^^^^^ enable-bpf-masquerade breaks the probes of pods in ambient mode
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio.io/dataplane-mode: ambient}}
        """,
    ),
    Example(
        "ztunnel is installed",
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: cilium}
        spec:
          source:
            chart: cilium
            helm: {valuesObject: {bpf: {masquerade: true}}}
        #                                           ^^^^ bpf.masquerade breaks the probes of pods in ambient mode
        ---
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: ztunnel, namespace: istio-system}
        """,
    ),
    Example(
        "A mesh with sidecars does not mind",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: cilium-config, namespace: kube-system}
        data: {enable-bpf-masquerade: "true"}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio-injection: enabled}}
        """,
    ),
    Example(
        "It is off",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: cilium-config, namespace: kube-system}
        data: {enable-bpf-masquerade: "false"}
        ---
        apiVersion: sailoperator.io/v1
        kind: ZTunnel
        metadata: {name: default}
        """,
    ),
]


@rule(
    kinds(*CILIUM_SOURCES),
    Severity.WARNING,
    EXAMPLES,
    reads=[NAMESPACE, *(each for each in INTERCEPTION_KINDS if each not in CILIUM_SOURCES)],
)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Report the setting where it is on in a mesh in ambient mode."""
    cilium = cilium_settings(resource)
    written = cilium.written("masquerade") if cilium is not None else None
    if cilium and written and cilium.is_on("masquerade") and is_ambient(context.project):
        name = cilium.name_of("masquerade")
        yield Finding(
            at=written,
            message=f"{name} breaks the probes of pods in ambient mode",
            help=f"set {name} to false",
        )
