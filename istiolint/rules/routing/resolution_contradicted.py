"""A ServiceEntry has what its resolution does not allow.

Where the resolution is NONE, which it is if nothing is written, the proxy sends a request to the
address that the application asked for, and endpoints have no place. DNS_ROUND_ROBIN goes to one
endpoint. A block of addresses such as `10.0.0.0/8` is no name that DNS could resolve, and so
needs STATIC or NONE. The API server rejects the object.

What to do:
  Write the resolution that fits, or take out what does not: STATIC for endpoints with IP
  addresses, DNS for endpoints with names.

Symptoms: NONE mode cannot set endpoints, CIDR addresses are allowed only for NONE/STATIC
resolution types, DNS_ROUND_ROBIN mode cannot have multiple endpoints
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    SERVICE_ENTRY,
    Context,
    Example,
    Finding,
    Node,
    Resource,
    Severity,
    kinds,
    rule,
)

EXAMPLES = [
    Example(
        "Endpoints, and nothing that says how to resolve them",
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: ledger}
        spec:
          hosts: [ledger.example.com]
          ports: [{number: 443, name: tls, protocol: TLS}]
          endpoints: [{address: 192.0.2.7}]
        # ^^^^^^^^^ a ServiceEntry with the resolution NONE, which is the default, has no endpoints
        """,
    ),
    Example(
        "Blocks of addresses, and names to be resolved",
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: partner}
        spec:
          hosts: [partner.example.com]
          addresses: [192.0.2.7, 198.51.100.0/24]
        #                        ^^^^^^^^^^^^^^^ a block of addresses needs the resolution STATIC or NONE, not DNS
          ports: [{number: 443, name: tls, protocol: TLS}]
          resolution: DNS
        """,
    ),
    Example(
        "Several endpoints, of which one can be resolved",
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: search}
        spec:
          hosts: [search.example.com]
          ports: [{number: 443, name: tls, protocol: TLS}]
          resolution: DNS_ROUND_ROBIN
          endpoints: [{address: a.example.com}, {address: b.example.com}]
        #                                       ^^^^^^^^^^^^^^^^^^^^^^^^ the resolution DNS_ROUND_ROBIN takes one endpoint
        """,
    ),
    Example(
        "What fits, and what may fit",
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: a}
        spec:
          hosts: [a.example.com]
          addresses: [192.0.2.0/24]
          ports: [{number: 443, name: tls, protocol: TLS}]
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: b}
        spec:
          hosts: [b.example.com]
          addresses: [192.0.2.0/24, "2001:db8::1"]
          ports: [{number: 443, name: tls, protocol: TLS}]
          resolution: STATIC
          endpoints: [{address: 192.0.2.7}, {address: 192.0.2.8}]
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: c}
        spec:
          hosts: [c.example.com]
          addresses: [192.0.2.7, "${BLOCK}/24"]
          ports: [{number: 443, name: tls, protocol: TLS}]
          resolution: DNS_ROUND_ROBIN
          endpoints: [{address: c.example.com}]
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: d}
        spec:
          hosts: [d.example.com]
          addresses: [192.0.2.0/24]
          ports: [{number: 443, name: tls, protocol: TLS}]
          resolution: "${RESOLUTION}"
          endpoints: [{address: 192.0.2.7}, {address: 192.0.2.8}]
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: e}
        spec:
          hosts: [e.example.com]
          ports: [{number: 443, name: tls, protocol: TLS}]
          endpoints:
        """,
    ),
]

WITH_BLOCKS = ("NONE", "STATIC")
"""The resolutions that take whatever address of a block is asked for."""


@rule(kinds(SERVICE_ENTRY), Severity.ERROR, EXAMPLES)
def check(entry: Resource, _context: Context) -> Iterator[Finding]:
    """Compare addresses and endpoints with the resolution."""
    said = entry.root.scalar("spec", "resolution")
    if said is not None and said.is_unknown:
        return
    resolution = "NONE" if said is None else said.value
    if resolution not in WITH_BLOCKS:
        for address in entry.root.items("spec", "addresses"):
            if "/" in address.value and not address.is_unknown:
                yield refused(
                    address,
                    f"a block of addresses needs the resolution STATIC or NONE, not {resolution}",
                )
    endpoints = entry.root.at("spec", "endpoints")
    if endpoints is None or endpoints.is_null or endpoints.is_unknown:
        return
    if resolution == "NONE":
        which = "NONE, which is the default," if said is None else "NONE"
        message = f"a ServiceEntry with the resolution {which} has no endpoints"
        yield refused(endpoints.key or endpoints, message)
    elif resolution == "DNS_ROUND_ROBIN":
        for endpoint in endpoints.items()[1:2]:
            yield refused(endpoint, "the resolution DNS_ROUND_ROBIN takes one endpoint")


def refused(at: Node, message: str) -> Finding:
    """A finding about what the API server rejects."""
    return Finding(at=at, message=message, help="the API server rejects the object")
