"""istiod shares nodes with everything else.

A workload that uses up a node's memory or CPU takes istiod down with it, and what the mesh
needs most in an incident is gone with the incident. The production baseline runs the control
plane on nodes of its own.

What counts is that anything steers where istiod runs: `nodeSelector`, `affinity`, or
`tolerations` for the taint of dedicated nodes. In a rendered Deployment the toleration of
`cni.istio.io/not-ready`, which the chart adds by itself, is none of these. With
`environment: staging` or `development` the rule is silent.

What to do:
  Label and taint some nodes, and set `nodeSelector` and `tolerations` of istiod.

Symptoms: control plane evicted under node pressure, control plane restarts, performance degrades

Baseline: R8
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    DEPLOYMENT,
    Context,
    Example,
    Finding,
    Node,
    Resource,
    Severity,
    either,
    install,
    kinds,
    rule,
)
from istiolint.rules.api.baseline import is_production
from istiolint.rules.api.installs import Install
from istiolint.rules.api.workloads import istiod_container

EXAMPLES = [
    Example(
        "Nothing says where istiod runs",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            pilot: {k8s: {hpaSpec: {minReplicas: 2}}}
        #           ^^^ nothing steers istiod to nodes of its own; the baseline for production asks for it
        """,
    ),
    Example(
        "A node selector",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            pilot: {k8s: {nodeSelector: {pool: mesh}}}
        """,
    ),
    Example(
        "Tolerations for dedicated nodes",
        """
        pilot: {tolerations: [{key: dedicated, operator: Exists}]}
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "A rendered Deployment, and others with a selector, a toleration, or only a part of them",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: istiod, namespace: istio-system}
        #                ^^^^^^ nothing steers istiod to nodes of its own; the baseline for production asks for it
        spec: {template: {spec: {containers: [{name: discovery, image: pilot}], tolerations: [{key: cni.istio.io/not-ready, operator: Exists}]}}}
        ---
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: istiod-a}, spec: {template: {spec: {containers: [{name: discovery, image: pilot}], nodeSelector: {pool: mesh}}}}}
        ---
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: istiod-b}, spec: {template: {spec: {containers: [{name: discovery, image: pilot}], tolerations: [{operator: Exists}]}}}}
        ---
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: istiod-c}, spec: {template: {spec: {containers: [{name: discovery}]}}}}
        ---
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: orders}, spec: {template: {spec: {containers: [{name: app, image: a}]}}}}
        """,
    ),
    Example(
        "A remote cluster has no istiod",
        "{apiVersion: install.istio.io/v1alpha1, kind: IstioOperator, spec: {profile: remote}}",
    ),
    Example(
        "Not in development",
        "pilot: {autoscaleMin: 2}",
        path="istiod-values.yaml",
        settings={"environment": "development"},
    ),
]

STEERS = ("pilot.nodeSelector", "pilot.affinity", "pilot.tolerations")


@rule(either(install(*STEERS), kinds(DEPLOYMENT)), Severity.INFO, EXAMPLES)
def check(subject: Install | Resource, context: Context) -> Iterator[Finding]:
    """Report an install, or a Deployment, that sets none of what would steer istiod."""
    if not is_production(context.environment):
        return
    if isinstance(subject, Install):
        yield from in_install(subject)
    elif is_unsteered(subject):
        yield Finding(subject.at, MESSAGE, help=HELP)


def is_unsteered(deployment: Resource) -> bool:
    """Whether it is a whole Deployment of istiod whose pods may run anywhere."""
    container, pod = istiod_container(deployment), deployment.pod
    if container is None or pod is None or container.scalar("image") is None:
        return False
    steering = [pod.at("spec", "nodeSelector"), pod.at("spec", "affinity")]
    steering += [each for each in pod.items("spec", "tolerations") if not is_of_chart(each)]
    return all(each is None or (each.is_mapping and not list(each.entries())) for each in steering)


def is_of_chart(toleration: Node) -> bool:
    """Whether it is the toleration that the chart adds by itself."""
    key = toleration.text("key")
    return key is not None and key.value == "cni.istio.io/not-ready"


def in_install(install: Install) -> Iterator[Finding]:
    """An install of istiod without any of the settings."""
    if not install.deploys_istiod:
        return
    settings = [install.setting(path) for path in STEERS]
    if all(each.value in (None, {}, []) for each in settings):
        yield Finding(
            at=settings[0].at,
            message=MESSAGE,
            help=HELP,
            setting=settings[0],
        )


MESSAGE = "nothing steers istiod to nodes of its own; the baseline for production asks for it"
HELP = "set nodeSelector, affinity or tolerations of istiod"
