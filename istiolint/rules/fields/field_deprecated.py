"""A field is deprecated: another one has taken its place.

It still works in the release in use. It will go, and the newer field often can do more.

What to do:
  Write the field that the message names. Where both are there, the newer one counts.

Symptoms: deprecated field
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, fault, rule
from istiolint.rules.api.fields import Fault, place

EXAMPLES = [
    Example(
        "A field with a successor",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: [reviews]
          http:
          - mirror: {host: reviews, subset: v2}
            mirrorPercent: 10
        #   ^^^^^^^^^^^^^ mirrorPercent in spec.http[0] of VirtualService is deprecated; mirrorPercentage has taken its place
            route:
            - destination: {host: reviews, subset: v1}
        """,
        releases="1.24..1.31",
    ),
    Example(
        "The successor",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: [reviews]
          http:
          - mirror: {host: reviews, subset: v2}
            mirrorPercentage: {value: 10}
            route:
            - destination: {host: reviews, subset: v1}
        """,
    ),
]


@rule(fault("field-deprecated"), Severity.INFO, EXAMPLES)
def check(found: Fault, _: Context) -> Iterator[Finding]:
    """Report fields that have a successor."""
    where = place(found, above=True)
    yield Finding(
        found.at,
        f"{found.name} in {where} is deprecated; {found.suggestion} has taken its place",
        help="it works as before in this release",
    )
