"""A Secret with certificates leaves out an entry that has to be there.

istiod reads the CA that is plugged in from the Secret `cacerts`: `ca-cert.pem`, `ca-key.pem`,
`root-cert.pem` and `cert-chain.pem`, or, where there is a `tls.crt`, `tls.crt`, `tls.key` and
`ca.crt`. Without the key it depends on the release: istiod refuses to start, or signs with a CA of
its own, with no more than a line in its log, and workloads with certificates of the old one and
of the new one do not trust each other. Without one of the others it does not start.

A Secret of type `kubernetes.io/tls` without `tls.crt` or `tls.key` is refused by the API server.

What to do:
  Add the entry. The key of the root does not belong there: only the intermediate's is needed.
  Keep a copy of the CA: docs/restore.md tells what to back up and how to drill a restore.

Symptoms: mTLS fails at random, istiod CrashLoopBackOff, self-signed CA although cacerts is there,
istiod ignores cacerts, gateway serves no certificate, certificate validation

Baseline: T1, T2, I5
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import SECRET, Context, Example, Finding, Resource, Severity, kinds, rule
from istiolint.rules.api.certificates import Use, holders

EXAMPLES = [
    Example(
        "cacerts without a chain",
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: cacerts, namespace: istio-system}
        #                ^^^^^^^ cacerts has no "cert-chain.pem", without which istiod does not start
        stringData: {ca-cert.pem: "${CA}", ca-key.pem: "${KEY}", root-cert.pem: "${ROOT}"}
        """,
    ),
    Example(
        "cacerts without the key that istiod looks for",
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: cacerts, namespace: istio-system}
        #                ^^^^^^^ cacerts has no "ca-key.pem": depending on the release istiod refuses to start or signs with a CA of its own
        data: {ca-cert.pem: "${CA}", key.pem: "${KEY}", root-cert.pem: "${ROOT}", cert-chain.pem: "${CHAIN}"}
        """,
    ),
    Example(
        "A TLS Secret without its key",
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: shop-credential}
        #                ^^^^^^^^^^^^^^^ a Secret of type kubernetes.io/tls has no "tls.key"; the API server refuses it
        type: kubernetes.io/tls
        data: {tls.crt: ""}
        """,
    ),
    Example(
        "All that is needed",
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: cacerts, namespace: istio-system}
        stringData: {ca-cert.pem: "${A}", ca-key.pem: "${B}", root-cert.pem: "${C}", cert-chain.pem: "${D}"}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: cacerts, namespace: istio-west}
        data: {tls.crt: "${A}", tls.key: "${B}", ca.crt: "${C}"}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: shop-credential}
        type: kubernetes.io/tls
        data: {tls.crt: "", tls.key: ""}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: istio-ca-secret}
        data: {ca-cert.pem: "${A}", ca-key.pem: "${B}", cert-chain.pem: ""}
        """,
    ),
    Example(
        "Secrets for something else",
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: cacerts, namespace: shop}
        data: {cacerts.jks: ""}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: ca}
        data: {tls.crt: ""}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: cacerts, namespace: istio-system}
        """,
    ),
]

KEY_ENTRIES = ("ca-key.pem", "tls.key")


@rule(kinds(SECRET), Severity.ERROR, EXAMPLES, upstream=["IST0161"])
def check(resource: Resource, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Report each entry that is missing, unless there is no entry at all."""
    for holder in holders(resource):
        # Without any entry, something in the cluster fills the Secret.
        for name in holder.missing if holder.items else ():
            yield Finding(
                at=holder.at,
                message=problem(holder.use, name),
                help=f"add {name}, or take the Secret out of the files if something else makes it",
            )


def problem(use: Use, name: str) -> str:
    """What it means that an entry is missing."""
    if use is Use.SERVER:
        return f'a Secret of type kubernetes.io/tls has no "{name}"; the API server refuses it'
    if name in KEY_ENTRIES:
        what = "depending on the release istiod refuses to start or signs with a CA of its own"
        return f'cacerts has no "{name}": {what}'
    return f'cacerts has no "{name}", without which istiod does not start'
