"""A label that decides about injection or ambient mode has a value that means nothing.

The webhook is called for a pod by selectors, which know only some words:
`sidecar.istio.io/inject` is `true` or `false`, `istio-injection` of a namespace `enabled` or
`disabled`, `istio.io/dataplane-mode` is `ambient` or `none`. To a selector any other word, in
other letters too, is as good as none: a pod that should be injected may not be, and one that
should be left out may be injected.

What to do:
  Use one of the words that the message names.

Symptoms: pods not injected, sidecar injection stops silently, traffic not captured

Baseline: D7
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from istiolint.rules.api import (
    NAMESPACE,
    WORKLOADS,
    Context,
    Example,
    Finding,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.annotations import owners

EXAMPLES = [
    Example(
        "Words of other labels",
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          labels:
            istio-injection: "true"
        #                    ^^^^^^ "istio-injection" is enabled or disabled; "true" means nothing to a selector
            istio.io/dataplane-mode: enabled
        #                            ^^^^^^^ "istio.io/dataplane-mode" is ambient or none; "enabled" means nothing to a selector
        """,
    ),
    Example(
        "Other letters, in a pod template",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: reviews}
        spec:
          template:
            metadata:
              labels:
                sidecar.istio.io/inject: "True"
        #                                ^^^^^^ "sidecar.istio.io/inject" is true or false; "True" means nothing to a selector
        """,
    ),
    Example(
        "The right words, nothing, and what is not known",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio-injection: disabled, istio.io/dataplane-mode: none}}
        ---
        apiVersion: v1
        kind: Namespace
        metadata:
          name: bank
          labels:
            istio-injection: ${INJECT}
            istio.io/dataplane-mode: ""
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: reviews, labels: {sidecar.istio.io/inject: "false", istio-injection: on}}
        spec: {containers: []}
        """,
    ),
]

WORDS: Mapping[str, tuple[str, str]] = {
    "istio-injection": ("enabled", "disabled"),
    "istio.io/dataplane-mode": ("ambient", "none"),
    "sidecar.istio.io/inject": ("true", "false"),
}
OF_NAMESPACES = ("istio-injection", "istio.io/dataplane-mode")
OF_PODS = ("istio.io/dataplane-mode", "sidecar.istio.io/inject")


@rule(
    kinds(NAMESPACE, *WORKLOADS),
    Severity.WARNING,
    EXAMPLES,
    yields_to=["annotation-not-a-string"],
)
def check(resource: Resource, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Compare each value with the words that selectors know."""
    for owner in owners(resource):
        read = OF_PODS if owner.is_pod else OF_NAMESPACES if owner.kind == NAMESPACE.name else ()
        for entry in owner.labels():
            text, words = entry.value.value, WORDS.get(entry.name, ())
            if entry.name not in read or not text or text in words or entry.value.is_unknown:
                continue
            yield Finding(
                at=entry.value,
                message=f'"{entry.name}" is {" or ".join(words)}; "{text}" means nothing to a selector',
                help=f"use {' or '.join(words)}",
            )
