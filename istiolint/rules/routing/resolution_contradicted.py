"""A ServiceEntry has what its resolution does not allow.

Where the resolution is NONE, which it is if nothing is written, the proxy sends a request to the
address that the application asked for, and endpoints have no place. DNS_ROUND_ROBIN goes to one
endpoint. A block of addresses such as `10.0.0.0/8` cannot stand for a service that is resolved by
DNS, and so needs STATIC or NONE. With DYNAMIC_DNS the proxy resolves the host that each request is for,
so that neither addresses nor endpoints have a place. istiod's webhook rejects the object; from 1.23 on
the API server does, and then also an empty list of endpoints with NONE.

What to do:
  Write the resolution that fits, or take out what does not: STATIC for endpoints with IP
  addresses, DNS for endpoints with names.

Symptoms: addresses cannot be set for resolution type DYNAMIC_DNS, endpoints cannot be set for
resolution type, no endpoints should be provided for resolution type none, NONE mode cannot set endpoints, CIDR addresses are allowed only for NONE/STATIC
resolution types, DNS_ROUND_ROBIN mode cannot have multiple endpoints
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    CEL_SINCE,
    SERVICE_ENTRY,
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
        "Addresses and endpoints of hosts that are resolved one by one",
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: wild}
        spec:
          hosts: ["*.example.com"]
          addresses: [192.0.2.7, 198.51.100.0/24]
        # ^^^^^^^^^ the resolution DYNAMIC_DNS takes no addresses
          ports: [{number: 443, name: tls, protocol: TLS}]
          location: MESH_EXTERNAL
          resolution: DYNAMIC_DNS
          endpoints: [{address: 192.0.2.7}]
        # ^^^^^^^^^ the resolution DYNAMIC_DNS takes no endpoints
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: wilder}
        spec:
          hosts: ["*.example.org"]
          addresses: []
          ports: [{number: 443, name: tls, protocol: TLS}]
          location: MESH_EXTERNAL
          resolution: DYNAMIC_DNS
          endpoints: []
        """,
        releases="1.28..",
    ),
    Example(
        "No endpoints in a list, which the API server minds",
        """
        apiVersion: networking.istio.io/v1beta1
        kind: ServiceEntry
        metadata: {name: ledger}
        spec:
          hosts: [ledger.example.com]
          ports: [{number: 443, name: tls, protocol: TLS}]
          endpoints: []
        # ^^^^^^^^^ a ServiceEntry with the resolution NONE, which is the default, has no endpoints
        """,
        releases="1.23..",
    ),
    Example(
        "And the webhook, which is alone before, does not",
        """
        apiVersion: networking.istio.io/v1beta1
        kind: ServiceEntry
        metadata: {name: ledger}
        spec:
          hosts: [ledger.example.com]
          ports: [{number: 443, name: tls, protocol: TLS}]
          endpoints: []
        """,
        releases="1.16..1.22",
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
DYNAMIC = "DYNAMIC_DNS"


@rule(kinds(SERVICE_ENTRY), Severity.ERROR, EXAMPLES)
def check(entry: Resource, context: Context) -> Iterator[Finding]:
    """Compare addresses and endpoints with the resolution."""
    said = entry.root.scalar("spec", "resolution")
    if said is None:
        yield from of_endpoints(entry, None, context)
    elif said.value == DYNAMIC:
        for key in ("addresses", "endpoints"):
            written = entry.root.at("spec", key)
            if written is not None and written.items():
                message = f"the resolution {DYNAMIC} takes no {key}"
                yield rejected(written.key or written, message)
    elif not said.is_unknown:
        yield from of_blocks(entry, said.value)
        yield from of_endpoints(entry, said.value, context)


def of_blocks(entry: Resource, resolution: str) -> Iterator[Finding]:
    """What is wrong with its addresses."""
    if resolution in WITH_BLOCKS:
        return
    for address in entry.root.items("spec", "addresses"):
        if "/" in address.value and not address.is_unknown:
            message = f"a block of addresses needs the resolution STATIC or NONE, not {resolution}"
            yield rejected(address, message)


def of_endpoints(entry: Resource, resolution: str | None, context: Context) -> Iterator[Finding]:
    """What is wrong with its endpoints."""
    endpoints = entry.root.at("spec", "endpoints")
    if endpoints is None or endpoints.is_null or endpoints.is_unknown:
        return
    items = endpoints.items()
    if resolution in (None, "NONE"):
        if items or context.release.minor >= CEL_SINCE:
            which = resolution or "NONE, which is the default,"
            message = f"a ServiceEntry with the resolution {which} has no endpoints"
            yield rejected(endpoints.key or endpoints, message)
    elif resolution == "DNS_ROUND_ROBIN":
        for endpoint in items[1:2]:
            yield rejected(endpoint, "the resolution DNS_ROUND_ROBIN takes one endpoint")
