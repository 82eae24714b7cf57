"""A value is outside the bounds of its field.

Too large or too small a number, too long a text, more or fewer items than a list may have.
The API server rejects the object, istioctl the file, and istiod drops mesh config as a whole
that it cannot read.

Most durations of resources are 1ms at least: `0s` does not switch a timeout off. Leave the
field out for what is there without it. From 1.23 on the API server says so itself, before that
the webhook of istiod does.

What to do:
  Write a value within the bounds that the message names.

Symptoms: Invalid value, should be less than or equal to, must have at most, must be a valid duration
greater than 1ms, port must be between 1-65535
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Release, Severity, fault, rule
from istiolint.rules.api.fields import Fault, actual, cost_of_wrong, place, severity_of_wrong

EXAMPLES = [
    Example(
        "Ports of the proxy",
        """
        # istiolint: chart=istiod
        global:
          proxy:
            statusPort: "99999"
        #               ^^^^^^^ global.proxy.statusPort of the istiod chart must be between 0 and 65535, not "99999"
        meshConfig:
          proxyListenPort: 0
        #                  ^ proxyListenPort of mesh config must be between 1 and 65535, not the number 0
          defaultConfig:
            statusPort: 99999
        #               ^^^^^ defaultConfig.statusPort of mesh config must be between 0 and 65535, not the number 99999
            proxyAdminPort: ${ADMIN_PORT}
        """,
    ),
    Example(
        "No status port",
        """
        # istiolint: chart=istiod
        global: {proxy: {statusPort: 0}}
        meshConfig:
          proxyListenPort: 15001
          defaultConfig: {statusPort: "15020", proxyAdminPort: 15000}
        """,
    ),
    Example(
        "A number that no status code has",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: [reviews]
          http:
          - directResponse:
              status: 5000000000
        #             ^^^^^^^^^^ spec.http[0].directResponse.status of VirtualService must be 4294967295 or less, not the number 5000000000
        """,
        releases="1.22..",
    ),
    Example(
        "No time at all, and a port that does not exist",
        """
        apiVersion: networking.istio.io/v1beta1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: [reviews]
          http:
          - timeout: 0s
        #            ^^ spec.http[0].timeout of VirtualService must be 1ms or more, not "0s"
            route: [{destination: {host: reviews}}]
          - timeout: "${TIMEOUT}"
            retries: {attempts: 3, perTryTimeout: 1ms}
            route: [{destination: {host: reviews}}]
        ---
        apiVersion: networking.istio.io/v1beta1
        kind: ServiceEntry
        metadata: {name: ledger}
        spec:
          hosts: [ledger.example.com]
          ports: [{number: 80800, name: tls, protocol: TLS}]
        #                  ^^^^^ spec.ports[0].number of ServiceEntry must be between 1 and 65535, not the number 80800
          resolution: DNS
        """,
        releases="1.23..",
    ),
    Example(
        "Durations that may be none",
        """
        apiVersion: networking.istio.io/v1beta1
        kind: DestinationRule
        metadata: {name: reviews}
        spec:
          host: reviews
          trafficPolicy:
            connectionPool: {tcp: {idleTimeout: 0s}}
            loadBalancer: {consistentHash: {httpCookie: {name: user, ttl: 0s}}}
        """,
    ),
    Example(
        "An empty text",
        """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: edge}
        spec:
          selector: {istio: ingressgateway}
          servers:
          - hosts: ["*.example.com"]
            port: {number: 443, name: https, protocol: HTTPS}
            tls: {mode: SIMPLE, credentialName: edge}
        """,
    ),
    Example(
        "Too many items",
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: {name: reviews}
        spec:
          rules:
          - filters: []
            matches: []
            backendRefs: [{name: a, port: 70000}]
        #                                 ^^^^^ spec.rules[0].backendRefs[0].port of HTTPRoute must be 65535 or less, not the number 70000
        """,
    ),
]

_DEMANDS = {
    "minimum": "be {} or more",
    "maximum": "be {} or less",
    "exclusiveMinimum": "be more than {}",
    "exclusiveMaximum": "be less than {}",
    "minLength": "have {} characters or more",
    "maxLength": "have {} characters or fewer",
    "minItems": "have {} items or more",
    "maxItems": "have {} items or fewer",
    "x-istio-least": "be {} or more",
}


@rule(fault("out-of-range"), Severity.ERROR, EXAMPLES)
def check(found: Fault, _: Context) -> Iterator[Finding]:
    """Report values beyond the bounds of their field."""
    yield Finding(
        found.at,
        f"{place(found)} must {_demand(found)}",
        help=cost_of_wrong(found),
        severity=severity_of_wrong(found),
        since=Release(found.since) if found.since else None,
    )


def _demand(found: Fault) -> str:
    if found.keyword == "format":
        least, most = found.expected
        return f"be between {least} and {most}, not {actual(found)}"
    if found.keyword in ("minLength", "minItems") and found.expected == 1:
        return "not be empty"
    demand = _DEMANDS[found.keyword].format(found.expected)
    return demand if found.keyword.endswith("Items") else f"{demand}, not {actual(found)}"
