"""A gateway serves a host with a certificate that is not for it.

Clients compare the name they asked for with the DNS names of the certificate, its subject
alternative names; the common name has not counted for years. A wildcard stands for one label:
`*.example.com` is for `shop.example.com`, not for `example.com` and not for `a.shop.example.com`.

The rule looks at the Secrets in the input that the server names, in whatever namespace, and is
silent where one of them fits.

What to do:
  Ask for a certificate with all the hosts of the server, or give the host a server of its own.

Symptoms: TLS handshake errors, hostname mismatch, ERR_CERT_COMMON_NAME_INVALID, certificate is valid
for another name, certificate validation

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
    Project,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.certificates import Certificate, Part, TlsServer, holders, tls_servers

SHOP = r'"-----BEGIN CERTIFICATE-----\nMIIBQTCB6KADAgECAgEHMAoGCCqGSM49BAMCMBExDzANBgNVBAMMBlNpZ25lcjAe\nFw0yNjAxMDEwMDAwMDBaFw0yNzAxMDEwMDAwMDBaMA8xDTALBgNVBAMMBHNob3Aw\nWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASTbQwy43Za37AkIZF8KBFZWDXMUaCm\nIpiom6M2GTJlfj14GnEOpGAAGP09GGTZlIpbNy4NvT+6SklZ2HT9BI1oozMwMTAv\nBgNVHREEKDAmghBzaG9wLmV4YW1wbGUuY29tghIqLnNob3AuZXhhbXBsZS5jb20w\nCgYIKoZIzj0EAwIDSAAwRQIhANQkuN4sbwrOL/wExgdg127uMRJYchLfLuRf09nX\nZ2fNAiB6EXHe27h91pK/NdeUGDwSbjwpLRERPnMU5UELQgbVeQ==\n-----END CERTIFICATE-----"'
NO_NAMES = r'"-----BEGIN CERTIFICATE-----\nMIIBGDCBv6ADAgECAgEDMAoGCCqGSM49BAMCMBExDzANBgNVBAMMBlNpZ25lcjAe\nFw0yNjAxMDEwMDAwMDBaFw0yNzAxMDEwMDAwMDBaMBsxGTAXBgNVBAMMEHNob3Au\nZXhhbXBsZS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASTbQwy43Za37Ak\nIZF8KBFZWDXMUaCmIpiom6M2GTJlfj14GnEOpGAAGP09GGTZlIpbNy4NvT+6SklZ\n2HT9BI1oMAoGCCqGSM49BAMCA0gAMEUCICqbB3kPN6ne5PBG5YxWh8307eUiyKWp\nkHE8GwcLmBzsAiEAxVJFrXzEq/c0bmLSc9GPkHjokW7ig7mvMHM/EfrJeCU=\n-----END CERTIFICATE-----"'

EXAMPLES = [
    Example(
        "A host that the certificate does not name",
        f"""
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {{name: edge}}
        spec:
          servers:
          - port: {{number: 443, name: https, protocol: HTTPS}}
            tls: {{mode: SIMPLE, credentialName: shop-credential}}
            hosts:
            - shop.example.com
            - edge/www.example.com
        #     ^^^^^^^^^^^^^^^^^^^^ the certificate in Secret "shop-credential" is not for "www.example.com", but for shop.example.com, *.shop.example.com
            - "*.example.com"
        #     ^^^^^^^^^^^^^^^ the certificate in Secret "shop-credential" is not for "*.example.com", but for shop.example.com, *.shop.example.com
        ---
        apiVersion: v1
        kind: Secret
        metadata: {{name: shop-credential, namespace: istio-system}}
        stringData:
          tls.crt: {SHOP}
          tls.key: ""
        """,
    ),
    Example(
        "A certificate that names no host at all",
        f"""
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {{name: edge}}
        spec:
          servers:
          - tls: {{mode: MUTUAL, credentialName: "kubernetes://shop-credential"}}
        #                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the certificate in Secret "shop-credential" has no DNS names, so it is for no host
            hosts: [shop.example.com, www.example.com]
        ---
        apiVersion: v1
        kind: Secret
        metadata: {{name: shop-credential, namespace: istio-system}}
        stringData:
          tls.crt: {NO_NAMES}
          tls.key: ""
        """,
    ),
    Example(
        "Hosts that a certificate is for, and hosts of any name",
        f"""
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {{name: edge}}
        spec:
          servers:
          - tls: {{mode: SIMPLE, credentialName: shop-credential}}
            hosts: [SHOP.example.com, eu.shop.example.com, "*.shop.example.com", "*", "${{HOST}}"]
          - tls: {{mode: PASSTHROUGH}}
            hosts: [www.example.com]
          - tls: {{mode: SIMPLE, credentialName: not-in-sight}}
            hosts: [www.example.com]
          - tls: {{mode: SIMPLE, credentialName: later}}
            hosts: [www.example.com]
        ---
        apiVersion: v1
        kind: Secret
        metadata: {{name: shop-credential, namespace: istio-system}}
        stringData:
          tls.crt: {SHOP}
          tls.key: ""
        ---
        apiVersion: v1
        kind: Secret
        metadata: {{name: shop-credential, namespace: other}}
        stringData:
          tls.crt: {NO_NAMES}
          tls.key: ""
        ---
        apiVersion: v1
        kind: Secret
        metadata: {{name: later}}
        stringData: {{tls.crt: "${{CERTIFICATE}}", tls.key: "${{KEY}}"}}
        """,
    ),
]


@rule(kinds(GATEWAY), Severity.WARNING, EXAMPLES, reads=[SECRET])
def check(gateway: Resource, context: Context) -> Iterator[Finding]:
    """Compare the hosts of each server with the names in its certificates."""
    for server in tls_servers(gateway.root):
        found = certificates_of(server, context.project)
        # Where a Secret cannot be read its certificate may be the one that fits.
        known = [each for each in found if each is not None]
        if known and len(known) == len(found):
            yield from examined(server, known)


def examined(server: TlsServer, found: list[Certificate]) -> Iterator[Finding]:
    """The hosts that no certificate is for; once for all where none has any name."""
    names = ", ".join(name for each in found[:1] for name in each.names)
    advice = "use a certificate that names the host among its subject alternative names"
    if not any(each.names for each in found):
        yield Finding(
            at=server.at,
            message=f'the certificate in Secret "{server.secret}" has no DNS names, '
            "so it is for no host",
            help=advice,
        )
        return
    for host, node in server.hosts:
        if host != "*" and not any(each.covers(host) for each in found):
            yield Finding(
                at=node,
                message=f'the certificate in Secret "{server.secret}" '
                f'is not for "{host}", but for {names or "no host"}',
                help=advice,
            )


def certificates_of(server: TlsServer, project: Project) -> list[Certificate | None]:
    """The certificates it may serve; ``None`` for what cannot be read."""
    found: list[Certificate | None] = []
    for secret in project.secrets_called(server.secret):
        for holder in holders(secret):
            certificates = holder.all_of(Part.SERVER)
            found.append(certificates[0] if certificates else None)
    return found
