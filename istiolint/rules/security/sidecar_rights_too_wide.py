"""An istio-proxy container has rights that no proxy needs.

The injector gives a sidecar the smallest set of rights: user 1337, no capabilities, no way to
gain more. A container called istio-proxy in a template, or a patch in an IstioOperator,
can widen that: root, `NET_ADMIN` and `NET_RAW`, `allowPrivilegeEscalation`. The proxy
terminates traffic from outside; who takes it over then owns the network of the pod, and
Pod Security admission at the level restricted refuses the pod.

Traffic is redirected by istio-init or the CNI plugin, not by the proxy. Interception by TPROXY
is the one mode in which the proxy needs NET_ADMIN, and the injector adds it there by itself;
a pod with `sidecar.istio.io/interceptionMode: TPROXY` is left alone.

What to do:
  Remove the rights. For ports below 1024 use a targetPort above 1024, or the sysctl
  net.ipv4.ip_unprivileged_port_start that the gateway chart sets.

Symptoms: pods not created, violates PodSecurity

Baseline: S2
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    ISTIO_OPERATOR,
    WORKLOADS,
    Context,
    Example,
    Finding,
    Node,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.workloads import own_proxy

EXAMPLES = [
    Example(
        "A gateway with everything",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: edge}
        spec:
          template:
            spec:
              containers:
              - name: istio-proxy
                image: auto
                securityContext:
                  allowPrivilegeEscalation: true
        #                                   ^^^^ the istio-proxy container may gain more rights
                  runAsUser: 0
        #                    ^ the istio-proxy container runs as root
                  capabilities: {add: [NET_ADMIN, NET_BIND_SERVICE, CAP_NET_RAW]}
        #                              ^^^^^^^^^ the istio-proxy container has the capability NET_ADMIN
        #                                                           ^^^^^^^^^^^ the istio-proxy container has the capability NET_RAW
        """,
    ),
    Example(
        "A patch in an IstioOperator",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            ingressGateways:
            - name: istio-ingressgateway
              k8s:
                overlays:
                - kind: Deployment
                  name: istio-ingressgateway
                  patches:
                  - path: spec.template.spec.containers.[name:istio-proxy].securityContext.privileged
                    value: true
        #                  ^^^^ the istio-proxy container runs privileged
                  - path: spec.template.spec.containers.[name:istio-proxy].securityContext
                    value: {runAsUser: 0}
        #                              ^ the istio-proxy container runs as root
        """,
    ),
    Example(
        "What a proxy may have, and other containers",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: edge}
        spec:
          template:
            spec:
              initContainers:
              - name: istio-init
                securityContext: {runAsUser: 0, capabilities: {add: [NET_ADMIN, NET_RAW]}}
              containers:
              - name: istio-proxy
                securityContext:
                  allowPrivilegeEscalation: false
                  runAsUser: 1337
                  capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}
        """,
    ),
    Example(
        "TPROXY needs it",
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: edge, annotations: {sidecar.istio.io/interceptionMode: TPROXY}}
        spec:
          containers:
          - {name: istio-proxy, securityContext: {runAsUser: 0, capabilities: {add: [NET_ADMIN]}}}
        """,
    ),
    Example(
        "A privileged container is another rule's; patches of other things",
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: edge}
        spec:
          containers:
          - {name: istio-proxy, securityContext: {privileged: true, allowPrivilegeEscalation: true}}
        ---
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            pilot:
              k8s:
                overlays:
                - kind: Deployment
                  name: istiod
                  patches:
                  - {path: "spec.template.spec.containers.[name:discovery].securityContext.runAsUser", value: 0}
                  - {path: spec.replicas, value: 3}
        """,
    ),
]

CAPABILITIES = ("ALL", "NET_ADMIN", "NET_RAW", "SYS_ADMIN")
PATCHED = "containers.[name:istio-proxy].securityContext"


@rule(kinds(*WORKLOADS, ISTIO_OPERATOR), Severity.WARNING, EXAMPLES)
def check(resource: Resource, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Look at the security context of the proxy, and at what is patched into one."""
    if resource.kind == ISTIO_OPERATOR:
        for patch in patches(resource.root):
            yield from patched(patch)
        return
    pod = resource.pod
    proxy = own_proxy(pod) if pod is not None else None
    mode = pod.text("metadata", "annotations", MODE) if pod is not None else None
    inner = proxy.at("securityContext") if proxy is not None else None
    if inner is None or (mode is not None and mode.value == "TPROXY"):
        return
    privileged = inner.text("privileged")
    is_privileged = privileged is not None and privileged.meaning is True
    for entry in inner.entries():
        if entry.name != "privileged" and not is_privileged:
            yield from rights(entry.name, entry.value)


MODE = "sidecar.istio.io/interceptionMode"


def patches(root: Node) -> Iterator[Node]:
    """All patches of an IstioOperator."""
    for entry in root.entries("spec", "components"):
        for component in entry.value.items() if entry.value.is_sequence else [entry.value]:
            for overlay in component.items("k8s", "overlays"):
                yield from overlay.items("patches")


def patched(patch: Node) -> Iterator[Finding]:
    """The rights that one patch gives a proxy."""
    path, value = patch.text("path"), patch.at("value")
    _, found, rest = path.value.partition(PATCHED) if path is not None else ("", "", "")
    if not found or value is None:
        return
    key = rest.strip(".")
    if not key:
        for entry in value.entries():
            yield from rights(entry.name, entry.value)
    else:
        yield from rights(key, value)


def rights(key: str, value: Node) -> Iterator[Finding]:
    """What a field of a security context allows that no proxy needs."""
    said = {
        ("privileged", True): "runs privileged",
        ("allowPrivilegeEscalation", True): "may gain more rights",
        ("runAsUser", 0): "runs as root",
        ("runAsNonRoot", False): "may run as root",
    }
    meaning = value.meaning
    words = said.get((key, meaning)) if isinstance(meaning, bool | int) else None
    if words and (key == "runAsUser") == (not isinstance(meaning, bool)):
        yield Finding(at=value, message=f"the istio-proxy container {words}", help=HELP)
    added = value.items("add") if key == "capabilities" else []
    for each in value.items() if key == "capabilities.add" else added:
        name = each.value.upper().removeprefix("CAP_")
        if name in CAPABILITIES:
            message = f"the istio-proxy container has the capability {name}"
            yield Finding(at=each, message=message, help=HELP)


HELP = "remove it; a proxy needs none of it"
