"""A rule of an ALLOW policy lets anybody in: it asks for no identity.

A rule without `from`, or with addresses alone, is met by every client that can reach the
workload, from inside the mesh or not. Addresses are no identity: behind a gateway or a node's
address translation they are those of somebody else. Identities come from service accounts
(`principals`, `serviceAccounts`), namespaces or tokens (`requestPrincipals`).

Policies for gateways are left alone, whose clients have no identity in the mesh. Only where the
whole mesh is in sight (`--closed-world`) anything is reported.

What to do:
  Name the callers in `from`, best by `principals`.

Symptoms: unexpected access, requests are allowed from outside of the mesh

Baseline: S4
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    AUTHORIZATION_POLICY,
    Context,
    Example,
    Finding,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.baseline import is_production
from istiolint.rules.api.policies import action_of, names_identity, whole_mesh

EXAMPLES = [
    Example(
        "Everybody may read, some addresses may write, anything goes",
        """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: orders, namespace: shop}
        spec:
          selector: {matchLabels: {app: orders}}
          rules:
          - to: [{operation: {methods: [GET]}}]
        #   ^^ this rule allows every client: it asks for no identity
          - from: [{source: {ipBlocks: [10.0.0.0/8]}}]
        #   ^^^^ this rule allows every client with these addresses: it asks for no identity
        """,
        settings={"closed_world": True},
    ),
    Example(
        "Identities of every kind",
        """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: orders, namespace: shop}
        spec:
          rules:
          - from: [{source: {principals: [cluster.local/ns/web/sa/web]}}]
          - when: [{key: request.auth.claims[role], values: [admin]}]
          - from: [{source: {ipBlocks: [10.0.0.0/8], namespaces: [web]}}]
        """,
        settings={"closed_world": True},
    ),
    Example(
        "A gateway's clients have none; denying and asking somebody else need none",
        """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: edge, namespace: istio-system}
        spec:
          selector: {matchLabels: {istio: ingressgateway}}
          rules: [{to: [{operation: {hosts: [shop.example.com]}}]}]
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: api, namespace: shop}
        spec: {targetRefs: [{kind: Gateway, name: edge}], rules: [{to: [{operation: {methods: [GET]}}]}]}
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: admin, namespace: shop}
        spec: {action: DENY, rules: [{to: [{operation: {paths: [/admin]}}]}]}
        """,
        settings={"closed_world": True},
    ),
    Example(
        "Others may take part in what is allowed",
        """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: orders, namespace: shop}
        spec: {rules: [{to: [{operation: {methods: [GET]}}]}]}
        """,
    ),
    Example(
        "Not in development",
        """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: orders, namespace: shop}
        spec: {rules: [{to: [{operation: {methods: [GET]}}]}]}
        """,
        settings={"environment": "development", "closed_world": True},
    ),
]


@rule(kinds(AUTHORIZATION_POLICY), Severity.WARNING, EXAMPLES)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Look at each rule of an ALLOW policy that is for workloads."""
    if action_of(resource) != "ALLOW" or may_be_gateway(resource):
        return
    if not is_production(context.environment):
        return
    for each in resource.root.items("spec", "rules"):
        if names_identity(each):
            continue
        source = each.at("from")
        first = next(each.entries(), None)
        which = "every client" if source is None else "every client with these addresses"
        yield Finding(
            at=first.key if first is not None else resource.at,
            message=f"this rule allows {which}: it asks for no identity",
            help="name the callers in from, best by principals",
            lookup=whole_mesh(context.project),
        )


def may_be_gateway(policy: Resource) -> bool:
    """Whether a policy is for gateways, as far as its labels and targets tell."""
    spec = policy.root.at("spec")
    targets = [] if spec is None else [*spec.items("targetRefs"), spec.at("targetRef")]
    kinds = [each.text("kind") for each in targets if each is not None]
    labels = [entry.value.value for entry in policy.root.entries("spec", "selector", "matchLabels")]
    by_target = any(kind is not None and kind.value == "Gateway" for kind in kinds)
    return by_target or any("gateway" in label or "ingress" in label for label in labels)
