"""Tokens are validated, but a request without one gets through.

A RequestAuthentication rejects requests with a bad token. A request without any token is
passed on as it is, unauthenticated. Only an AuthorizationPolicy that asks for
`requestPrincipals` (or `request.auth` claims) turns it away.

Policies count that are in the same namespace or in the root namespace, whatever workloads
they select; for a RequestAuthentication of the root namespace those of all namespaces. Where
no AuthorizationPolicy of the namespace is in sight nothing certain can be said, and where a
VirtualService routes by claims (`@request.auth.claims…`) tokens have another use.

What to do:
  Add an AuthorizationPolicy for the same workloads: ALLOW with
  `from: [{source: {requestPrincipals: ["*"]}}]`, or DENY with `notRequestPrincipals: ["*"]`.

Symptoms: requests without token are accepted, unexpected access

Baseline: S5
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    AUTHORIZATION_POLICY,
    REQUEST_AUTHENTICATION,
    VIRTUAL_SERVICE,
    Context,
    Example,
    Finding,
    Node,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.policies import token_policies

EXAMPLES = [
    Example(
        "A policy that does not ask",
        """
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata:
          name: tokens
        #       ^^^^^^ requests without a token get through: no AuthorizationPolicy asks for requestPrincipals
          namespace: shop
        spec: {jwtRules: [{issuer: https://id.example.com}]}
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: web, namespace: shop}
        spec: {rules: [{from: [{source: {namespaces: [web]}}]}]}
        """,
    ),
    Example(
        "Either way to ask",
        """
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata: {name: tokens, namespace: shop}
        spec: {jwtRules: [{issuer: https://id.example.com}]}
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: web, namespace: shop}
        spec: {action: DENY, rules: [{from: [{source: {notRequestPrincipals: ["*"]}}]}]}
        """,
    ),
    Example(
        "Somebody else decides",
        """
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata: {name: tokens, namespace: shop}
        spec: {jwtRules: [{issuer: https://id.example.com}]}
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: web, namespace: shop}
        spec: {action: CUSTOM, provider: {name: opa}, rules: [{}]}
        """,
    ),
    Example(
        "Routes depend on the token",
        """
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata: {name: tokens, namespace: shop}
        spec: {jwtRules: [{issuer: https://id.example.com}]}
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: web, namespace: shop}
        spec: {rules: [{from: [{source: {namespaces: [web]}}]}]}
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: shop, namespace: shop}
        spec:
          hosts: [shop]
          http:
          - match: [{headers: {"@request.auth.claims.group": {exact: admin}}}]
            route: [{destination: {host: shop}}]
        """,
    ),
    Example(
        "No policy in sight, and no rules",
        """
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata: {name: tokens, namespace: shop}
        spec: {jwtRules: [{issuer: https://id.example.com}]}
        ---
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata: {name: nothing, namespace: web}
        spec: {selector: {matchLabels: {app: web}}}
        """,
    ),
]


@rule(
    kinds(REQUEST_AUTHENTICATION),
    Severity.WARNING,
    EXAMPLES,
    reads=[AUTHORIZATION_POLICY, VIRTUAL_SERVICE],
)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Look for a policy that asks for what the tokens say."""
    if not resource.root.items("spec", "jwtRules"):
        return
    policies = token_policies(context.project, resource.namespace)
    services = context.project.of_kind(VIRTUAL_SERVICE) if not policies.found else ()
    if not policies.found and not any(routes_by_claims(each.root) for each in services):
        yield Finding(
            at=resource.at,
            message="requests without a token get through: no AuthorizationPolicy asks for "
            "requestPrincipals",
            help='add an AuthorizationPolicy with requestPrincipals: ["*"]',
            lookup=policies,
        )


def routes_by_claims(service: Node) -> bool:
    """Whether a VirtualService looks at what a token says."""
    return any(
        entry.name.startswith("@request.auth")
        for route in service.items("spec", "http")
        for match in route.items("match")
        for side in ("headers", "withoutHeaders")
        for entry in match.entries(side)
    )
