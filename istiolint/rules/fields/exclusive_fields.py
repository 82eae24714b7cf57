"""Fields are set together that exclude one another.

Of some fields an object may have one only, such as `exact`, `prefix` and `regex` of a match. The
API server rejects the object.

What to do:
  Keep one of them.

Symptoms: must validate one and only one schema (oneOf)
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, fault, rule
from istiolint.rules.api.fields import Fault, cost_of_wrong, place

EXAMPLES = [
    Example(
        "Two ways to match",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: [reviews]
          http:
          - match:
            - uri:
                exact: /login
                prefix: /
        #       ^^^^^^ prefix and exact exclude one another in spec.http[0].match[0].uri of VirtualService
            route:
            - destination: {host: reviews}
        """,
    ),
    Example(
        "One of them",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: [reviews]
          http:
          - match:
            - uri: {exact: /login}
            - uri: {prefix: /}
            route:
            - destination: {host: reviews}
        """,
    ),
]


@rule(fault("exclusive-fields"), Severity.ERROR, EXAMPLES)
def check(found: Fault, _: Context) -> Iterator[Finding]:
    """Report the last of several keys of which there may be one."""
    others = " and ".join(found.expected)
    yield Finding(
        found.at,
        f"{found.name} and {others} exclude one another in {place(found, above=True)}",
        help=cost_of_wrong(found),
    )
