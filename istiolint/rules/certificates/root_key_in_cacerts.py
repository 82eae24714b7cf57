"""The Secret cacerts has the key of the root in it.

istiod signs with the intermediate and needs its key alone. Whoever reads the key of the root can make
certificates for every workload of every cluster that trusts it, and nothing but a new root in all
of them takes that away again.

What to do:
  Take the entry out, keep the root's key offline, and make a new root if many could read this one.

Symptoms: root key leaked, key of the root CA in the cluster

Baseline: T1
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import SECRET, Context, Example, Finding, Resource, Severity, kinds, rule

EXAMPLES = [
    Example(
        "All that the Makefile of the samples makes",
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: cacerts, namespace: istio-system}
        stringData:
          ca-cert.pem: ${CA}
          ca-key.pem: ${KEY}
          root-cert.pem: ${ROOT}
          root-key.pem: ${ROOT_KEY}
        # ^^^^^^^^^^^^ cacerts has the key of the root in it
          cert-chain.pem: ${CHAIN}
        """,
    ),
    Example(
        "The key of the intermediate, and a Secret that is not istiod's",
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: cacerts, namespace: istio-system}
        data: {ca-cert.pem: "${CA}", ca-key.pem: "${KEY}", root-cert.pem: "${ROOT}"}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: root-ca, namespace: cert-manager}
        data: {root-key.pem: "${KEY}"}
        """,
    ),
]


@rule(kinds(SECRET), Severity.WARNING, EXAMPLES)
def check(resource: Resource, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Look for the entry, encoded or plain."""
    if resource.name != "cacerts":
        return
    for part in ("data", "stringData"):
        for entry in resource.root.entries(part):
            if entry.name == "root-key.pem":
                yield Finding(
                    at=entry.key,
                    message="cacerts has the key of the root in it",
                    help="take it out: istiod needs the key of the intermediate alone",
                )
