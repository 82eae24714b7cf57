"""An overlay of an IstioOperator patches an object that is not rendered.

Overlays find their object by kind and name among those that the component renders. Where
none fits istioctl goes on without the patch and without a word (up to 1.23 it stopped with an
error): the change that somebody relied on is not there. The usual reason is a revision, with
which the Deployment is called `istiod-<revision>`.

A patch whose path steps into a container that the object does not have is lost in the same way.

What to do:
  Use the name that `istioctl manifest generate` shows.

Symptoms: overlay has no effect, "does not match any object", configuration not applied
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from istiolint.rules.api import (
    ISTIO_OPERATOR,
    Context,
    Example,
    Finding,
    Node,
    Severity,
    install,
    rule,
)
from istiolint.rules.api.installs import Install

EXAMPLES = [
    Example(
        "With a revision istiod has another name",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          revision: 1-30-2
          components:
            pilot:
              k8s:
                overlays:
                - kind: Deployment
                  name: istiod
        #               ^^^^^^ the overlay matches nothing: with this revision the Deployment is called istiod-1-30-2
                  patches: [{path: spec.replicas, value: 3}]
        """,
    ),
    Example(
        "Names and kinds that the component does not render",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            pilot:
              k8s:
                overlays:
                - kind: Deployment
                  name: istio-pilot
        #               ^^^^^^^^^^^ the overlay matches nothing: the Deployment is called istiod
                - kind: DaemonSet
        #               ^^^^^^^^^ the overlay matches nothing: istiod is no DaemonSet but a Deployment
                  name: istiod
            ingressGateways:
            - name: edge
              k8s:
                overlays:
                - {kind: Service, name: istio-ingressgateway}
        #                               ^^^^^^^^^^^^^^^^^^^^ the overlay matches nothing: the Service is called edge
        """,
    ),
    Example(
        "A container that is not there",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            pilot:
              k8s:
                overlays:
                - kind: Deployment
                  name: istiod
                  patches:
                  - path: spec.template.spec.containers.[name:pilot].args
        #                                                     ^^^^^ the patch matches nothing: the container is called discovery
                    value: [discovery]
        """,
    ),
    Example(
        "Overlays that match",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          revision: canary
          components:
            pilot:
              k8s:
                overlays:
                - patches: []
                - kind: HorizontalPodAutoscaler
                  name: istiod-canary
                - kind: Deployment
                  name: istiod-canary
                  patches:
                  - path: spec.template.spec.containers.[name:discovery].args.[-1]
                    value: --log_as_json
                - kind: MutatingWebhookConfiguration
                  name: istio-sidecar-injector-canary
            cni:
              k8s: {overlays: [{kind: DaemonSet, name: istio-cni-node}]}
            ztunnel:
              k8s: {overlays: [{kind: DaemonSet, name: ztunnel}]}
            egressGateways:
            - k8s: {overlays: [{kind: Deployment, name: istio-egressgateway}]}
        """,
    ),
    Example(
        "A revision that is filled in later",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          revision: ${REVISION}
          components:
            pilot: {k8s: {overlays: [{kind: Deployment, name: istiod}]}}
        """,
    ),
]


class Rendered(NamedTuple):
    """What a component renders: its main object, others of that name, and the container."""

    workload: str
    name: str
    container: str


SAME_NAME = ("Service", "HorizontalPodAutoscaler", "PodDisruptionBudget")
WORKLOAD_KINDS = ("Deployment", "DaemonSet", "StatefulSet")


@rule(install("revision"), Severity.WARNING, EXAMPLES)
def check(install: Install, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Look at the overlays that count of each component whose names are known."""
    revision = install.setting("revision")
    counting = {each.node for each in install.overlays}
    roots = install.document.operators or (install.document.root,)
    for root in roots if install.document.kind == ISTIO_OPERATOR else ():
        components = root.at("spec", "components")
        if components is None:
            continue
        for component, rendered in rendered_by(components, revision.text, revision.value):
            for overlay in component.items("k8s", "overlays"):
                if overlay in counting:
                    yield from unmatched(overlay, rendered, revision.text)


def rendered_by(
    components: Node, revision: str | None, value: object
) -> Iterator[tuple[Node, Rendered]]:
    """The components in the file, and what each renders."""
    pilot, cni, ztunnel = (components.at(each) for each in ("pilot", "cni", "ztunnel"))
    is_known = value is None or revision is not None
    if pilot is not None and is_known and revision != "default":
        name = f"istiod-{revision}" if revision else "istiod"
        yield pilot, Rendered("Deployment", name, "discovery")
    if cni is not None:
        yield cni, Rendered("DaemonSet", "istio-cni-node", "install-cni")
    if ztunnel is not None:
        yield ztunnel, Rendered("DaemonSet", "ztunnel", "istio-proxy")
    for group, default in (
        ("ingressGateways", "istio-ingressgateway"),
        ("egressGateways", "istio-egressgateway"),
    ):
        for gateway in components.items(group):
            said = gateway.scalar("name")
            if said is None or not said.is_unknown:
                yield (
                    gateway,
                    Rendered(
                        "Deployment", said.value if said is not None else default, "istio-proxy"
                    ),
                )


def unmatched(overlay: Node, rendered: Rendered, revision: str | None) -> Iterator[Finding]:
    """What to say about an overlay whose object, or whose container, is not there."""
    kind, name = overlay.text("kind"), overlay.text("name")
    if kind is None or name is None:
        return
    if kind.value in WORKLOAD_KINDS and kind.value != rendered.workload:
        yield lost(kind, f"{rendered.name} is no {kind.value} but a {rendered.workload}")
    elif kind.value in (rendered.workload, *SAME_NAME) and name.value != rendered.name:
        is_for_revision = revision and rendered.name == f"{name.value}-{revision}"
        which = "with this revision the" if is_for_revision else "the"
        yield lost(name, f"{which} {kind.value} is called {rendered.name}")
    elif kind.value == rendered.workload:
        for patch in overlay.items("patches"):
            yield from lost_patches(patch, rendered)


def lost_patches(patch: Node, rendered: Rendered) -> Iterator[Finding]:
    """A patch that steps into a container which the component does not have."""
    path = patch.text("path")
    found = CONTAINER.search(path.value) if path is not None else None
    if path is not None and found is not None and found[1] != rendered.container:
        yield Finding(
            at=path.part(*found.span(1)),
            message=f"the patch matches nothing: the container is called {rendered.container}",
            help="use the name that istioctl manifest generate shows",
        )


CONTAINER = re.compile(r"spec\.template\.spec\.containers\.?\[name:([^\]]+)\]\.?[^.]")


def lost(at: Node, why: str) -> Finding:
    """An overlay without its object."""
    return Finding(
        at=at,
        message=f"the overlay matches nothing: {why}",
        help="use the name that istioctl manifest generate shows",
    )
