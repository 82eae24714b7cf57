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
        #                                 ^^^^^^^^^^^^^^^^^^^^^ Istio 1.29.1 has no value "ALLOW_ANY_DYNAMIC_DNS" for outboundTrafficPolicy.mode of mesh config yet; 1.31 is the first that acts on it
        """,
    ),
    Example(
        "A word that the schema has before the release acts on it",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          tag: 1.30.3
          meshConfig:
            outboundTrafficPolicy: {mode: ALLOW_ANY_DYNAMIC_DNS}
        #                                 ^^^^^^^^^^^^^^^^^^^^^ Istio 1.30.3 takes ALLOW_ANY_DYNAMIC_DNS for REGISTRY_ONLY; 1.31 is the first that acts on it
        """,
    ),
    Example(
        "The release acts on it",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          tag: 1.31.0
          meshConfig:
            outboundTrafficPolicy: {mode: ALLOW_ANY_DYNAMIC_DNS}
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


_PROMISED = "ALLOW_ANY_DYNAMIC_DNS"
_PROMISED_IN = 30
"""A word, and the minor release whose schema has it though nothing acts on it."""


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
    if is_word and found.at.meaning == _PROMISED:
        yield from _promised(found)
        return
    yield Finding(
        found.at,
        f"Istio {release} has no {what} yet; 1.{found.first} is the first that does",
        help=cost_of_wrong(found) if is_word else cost_of_unknown(found),
        severity=severity_of_wrong(found) if is_word else severity_of_unknown(found),
    )


def _promised(found: Fault) -> Iterator[Finding]:
    """A mode that one release takes for another, and earlier ones refuse."""
    release, where = found.input.release, place(found)
    is_taken = release.minor >= _PROMISED_IN
    what = (
        f"takes {_PROMISED} for REGISTRY_ONLY"
        if is_taken
        else f"has no value {shown(_PROMISED)} for {where} yet"
    )
    blocks = "proxies block what is not in the registry; from 1.31 on it works in sidecars only"
    yield Finding(
        found.at,
        f"Istio {release} {what}; 1.{found.first} is the first that acts on it",
        help=blocks if is_taken else cost_of_wrong(found),
    )
