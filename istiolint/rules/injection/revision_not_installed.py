"""A label asks for a revision of istiod that no install provides.

Pods are injected by the webhook of the revision that the namespace's, or the pod's, label
`istio.io/rev` names. Where there is none no webhook matches, and pods start without a
sidecar and without a word. It happens when the old control plane is removed before its
namespaces have moved, or when the label has dots where the revision has dashes.

Tags count as revisions where they are in sight: `revisionTags`, a Sail IstioRevisionTag, a
webhook with the label `istio.io/tag`. A tag that `istioctl tag set` made is in no file, so a
name without a version in it is reported as advice only. Without any install in sight
nothing is reported, nor for the revisions of meshes that Google or Azure manage (`asm-…`).

What to do:
  Correct the label, or add the revision or tag.

Symptoms: sidecar injection stops silently, pods not injected, pods without istio-proxy

Baseline: I2, D7
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from istiolint.rules.api import (
    NAMESPACE,
    WORKLOADS,
    Context,
    Example,
    Finding,
    Lookup,
    Node,
    Resource,
    Severity,
    Sight,
    kinds,
    rule,
)
from istiolint.rules.api.injection import REVISION_SOURCES, Revisions

EXAMPLES = [
    Example(
        "The namespace still asks for the old release",
        """
        # file: istiod-values.yaml
        revision: 1-30-3
        pilot: {autoscaleMin: 2}
        # file: shop.yaml
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio.io/rev: 1-28-2}}
        #                                             ^^^^^^ no install in sight provides revision "1-28-2"; there is 1-30-3
        """,
    ),
    Example(
        "Dots in a pod's label",
        """
        # file: istiod-values.yaml
        revision: 1-30-3
        pilot: {autoscaleMin: 2}
        # file: shop.yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: orders}
        spec:
          template:
            metadata: {labels: {istio.io/rev: 1.30.3}}
        #                                     ^^^^^^ no install in sight provides revision "1.30.3"; there is 1-30-3
            spec: {containers: [{name: app}]}
        """,
    ),
    Example(
        "A tag in the same values, the revision itself",
        """
        # file: istiod-values.yaml
        revision: 1-30-3
        revisionTags: [stable]
        pilot: {autoscaleMin: 2}
        # file: shop.yaml
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio.io/rev: stable}}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: web, labels: {istio.io/rev: 1-30-3}}
        """,
    ),
    Example(
        "A revision that a cloud provider manages, and the default one",
        """
        # file: istiod-values.yaml
        revision: canary
        pilot: {autoscaleMin: 2}
        # file: shop.yaml
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio.io/rev: asm-1-28}}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: web, labels: {istio.io/rev: default}}
        """,
    ),
    Example(
        "No install in sight",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio.io/rev: 1-28-2}}
        """,
    ),
    Example(
        "A namespace whose other label decides",
        """
        # file: istiod-values.yaml
        pilot: {autoscaleMin: 2}
        # file: shop.yaml
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio-injection: enabled, istio.io/rev: 1-28-2}}
        """,
    ),
]


@rule(kinds(NAMESPACE, *WORKLOADS), Severity.WARNING, EXAMPLES, reads=REVISION_SOURCES)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Look up the revision that a namespace or a pod asks for."""
    holder = resource.root if resource.kind == NAMESPACE else resource.pod
    if holder is None or holder.at("metadata", "labels", "istio-injection") is not None:
        return
    label = holder.text("metadata", "labels", "istio.io/rev")
    if label is None or not any(each.deploys_istiod for each in context.project.installs):
        return
    known = context.project.revisions
    if label.value in ("", DEFAULT) or is_managed(label.value):
        return
    if not known.may_have(label.value):
        yield Finding(
            at=label,
            message=f'no install in sight provides revision "{label.value}"; there is '
            f"{', '.join(sorted(known.names))}",
            help="correct the label, or add the revision or tag",
            lookup=Lookup((), sight(label, known, context)),
        )


DEFAULT = "default"
"""What pods of an istiod without revision are labelled, whoever rendered them."""


def is_managed(revision: str) -> bool:
    """Whether a cloud provider installs the revision: Google's and Azure's begin with asm."""
    return revision == "asm" or revision.startswith("asm-")


def sight(label: Node, known: Revisions, context: Context) -> Sight:
    """How sure it is: a tag may have been made by hand."""
    is_version = re.match(r"v?\d+[-.]\d+", label.value) is not None
    is_sure = is_version or known.has_tags or context.project.closed_world
    return Sight.HERE if is_sure else Sight.ELSEWHERE
