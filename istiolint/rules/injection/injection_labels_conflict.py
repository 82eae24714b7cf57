"""A namespace has labels that contradict each other on which proxy its pods get.

`istio-injection` beats `istio.io/rev`: with both, pods get their sidecar from the default
revision, or none where the value is `disabled`, and the revision label does nothing. It is
the usual leftover of an upgrade by revision: the namespace seems to have moved and has not.
`istio.io/dataplane-mode: ambient` beside either of them asks for a ztunnel and a sidecar;
the sidecar wins.

What to do:
  Keep one of the labels. To move a namespace to a revision, remove `istio-injection`.

Symptoms: sidecar injection stops silently, pods not injected, sidecars of the old version after an
upgrade, namespace ignores istio.io/rev

Baseline: I2, D7
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    NAMESPACE,
    Context,
    Example,
    Finding,
    Label,
    Resource,
    Severity,
    kinds,
    rule,
)

EXAMPLES = [
    Example(
        "The label of the old way is still there",
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          labels:
            istio-injection: enabled
        #                    ~~~~~~~ what counts
            istio.io/rev: 1-30-3
        #   ^^^^^^^^^^^^ istio.io/rev has no effect: istio-injection "enabled" decides
        """,
    ),
    Example(
        "Turned off, and asked for",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio-injection: disabled, istio.io/rev: canary}}
        #                                                          ^^^^^^^^^^^^ istio.io/rev has no effect: istio-injection "disabled" decides
        """,
    ),
    Example(
        "A sidecar and a ztunnel",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio.io/rev: canary, istio.io/dataplane-mode: ambient}}
        #                                                     ^^^^^^^^^^^^^^^^^^^^^^^ istio.io/dataplane-mode has no effect: istio.io/rev "canary" decides
        """,
    ),
    Example(
        "One label, or an ambient namespace without sidecars",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio.io/rev: canary}}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: web, labels: {istio-injection: disabled, istio.io/dataplane-mode: ambient}}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: old, labels: {istio-injection: enabled, istio.io/dataplane-mode: none}}
        """,
    ),
]

INJECTION, REVISION, AMBIENT = "istio-injection", "istio.io/rev", "istio.io/dataplane-mode"


@rule(kinds(NAMESPACE), Severity.WARNING, EXAMPLES, upstream=["IST0123"])
def check(resource: Resource, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Look for a label that another one makes useless."""
    labels = {each.name: each.value for each in resource.root.entries("metadata", "labels")}
    injection, revision = labels.get(INJECTION), labels.get(REVISION)
    ambient = labels.get(AMBIENT)
    asks = injection is not None and injection.value == "enabled"
    is_ambient = ambient is not None and ambient.value == "ambient"
    winner, name = (injection, INJECTION) if injection is not None else (revision, REVISION)
    lost = [revision] if injection is not None else []
    lost += [ambient] if is_ambient and (asks or (injection is None and revision)) else []
    for node in lost:
        key = node.key if node is not None else None
        if key is not None and winner is not None:
            yield Finding(
                at=key,
                message=f'{key.value} has no effect: {name} "{winner.value}" decides',
                help="keep one of the labels",
                related=[Label(winner.location.on_one_line(), "what counts")],
            )
