"""A VirtualService has so many routes that matching them costs time on every request.

A proxy compares each request with the routes of its host one after the other, until one
matches; regular expressions and headers take longest. The whole table is sent to every proxy
that can see the VirtualService, and sent again when any of its routes changes.

Experience with production meshes is 2 to 5ms for a hop and 10 to 15ms with complex routing.

What to do:
  Put routes for different hosts into VirtualServices of their own, delegate paths to the
  teams that own them, and replace lists of exact paths by prefixes.

Symptoms: latency grows, performance degrades, pushes are slow, sidecar memory near its limit

Baseline: C3, D2
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from istiolint.rules.api import (
    VIRTUAL_SERVICE,
    Context,
    Example,
    Finding,
    Resource,
    Severity,
    kinds,
    rule,
)

MANY = ", ".join(["&it {route: [{destination: {host: orders}}]}"] + ["*it"] * 100)

EXAMPLES = [
    Example(
        "A hundred and one routes",
        f"""
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {{name: orders}}
        #                ^^^^^^ VirtualService "orders" has 101 routes; the baseline allows 100
        spec: {{hosts: [orders], http: [{MANY}]}}
        """,
    ),
    Example(
        "A few",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: orders}
        spec: {hosts: [orders], http: [{route: [{destination: {host: orders}}]}]}
        """,
    ),
]


class Options(NamedTuple):
    """How many routes and matches, of all protocols, one VirtualService may have."""

    most: int = 100


@rule(kinds(VIRTUAL_SERVICE), Severity.INFO, EXAMPLES, options=Options)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Count what requests are compared with: each match of a route by itself."""
    count = sum(
        max(1, len(route.items("match")))
        for protocol in ("http", "tls", "tcp")
        for route in resource.root.items("spec", protocol)
    )
    if count > context.options.most:
        yield Finding(
            at=resource.at,
            message=f'VirtualService "{resource.name}" has {count} routes; the baseline allows '
            f"{context.options.most}",
            help="split it by host, delegate, or replace exact paths by prefixes",
        )
