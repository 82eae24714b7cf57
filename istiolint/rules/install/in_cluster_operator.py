"""The in-cluster Istio operator is deployed, or an IstioOperator waits for it.

The operator that watched IstioOperator objects in the cluster was deprecated in 1.23 and
removed in 1.24: there is no image, no chart and no `istioctl operator` any more. A cluster
that still runs it cannot be upgraded beyond 1.23 that way, and an IstioOperator that is
applied with kubectl does nothing without it.

IstioOperator *files* are not deprecated: `istioctl install -f` and `istioctl manifest
generate -f` read them in every release.

What to do:
  Move to `istioctl install -f` with the same file, to Helm (`istioctl manifest translate`
  from 1.24 on writes the values), or to the Sail operator. Remove the operator before the
  upgrade, or it reverts what you do.

Symptoms: upgrade stuck at 1.23, ImagePullBackOff of istio-operator, no matches for kind
IstioOperator, configuration not applied, changes are reverted

Baseline: I1
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from istiolint.rules.api import (
    ARGO_APPLICATION,
    DEPLOYMENT,
    FLUX_HELM_RELEASE,
    Context,
    Example,
    Finding,
    Node,
    Release,
    Resource,
    Severity,
    kinds,
    rule,
)

EXAMPLES = [
    Example(
        "The operator's Deployment",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: istio-operator, namespace: istio-operator}
        spec:
          template:
            spec:
              containers:
              - name: istio-operator
                image: docker.io/istio/operator:1.22.3
        #              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the in-cluster operator is deprecated since 1.23 and gone since 1.24
        """,
    ),
    Example(
        "Its chart",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: operator, namespace: istio-operator}
        spec: {chart: {spec: {chart: istio-operator, version: 1.22.0}}}
        #                            ^^^^^^^^^^^^^^ the in-cluster operator is deprecated since 1.23 and gone since 1.24
        ---
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: operator}
        spec: {source: {chart: istio-operator, targetRevision: 1.22.0, repoURL: https://example.com}}
        #                      ^^^^^^^^^^^^^^ the in-cluster operator is deprecated since 1.23 and gone since 1.24
        """,
    ),
    Example(
        "Other operators, and istiod itself",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: sail-operator, namespace: sail-operator}
        spec:
          template:
            spec:
              containers:
              - {name: sail, image: quay.io/sail-dev/sail-operator:1.30}
              - {name: other, image: example.com/prometheus/operator:1.2.3}
              - {name: discovery, image: docker.io/istio/pilot:1.30.3}
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: istiod, namespace: istio-system}
        spec: {chart: {spec: {chart: istiod, version: 1.30.3}}}
        """,
    ),
]

MESSAGE = "the in-cluster operator is deprecated since 1.23 and gone since 1.24"
IMAGE = re.compile(r"(?:.*/)?istio(?:-release|-testing)?/operator(?:[:@].*)?")


@rule(
    kinds(DEPLOYMENT, FLUX_HELM_RELEASE, ARGO_APPLICATION),
    Severity.WARNING,
    EXAMPLES,
)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Look for the operator's image and chart."""
    is_gone = context.release_known and context.release.minor >= GONE.minor
    for node in found(resource):
        yield Finding(
            at=node,
            message=MESSAGE,
            help="use istioctl install, Helm or the Sail operator",
            severity=Severity.ERROR if is_gone else None,
        )


GONE = Release(24)


def found(resource: Resource) -> Iterator[Node]:
    """The images and charts that are the operator's."""
    if resource.kind == DEPLOYMENT:
        pod = resource.pod
        for container in pod.items("spec", "containers") if pod is not None else ():
            image = container.text("image")
            if image is not None and IMAGE.fullmatch(image.value):
                yield image
        return
    root = resource.root
    charts = [
        root.text("spec", "chart", "spec", "chart"),
        root.text("spec", "source", "chart"),
        *(each.text("chart") for each in root.items("spec", "sources")),
    ]
    yield from (each for each in charts if each is not None and each.value == "istio-operator")
