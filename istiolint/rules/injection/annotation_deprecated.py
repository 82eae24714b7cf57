"""An annotation is deprecated and has a better successor.

Deprecated annotations still work, some of them with surprises: the annotation
`sidecar.istio.io/inject` is only looked at once the webhook was asked, and in a namespace
without a label it never is; the label of the same name reaches the webhook, and wins where
both are set. The annotations for statistics and for the address of the control plane are
part of `proxy.istio.io/config` now.

An annotation `sidecar.istio.io/inject` beside the label of the same name is left alone, unless
they disagree: then the label wins, and the annotation misleads.

What to do:
  Use what the message names.

Symptoms: pods not injected, sidecar injection stops silently

Baseline: D7
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
    Node,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.annotations import Owner, instead_of, known_name, owners, renamed
from istiolint.rules.api.edits import move, remove, rename_key

EXAMPLES = [
    Example(
        "The label of the same name does more",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: reviews}
        spec:
          template:
            metadata:
              annotations: {sidecar.istio.io/inject: "false"}
        #                   ^^^^^^^^^^^^^^^^^^^^^^^ the annotation "sidecar.istio.io/inject" is deprecated
        """,
        fixed="""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: reviews}
        spec:
          template:
            metadata:
              labels:
                sidecar.istio.io/inject: "false"
        """,
    ),
    Example(
        "Other labels, and another value",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: reviews}
        spec:
          template:
            metadata:
              labels: {app: reviews}
              annotations:
                sidecar.istio.io/inject: "${INJECT}"
        #       ^^^^^^^^^^^^^^^^^^^^^^^ the annotation "sidecar.istio.io/inject" is deprecated
        """,
    ),
    Example(
        "A label that says otherwise",
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: reviews
          labels: {sidecar.istio.io/inject: "true"}
          annotations: {sidecar.istio.io/inject: "false"}
        #               ^^^^^^^^^^^^^^^^^^^^^^^ the label "sidecar.istio.io/inject" says "true" and wins over this annotation
        spec: {containers: []}
        """,
        fixed="""
        apiVersion: v1
        kind: Pod
        metadata:
          name: reviews
          labels: {sidecar.istio.io/inject: "true"}
        spec: {containers: []}
        """,
    ),
    Example(
        "Interfaces of virtual machines",
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: vm
          annotations:
            traffic.sidecar.istio.io/kubevirtInterfaces: k6t-eth0
        #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the annotation "traffic.sidecar.istio.io/kubevirtInterfaces" is deprecated
        spec: {containers: []}
        """,
        fixed="""
        apiVersion: v1
        kind: Pod
        metadata:
          name: vm
          annotations:
            istio.io/reroute-virtual-interfaces: k6t-eth0
        spec: {containers: []}
        """,
        releases="1.25..1.31",
    ),
    Example(
        "Which have no other name before 1.25",
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: vm, annotations: {traffic.sidecar.istio.io/kubevirtInterfaces: k6t-eth0}}
        spec: {containers: []}
        """,
        releases="1.16..1.24",
    ),
    Example(
        "What is not deprecated, and the annotation beside the label",
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: reviews
          labels: {sidecar.istio.io/inject: "false"}
          annotations:
            sidecar.istio.io/inject: "false"
            sidecar.istio.io/logLevel: info
            example.com/deprecated: "true"
        spec: {containers: []}
        """,
    ),
]


@rule(
    kinds(*ANNOTATED),
    Severity.INFO,
    EXAMPLES,
    upstream=["IST0135"],
    yields_to=["annotation-misplaced"],
)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Ask the registry about each annotation."""
    minor = context.release.minor
    for owner in owners(resource):
        for entry in owner.annotations():
            known = known_name("annotation", entry.name, minor)
            if known is None or not known.is_deprecated or known.gone_in is not None:
                continue
            label = owner.metadata.scalar("labels", INJECT) if entry.name == INJECT else None
            if label is not None:
                yield from beaten(entry, label)
                continue
            yield Finding(
                at=entry.key,
                message=f'the annotation "{entry.name}" is deprecated',
                help=instead_of(entry.name, minor) or "nothing took its place",
                fix=as_label(entry, owner) or rename(entry, owner, minor),
            )


def beaten(entry: Entry, label: Node) -> Iterator[Finding]:
    """An annotation about injection beside the label, where they disagree."""
    if label.value != entry.value.value and not (label.is_unknown or entry.value.is_unknown):
        edits = remove(entry)
        yield Finding(
            at=entry.key,
            message=f'the label "{INJECT}" says "{label.value}" and wins over this annotation',
            help="remove the annotation",
            severity=Severity.WARNING,
            fix=Fix("Remove the annotation", edits, safe=True) if edits else None,
        )


INJECT = "sidecar.istio.io/inject"


def as_label(entry: Entry, owner: Owner) -> Fix | None:
    """The annotation as the label of its name, which may inject where the annotation does not."""
    if entry.name != INJECT or entry.value.value not in ("true", "false"):
        return None
    edits = move(entry, owner.metadata, ("labels", INJECT))
    return Fix("Make it a label", edits, safe=False) if edits else None


def rename(entry: Entry, owner: Owner, minor: int) -> Fix | None:
    """The same value under a new name; none where that is there already."""
    new = renamed(entry.name, minor)
    if new is None or owner.has("annotations", new):
        return None
    edit = rename_key(entry, new)
    return Fix(f"Rename it to {new}", (edit,), safe=True) if edit else None
