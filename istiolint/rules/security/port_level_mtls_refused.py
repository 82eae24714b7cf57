"""The mutual TLS of single ports has no workloads, or no ports, that it could be for.

A port is one of a workload, so that `portLevelMtls` needs a `selector` with labels: a
PeerAuthentication for a namespace or for the mesh has none. Its keys are numbers of ports, from
1 to 65535, and not their names. The API server rejects the object.

What to do:
  Say with `selector.matchLabels` which workloads are meant, and write the number of the port on
  which the container listens, which is not always the number of the Service.

Symptoms: portLevelMtls requires selector, port must be between 1-65535, mTLS at port level
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
        "By a name, and by a number that no port has",
        """
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: ledger, namespace: shop}
        spec:
          selector: {matchLabels: {app: ledger}}
          portLevelMtls:
            http: {mode: DISABLE}
        #   ^^^^ "http" is no number of a port
            "80800": {mode: DISABLE}
        #   ^^^^^^^ "80800" is no number of a port
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

HIGHEST = 65535


@rule(kinds(PEER_AUTHENTICATION), Severity.ERROR, EXAMPLES)
def check(policy: Resource, _context: Context) -> Iterator[Finding]:
    """Look for what the ports are of, and whether they are numbers."""
    ports = policy.root.at("spec", "portLevelMtls")
    if ports is None or ports.is_null or ports.is_unknown:
        return
    if not may_select(policy):
        yield Finding(
            at=ports.key or ports,
            message="portLevelMtls needs a selector with labels",
            help="the API server rejects the object: a port is one of a workload",
        )
    for entry in ports.entries():
        if not (entry.key.is_unknown or is_port(entry.name)):
            yield Finding(
                at=entry.key,
                message=f'"{entry.name}" is no number of a port',
                help=f"the API server rejects the object: write a number from 1 to {HIGHEST}",
            )


def may_select(policy: Resource) -> bool:
    """Whether the policy has labels to find workloads by, as far as can be known."""
    selector = policy.root.at("spec", "selector")
    labels = policy.root.at("spec", "selector", "matchLabels")
    is_unknown = any(each is not None and each.is_unknown for each in (selector, labels))
    return is_unknown or any(policy.root.entries("spec", "selector", "matchLabels"))


def is_port(text: str) -> bool:
    """Whether a text is the number of a port."""
    return text.isascii() and text.isdecimal() and 0 < int(text[:6]) <= HIGHEST
