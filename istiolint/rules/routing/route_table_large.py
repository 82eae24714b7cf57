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
    RuleSettings,
    Severity,
    kinds,
    rule,
)

EXAMPLES = [
    Example(
        "More than the option allows, which is 2 here",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: orders}
        #                ^^^^^^ VirtualService "orders" has 3 routes; the baseline allows 2
        spec:
          hosts: [orders]
          http:
          - match: [{uri: {exact: /a}}, {uri: {exact: /b}}]
            route: [{destination: {host: orders}}]
          - route: [{destination: {host: orders}}]
        """,
        settings={"rules": {"route-table-large": RuleSettings(options={"most": 2})}},
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
