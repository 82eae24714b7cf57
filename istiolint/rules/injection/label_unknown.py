"""A label is misspelt, or it is an annotation of Istio's that does nothing as a label.

Labels are free text to Kubernetes. A slip in one of Istio's names, or an annotation that is
written under `labels`, is accepted and does nothing: the pod is injected as if it were not
there.

Other labels in Istio's domains are left alone: Istio and its tools write many that no registry
lists.

What to do:
  Correct the name; write what is an annotation under `annotations`.

Symptoms: pods not injected, configuration not applied, sidecar injection stops silently

Baseline: D3, D7
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    ANNOTATED,
    Context,
    Entry,
    Example,
    Finding,
    Fix,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.annotations import known_name, names_of, owners
from istiolint.rules.api.edits import rename_key
from istiolint.rules.api.values import closest

EXAMPLES = [
    Example(
        "A slip",
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          labels:
            istio.io/dataplan-mode: ambient
        #   ^^^^^^^^^^^^^^^^^^^^^^ Istio knows no label "istio.io/dataplan-mode"
        """,
        fixed="""
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          labels:
            istio.io/dataplane-mode: ambient
        """,
    ),
    Example(
        "An annotation among the labels",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: reviews}
        spec:
          template:
            metadata:
              labels:
                app: reviews
                sidecar.istio.io/proxyCPU: 200m
        #       ^^^^^^^^^^^^^^^^^^^^^^^^^ "sidecar.istio.io/proxyCPU" is an annotation; as a label it does nothing
        """,
    ),
    Example(
        "Names that are labels, and names of others",
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: reviews
          labels:
            sidecar.istio.io/inject: "true"
            istio.io/rev: canary
            service.istio.io/canonical-name: reviews
            operator.istio.io/component: Pilot
            install.operator.istio.io/owning-resource: mesh
            istio.io/gateway-name: edge
            istio: ingressgateway
            example.com/dataplan-mode: ambient
        spec: {containers: []}
        """,
    ),
]

ALIKE = 0.95


@rule(kinds(*ANNOTATED), Severity.WARNING, EXAMPLES)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Look up each name in Istio's domains."""
    for owner in owners(resource):
        for entry in owner.labels():
            domain = f".{entry.name.partition('/')[0]}"
            if "/" in entry.name and domain.endswith(".istio.io"):
                finding = problem(entry, context.release.minor)
                if finding is not None:
                    yield finding


def problem(entry: Entry, minor: int) -> Finding | None:
    """What is wrong with a name, if anything."""
    if known_name("label", entry.name, minor) is not None:
        return None
    if known_name("annotation", entry.name, minor) is not None:
        return Finding(
            at=entry.key,
            message=f'"{entry.name}" is an annotation; as a label it does nothing',
            help="move it to annotations",
        )
    found = closest(entry.name, names_of("label"), ALIKE)
    if not found:
        return None
    edit = rename_key(entry, found)
    return Finding(
        at=entry.key,
        message=f'Istio knows no label "{entry.name}"',
        help=f'did you mean "{found}"?',
        fix=Fix(f"Rename it to {found}", (edit,), safe=False) if edit else None,
    )
