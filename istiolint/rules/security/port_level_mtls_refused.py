"""The mutual TLS of single ports has no workloads that it could be for.

A port is one of a workload, so that `portLevelMtls` needs a `selector` with labels: a
PeerAuthentication for a namespace or for the mesh has none. The API server rejects the object.

What to do:
  Say with `selector.matchLabels` which workloads are meant, and write the number of the port on
  which the container listens, which is not always the number of the Service.

Symptoms: portLevelMtls requires selector, mTLS at port level
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    PEER_AUTHENTICATION,
    Context,
    Example,
    Finding,
    Resource,
    Severity,
    kinds,
    rejected,
    rule,
)

EXAMPLES = [
    Example(
        "For a namespace as a whole",
        """
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: default, namespace: shop}
        spec:
          mtls: {mode: STRICT}
          portLevelMtls:
        # ^^^^^^^^^^^^^ portLevelMtls needs a selector with labels
            8080: {mode: DISABLE}
        """,
    ),
    Example(
        "Ports of workloads, in quotes or not",
        """
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: ledger, namespace: shop}
        spec:
          selector: {matchLabels: {app: ledger}}
          portLevelMtls:
            8080: {mode: DISABLE}
            "9090": {mode: PERMISSIVE}
            "${PORT}": {mode: DISABLE}
        ---
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: other, namespace: shop}
        spec:
          selector: {matchLabels: "${LABELS}"}
          portLevelMtls: {8080: {mode: DISABLE}}
        ---
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: default, namespace: shop}
        spec: {mtls: {mode: STRICT}, portLevelMtls: null}
        """,
    ),
]


@rule(kinds(PEER_AUTHENTICATION), Severity.ERROR, EXAMPLES)
def check(policy: Resource, _context: Context) -> Iterator[Finding]:
    """Look for what the ports are of."""
    ports = policy.root.at("spec", "portLevelMtls")
    if ports is None or ports.is_null or ports.is_unknown:
        return
    if not may_select(policy):
        message = "portLevelMtls needs a selector with labels"
        yield rejected(ports.key or ports, message, ": a port is one of a workload")


def may_select(policy: Resource) -> bool:
    """Whether the policy has labels to find workloads by, as far as can be known."""
    selector = policy.root.at("spec", "selector")
    labels = policy.root.at("spec", "selector", "matchLabels")
    is_unknown = any(each is not None and each.is_unknown for each in (selector, labels))
    return is_unknown or any(policy.root.entries("spec", "selector", "matchLabels"))
