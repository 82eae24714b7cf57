"""Tokens are validated, but a request without one gets through.

A RequestAuthentication rejects requests with a bad token. A request without any token is
passed on as it is, unauthenticated. Only an AuthorizationPolicy that asks for
`requestPrincipals` (or `request.auth` claims) turns it away.

Policies count that are in the same namespace or in the root namespace, whatever workloads
they select. Where no AuthorizationPolicy of the namespace is in sight nothing certain can be
said.

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
    Context,
    Example,
    Finding,
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
        "No policy in sight, and no rules",
        """
        # file: a/tokens.yaml
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata: {name: tokens, namespace: shop}
        spec: {jwtRules: [{issuer: https://id.example.com}]}
        """,
    ),
]


@rule(kinds(REQUEST_AUTHENTICATION), Severity.WARNING, EXAMPLES, reads=[AUTHORIZATION_POLICY])
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Look for a policy that asks for what the tokens say."""
    if not resource.root.items("spec", "jwtRules"):
        return
    policies = token_policies(context.project, resource.namespace)
    if not policies.found:
        yield Finding(
            at=resource.at,
            message="requests without a token get through: no AuthorizationPolicy asks for "
            "requestPrincipals",
            help='add an AuthorizationPolicy with requestPrincipals: ["*"]',
            lookup=policies,
        )
