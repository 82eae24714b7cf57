"""An entry of a Secret is not the certificate, or the key, that it should be.

Values under `data` have to be base64: the API server refuses the Secret if they are not. Decoded
they have to be PEM: a gateway does not serve a credential that it cannot read, and istiod does not
start with such a `cacerts`. The usual causes are a text that should stand under `stringData`, base64
of base64, DER instead of PEM, and a key where the certificate belongs.

What to do:
  Write PEM under `stringData`, or its base64 under `data`. `kubectl create secret tls` does it right.

Symptoms: gateway serves no certificate, TLS handshake errors, illegal base64 data, failed to find any
PEM data, istiod CrashLoopBackOff, certificate validation

Baseline: T2
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Resource, Severity, kinds, rule
from istiolint.rules.api.certificates import HOLDERS_OF_CERTIFICATES, items

LEAF = r'"-----BEGIN CERTIFICATE-----\nMIIBGDCBv6ADAgECAgEDMAoGCCqGSM49BAMCMBExDzANBgNVBAMMBlNpZ25lcjAe\nFw0yNjAxMDEwMDAwMDBaFw0yNzAxMDEwMDAwMDBaMBsxGTAXBgNVBAMMEHNob3Au\nZXhhbXBsZS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASTbQwy43Za37Ak\nIZF8KBFZWDXMUaCmIpiom6M2GTJlfj14GnEOpGAAGP09GGTZlIpbNy4NvT+6SklZ\n2HT9BI1oMAoGCCqGSM49BAMCA0gAMEUCICqbB3kPN6ne5PBG5YxWh8307eUiyKWp\nkHE8GwcLmBzsAiEAxVJFrXzEq/c0bmLSc9GPkHjokW7ig7mvMHM/EfrJeCU=\n-----END CERTIFICATE-----"'
LEAF_KEY = r'"-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgAAAAAAAAAAAAAAAA\nAAAAAAAAAAAAAAAAAAAAAAAAgjWhRANCAASTbQwy43Za37AkIZF8KBFZWDXMUaCm\nIpiom6M2GTJlfj14GnEOpGAAGP09GGTZlIpbNy4NvT+6SklZ2HT9BI1o\n-----END PRIVATE KEY-----"'

EXAMPLES = [
    Example(
        "PEM where base64 belongs, and base64 of base64",
        f"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: shop-credential
        type: kubernetes.io/tls
        data:
          tls.crt: {LEAF}
        # ^^^^^^^ tls.crt is not base64
          tls.key: TFMwdExTMUNSVWRKVGlCUVVrbFdRVlJGSUV0RldTMHRMUzB0Q2c9PQ==
        # ^^^^^^^ tls.key has no private key in PEM
        """,
    ),
    Example(
        "A key where a certificate belongs, and a broken certificate",
        f"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: cacerts
        stringData:
          ca-cert.pem: {LEAF_KEY}
        # ^^^^^^^^^^^ ca-cert.pem has a private key where a certificate belongs
          ca-key.pem: {LEAF}
        # ^^^^^^^^^^ ca-key.pem has no private key in PEM
          root-cert.pem: "-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----"
        # ^^^^^^^^^^^^^ root-cert.pem has a certificate that cannot be read
          cert-chain.pem: shop
        # ^^^^^^^^^^^^^^ cert-chain.pem has no certificate in PEM
        """,
    ),
    Example(
        "What is as it should be, or filled in later",
        f"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: shop-credential
        type: kubernetes.io/tls
        stringData:
          tls.crt: {LEAF}
          tls.key: {LEAF_KEY}
        ---
        apiVersion: v1
        kind: Secret
        metadata:
          name: other-credential
        type: kubernetes.io/tls
        data:
          tls.crt: <path:secret/data/tls#crt>
          tls.key: ""
        ---
        apiVersion: v1
        kind: Secret
        metadata:
          name: password
        data:
          cert: c2hvcA==
          key: c2hvcA==
        """,
    ),
    Example(
        "The webhooks of the charts, which istiod completes",
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: istio-validator}
        webhooks: [{name: a, clientConfig: {caBundle: ""}}, {name: b, clientConfig: {caBundle: Cg==}}]
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio-ca-root-cert}
        """,
    ),
]


@rule(kinds(*HOLDERS_OF_CERTIFICATES), Severity.ERROR, EXAMPLES, upstream=["IST0161"])
def check(resource: Resource, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Report each entry that is not what it should be."""
    for item in items(resource):
        if item.problem is not None:
            yield Finding(
                at=item.at,
                message=f"{item.name} {item.problem}",
                help="write PEM under stringData, or its base64 under data",
            )
