"""An annotation of Istio's is on an object that it does nothing on.

Each annotation is read from objects of certain kinds. Most are a pod's: the injector sees
the pod, which gets its annotations from the template in the Deployment, not from the
Deployment itself, and neither the namespace nor the Service passes anything on.

An annotation that is on both the workload and its template, as `commonAnnotations` of a
kustomization writes it, is left alone.

What to do:
  Move it to where it is read: what is for pods to `spec.template.metadata.annotations`.

Symptoms: configuration not applied, pods not injected, sidecar resources unchanged

Baseline: D3, D7
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    NAMESPACE,
    SERVICE,
    WORKLOADS,
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
          annotations:
            proxy.istio.io/config: "{concurrency: 2}"
        #   ^^^^^^^^^^^^^^^^^^^^^ "proxy.istio.io/config" does nothing on a Deployment: it is read from a Pod
            deployment.kubernetes.io/revision: "3"
        spec:
          template:
            metadata: {labels: {app: reviews}}
        """,
    ),
    Example(
        "On a namespace, and on a Service",
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          annotations: {sidecar.istio.io/proxyCPU: 200m}
        #               ^^^^^^^^^^^^^^^^^^^^^^^^^ "sidecar.istio.io/proxyCPU" does nothing on a Namespace: it is read from a Pod
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: reviews
          annotations: {topology.istio.io/controlPlaneClusters: west}
        #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "topology.istio.io/controlPlaneClusters" does nothing on a Service: it is read from a Namespace
        """,
    ),
    Example(
        "On both, as a kustomization writes it",
        """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db, annotations: {sidecar.istio.io/logLevel: info}}
        spec: {template: {metadata: {annotations: {sidecar.istio.io/logLevel: info}}}}
        """,
    ),
    Example(
        "Where they belong, and what Istio itself writes",
        """
        apiVersion: v1
        kind: Service
        metadata: {name: reviews, annotations: {networking.istio.io/exportTo: "."}}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, annotations: {galley.istio.io/analyze-suppress: "*"}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: gateway-istio
          annotations: {gateway.istio.io/controller-version: "5", istio.io/rev: default}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: reviews, annotations: {sidecar.istio.io/proxyCPU: 200m}}
        """,
    ),
]

OF_THE_CONTROL_PLANE = (
    "gateway.istio.io/controller-version",
    "istio.io/rev",
    "kubernetes.io/ingress.class",
    "sidecar.istio.io/status",
)
"""What Istio writes by itself, or others read as well."""


@rule(kinds(NAMESPACE, SERVICE, *WORKLOADS), Severity.WARNING, EXAMPLES, upstream=["IST0107"])
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Compare where each annotation stands with where it is read."""
    found = owners(resource)
    for owner in found:
        template = found[-1] if not owner.is_template else None
        for entry in owner.annotations():
            known = known_name("annotation", entry.name, context.release.minor)
            if known is None or entry.name in OF_THE_CONTROL_PLANE:
                continue
            if owner.kind in known.resources or "Any" in known.resources:
                continue
            if not is_repeated(entry.name, owner, template):
                yield Finding(
                    at=entry.key,
                    message=f'"{entry.name}" does nothing on a {owner.kind}: '
                    f"it is read from a {' or '.join(known.resources)}",
                    help=advice(owner, template, known.resources),
                )


def is_repeated(name: str, owner: Owner, template: Owner | None) -> bool:
    """Whether the template has the annotation as well."""
    return template is not None and template is not owner and template.has("annotations", name)


def advice(owner: Owner, template: Owner | None, resources: object) -> str:
    """Where to move it."""
    if template is not None and template is not owner and resources == ["Pod"]:
        return "move it to the annotations of the pod template"
    return "move it to where it is read, or remove it"
