"""A gateway asks clients for a certificate and has no CA to verify it with.

With mode MUTUAL or OPTIONAL_MUTUAL the gateway needs the certificates of the CAs whose clients it
lets in: `ca.crt` or `cacert` in the Secret of the server, or in a second Secret whose name ends in
`-cacert`. istiod has nothing to send for it, so Envoy cannot verify anybody, and every connection to
the server fails.

The rule looks at the Secrets in the input that the server names, in whatever namespace, and is
silent where one of them has a CA, or may have one.

What to do:
  Add `ca.crt` to the Secret, or a Secret with the same name and `-cacert` behind it.

Symptoms: gateway serves no certificate, connection refused or reset at the gateway, TLS handshake
errors, mTLS at the gateway fails, certificate validation

Baseline: T2
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    GATEWAY,
    SECRET,
    Context,
    Example,
    Finding,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.certificates import Part, holders, tls_servers

EXAMPLES = [
    Example(
        "A Secret without a CA",
        """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: edge}
        spec:
          servers:
          - port: {number: 443, name: https, protocol: HTTPS}
            tls: {mode: MUTUAL, credentialName: shop-credential}
        #                                       ^^^^^^^^^^^^^^^ Secret "shop-credential" has no CA to verify clients with
            hosts: [shop.example.com]
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: shop-credential, namespace: istio-system}
        type: kubernetes.io/tls
        data: {tls.crt: "", tls.key: ""}
        """,
    ),
    Example(
        "A CA in the Secret, in a second one, in a third, or none that is asked for",
        """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: edge}
        spec:
          servers:
          - tls: {mode: MUTUAL, credentialName: one}
          - tls: {mode: OPTIONAL_MUTUAL, credentialName: two}
          - tls: {mode: MUTUAL, credentialName: three, caCertCredentialName: four}
          - tls: {mode: SIMPLE, credentialName: three}
          - tls: {mode: MUTUAL, credentialName: not-in-sight}
          - tls: {mode: MUTUAL, credentialName: other/three}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: one}
        data: {tls.crt: "", tls.key: "", ca.crt: ""}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: two}
        data: {tls.crt: "", tls.key: ""}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: two-cacert}
        data: {cacert: ""}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: three}
        data: {tls.crt: "", tls.key: ""}
        """,
    ),
    Example(
        "A Secret that something else fills",
        """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: edge}
        spec: {servers: [{tls: {mode: MUTUAL, credentialName: later}}]}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: later}
        type: kubernetes.io/tls
        """,
    ),
]


@rule(kinds(GATEWAY), Severity.WARNING, EXAMPLES, reads=[SECRET])
def check(gateway: Resource, context: Context) -> Iterator[Finding]:
    """Look for a CA in the Secrets of each server that asks for certificates."""
    for server in tls_servers(gateway.root):
        if not server.is_mutual or server.has_ca:
            continue
        secrets = context.project.secrets_called(server.secret)
        held = [holder for each in secrets for holder in holders(each)]
        is_open = any(not each.items or each.of(Part.ROOTS) for each in held)
        has_second = context.project.secrets_called(f"{server.secret}-cacert")
        if held and not is_open and not has_second:
            yield Finding(
                at=server.at,
                message=f'Secret "{server.secret}" has no CA to verify clients with',
                help=f"add ca.crt to it, or make a Secret {server.secret}-cacert with one",
            )
