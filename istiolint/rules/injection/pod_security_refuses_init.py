"""Pod Security refuses the istio-init container of injected pods.

Without istio-cni the injector adds an init container that runs as root and asks for the
capabilities NET_ADMIN and NET_RAW, to redirect the pod's traffic. A namespace that enforces the
Pod Security level `restricted` or `baseline` admits no pod that asks for these: no new pod of
an injected workload can be created there. Pods that run already stay, so the mistake shows with
the next rollout.

With istio-cni a plugin on the node redirects the traffic, and the container that is left in its
place, istio-validation, needs no rights. Under `restricted` that alone is not enough: the level
also wants a seccomp profile, which injected containers take from the pod, or, from 1.28 on, from
`global.proxy.seccompProfile`. The rule is silent as soon as an install in sight uses istio-cni. An error is reported where an install certainly does without; where no install is in
sight it is advice, and nothing where a cloud provider runs all of the mesh, whose choice it is. The
labels `warn` and `audit` refuse nothing. Pods in ambient mode have no
init container.

What to do:
  Install istio-cni and set `pilot.cni.enabled: true` (up to 1.23 `istio_cni.enabled`; with
  istioctl `components.cni.enabled`), or lower the level of the namespace to `privileged`. Under
  `restricted` set `securityContext.seccompProfile` of the pods too, or, from 1.28 on,
  `global.proxy.seccompProfile` to `{type: RuntimeDefault}`.

Symptoms: pods not created, violates PodSecurity "restricted:latest", unrestricted capabilities
NET_ADMIN, NET_RAW, ReplicaSet FailedCreate, sidecar injection stops

Baseline: S2, I4
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    NAMESPACE,
    WORKLOADS,
    Context,
    Example,
    Finding,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.injection import INTERCEPTION_KINDS, Mode, uses_istio_cni

EXAMPLES = [
    Example(
        "A mesh that a cloud provider runs",
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          labels: {istio.io/rev: asm-managed, pod-security.kubernetes.io/enforce: baseline}
        """,
    ),
    Example(
        "A restricted namespace of a mesh with istio-init",
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: billing
          labels:
            istio-injection: enabled
            pod-security.kubernetes.io/enforce: restricted
        #                                       ^^^^^^^^^^ Pod Security "restricted" refuses istio-init (NET_ADMIN, NET_RAW); istio-cni is not used
        ---
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {components: {cni: {enabled: false}}}
        """,
    ),
    Example(
        "Workloads that ask for a sidecar themselves; whether istio-cni is used is not known",
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: billing
          labels: {pod-security.kubernetes.io/enforce: baseline}
        #                                              ^^^^^^^^ Pod Security "baseline" refuses istio-init (NET_ADMIN, NET_RAW), unless istio-cni is used
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: api, namespace: billing}
        spec: {template: {metadata: {labels: {sidecar.istio.io/inject: "true"}}}}
        """,
    ),
    Example(
        "istio-cni is used",
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: billing
          labels: {istio.io/rev: canary, pod-security.kubernetes.io/enforce: restricted}
        ---
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec: {components: {cni: {enabled: true}}}
        """,
    ),
    Example(
        "By the chart of istio-cni, in the release of another file",
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: billing
          labels: {istio-injection: enabled, pod-security.kubernetes.io/enforce: restricted}
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: istio-cni, namespace: istio-system}
        spec: {chart: {spec: {chart: cni, sourceRef: {name: istio}}}}
        """,
    ),
    Example(
        "Namespaces without sidecars, in ambient mode, with a lower level or only warned",
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: plain
          labels: {pod-security.kubernetes.io/enforce: restricted}
        ---
        apiVersion: v1
        kind: Namespace
        metadata:
          name: ambient
          labels: {istio.io/dataplane-mode: ambient, pod-security.kubernetes.io/enforce: restricted}
        ---
        apiVersion: v1
        kind: Namespace
        metadata:
          name: low
          labels: {istio-injection: enabled, pod-security.kubernetes.io/enforce: privileged}
        ---
        apiVersion: v1
        kind: Namespace
        metadata:
          name: warned
          labels: {istio-injection: enabled, pod-security.kubernetes.io/warn: restricted}
        ---
        apiVersion: v1
        kind: Namespace
        metadata:
          name: later
          labels: {istio-injection: enabled, pod-security.kubernetes.io/enforce: "${LEVEL}"}
        """,
    ),
]

HELP = "install istio-cni, and set pilot.cni.enabled for istiod"
SECCOMP = "; restricted also needs securityContext.seccompProfile in the pods' own spec"
FOR_PROXIES = ", or global.proxy.seccompProfile for what is injected"
FOR_PROXIES_SINCE = 28
"""The minor release that has the setting."""
ENFORCE = "pod-security.kubernetes.io/enforce"


@rule(
    kinds(NAMESPACE),
    Severity.ERROR,
    EXAMPLES,
    reads=list(dict.fromkeys((*WORKLOADS, *INTERCEPTION_KINDS))),
)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Look at what is enforced where sidecars are injected."""
    level = resource.root.text("metadata", "labels", ENFORCE)
    if level is None or level.value not in ("restricted", "baseline"):
        return
    if context.project.managed.is_all:
        return
    members = context.project.members
    pods = members.pods.get(resource.name, ())
    modes = {members.mode(resource.name, labels) for _, labels in pods}
    if Mode.SIDECAR not in {*modes, members.mode_of(resource.name)}:
        return
    has_cni = uses_istio_cni(context.project)
    if not has_cni:
        rest = "; istio-cni is not used" if has_cni is False else ", unless istio-cni is used"
        yield Finding(
            at=level,
            message=f'Pod Security "{level.value}" refuses istio-init (NET_ADMIN, NET_RAW){rest}',
            help=HELP + (seccomp(context) if level.value == "restricted" else ""),
            severity=Severity.INFO if has_cni is None else Severity.ERROR,
        )


def seccomp(context: Context) -> str:
    """What else the level restricted asks for, and where to say it."""
    return SECCOMP + (FOR_PROXIES if context.release.minor >= FOR_PROXIES_SINCE else "")
