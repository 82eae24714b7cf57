"""A label of Istio's is on an object that it does nothing on.

The injector, and ambient mode, see the labels of the pod and of its namespace. A pod gets its
labels from the template in the Deployment; those of the Deployment itself stay there. The
namespace has a label of its own for injection, `istio-injection` or `istio.io/rev`, and
`sidecar.istio.io/inject` does nothing on it.

A label that is on both the workload and its template is left alone.

What to do:
  Move it to the labels of the pod template; label a namespace with `istio-injection: enabled`.

Symptoms: pods not injected, sidecar injection stops silently, traffic not captured,
configuration not applied

Baseline: D3, D7
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    NAMESPACE,
    POD_TEMPLATES,
    Context,
    Example,
    Finding,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.annotations import Owner, known_name, owners

EXAMPLES = [
    Example(
        "On a Deployment instead of its template",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: reviews
          labels:
            app: reviews
            sidecar.istio.io/inject: "false"
        #   ^^^^^^^^^^^^^^^^^^^^^^^ the label "sidecar.istio.io/inject" does nothing on a Deployment: it is read from a Pod
        spec:
          template:
            metadata: {labels: {app: reviews}}
        """,
    ),
    Example(
        "On a namespace",
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          labels: {sidecar.istio.io/inject: "true"}
        #          ^^^^^^^^^^^^^^^^^^^^^^^ the label "sidecar.istio.io/inject" does nothing on a Namespace: it is read from a Pod
        """,
    ),
    Example(
        "What says of a waypoint whom it is for",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio.io/waypoint-for: all}}
        #                               ^^^^^^^^^^^^^^^^^^^^^ the label "istio.io/waypoint-for" does nothing on a Namespace: it is read from a GatewayClass or Gateway
        """,
    ),
    Example(
        "On both, where it belongs, and what Istio's charts write",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: istiod
          labels: {istio.io/rev: canary, operator.istio.io/component: Pilot, app: istiod}
        spec:
          template:
            metadata: {labels: {istio.io/rev: canary, sidecar.istio.io/inject: "false"}}
        ---
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          labels: {istio-injection: enabled, istio.io/dataplane-mode: ambient}
        """,
    ),
]


@rule(kinds(NAMESPACE, *POD_TEMPLATES), Severity.WARNING, EXAMPLES, upstream=["IST0107"])
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Compare where each label stands with where it is read."""
    found = owners(resource)
    for owner in found:
        for entry in owner.labels() if not owner.is_pod else ():
            known = known_name("label", entry.name, context.release.minor)
            if known is None or "Any" in known.resources or owner.kind in known.resources:
                continue
            if not any(each.is_template and each.has("labels", entry.name) for each in found):
                yield Finding(
                    at=entry.key,
                    message=f'the label "{entry.name}" does nothing on a {owner.kind}: '
                    f"it is read from a {' or '.join(known.resources)}",
                    help=advice(owner, entry.name),
                )


def advice(owner: Owner, name: str) -> str:
    """Where to move it."""
    if owner.kind != NAMESPACE.name:
        return "move it to the labels of the pod template"
    if name == "sidecar.istio.io/inject":
        return 'label the namespace with "istio-injection: enabled" instead'
    return "move it to where it is read, or remove it"
