"""Two ports of a ServiceEntry have one number.

A port is found by its number, so that each may be there once, whatever its name and protocol.
The API server rejects the object.

What to do:
  Keep one of them, with the protocol that is spoken there.

Symptoms: port number cannot be duplicated, service entry port number already defined
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    SERVICE_ENTRY,
    Context,
    Example,
    Finding,
    Label,
    Node,
    Resource,
    Severity,
    kinds,
    rejected,
    rule,
)

EXAMPLES = [
    Example(
        "One port with two protocols",
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: ledger}
        spec:
          hosts: [ledger.example.com]
          ports:
          - {number: 443, name: tls, protocol: TLS}
        #            ~~~ the first one
          - {number: 443, name: https, protocol: HTTPS}
        #            ^^^ port 443 is there twice
          - {number: 444, name: other, protocol: TLS}
          resolution: DNS
        """,
    ),
    Example(
        "Each of its own number, and one that is not known yet",
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: ledger}
        spec:
          hosts: [ledger.example.com]
          ports:
          - {number: 80, name: http, protocol: HTTP, targetPort: 443}
          - {number: 443, name: tls, protocol: TLS}
          - {number: "${A}", name: a, protocol: TLS}
          - {number: "${A}", name: b, protocol: TLS}
          resolution: DNS
        """,
    ),
]


@rule(kinds(SERVICE_ENTRY), Severity.ERROR, EXAMPLES)
def check(entry: Resource, _context: Context) -> Iterator[Finding]:
    """Look for a number that was there before."""
    seen: dict[str, Node] = {}
    for port in entry.root.items("spec", "ports"):
        number = port.text("number")
        if number is None:
            continue
        first = seen.setdefault(number.value, number)
        if first != number:
            related = [Label(first.location, "the first one")]
            found = rejected(number, f"port {number.value} is there twice")
            yield found._replace(related=related)
