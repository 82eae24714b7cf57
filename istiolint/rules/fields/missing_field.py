"""A field that must be there is missing.

The API server rejects the object; istioctl the file. An item of a list is an object of its
own and needs what the schema demands of each.

What to do:
  Add the field.

Symptoms: Required value, missing required field
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Release, Severity, fault, rule
from istiolint.rules.api.fields import Fault, cost_of_wrong, place, severity_of_wrong

EXAMPLES = [
    Example(
        "A destination without a host",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: [reviews]
          http:
          - route:
            - destination:
        #     ^^^^^^^^^^^ "host" is missing in spec.http[0].route[0].destination of VirtualService
                subset: v1
        """,
    ),
    Example(
        "An item of a list",
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: api}
        spec:
          hosts: [api.example.com]
          resolution: DNS
          ports:
          - number: 443
        #   ^^^^^^ "name" is missing in spec.ports[0] of ServiceEntry
            protocol: TLS
        """,
    ),
    Example(
        "Under another name it is not missing, but misspelt",
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: api}
        spec:
          host: [api.example.com]
          resolution: DNS
          ports:
          - {number: 443, name: tls, protocol: TLS}
        """,
    ),
    Example(
        "A field that is written with nothing behind it is missing as well",
        """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: reviews}
        spec:
        #^^^ "host" is missing in spec of DestinationRule
          host:
          subsets: []
        """,
    ),
]


@rule(fault("missing-field"), Severity.ERROR, EXAMPLES)
def check(found: Fault, _: Context) -> Iterator[Finding]:
    """Report mappings without a key that they must have."""
    yield Finding(
        found.at,
        f'"{found.name}" is missing in {place(found, above=True)}',
        help=cost_of_wrong(found),
        severity=severity_of_wrong(found),
        since=Release(found.since) if found.since else None,
    )
