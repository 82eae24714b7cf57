"""A field is deprecated: another one has taken its place.

Most such fields work as before in the release in use; they will go, and the newer field often
can do more. Some are left in the schema and do nothing: no release reads `consecutiveErrors` of
outlier detection or `zipkinAddress` of the proxy's configuration. On
`envoyMetricsServiceAddress` without `envoyMetricsService` the proxy's agent crashes.

What to do:
  Write the field that the message names. Where both are there, the newer one counts, unless it is an
  empty list.

Symptoms: deprecated field, setting has no effect, no traces, proxy crashes at start
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Fix, Severity, fault, rule
from istiolint.rules.api.edits import moving, origins_as_matches, remove
from istiolint.rules.api.fields import Fault, Reader, place, refused_beside

EXAMPLES = [
    Example(
        "Fields with a successor",
        """
        apiVersion: networking.istio.io/v1beta1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: [reviews]
          http:
          - fault: {delay: {percent: 10, fixedDelay: 5s}}
        #                   ^^^^^^^ percent in spec.http[0].fault.delay of VirtualService is deprecated; percentage has taken its place
            mirror: {host: reviews, subset: v2}
            # as agreed
            mirrorPercent: 10 # of a hundred
        #   ^^^^^^^^^^^^^ mirrorPercent in spec.http[0] of VirtualService is deprecated; mirrorPercentage has taken its place
            corsPolicy:
              allowOrigin: # all of ours
        #     ^^^^^^^^^^^ allowOrigin in spec.http[0].corsPolicy of VirtualService is deprecated; allowOrigins has taken its place
              - "https://example.com"
              - https://example.org # since May
            route: [{destination: {host: reviews, subset: v1}}]
        """,
        fixed="""
        apiVersion: networking.istio.io/v1beta1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: [reviews]
          http:
          - fault: {delay: {percentage: {value: 10}, fixedDelay: 5s}}
            mirror: {host: reviews, subset: v2}
            # as agreed
            mirrorPercentage:
              value: 10 # of a hundred
            corsPolicy:
              allowOrigins: # all of ours
              - exact: "https://example.com"
              - exact: https://example.org # since May
            route: [{destination: {host: reviews, subset: v1}}]
        """,
        releases="1.24..1.31",
    ),
    Example(
        "A successor since 1.24, and one that another algorithm excludes",
        """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: reviews}
        spec:
          host: reviews
          trafficPolicy:
            loadBalancer:
              warmupDurationSecs: 60s
        #     ^^^^^^^^^^^^^^^^^^ warmupDurationSecs in spec.trafficPolicy.loadBalancer of DestinationRule is deprecated; warmup.duration has taken its place
              consistentHash: {useSourceIp: true, minimumRingSize: 2048}
        #                                         ^^^^^^^^^^^^^^^ minimumRingSize in spec.trafficPolicy.loadBalancer.consistentHash of DestinationRule is deprecated; ringHash.minimumRingSize has taken its place
        """,
        fixed="""
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: reviews}
        spec:
          host: reviews
          trafficPolicy:
            loadBalancer:
              warmup:
                duration: 60s
              consistentHash: {useSourceIp: true, ringHash: {minimumRingSize: 2048}}
        """,
        releases="1.24..1.31",
    ),
    Example(
        "Releases that do not have the successor",
        """
        apiVersion: networking.istio.io/v1beta1
        kind: DestinationRule
        metadata: {name: reviews}
        spec: {host: reviews, trafficPolicy: {loadBalancer: {warmupDurationSecs: 60s}}}
        """,
        releases="1.16..1.23",
    ),
    Example(
        "Both are written",
        """
        apiVersion: networking.istio.io/v1beta1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: [reviews]
          http:
          - mirror: {host: reviews, subset: v2}
            mirrorPercent: 10
        #   ^^^^^^^^^^^^^ mirrorPercent in spec.http[0] of VirtualService has no effect beside mirrorPercentage, which has taken its place
            mirrorPercentage: {value: 20}
        """,
        fixed="""
        apiVersion: networking.istio.io/v1beta1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: [reviews]
          http:
          - mirror: {host: reviews, subset: v2}
            mirrorPercentage: {value: 20}
        """,
    ),
    Example(
        "An empty list is as good as none, so that the older one counts",
        """
        apiVersion: networking.istio.io/v1beta1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: [reviews]
          http:
          - corsPolicy: {allowOrigin: ["https://a.example"], allowOrigins: []}
        #                ^^^^^^^^^^^ allowOrigin in spec.http[0].corsPolicy of VirtualService is deprecated; allowOrigins has taken its place
            route: [{destination: {host: reviews}}]
        """,
    ),
    Example(
        "A field that nothing reads",
        """
        apiVersion: networking.istio.io/v1beta1
        kind: DestinationRule
        metadata: {name: reviews}
        spec: {host: reviews, trafficPolicy: {outlierDetection: {consecutiveErrors: 3}}}
        #                                                        ^^^^^^^^^^^^^^^^^ consecutiveErrors in spec.trafficPolicy.outlierDetection of DestinationRule has no effect in any release; consecutive5xxErrors has taken its place
        """,
        fixed="""
        apiVersion: networking.istio.io/v1beta1
        kind: DestinationRule
        metadata: {name: reviews}
        spec: {host: reviews, trafficPolicy: {outlierDetection: {consecutive5xxErrors: 3}}}
        """,
    ),
    Example(
        "Fields of the proxy that do nothing, or harm",
        """
        meshConfig:
          defaultConfig:
            zipkinAddress: zipkin.tracing:9411
        #   ^^^^^^^^^^^^^ zipkinAddress in defaultConfig of mesh config has no effect in any release; tracing.zipkin.address has taken its place
            envoyMetricsServiceAddress: metrics.monitoring:15000
        #   ^^^^^^^^^^^^^^^^^^^^^^^^^^ the proxy's agent crashes on envoyMetricsServiceAddress in defaultConfig of mesh config without envoyMetricsService; envoyMetricsService.address has taken its place
        """,
        fixed="""
        meshConfig:
          defaultConfig:
            tracing:
              zipkin:
                address: zipkin.tracing:9411
            envoyMetricsService:
              address: metrics.monitoring:15000
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "The proxy does not crash",
        """
        meshConfig:
          defaultConfig:
            envoyMetricsService: {address: "metrics.monitoring:15000"}
            envoyMetricsServiceAddress: metrics.monitoring:15000
        #   ^^^^^^^^^^^^^^^^^^^^^^^^^^ envoyMetricsServiceAddress in defaultConfig of mesh config is deprecated; envoyMetricsService.address has taken its place
        """,
        path="istiod-values.yaml",
    ),
]


