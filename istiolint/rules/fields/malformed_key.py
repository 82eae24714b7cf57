"""A key that names something has not the form of such names.

The labels of a selector are compared with those of pods letter by letter: no name of a label
has a `*` in it, and none is empty. `ports` of a workload has names of ports: letters, digits and dashes,
at most 62 of them, a letter or digit at both ends. `portLevelMtls` has numbers of ports, from 1 to
65535, and not their names. From 1.23 on the API server rejects the object.

What to do:
  Write the name, or the number, in the form that the message names.

Symptoms: wildcard not allowed in label key match, key must not be empty, port name must be valid,
port must be between 1-65535
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, fault, rule
from istiolint.rules.api.fields import Fault, cost_of_wrong, place

EXAMPLES = [
    Example(
        "Labels of a selector",
        """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: ledger, namespace: shop}
        spec:
          selector:
            matchLabels:
              "app*": x
        #     ^^^^^^ "app*" in spec.selector.matchLabels of AuthorizationPolicy must be the name of a label, without wildcards
              "": x
        #     ^^ "" in spec.selector.matchLabels of AuthorizationPolicy must be the name of a label, without wildcards
              example.com/team: x
              "${KEY}": x
        """,
        releases="1.23..",
    ),
    Example(
        "Ports of workloads",
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: ledger}
        spec:
          hosts: [ledger.example.com]
          ports: [{number: 80, name: http-api, protocol: HTTP}]
          resolution: STATIC
          endpoints:
          - {address: 192.0.2.7, ports: {http_api: 8080}}
        #                                ^^^^^^^^ "http_api" in spec.endpoints[0].ports of ServiceEntry must be the name of a port
          - {address: 192.0.2.8, ports: {http-api: 8080, HTTP: 81, "8080": 8080}}
        """,
        releases="1.24..",
    ),
    Example(
        "Numbers of ports",
        """
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: ledger, namespace: shop}
        spec:
          selector: {matchLabels: {app: ledger}}
          portLevelMtls:
            http: {mode: DISABLE}
        #   ^^^^ "http" in spec.portLevelMtls of PeerAuthentication must be a number from 1 to 65535
            "80800": {mode: DISABLE}
        #   ^^^^^^^ "80800" in spec.portLevelMtls of PeerAuthentication must be a number from 1 to 65535
        """,
        releases="1.24..",
    ),
    Example(
        "Names, numbers in quotes or not, and what is filled in later",
        """
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: ledger, namespace: shop}
        spec:
          selector: {matchLabels: {app: ledger, example.com/team: a}}
          portLevelMtls:
            8080: {mode: DISABLE}
            "65535": {mode: DISABLE}
            "${PORT}": {mode: DISABLE}
        """,
        releases="1.24..",
    ),
]

_FORMS = {
    "label-name": "the name of a label, without wildcards",
    "port-name": "the name of a port",
    "port-number": "a number from 1 to 65535",
}


@rule(fault("malformed-key"), Severity.ERROR, EXAMPLES)
def check(found: Fault, _: Context) -> Iterator[Finding]:
    """Report keys that have not the form of their map."""
    yield Finding(
        found.at,
        f'"{found.at.value}" in {place(found, above=True)} must be {_FORMS[found.expected]}',
        help=cost_of_wrong(found),
    )
