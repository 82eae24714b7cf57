"""A namespace of the mesh has no policy that denies what no other allows.

Without any AuthorizationPolicy every request is allowed, and a workload that no policy selects
stays open to every client. The production baseline starts from a default deny, a policy with
an empty spec for the mesh or the namespace, and allows what is needed by name.

An ALLOW policy without selector counts as well: what it does not match is denied for all
workloads of its namespace.

Only where the whole mesh is in sight (`--closed-world`) anything is reported.

What to do:
  Add an AuthorizationPolicy with `spec: {}` to the namespace, or to the root namespace for the
  whole mesh, after you have allowed what has to get through.

Symptoms: unexpected access, traffic is not denied although policies exist

Baseline: S4
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    AUTHORIZATION_POLICY,
    NAMESPACE,
    Context,
    Example,
    Finding,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.baseline import is_production
from istiolint.rules.api.policies import default_denials

EXAMPLES = [
    Example(
        "One workload is protected, the rest is open",
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
        #       ^^^^ namespace "shop" has no default deny: workloads that no policy selects are open
          labels: {istio-injection: enabled}
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: orders, namespace: shop}
        spec: {selector: {matchLabels: {app: orders}}, rules: [{from: [{source: {namespaces: [web]}}]}]}
        """,
        settings={"closed_world": True},
    ),
    Example(
        "The namespace, or the mesh, denies by default",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio.io/rev: stable}}
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: nothing, namespace: istio-system}
        spec: {}
        """,
        settings={"closed_world": True},
    ),
    Example(
        "Outside of the mesh, and on its way out",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: legacy}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: old, labels: {istio-injection: disabled}}
        """,
        settings={"closed_world": True},
    ),
    Example(
        "The policies may be elsewhere",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio-injection: enabled}}
        """,
    ),
]


@rule(kinds(NAMESPACE), Severity.WARNING, EXAMPLES, reads=[AUTHORIZATION_POLICY])
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Look for a default deny for each namespace of the mesh."""
    if not is_in_mesh(resource) or not is_production(context.environment):
        return
    denials = default_denials(context.project, resource.name)
    if not denials.found:
        yield Finding(
            at=resource.at,
            message=f'namespace "{resource.name}" has no default deny: workloads that no policy '
            "selects are open",
            help="add an AuthorizationPolicy with an empty spec",
            lookup=denials,
        )


def is_in_mesh(namespace: Resource) -> bool:
    """Whether the labels of a namespace put its workloads into the mesh."""
    labels = {
        entry.name: entry.value.value for entry in namespace.root.entries("metadata", "labels")
    }
    injection = labels.get("istio-injection")
    by_revision = "istio.io/rev" in labels and injection is None
    is_ambient = labels.get("istio.io/dataplane-mode") == "ambient"
    return injection == "enabled" or by_revision or is_ambient
