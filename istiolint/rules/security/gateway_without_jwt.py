"""A gateway lets requests in from outside without asking for a token.

The production baseline validates a JWT for external traffic: a RequestAuthentication checks
tokens, and an AuthorizationPolicy that requires `requestPrincipals` turns away requests that
have none. Both may be at the gateway or at the workloads behind it, so only a mesh without
either is reported, and only where the whole mesh is in sight (`--closed-world`).

Servers that pass TLS through, and those with mutual TLS, whose clients prove who they are by a
certificate, are left alone. Whether a site is public on purpose no file tells; this is advice.

What to do:
  Add a RequestAuthentication for the gateway and an AuthorizationPolicy with
  `requestPrincipals: ["*"]`.

Symptoms: requests without token are accepted, unexpected access from outside

Baseline: S5
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    AUTHORIZATION_POLICY,
    GATEWAY,
    REQUEST_AUTHENTICATION,
    Context,
    Example,
    Finding,
    Node,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.baseline import is_production
from istiolint.rules.api.policies import whole_mesh

EXAMPLES = [
    Example(
        "Nothing in the mesh asks for a token",
        """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata:
          name: shop
        #       ^^^^ gateway "shop" takes requests without a token: nothing in the mesh requires a JWT
        spec:
          selector: {istio: ingressgateway}
          servers:
          - port: {number: 443, name: https, protocol: HTTPS}
            tls: {mode: SIMPLE, credentialName: shop}
            hosts: [shop.example.com]
        """,
        settings={"closed_world": True},
    ),
    Example(
        "A token is required somewhere",
        """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: shop}
        spec:
          servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
        ---
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata: {name: tokens, namespace: istio-system}
        spec: {jwtRules: [{issuer: https://id.example.com}]}
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: tokens, namespace: istio-system}
        spec: {rules: [{from: [{source: {requestPrincipals: ["*"]}}]}]}
        """,
        settings={"closed_world": True},
    ),
    Example(
        "Mutual TLS, TLS that passes through, other protocols",
        """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: shop}
        spec:
          servers:
          - port: {number: 443, name: https, protocol: HTTPS}
            tls: {mode: MUTUAL, credentialName: shop}
          - port: {number: 8443, name: tls, protocol: TLS}
            tls: {mode: PASSTHROUGH}
          - port: {number: 15012, name: istiod, protocol: HTTPS}
            tls: {mode: SIMPLE, credentialName: istiod}
        """,
        settings={"closed_world": True},
    ),
    Example(
        "The policies may be elsewhere",
        """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: shop}
        spec:
          servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
        """,
    ),
    Example(
        "Not in development",
        """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: shop}
        spec:
          servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
        """,
        settings={"environment": "development", "closed_world": True},
    ),
]

HTTP = ("HTTP", "HTTPS", "HTTP2", "GRPC", "GRPC-WEB")


@rule(kinds(GATEWAY), Severity.INFO, EXAMPLES, reads=[REQUEST_AUTHENTICATION, AUTHORIZATION_POLICY])
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Look for anything that validates tokens and anything that requires them."""
    if not is_production(context.environment):
        return
    project = context.project
    validates = bool(project.of_kind(REQUEST_AUTHENTICATION))
    opens = any(is_open(each) for each in resource.root.items("spec", "servers"))
    if opens and not (validates and project.token_policies):
        yield Finding(
            at=resource.at,
            message=f'gateway "{resource.name}" takes requests without a token: nothing in '
            "the mesh requires a JWT",
            help="add a RequestAuthentication and an AuthorizationPolicy with requestPrincipals",
            lookup=whole_mesh(project),
        )


def is_open(server: Node) -> bool:
    """Whether a server takes HTTP requests from clients that do not say who they are."""
    protocol, mode = server.text("port", "protocol"), server.text("tls", "mode")
    is_mutual = mode is not None and "MUTUAL" in mode.value
    port = server.text("port", "number")
    is_istiod = port is not None and port.value in ISTIOD_PORTS
    is_http = protocol is not None and protocol.value.upper() in HTTP
    return is_http and not is_mutual and not is_istiod


ISTIOD_PORTS = ("15012", "15017")
"""Through these a gateway exposes istiod to remote clusters."""
