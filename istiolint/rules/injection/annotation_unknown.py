"""An annotation in one of Istio's domains is none that Istio reads.

Annotations are free text to Kubernetes, so a misspelt one is accepted, and Istio looks up
only the names it knows: the setting was never made. Some names are labels and do nothing as
annotations, such as `istio.io/use-waypoint`; others were read once and are no longer.

Names in other domains are left alone, and so are those that Istio's code reads though no
registry lists them.

What to do:
  Correct the name; write what is a label under `labels`; remove what nothing reads.

Symptoms: configuration not applied, pods not injected, sidecar resources unchanged

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
    Release,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.annotations import is_only_in_code, known_name, names_of, owners
from istiolint.rules.api.edits import rename_key
from istiolint.rules.api.values import closest

EXAMPLES = [
    Example(
        "A slip in a pod template",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: reviews}
        spec:
          template:
            metadata:
              annotations:
                sidecar.istio.io/proxyMemmory: 256Mi
        #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Istio knows no annotation "sidecar.istio.io/proxyMemmory"
        """,
        fixed="""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: reviews}
        spec:
          template:
            metadata:
              annotations:
                sidecar.istio.io/proxyMemory: 256Mi
        """,
    ),
    Example(
        "The right name in the wrong domain",
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: reviews
          annotations:
            traffic.istio.io/excludeOutboundPorts: "3306"
        #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Istio knows no annotation "traffic.istio.io/excludeOutboundPorts"
        spec: {containers: []}
        """,
    ),
    Example(
        "A label",
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          annotations:
            istio.io/use-waypoint: waypoint
        #   ^^^^^^^^^^^^^^^^^^^^^ "istio.io/use-waypoint" is a label; as an annotation it does nothing
        """,
    ),
    Example(
        "What nothing reads any more",
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: reviews
          annotations:
            sidecar.istio.io/controlPlaneAuthPolicy: NONE
        #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the annotation "sidecar.istio.io/controlPlaneAuthPolicy" is not registered since 1.24
            alpha.istio.io/identity: reviews
        #   ^^^^^^^^^^^^^^^^^^^^^^^ the annotation "alpha.istio.io/identity" is not registered since 1.24
            sidecar.istio.io/enableCoreDump: "true"
        #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the annotation "sidecar.istio.io/enableCoreDump" has no effect since 1.24
        spec: {containers: []}
        """,
        releases="1.24..1.31",
    ),
    Example(
        "Before that it was known",
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: reviews, annotations: {sidecar.istio.io/controlPlaneAuthPolicy: NONE}}
        spec: {containers: []}
        """,
        releases="1.16..1.23",
    ),
    Example(
        "Known names, names that only the code has, and names of others",
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: reviews
          annotations:
            networking.istio.io/exportTo: "*"
            prometheus.istio.io/scrape-targets: "9090:/metrics"
            notistio.io/thing: x
            istio.io.example.com/thing: x
            sidecar.${DOMAIN}.istio.io/thing: x
            proxyMemmory: 256Mi
        """,
    ),
]

# How alike two names are that differ by a letter or two, or by the middle of the domain.
ALIKE = 0.85


@rule(kinds(*ANNOTATED), Severity.WARNING, EXAMPLES, upstream=["IST0108"])
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Look up each name in Istio's domains."""
    for owner in owners(resource):
        for entry in owner.annotations():
            if is_of_istio(entry.name) and not is_only_in_code(entry.name):
                finding = problem(entry, context.release.minor)
                if finding is not None:
                    yield finding


def is_of_istio(name: str) -> bool:
    """Whether the domain of a name is one of Istio's."""
    domain, slash, _ = name.partition("/")
    return bool(slash) and f".{domain}".endswith(".istio.io") and "$" not in name


def problem(entry: Entry, minor: int) -> Finding | None:
    """What is wrong with a name, if anything."""
    known = known_name("annotation", entry.name, minor)
    if known is None:
        return unknown(entry, minor)
    if known.useless_since is not None:
        what = f"has no effect since {Release(known.useless_since)}"
    elif known.gone_in is not None:
        what = f"is not registered since {Release(known.gone_in)}"
    else:
        return None
    message = f'the annotation "{entry.name}" {what}'
    return Finding(at=entry.key, message=message, help="remove it")


def unknown(entry: Entry, minor: int) -> Finding:
    """A name that the registry never had."""
    if known_name("label", entry.name, minor) is not None:
        return Finding(
            at=entry.key,
            message=f'"{entry.name}" is a label; as an annotation it does nothing',
            help="move it to labels",
        )
    found = closest(entry.name, names_of("annotation"), ALIKE)
    edit = rename_key(entry, found) if found else None
    return Finding(
        at=entry.key,
        message=f'Istio knows no annotation "{entry.name}"',
        help=f'did you mean "{found}"?' if found else "correct the name or remove it",
        fix=Fix(f"Rename it to {found}", (edit,), safe=False) if edit else None,
    )
