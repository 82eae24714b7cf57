"""A certificate has expired, or is not valid yet.

Nobody accepts it: with an expired root or signing certificate no proxy trusts another any more,
and all mTLS of the mesh stops at once; with one that a gateway serves, clients from outside refuse
the connection; with one in `caBundle` the API server cannot call istiod, so that no pod gets a
sidecar, or none is created at all.

The files tell what was true when they were written. Where something renews the certificate in the
cluster (istiod its own, cert-manager those it made) the copy in the files is out of date, and
whoever applies it puts the expired one back.

Of several certificates that are trusted, those that hold go on to be trusted: an expired one among
them is only in the way.

What to do:
  Renew the certificate, and take it out of the files if something else looks after it. Before a new
  root of the mesh signs anything, add it to `root-cert.pem` beside the old one and wait until all
  workloads have it.

Symptoms: mTLS fails at random, all mTLS stops, CERTIFICATE_VERIFY_FAILED, x509 certificate has
expired, traffic disappears, TLS handshake errors, sidecar injection stops silently, failed calling
webhook, certificate validation

Baseline: T1, T2
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from istiolint.rules.api import Context, Example, Finding, Resource, Severity, kinds, rule
from istiolint.rules.api.certificates import (
    HOLDERS_OF_CERTIFICATES,
    Item,
    Part,
    items,
)

ROOT = r'"-----BEGIN CERTIFICATE-----\nMIIBHzCBxqADAgECAgEBMAoGCCqGSM49BAMCMA8xDTALBgNVBAMMBFJvb3QwHhcN\nMjQwMTAxMDAwMDAwWhcNMzQwMTAxMDAwMDAwWjAPMQ0wCwYDVQQDDARSb290MFkw\nEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEPmaVOpV40HysS5fv56LxhdI0ZtU9kS40\n5HhFv0p0moNKeas14fB+lM0SOS2fPUlzS5SC17zHW1tws0qBUEb9bqMTMBEwDwYD\nVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEA2yoV3HWX3hPeWdtMV+Bg\n0aCGHt7gosNcZ4kcEAYnEwMCIBulyJOMIWO+RokHSsIjOaUqo6R7xh4O9pt4+KHP\nVOQ2\n-----END CERTIFICATE-----"'
SIGNER = r'"-----BEGIN CERTIFICATE-----\nMIIBITCByKADAgECAgECMAoGCCqGSM49BAMCMA8xDTALBgNVBAMMBFJvb3QwHhcN\nMjUwMTAxMDAwMDAwWhcNMjcwMTAxMDAwMDAwWjARMQ8wDQYDVQQDDAZTaWduZXIw\nWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR53IhhYnrc0Dh2K1CPsk6EvliKa67O\n4HBp7jdaBAwzfomQR4kqSRyhhaixGIuTWBdu7oWEBNSiMsemFlJphppaoxMwETAP\nBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQC+U2eqeFMe3DnET6fy\nFpFWAbQIcp1+rCO6navjZHwRawIgFt6+M6sHuWjA09T7MwI3kbrAUdqrBImlL1r6\nW2VhhGI=\n-----END CERTIFICATE-----"'
LEAF = r'"-----BEGIN CERTIFICATE-----\nMIIBGDCBv6ADAgECAgEDMAoGCCqGSM49BAMCMBExDzANBgNVBAMMBlNpZ25lcjAe\nFw0yNjAxMDEwMDAwMDBaFw0yNzAxMDEwMDAwMDBaMBsxGTAXBgNVBAMMEHNob3Au\nZXhhbXBsZS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASTbQwy43Za37Ak\nIZF8KBFZWDXMUaCmIpiom6M2GTJlfj14GnEOpGAAGP09GGTZlIpbNy4NvT+6SklZ\n2HT9BI1oMAoGCCqGSM49BAMCA0gAMEUCICqbB3kPN6ne5PBG5YxWh8307eUiyKWp\nkHE8GwcLmBzsAiEAxVJFrXzEq/c0bmLSc9GPkHjokW7ig7mvMHM/EfrJeCU=\n-----END CERTIFICATE-----"'
BOTH = ROOT[:-1] + r"\n" + SIGNER[1:]

AFTER = {"now": datetime(2027, 3, 1, tzinfo=UTC)}
BEFORE = {"now": datetime(2025, 3, 1, tzinfo=UTC)}
MEANWHILE = {"now": datetime(2026, 3, 1, tzinfo=UTC)}

EXAMPLES = [
    Example(
        "A gateway with an old certificate",
        f"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: shop-credential
        type: kubernetes.io/tls
        stringData:
          tls.crt: {LEAF}
        # ^^^^^^^ the certificate of "shop.example.com" expired on 2027-01-01
          tls.key: ""
        """,
        settings=AFTER,
    ),
    Example(
        "A certificate from the future",
        f"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: shop-credential
        stringData:
          cert: {LEAF}
        # ^^^^ the certificate of "shop.example.com" is valid only from 2026-01-01 on
          key: ""
        """,
        settings=BEFORE,
    ),
    Example(
        "One of two roots",
        f"""
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: istio-ca-root-cert
        data:
          root-cert.pem: {SIGNER}
        # ^^^^^^^^^^^^^ the certificate of "Signer" expired on 2027-01-01
        ---
        apiVersion: v1
        kind: Secret
        metadata:
          name: shop-credential-cacert
        stringData:
          ca.crt: {BOTH}
        # ^^^^^^ the certificate of "Signer" expired on 2027-01-01; others beside it are valid
        """,
        settings=AFTER,
    ),
    Example(
        "Certificates that are valid",
        f"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: shop-credential
        type: kubernetes.io/tls
        stringData:
          tls.crt: {LEAF}
          tls.key: ""
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: of-an-application
        data:
          root-cert.pem: {LEAF}
        """,
        settings=MEANWHILE,
    ),
    Example(
        "What is filled in later, and what is no certificate",
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: shop-credential}
        type: kubernetes.io/tls
        data: {tls.crt: "${CERTIFICATE}", tls.key: "${KEY}"}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: istio-sidecar-injector}
        webhooks: [{name: a, clientConfig: {caBundle: ""}}, {name: b, clientConfig: {}}]
        """,
        settings=AFTER,
    ),
]


@rule(kinds(*HOLDERS_OF_CERTIFICATES), Severity.ERROR, EXAMPLES)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Compare the time with what each certificate says."""
    for item in items(resource):
        yield from examined(item, context)


def examined(item: Item, context: Context) -> Iterator[Finding]:
    """The certificates of one entry that do not hold at present."""
    all_of_them = item.certificates
    bad = [each for each in all_of_them if not each.is_valid(context.now)]
    is_spare = item.part is Part.ROOTS and len(bad) < len(all_of_them)
    spared = "; others beside it are valid" if is_spare else ""
    for each in bad:
        is_over = each.not_after < context.now
        day = each.not_after if is_over else each.not_before
        when = f"expired on {day:%Y-%m-%d}" if is_over else f"is valid only from {day:%Y-%m-%d} on"
        yield Finding(
            at=item.at,
            message=f'the certificate of "{each.subject}" {when}{spared}',
            help="renew it, or leave it out of the files if something in the cluster renews it",
            severity=Severity.INFO if is_spare else None,
        )
