"""An item of a list is null.

A dash with nothing behind it, or what a template left of an item. Keys that are null are
taken for absent; an item of a list is not, and the API server rejects the object.

What to do:
  Remove the item, or write what should be there.

Symptoms: must be of type object, "null"
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, fault, rule
from istiolint.rules.api.fields import Fault, cost_of_wrong, place

EXAMPLES = [
    Example(
        "A dash that was left behind",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: [reviews, null]
        #                  ^^^^ spec.hosts[1] of VirtualService is null
          http:
        # ^^^^ spec.http[0] of VirtualService is null
          -
          - route:
            - destination: {host: reviews}
        """,
    ),
    Example(
        "A key that is null is absent",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: [reviews]
          gateways:
          http:
          - route:
            - destination: {host: reviews, subset: null}
        """,
    ),
]


@rule(fault("null-item"), Severity.ERROR, EXAMPLES)
def check(found: Fault, _: Context) -> Iterator[Finding]:
    """Report items of lists that are null."""
    yield Finding(found.at, f"{place(found)} is null", help=cost_of_wrong(found))
