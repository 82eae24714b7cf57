"""A private key does not belong to the certificate beside it.

istiod does not start with a `cacerts` whose key is another certificate's, and a gateway does not
serve a credential like that: its listener stays without a certificate and every handshake fails.
The usual cause is that one of the two was renewed and the other was not, or that the certificates
stand in the wrong order: the first one in the file has to be the one that the key is for, those
that signed it come behind.

What to do:
  Put the key and the certificate into the Secret that were made together; the certificate of the
  server, or of the signer, comes first.

Symptoms: TLS handshake errors, gateway serves no certificate, key values mismatch, private key does
not match public key, istiod CrashLoopBackOff, certificate validation

Baseline: T2
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import SECRET, Context, Example, Finding, Resource, Severity, kinds, rule
from istiolint.rules.api.certificates import Part, holders, is_key_of

SIGNER = r'"-----BEGIN CERTIFICATE-----\nMIIBITCByKADAgECAgECMAoGCCqGSM49BAMCMA8xDTALBgNVBAMMBFJvb3QwHhcN\nMjUwMTAxMDAwMDAwWhcNMjcwMTAxMDAwMDAwWjARMQ8wDQYDVQQDDAZTaWduZXIw\nWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR53IhhYnrc0Dh2K1CPsk6EvliKa67O\n4HBp7jdaBAwzfomQR4kqSRyhhaixGIuTWBdu7oWEBNSiMsemFlJphppaoxMwETAP\nBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQC+U2eqeFMe3DnET6fy\nFpFWAbQIcp1+rCO6navjZHwRawIgFt6+M6sHuWjA09T7MwI3kbrAUdqrBImlL1r6\nW2VhhGI=\n-----END CERTIFICATE-----"'
LEAF = r'"-----BEGIN CERTIFICATE-----\nMIIBGDCBv6ADAgECAgEDMAoGCCqGSM49BAMCMBExDzANBgNVBAMMBlNpZ25lcjAe\nFw0yNjAxMDEwMDAwMDBaFw0yNzAxMDEwMDAwMDBaMBsxGTAXBgNVBAMMEHNob3Au\nZXhhbXBsZS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASTbQwy43Za37Ak\nIZF8KBFZWDXMUaCmIpiom6M2GTJlfj14GnEOpGAAGP09GGTZlIpbNy4NvT+6SklZ\n2HT9BI1oMAoGCCqGSM49BAMCA0gAMEUCICqbB3kPN6ne5PBG5YxWh8307eUiyKWp\nkHE8GwcLmBzsAiEAxVJFrXzEq/c0bmLSc9GPkHjokW7ig7mvMHM/EfrJeCU=\n-----END CERTIFICATE-----"'
SIGNER_KEY = r'"-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgAAAAAAAAAAAAAAAA\nAAAAAAAAAAAAAAAAAAAAAAAAVs6hRANCAAR53IhhYnrc0Dh2K1CPsk6EvliKa67O\n4HBp7jdaBAwzfomQR4kqSRyhhaixGIuTWBdu7oWEBNSiMsemFlJphppa\n-----END PRIVATE KEY-----"'
LEAF_KEY = r'"-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgAAAAAAAAAAAAAAAA\nAAAAAAAAAAAAAAAAAAAAAAAAgjWhRANCAASTbQwy43Za37AkIZF8KBFZWDXMUaCm\nIpiom6M2GTJlfj14GnEOpGAAGP09GGTZlIpbNy4NvT+6SklZ2HT9BI1o\n-----END PRIVATE KEY-----"'

EXAMPLES = [
    Example(
        "The key of another certificate",
        f"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: shop-credential
        type: kubernetes.io/tls
        stringData:
          tls.crt: {LEAF}
          tls.key: {SIGNER_KEY}
        # ^^^^^^^ the key is not that of the certificate of "shop.example.com", the first in tls.crt
        """,
    ),
    Example(
        "The signer's key in cacerts",
        f"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: cacerts
        stringData:
          ca-cert.pem: {SIGNER}
          ca-key.pem: {LEAF_KEY}
        # ^^^^^^^^^^ the key is not that of the certificate of "Signer", the first in ca-cert.pem
        """,
    ),
    Example(
        "Keys that belong to their certificates",
        f"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: shop-credential
        stringData:
          cert: {LEAF}
          key: {LEAF_KEY}
        ---
        apiVersion: v1
        kind: Secret
        metadata:
          name: istio-ca-secret
        stringData:
          ca-cert.pem: {SIGNER}
          ca-key.pem: {SIGNER_KEY}
        """,
    ),
    Example(
        "A key that is filled in later, one that cannot be read, and none",
        f"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: shop-credential
        stringData:
          tls.crt: {LEAF}
          tls.key: ${{KEY}}
        ---
        apiVersion: v1
        kind: Secret
        metadata:
          name: other-credential
        stringData:
          tls.crt: {LEAF}
          tls.key: "-----BEGIN ENCRYPTED PRIVATE KEY-----"
        ---
        apiVersion: v1
        kind: Secret
        metadata:
          name: cacerts
        stringData:
          ca-cert.pem: {SIGNER}
        """,
    ),
]


@rule(kinds(SECRET), Severity.ERROR, EXAMPLES, upstream=["IST0161"])
def check(resource: Resource, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Compare the key with the first certificate."""
    for holder in holders(resource):
        owner, key = holder.of(Part.SERVER) or holder.of(Part.SIGNER), holder.of(Part.KEY)
        if owner is None or key is None or not key.text or not owner.certificates:
            continue
        first = owner.certificates[0]
        if is_key_of(key.text, first) is False:
            yield Finding(
                at=key.at,
                message="the key is not that of the certificate of "
                f'"{first.subject}", the first in {owner.name}',
                help="put the key and the certificate there that were made together; "
                "the certificate that the key is for comes first",
            )
