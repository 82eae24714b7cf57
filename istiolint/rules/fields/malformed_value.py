"""A text has not the form that its field demands.

Durations are Go's: a number with a unit, `1h`, `1m30s`, `1.5s`, `100ms`. There is no unit
for days, and a number without a unit is none. Quantities are those of Kubernetes, whose units
are `Ki`, `Mi`, `Gi` or `k`, `M`, `G`, and no `GB`. The name of a port has a letter in it, and
a port in quotes is a name. Regular expressions are RE2's, which has no
lookaround and no backreferences. Other fields have a pattern in their schema.

The API server rejects the object or the webhook of istiod does, istioctl the file; istiod
drops the whole mesh config for one such value.

What to do:
  Write the value in the form that the message names.

Symptoms: invalid duration, time: missing unit in duration, Invalid value, should match, url must have
scheme, cross namespace referencing is not currently supported, hostname cannot be wildcard, UDS must
be an absolute path, wildcard not allowed in label value match, wildcard is not supported in selector
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Release, Severity, fault, rule
from istiolint.rules.api.fields import Fault, cost_of_wrong, place, severity_of_wrong, shown

EXAMPLES = [
    Example(
        "A duration in days",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: [reviews]
          http:
          - corsPolicy:
              maxAge: 1d
        #             ^^ spec.http[0].corsPolicy.maxAge of VirtualService must be a duration such as 1h, 1m30s or 100ms, not "1d"
            route:
            - destination: {host: reviews}
        """,
    ),
    Example(
        "A duration without a unit costs all of the mesh config",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          meshConfig:
            connectTimeout: "10"
        #                   ^^^^ connectTimeout of mesh config must be a duration such as 1h, 1m30s or 100ms, not "10"
            defaultConfig:
              drainDuration: 1m30s
        """,
    ),
    Example(
        "Forms of Kubernetes",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: reviews}
        spec:
          strategy: {rollingUpdate: {maxSurge: "25", maxUnavailable: 25%}}
        #                                      ^^^^ spec.strategy.rollingUpdate.maxSurge of Deployment must be a number without quotes, or a percentage, not "25"
          template:
            spec:
              containers:
              - name: reviews
                resources: {limits: {memory: 1GB, cpu: 1.5, example.com/accelerator: "2"}}
        #                                    ^^^ spec.template.spec.containers[0].resources.limits.memory of Deployment must be a quantity such as 500m, 2 or 4Gi, not "1GB"
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: reviews}
        spec:
          loadBalancerSourceRanges: [10.0.0.0/8, 10.1.0.0]
        #                                        ^^^^^^^^ spec.loadBalancerSourceRanges[1] of Service must be a block of addresses such as 10.0.0.0/8, not "10.1.0.0"
          ports:
          - {port: 80, targetPort: "8080"}
        #                          ^^^^^^ spec.ports[0].targetPort of Service must be a number from 1 to 65535 without quotes, or the name of a port, not "8080"
          - {port: 81, targetPort: http-alt}
        """,
    ),
    Example(
        "Durations",
        """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: reviews}
        spec:
          host: reviews
          trafficPolicy:
            connectionPool:
              tcp: {connectTimeout: 1.5s, idleTimeout: 0s, maxConnectionDuration: "${MAX}"}
        """,
    ),
    Example(
        "What the API server looks at more closely",
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: ledger}
        spec:
          hosts: ["*"]
        #         ^^^ spec.hosts[0] of ServiceEntry must name a host or a domain, not "*"
          ports: [{number: 80, name: http, protocol: HTTP}]
          resolution: STATIC
          endpoints: [{address: "unix://run/ledger.sock"}, {address: "unix:///run/ledger.sock"}]
        #                       ^^^^^^^^^^^^^^^^^^^^^^^^ spec.endpoints[0].address of ServiceEntry must be an address, or unix:// and the absolute path of a socket, not "unix://run/ledger.sock"
        ---
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: {name: ledger}
        spec: {workloadSelector: {labels: {app: "ledger-*", tier: "${TIER}*", kind: ""}}, egress: [{hosts: ["*/*"]}]}
        #                                       ^^^^^^^^^^ spec.workloadSelector.labels.app of Sidecar must be the value of a label as it is, as selectors know no wildcards, not "ledger-*"
        ---
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata: {name: edge, namespace: shop}
        spec:
          targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: edge, namespace: edge}]
        #                                                                                       ^^^^ spec.targetRefs[0].namespace of RequestAuthentication must be left out, as only what is in the object's own namespace can be meant, not "edge"
          jwtRules:
          - {issuer: a, jwksUri: issuer.example.com/keys}
        #                        ^^^^^^^^^^^^^^^^^^^^^^^ spec.jwtRules[0].jwksUri of RequestAuthentication must be a URL of the scheme http or https, not "issuer.example.com/keys"
          - {issuer: b, jwksUri: "https://issuer.example.com/keys"}
          - {issuer: c, jwksUri: "https://${ISSUER}/keys"}
        ---
        apiVersion: extensions.istio.io/v1alpha1
        kind: WasmPlugin
        metadata: {name: filter, namespace: shop}
        spec: {url: "s3://bucket/filter.wasm"}
        #           ^^^^^^^^^^^^^^^^^^^^^^^^^ spec.url of WasmPlugin must be a URL of the scheme http, https, oci or file, not "s3://bucket/filter.wasm"
        ---
        apiVersion: extensions.istio.io/v1alpha1
        kind: WasmPlugin
        metadata: {name: other, namespace: shop}
        spec: {url: "registry.example.com:5000/filter:1.0"}
        ---
        apiVersion: networking.istio.io/v1
        kind: WorkloadGroup
        metadata: {name: ledger}
        spec:
          template: {serviceAccount: ledger}
          probe: {httpGet: {port: 8080, path: /ready, scheme: http}}
        #                                                     ^^^^ spec.probe.httpGet.scheme of WorkloadGroup must be HTTP or HTTPS, not "http"
        """,
        releases="1.24..",
    ),
    Example(
        "RE2 has no lookahead",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: [reviews]
          http:
          - match:
            - uri: {regex: "/(?!admin).*"}
        #                  ^^^^^^^^^^^^^^ spec.http[0].match[0].uri.regex of VirtualService must be a regular expression of RE2, not "/(?!admin).*"
            - uri: {regex: "/v[0-9]+/.*"}
            route:
            - destination: {host: reviews}
        """,
    ),
    Example(
        "A host that the Gateway API does not take",
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: {name: reviews}
        spec:
          hostnames: ["Reviews_example.com"]
        #             ^^^^^^^^^^^^^^^^^^^^^ spec.hostnames[0] of HTTPRoute must match ^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$, not "Reviews_example.com"
        """,
    ),
]

_FORMS = {
    "address-or-socket": "be an address, or unix:// and the absolute path of a socket",
    "cidr": "be a block of addresses such as 10.0.0.0/8",
    "go-duration": "be a duration such as 1h, 1m30s or 100ms",
    "label-value": "be the value of a label as it is, as selectors know no wildcards",
    "no-mere-wildcard": "name a host or a domain",
    "own-namespace": "be left out, as only what is in the object's own namespace can be meant",
    "percent-or-int": "be a number without quotes, or a percentage",
    "plugin-url": "be a URL of the scheme http, https, oci or file",
    "port-or-name": "be a number from 1 to 65535 without quotes, or the name of a port",
    "probe-scheme": "be HTTP or HTTPS",
    "prometheus-duration": "be a duration such as 1d, 1h30m or 15s",
    "quantity": "be a quantity such as 500m, 2 or 4Gi",
    "re2": "be a regular expression of RE2",
    "web-url": "be a URL of the scheme http or https",
}


@rule(fault("malformed-value"), Severity.ERROR, EXAMPLES)
def check(found: Fault, _: Context) -> Iterator[Finding]:
    """Report texts that have not the form of their field."""
    form = _FORMS.get(str(found.expected), f"match {found.expected}")
    yield Finding(
        found.at,
        f"{place(found)} must {form}, not {shown(found.at.meaning)}",
        help=cost_of_wrong(found),
        severity=severity_of_wrong(found),
        since=Release(found.since) if found.since else None,
    )
