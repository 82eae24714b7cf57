"""Fields are set together that exclude one another.

Of some fields an object may have one only, such as `exact`, `prefix` and `regex` of a match, or
`selector` and `targetRefs` of a policy. An empty list is there as well. The API server rejects
the object.

What to do:
  Keep one of them.

Symptoms: must validate one and only one schema (oneOf), only one of targetRefs or selector can be
set, only one of WorkloadSelector or Endpoints can be set, only one of jwks or jwksUri can be set
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
        "Two ways to say for whom a policy is, and two to name a caller",
        """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: edge}
        spec:
          selector: {matchLabels: {istio: ingressgateway}}
          targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: edge}]
        # ^^^^^^^^^^ targetRefs and selector exclude one another in spec of AuthorizationPolicy
          rules:
          - from: [{source: {serviceAccounts: [web], namespaces: [shop], ipBlocks: [10.0.0.0/8]}}]
        #                                            ^^^^^^^^^^ namespaces and serviceAccounts exclude one another in spec.rules[0].from[0].source of AuthorizationPolicy
        """,
        releases="1.28..",
    ),
    Example(
        "A workload by its labels, and by its address",
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: ledger}
        spec:
          hosts: [ledger.example.com]
          ports: [{number: 443, name: tls, protocol: TLS}]
          resolution: STATIC
          workloadSelector: {labels: {app: ledger}}
          endpoints: [{address: 192.0.2.7}]
        # ^^^^^^^^^ endpoints and workloadSelector exclude one another in spec of ServiceEntry
        """,
        releases="1.24..",
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
