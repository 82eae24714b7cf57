"""Pod Security admission refuses the pods that Istio injects into this namespace.

Without the CNI plugin the injector adds istio-init, which sets up the redirection of traffic: it
runs as root with `NET_ADMIN` and `NET_RAW`. The levels restricted and baseline of Pod Security
admission allow neither, so with either of them enforced no injected pod of the namespace is
created. The Deployment is accepted and stays at 0 pods.

Reported where an install is in sight and none tells istiod to leave the redirection to the CNI
plugin (`pilot.cni.enabled`, in an IstioOperator from 1.24 on `components.cni.enabled`, up to
1.23 also `istio_cni.enabled`).

What to do:
  Install the CNI plugin and set `pilot.cni.enabled: true`, or enforce the level privileged in this
  namespace.

Symptoms: pods not created, violates PodSecurity NET_ADMIN, ReplicaSet FailedCreate, "istio-init"
must not include NET_ADMIN

Baseline: D7
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    NAMESPACE,
    SAIL_CNI,
    SAIL_ISTIO,
    SAIL_REVISION,
    Context,
    Example,
    Finding,
    Label,
    Node,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.installs import Install, Setting

EXAMPLES = [
    Example(
        "A restricted namespace, and no CNI plugin",
        """
        # file: istiod-values.yaml
        pilot:
          cni: {enabled: false}
        #                ~~~~~ the CNI plugin is not used
        # file: shop.yaml
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          labels:
            istio-injection: enabled
            pod-security.kubernetes.io/enforce: restricted
        #                                       ^^^^^^^^^^ pods are refused here: at level "restricted" istio-init may not have NET_ADMIN, and the CNI plugin is not used
        """,
        releases="1.22..1.31",
    ),
    Example(
        "With the plugin",
        """
        # file: istiod-values.yaml
        pilot: {cni: {enabled: true}}
        # file: shop.yaml
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio-injection: enabled, pod-security.kubernetes.io/enforce: restricted}}
        """,
        releases="1.22..1.31",
    ),
    Example(
        "At the level privileged, without injection, in ambient mode, or with warnings alone",
        """
        # file: istiod-values.yaml
        pilot: {cni: {enabled: false}}
        # file: shop.yaml
        apiVersion: v1
        kind: Namespace
        metadata: {name: a, labels: {istio-injection: enabled, pod-security.kubernetes.io/enforce: privileged}}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: b, labels: {pod-security.kubernetes.io/enforce: restricted}}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: c, labels: {istio.io/dataplane-mode: ambient, pod-security.kubernetes.io/enforce: restricted}}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: d, labels: {istio.io/rev: stable, pod-security.kubernetes.io/warn: restricted}}
        """,
        releases="1.22..1.31",
    ),
    Example(
        "The Sail operator knows the platform",
        """
        apiVersion: sailoperator.io/v1
        kind: Istio
        metadata: {name: default}
        spec: {version: v1.30.3}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio.io/rev: default, pod-security.kubernetes.io/enforce: restricted}}
        """,
    ),
    Example(
        "No install in sight",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio-injection: enabled, pod-security.kubernetes.io/enforce: baseline}}
        """,
    ),
]

LEVEL = "pod-security.kubernetes.io/enforce"
OLD_UNTIL = 23


@rule(kinds(NAMESPACE), Severity.ERROR, EXAMPLES, reads=[SAIL_CNI])
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Compare what a namespace enforces with what the installs in sight inject."""
    level = resource.root.text("metadata", "labels", LEVEL)
    if level is None or level.value not in ("restricted", "baseline"):
        return
    installs = [each for each in context.project.installs if each.deploys_istiod]
    settings = [cni(each) for each in installs]
    sail = context.project.of_kind(SAIL_CNI)
    if not is_injected(resource.root) or not installs or sail:
        return
    if all(is_off(*each) for each in zip(installs, settings, strict=True)):
        is_sure = any(
            each.complete or setting.is_written
            for each, setting in zip(installs, settings, strict=True)
        )
        at = settings[0].at.location.on_one_line()
        yield Finding(
            at=level,
            message=f'pods are refused here: at level "{level.value}" istio-init may not have '
            "NET_ADMIN, and the CNI plugin is not used",
            help="install the CNI plugin and set pilot.cni.enabled",
            severity=None if is_sure else Severity.INFO,
            related=[Label(at, "the CNI plugin is not used")],
        )


def cni(install: Install) -> Setting:
    """The setting that tells istiod of the plugin in this release, by either name."""
    new, old = install.setting("pilot.cni.enabled"), install.setting("istio_cni.enabled")
    return old if install.target.minor <= OLD_UNTIL and old.value and not new.value else new


def is_off(install: Install, setting: Setting) -> bool:
    """Whether istiod is certainly not told of the plugin; the Sail operator tells it by itself."""
    decides = install.document.kind not in (SAIL_ISTIO, SAIL_REVISION) or setting.is_written
    return decides and setting.value in (None, False)


def is_injected(namespace: Node) -> bool:
    """Whether the labels ask for a sidecar in every pod."""
    injection = namespace.text("metadata", "labels", "istio-injection")
    if injection is not None:
        return injection.value == "enabled"
    return namespace.text("metadata", "labels", "istio.io/rev") is not None
