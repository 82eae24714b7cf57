"""A key is right, but stands in the wrong place.

One level too high or too low, as a wrongly indented block gives it; a field of mesh config
among Helm values, or the other way round; a setting of the istiod chart in the values of a
gateway. The key is known, so it looks right; where it stands it is as good as misspelt.

What happens depends on who reads the file: kubectl and istioctl refuse what they do not know
in that place, Helm, istiod and the injector leave it out.

What to do:
  Move the key, with all that is below it, to the place that the message names. `--fix` does
  so only where the indentation alone can be wrong: one level, or into a block beside. A key
  that is in an item of a list and belongs to all of it may be meant for that item only.

Symptoms: strict decoding error, unknown field, setting has no effect
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, fault, rule
from istiolint.rules.api.edits import moving_near
from istiolint.rules.api.fields import Fault, cost_of_unknown, place, severity_of_unknown

EXAMPLES = [
    Example(
        "One level too low",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: [reviews]
          http:
          - route:
            - destination: {host: reviews}
              timeout: 5s
        #     ^^^^^^^ "timeout" does not belong in spec.http[0].route[0] of VirtualService, but at spec.http[0].timeout
        """,
    ),
    Example(
        "A block that has lost its indentation, and with it a key that must be there",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: [reviews]
          http:
          - retries:
            attempts: 3
        #   ^^^^^^^^ "attempts" does not belong in spec.http[0] of VirtualService, but at spec.http[0].retries.attempts
            route:
            - host: reviews
        #     ^^^^ "host" does not belong in spec.http[0].route[0] of VirtualService, but at spec.http[0].route[0].destination.host
        """,
    ),
    Example(
        "Mesh config among the settings of an installation",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          accessLogFile: /dev/stdout
        # ^^^^^^^^^^^^^ "accessLogFile" does not belong in spec of IstioOperator, but at spec.meshConfig.accessLogFile
        """,
        fixed="""
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          meshConfig:
            accessLogFile: /dev/stdout
        """,
    ),
    Example(
        "A table with its comments, beside others",
        """
        # istiolint: chart=istiod
        pilot:
          cpu: {targetAverageUtilization: 80}
          # blocks what is not known
          outboundTrafficPolicy:
        # ^^^^^^^^^^^^^^^^^^^^^ "outboundTrafficPolicy" does not belong in pilot of the istiod chart, but at meshConfig.outboundTrafficPolicy
            mode: REGISTRY_ONLY # as agreed
        meshConfig:
          accessLogFile: /dev/stdout
        """,
        fixed="""
        # istiolint: chart=istiod
        pilot:
          cpu: {targetAverageUtilization: 80}
        meshConfig:
          accessLogFile: /dev/stdout
          # blocks what is not known
          outboundTrafficPolicy:
            mode: REGISTRY_ONLY # as agreed
        """,
    ),
    Example(
        "A setting of istiod in the values of a gateway",
        """
        # istiolint: chart=gateway
        meshConfig:
        #^^^^^^^^^ "meshConfig" does not belong in the gateway chart, but in the values of the istiod chart
          accessLogFile: /dev/stdout
        service: {type: LoadBalancer}
        """,
    ),
    Example(
        "Where it belongs",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          meshConfig:
            accessLogFile: /dev/stdout
        """,
    ),
]


@rule(fault("misplaced-field"), Severity.ERROR, EXAMPLES)
def check(found: Fault, _: Context) -> Iterator[Finding]:
    """Report keys that are known in another place only."""
    there = f"at {found.suggestion}"
    if found.elsewhere:
        inner = "" if found.suggestion == found.name else f"{there} "
        there = f"{inner}in {found.elsewhere}"
    yield Finding(
        found.at,
        f'"{found.name}" does not belong in {place(found, above=True)}, but {there}',
        help=cost_of_unknown(found),
        severity=severity_of_unknown(found),
        fix=moving_near(found),
    )
