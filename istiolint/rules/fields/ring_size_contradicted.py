"""The size of a hash ring is written beside the algorithm that took its place.

`minimumRingSize` of `consistentHash` is the older way to write `ringHash`. istiod's webhook refuses a
DestinationRule that has it together with `ringHash` or `maglev`. Zero is as good as nothing.

What to do:
  Leave `minimumRingSize` out, or the algorithm.

Symptoms: "only one of MinimumRingSize or Maglev/Ringhash can be specified", DestinationRule is refused
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Fix, Severity, fault, rule
from istiolint.rules.api.edits import remove
from istiolint.rules.api.fields import Fault, place, refused_beside

EXAMPLES = [
    Example(
        "A ring, and an algorithm",
        """
        apiVersion: networking.istio.io/v1beta1
        kind: DestinationRule
        metadata: {name: reviews}
        spec:
          host: reviews
          trafficPolicy:
            loadBalancer: {consistentHash: {useSourceIp: true, minimumRingSize: 2048, maglev: {tableSize: 65537}}}
        #                                                      ^^^^^^^^^^^^^^^ istiod's webhook refuses minimumRingSize in spec.trafficPolicy.loadBalancer.consistentHash of DestinationRule beside maglev
          subsets:
          - name: v1
            labels: {version: v1}
            trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, minimumRingSize: "1024", ringHash: {}}}}
        #                                                                      ^^^^^^^^^^^^^^^ istiod's webhook refuses minimumRingSize in spec.subsets[0].trafficPolicy.loadBalancer.consistentHash of DestinationRule beside ringHash
        """,
        fixed="""
        apiVersion: networking.istio.io/v1beta1
        kind: DestinationRule
        metadata: {name: reviews}
        spec:
          host: reviews
          trafficPolicy:
            loadBalancer: {consistentHash: {useSourceIp: true, maglev: {tableSize: 65537}}}
          subsets:
          - name: v1
            labels: {version: v1}
            trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, ringHash: {}}}}
        """,
    ),
    Example(
        "One of them, or as good as one",
        """
        apiVersion: networking.istio.io/v1beta1
        kind: DestinationRule
        metadata: {name: reviews}
        spec:
          host: reviews
          trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, minimumRingSize: 2048}}}
          subsets:
          - {name: a, trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, minimumRingSize: 0, maglev: {tableSize: 65537}}}}}
          - {name: b, trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, minimumRingSize: 9, maglev: null}}}}
          - {name: c, trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, minimumRingSize: "${SIZE}", ringHash: {}}}}}
        """,
    ),
]


@rule(fault("field-deprecated"), Severity.ERROR, EXAMPLES)
def check(found: Fault, _: Context) -> Iterator[Finding]:
    """Report what is refused beside its successor."""
    other = refused_beside(found)
    if other is None:
        return
    edits = remove(found.at)
    yield Finding(
        found.at,
        f"istiod's webhook refuses {found.name} in {place(found, above=True)} beside {other}",
        help=f"leave {found.name} out",
        fix=Fix(f"Remove {found.name}", edits, safe=False) if edits is not None else None,
    )
