"""The certificate that istiod should sign with is not a CA's.

istiod does not look: it starts, and signs with the key it has. But a certificate that is not marked
as one of a CA (`CA:TRUE` in its basic constraints), or whose key usage leaves out the signing of
certificates, makes every certificate below it worthless: proxies refuse each other's, and no request
with mTLS gets through. The usual cause is a certificate for a server that was taken for the CA.

What to do:
  Ask your CA for an intermediate: `basicConstraints=critical,CA:TRUE` and `keyUsage` with
  `keyCertSign`; in cert-manager's Certificate `isCA: true`.

Symptoms: mTLS fails at random, CERTIFICATE_VERIFY_FAILED, invalid CA certificate, certificate is not
authorized to sign other certificates, traffic disappears, certificate validation

Baseline: T2
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import SECRET, Context, Example, Finding, Resource, Severity, kinds, rule
from istiolint.rules.api.certificates import Part, holders

SIGNER = r'"-----BEGIN CERTIFICATE-----\nMIIBITCByKADAgECAgECMAoGCCqGSM49BAMCMA8xDTALBgNVBAMMBFJvb3QwHhcN\nMjUwMTAxMDAwMDAwWhcNMjcwMTAxMDAwMDAwWjARMQ8wDQYDVQQDDAZTaWduZXIw\nWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR53IhhYnrc0Dh2K1CPsk6EvliKa67O\n4HBp7jdaBAwzfomQR4kqSRyhhaixGIuTWBdu7oWEBNSiMsemFlJphppaoxMwETAP\nBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQC+U2eqeFMe3DnET6fy\nFpFWAbQIcp1+rCO6navjZHwRawIgFt6+M6sHuWjA09T7MwI3kbrAUdqrBImlL1r6\nW2VhhGI=\n-----END CERTIFICATE-----"'
LEAF = r'"-----BEGIN CERTIFICATE-----\nMIIBGDCBv6ADAgECAgEDMAoGCCqGSM49BAMCMBExDzANBgNVBAMMBlNpZ25lcjAe\nFw0yNjAxMDEwMDAwMDBaFw0yNzAxMDEwMDAwMDBaMBsxGTAXBgNVBAMMEHNob3Au\nZXhhbXBsZS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASTbQwy43Za37Ak\nIZF8KBFZWDXMUaCmIpiom6M2GTJlfj14GnEOpGAAGP09GGTZlIpbNy4NvT+6SklZ\n2HT9BI1oMAoGCCqGSM49BAMCA0gAMEUCICqbB3kPN6ne5PBG5YxWh8307eUiyKWp\nkHE8GwcLmBzsAiEAxVJFrXzEq/c0bmLSc9GPkHjokW7ig7mvMHM/EfrJeCU=\n-----END CERTIFICATE-----"'
NO_CA = r'"-----BEGIN CERTIFICATE-----\nMIIBHTCBxaADAgECAgEEMAoGCCqGSM49BAMCMA8xDTALBgNVBAMMBFJvb3QwHhcN\nMjUwMTAxMDAwMDAwWhcNMjcwMTAxMDAwMDAwWjARMQ8wDQYDVQQDDAZTaWduZXIw\nWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR53IhhYnrc0Dh2K1CPsk6EvliKa67O\n4HBp7jdaBAwzfomQR4kqSRyhhaixGIuTWBdu7oWEBNSiMsemFlJphppaoxAwDjAM\nBgNVHRMBAf8EAjAAMAoGCCqGSM49BAMCA0cAMEQCIFT1esgwtk0a03vCff6ifUPO\nxEnhJ47XWec6bC2Y776VAiBa5QsIKRzpWHMknkaVmVTKY3h6S615YUzyLMAxcSf9\n8g==\n-----END CERTIFICATE-----"'

EXAMPLES = [
    Example(
        "A certificate of a server",
        f"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: cacerts
        stringData:
          ca-cert.pem: {LEAF}
        # ^^^^^^^^^^^ the certificate of "shop.example.com" is not a CA's, so nothing it signs is trusted
        """,
    ),
    Example(
        "CA:FALSE, in the form of cert-manager",
        f"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: cacerts
        type: kubernetes.io/tls
        stringData:
          tls.crt: {NO_CA}
        # ^^^^^^^ the certificate of "Signer" is not a CA's, so nothing it signs is trusted
        """,
    ),
    Example(
        "A CA, and a certificate that need not be one",
        f"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: cacerts
        stringData:
          ca-cert.pem: {SIGNER}
        ---
        apiVersion: v1
        kind: Secret
        metadata:
          name: shop-credential
        stringData:
          tls.crt: {LEAF}
          tls.key: ""
        ---
        apiVersion: v1
        kind: Secret
        metadata:
          name: istio-ca-secret
        stringData:
          ca-cert.pem: ${{CERTIFICATE}}
        """,
    ),
]


@rule(kinds(SECRET), Severity.ERROR, EXAMPLES)
def check(resource: Resource, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Look whether the signing certificate may sign."""
    for holder in holders(resource):
        item = holder.of(Part.SIGNER)
        for first in item.certificates[:1] if item is not None else ():
            if not first.may_sign and item is not None:
                yield Finding(
                    at=item.at,
                    message=f'the certificate of "{first.subject}" is not a CA\'s, '
                    "so nothing it signs is trusted",
                    help="use a certificate with CA:TRUE whose key usage, if it has one, "
                    "includes the signing of certificates",
                )
