"""A route sends traffic to a subset that no DestinationRule defines.

The proxy has no cluster for such a subset, so what is sent there fails: HTTP requests are
answered with 503 and the flag NC, TCP connections are closed, mirrored copies are lost.
Nothing is rejected when the configuration is applied.

Which DestinationRules count is decided from the client's side: istiod looks in the
client's namespace first, then in the namespace of the service, then in the root
namespace (here always istio-system), and stops where a rule for the host is exported to
the client. In that place the most specific host wins; nothing is inherited from wider
hosts or from later places. Rules for one host in one namespace are taken together, which
from 1.24 on istiod does only where their exportTo is the same. A host without a dot means
a service of the namespace the VirtualService is in.

The client is taken to be in the VirtualService's namespace. Where it is bound to gateways
alone, or is a delegate without hosts, the clients are the gateways' pods, wherever they run, and any rule for the host that
defines the subset will do.

Where no DestinationRule is in sight at all, nothing is reported.

What to do:
  Define the subset in the DestinationRule that clients use, or correct its name.

Symptoms: 503 NC, no_cluster, upstream cluster not found, traffic disappears, configuration
not applied

Baseline: D1
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    DESTINATION_RULE,
    VIRTUAL_SERVICE,
    Context,
    Example,
    Finding,
    Node,
    Resource,
    Severity,
    complete,
    kinds,
    label_on,
    rule,
)

EXAMPLES = [
    Example(
        "The DestinationRule defines v1, the route asks for v2",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews, namespace: shop}
        spec:
          hosts: [reviews]
          http:
          - route:
            - destination: {host: reviews, subset: v2}
        #                                          ^^ subset "v2" of host "reviews" is not defined
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: reviews, namespace: shop}
        #                ~~~~~~~ defines the subsets of this host
        spec: {host: reviews.shop.svc.cluster.local, subsets: [{name: v1}]}
        """,
    ),
    Example(
        "Mirrors are routes as well",
        """
        apiVersion: networking.istio.io/v1beta1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: [reviews]
          http:
          - route: [{destination: {host: reviews, subset: v1}}]
            mirror: {host: reviews, subset: canary}
        #                                   ^^^^^^ subset "canary" of host "reviews" is not defined
            mirrors:
            - destination: {host: reviews, subset: shadow}
        #                                          ^^^^^^ subset "shadow" of host "reviews" is not defined
        ---
        apiVersion: networking.istio.io/v1beta1
        kind: DestinationRule
        metadata: {name: reviews}
        spec:
          host: reviews
          subsets: [{name: v1}]
        """,
    ),
    Example(
        "Other hosts of the namespace have DestinationRules, this one has none",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: ratings}
        spec:
          hosts: [ratings]
          tcp:
          - route:
            - destination: {host: ratings, subset: v1}
        #                                          ^^ subset "v1" of host "ratings" is not defined
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: reviews}
        spec: {host: reviews}
        """,
    ),
    Example(
        "Rules for one host in one namespace are merged",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews}
        spec: {hosts: [reviews], http: [{route: [{destination: {host: reviews, subset: v2}}]}]}
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: reviews-a}
        spec: {host: reviews, subsets: [{name: v1}]}
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: reviews-b}
        spec: {host: reviews, subsets: [{name: v2}]}
        """,
    ),
    Example(
        "A wildcard host covers the service",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews, namespace: shop}
        spec: {hosts: [reviews], http: [{route: [{destination: {host: reviews, subset: v2}}]}]}
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: all, namespace: shop}
        spec: {host: "*.shop.svc.cluster.local", subsets: [{name: v2}]}
        """,
    ),
    Example(
        "The pods of a gateway are the clients, in a namespace of their own",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews, namespace: shop}
        spec:
          hosts: [reviews.example.com]
          gateways: [ingress/public]
          http:
          - route: [{destination: {host: reviews, subset: v2}}]
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: reviews, namespace: shop}
        spec: {host: reviews, subsets: [{name: v1}]}
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: reviews, namespace: ingress}
        spec: {host: reviews.shop.svc.cluster.local, subsets: [{name: v2}]}
        """,
    ),
    Example(
        "No DestinationRule is in sight, so nothing is claimed",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews}
        spec: {hosts: [reviews], http: [{route: [{destination: {host: reviews, subset: v2}}]}]}
        """,
    ),
    Example(
        "Names that are filled in later",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: [reviews]
          http:
          - route:
            - destination: {host: reviews, subset: "${VERSION}"}
            - destination: {host: "${HOST}", subset: v3}
            - destination: {host: reviews, subset: v1}
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: reviews}
        spec: {host: reviews, subsets: [{name: "${VERSION}"}]}
        """,
    ),
]


@rule(
    kinds(VIRTUAL_SERVICE),
    Severity.ERROR,
    EXAMPLES,
    reads=[DESTINATION_RULE],
    upstream=["IST0101", "KIA1107"],
)
def check(service: Resource, context: Context) -> Iterator[Finding]:
    """Look up the subsets of each destination that names one."""
    at_gateways = is_for_gateways_alone(service.root)
    for destination in destinations(service.root):
        host, subset = destination.text("host"), destination.text("subset")
        if host is None or subset is None:
            continue
        name = complete(host.value, service.namespace)
        known = context.project.destinations.subsets_for(name, service.namespace)
        elsewhere = at_gateways and context.project.destinations.subsets_for(name, None).may_have(
            subset.value
        )
        if not known.may_have(subset.value) and not elsewhere:
            rules = known.lookup.found[:RELATED]
            yield Finding(
                at=subset,
                message=f'subset "{subset.value}" of host "{host.value}" is not defined',
                related=[label_on(each, "defines the subsets of this host") for each in rules],
                lookup=known.lookup,
            )


RELATED = 3
"""So many of the DestinationRules for a host are shown."""


def is_for_gateways_alone(root: Node) -> bool:
    """Whether only gateways may follow the VirtualService, as may be so for a delegate."""
    gateways = [each.value for each in root.items("spec", "gateways")]
    return not root.items("spec", "hosts") or (bool(gateways) and "mesh" not in gateways)


def destinations(root: Node) -> Iterator[Node]:
    """Every place that a VirtualService sends traffic to."""
    for protocol in ("http", "tcp", "tls"):
        for route in root.items("spec", protocol):
            for target in (*route.items("route"), *route.items("mirrors")):
                destination = target.at("destination")
                if destination is not None:
                    yield destination
            mirror = route.at("mirror")
            if mirror is not None:
                yield mirror
