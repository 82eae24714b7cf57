"""An IstioOperator sets something that istioctl accepts and does nothing with.

`volumes` and `volumeMounts` under a component's `k8s` are part of the schema, and no release
ever rendered them. `spec.namespace` says nothing about where istiod goes, that is
`values.global.istioNamespace`. `components.istiodRemote` is not rendered from 1.26 on. In 1.24
and 1.25 the installation fails with it, which is reported as an error.

What to do:
  For volumes of istiod use the values `pilot.volumes` and `pilot.volumeMounts` (1.19 and later),
  elsewhere an overlay. For a remote cluster use `profile: remote`.

Symptoms: volume missing in the pod, configuration not applied, istiod in the wrong namespace
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    ISTIO_OPERATOR,
    ISTIO_SYSTEM,
    Context,
    Example,
    Finding,
    Node,
    Resource,
    Severity,
    kinds,
    rule,
)

EXAMPLES = [
    Example(
        "Volumes of components",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            pilot:
              k8s:
                volumes: [{name: extra, emptyDir: {}}]
        #       ^^^^^^^ k8s.volumes has no effect: istioctl renders nothing of it
            ingressGateways:
            - name: istio-ingressgateway
              k8s:
                volumeMounts: [{name: extra, mountPath: /extra}]
        #       ^^^^^^^^^^^^ k8s.volumeMounts has no effect: istioctl renders nothing of it
        """,
    ),
    Example(
        "The namespace is a value",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          namespace: mesh
        # ^^^^^^^^^ spec.namespace has no effect: istiod goes where values.global.istioNamespace says
        """,
    ),
    Example(
        "A component that is gone",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            istiodRemote: {enabled: true}
        #   ^^^^^^^^^^^^ components.istiodRemote has no effect since 1.26
        """,
        releases="1.26..1.31",
    ),
    Example(
        "A component whose chart is gone",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            istiodRemote: {enabled: true}
        #   ^^^^^^^^^^^^ components.istiodRemote makes the install fail in 1.24 and 1.25: its chart is gone
        """,
        releases="1.24..1.25",
    ),
    Example(
        "Until 1.23 it worked; and a namespace that agrees with the value",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          namespace: mesh
          values: {global: {istioNamespace: mesh}}
          components:
            istiodRemote: {enabled: true}
        """,
        releases="1.16..1.23",
    ),
    Example(
        "Nothing is set",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        """,
    ),
    Example(
        "What is rendered, and nothing that is turned off",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          namespace: istio-system
          values: {pilot: {volumes: [{name: extra, emptyDir: {}}]}}
          components:
            istiodRemote: {enabled: false}
            pilot: {k8s: {nodeSelector: {pool: mesh}}}
        """,
    ),
]

REMOTE_UNTIL = 23
REMOTE_IGNORED_SINCE = 26


@rule(kinds(ISTIO_OPERATOR), Severity.WARNING, EXAMPLES)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Look for keys that are accepted and not rendered."""
    spec = resource.root.at("spec")
    if spec is None:
        return
    for component in components(spec):
        for key in ("volumes", "volumeMounts"):
            node = component.at("k8s", key)
            if node is not None and node.items():
                why = "istioctl renders nothing of it"
                yield ignored(node, f"k8s.{key} has no effect: {why}", "use values or an overlay")
    namespace = spec.text("namespace")
    value = spec.scalar("values", "global", "istioNamespace")
    goes = value.value if value is not None else ISTIO_SYSTEM
    if namespace is not None and namespace.value != goes and not (value and value.is_unknown):
        why = "istiod goes where values.global.istioNamespace says"
        yield ignored(namespace, f"spec.namespace has no effect: {why}", "set the value instead")
    enabled = spec.text("components", "istiodRemote", "enabled")
    if context.release.minor > REMOTE_UNTIL and enabled is not None and enabled.meaning is True:
        remote = spec.at("components", "istiodRemote") or enabled
        if context.release.minor >= REMOTE_IGNORED_SINCE:
            message = "components.istiodRemote has no effect since 1.26"
            yield ignored(remote, message, "use profile: remote")
        else:
            why = "makes the install fail in 1.24 and 1.25: its chart is gone"
            failure = ignored(remote, f"components.istiodRemote {why}", "use profile: remote")
            yield failure._replace(severity=Severity.ERROR)


def components(spec: Node) -> Iterator[Node]:
    """All components, each gateway by itself."""
    for entry in spec.entries("components"):
        yield from entry.value.items() if entry.value.is_sequence else [entry.value]


def ignored(node: Node, message: str, advice: str) -> Finding:
    """What to say of a key."""
    return Finding(at=node.key or node, message=message, help=advice)
