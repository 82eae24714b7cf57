"""The credentials for another cluster are in a namespace where istiod does not look.

istiod reads Secrets with the label `istio/multiCluster: "true"` in its own namespace alone. One in
another namespace is never read: the other cluster's endpoints stay unknown, and nothing says so.

Compared with the installs in sight; without one, or where the Secret leaves its namespace to
kubectl, nothing is reported.

What to do:
  Create the Secret in istiod's namespace: `istioctl create-remote-secret -n istio-system`.

Symptoms: no endpoints of the other cluster, istioctl remote-clusters does not list it, requests to
other clusters fail with 503

Baseline: I3
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import SECRET, Context, Example, Finding, Resource, Severity, kinds, rule

EXAMPLES = [
    Example(
        "In the namespace of an application",
        """
        # file: istiod-values.yaml
        global: {meshID: retail, multiCluster: {clusterName: west-1}, network: west}
        # file: secret.yaml
        apiVersion: v1
        kind: Secret
        metadata:
          name: istio-remote-secret-east
          namespace: shop
        #            ^^^^ istiod does not read this Secret: it looks for those of other clusters in istio-system
          labels: {istio/multiCluster: "true"}
        """,
    ),
    Example(
        "Where istiod is, and Secrets for other things",
        """
        # file: istiod-values.yaml
        global: {meshID: retail, istioNamespace: mesh}
        # file: secret.yaml
        apiVersion: v1
        kind: Secret
        metadata: {name: east, namespace: mesh, labels: {istio/multiCluster: "true"}}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: password, namespace: shop}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: west, labels: {istio/multiCluster: "true"}}
        """,
    ),
    Example(
        "Where Helm puts istiod",
        """
        # file: release.yaml
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: istiod, namespace: mesh}
        spec: {chart: {spec: {chart: istiod, version: 1.30.3}}}
        # file: secret.yaml
        apiVersion: v1
        kind: Secret
        metadata: {name: east, namespace: mesh, labels: {istio/multiCluster: "true"}}
        """,
    ),
    Example(
        "No install in sight",
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: east, namespace: shop, labels: {istio/multiCluster: "true"}}
        """,
    ),
]


@rule(kinds(SECRET), Severity.ERROR, EXAMPLES)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Compare the namespace of a remote Secret with those of the installs."""
    label = resource.root.text("metadata", "labels", "istio/multiCluster")
    namespace = resource.root.text("metadata", "namespace")
    if label is None or namespace is None or label.value != "true":
        return
    settings = [each.setting("global.istioNamespace") for each in context.project.installs]
    homes = [each.text for each in settings]
    known = sorted({each for each in homes if each})
    released = {tree.release.namespace for each in context.project.installs for tree in each.trees}
    is_home = namespace.value in known or namespace.value in released
    if known and all(homes) and not is_home:
        yield Finding(
            at=namespace,
            message="istiod does not read this Secret: it looks for those of other clusters in "
            f"{' or '.join(known)}",
            help="create it in istiod's namespace",
        )