@rule(fault("field-deprecated"), Severity.INFO, EXAMPLES, upstream=["IST0002"])
def check(found: Fault, _: Context) -> Iterator[Finding]:
    """Report fields that have a successor."""
    where = place(found, above=True)
    field, instead = f"{found.name} in {where}", f"{found.suggestion} has taken its place"
    needed = found.crashes_without
    newer, *inner = (found.suggestion or "").split(".")
    if refused_beside(found) is not None:
        return
    if needed is None and newer in found.expected and not (found.is_useless and inner):
        yield Finding(
            found.at,
            f"{field} has no effect beside {newer}, which has taken its place",
            help=f"only {newer} counts where both are written",
            severity=Severity.WARNING,
            fix=_removal(found),
        )
    elif found.is_useless:
        yield Finding(
            found.at,
            f"{field} has no effect in any release; {instead}",
            help=f"write {found.suggestion}",
            severity=Severity.WARNING,
            fix=moving(found, safe=False),
        )
    elif needed is not None and needed not in found.expected:
        yield from _crash(found, f"{field} without {needed}; {instead}")
    else:
        use = f"use {found.suggestion} alone" if needed else "it works as before in this release"
        is_sure = needed is None and (found.release is not None or found.first is None)
        yield Finding(
            found.at,
            f"{field} is deprecated; {instead}",
            help=use,
            fix=moving(found, safe=is_sure) or origins_as_matches(found),
        )


def _removal(found: Fault) -> Fix | None:
    """Remove what has no effect."""
    edits = remove(found.at)
    return Fix(f"Remove {found.name}", edits, safe=True) if edits is not None else None


def _crash(found: Fault, what: str) -> Iterator[Finding]:
    """A field that ends the agent, unless mesh config has the other one for an annotation."""
    is_sure = found.input.reader is not Reader.INJECTOR
    yield Finding(
        found.at,
        f"the proxy's agent crashes on {what}",
        help=f"write {found.suggestion}",
        severity=Severity.ERROR if is_sure else Severity.WARNING,
        fix=moving(found, safe=False),
    )
