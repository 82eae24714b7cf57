"""A field or a word is newer than the release in use.

The release has it not in its CRDs, charts or mesh config yet, so it is as good as misspelt:
kubectl and istioctl refuse it, Helm and istiod leave it out. A word of an enumeration that is
too new makes the API server reject the object and istiod drop the whole mesh config.

What to do:
  Leave the field out until the release has it, or say which release runs (`istio-version` in
  the configuration, `--istio-version`).

Symptoms: strict decoding error, unknown field, works in one cluster and not in another
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, fault, rule
from istiolint.rules.api.fields import (
    Fault,
    cost_of_unknown,
    cost_of_wrong,
    place,
    severity_of_unknown,
    severity_of_wrong,
    shown,
)

EXAMPLES = [
    Example(
        "A field of a later release",
        """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: reviews}
        spec:
          host: reviews
          trafficPolicy:
            retryBudget: {percent: 20}
        #   ^^^^^^^^^^^ Istio 1.24 has no field retryBudget in spec.trafficPolicy of DestinationRule yet; 1.27 is the first that does
        """,
        releases="1.24",
    ),
    Example(
        "A word of a later release",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          tag: 1.29.1
          meshConfig:
            outboundTrafficPolicy: {mode: ALLOW_ANY_DYNAMIC_DNS}
        #                                 ^^^^^^^^^^^^^^^^^^^^^ Istio 1.29.1 has no value "ALLOW_ANY_DYNAMIC_DNS" for outboundTrafficPolicy.mode of mesh config yet; 1.30 is the first that does
        """,
    ),
    Example(
        "The release has it",
        """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: reviews}
        spec:
          host: reviews
          trafficPolicy:
            retryBudget: {percent: 20}
        """,
        releases="1.27..",
    ),
]


@rule(fault("field-not-yet"), Severity.ERROR, EXAMPLES)
def check(found: Fault, _: Context) -> Iterator[Finding]:
    """Report what only later releases have."""
    is_word = found.keyword == "enum"
    what = (
        f"value {shown(found.at.meaning)} for {place(found)}"
        if is_word
        else f"field {found.name} in {place(found, above=True)}"
    )
    release = found.input.release
    yield Finding(
        found.at,
        f"Istio {release} has no {what} yet; 1.{found.first} is the first that does",
        help=cost_of_wrong(found) if is_word else cost_of_unknown(found),
        severity=severity_of_wrong(found) if is_word else severity_of_unknown(found),
    )
