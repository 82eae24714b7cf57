"""A kustomization applies an IstioOperator, which nothing in the cluster reads.

An IstioOperator is the input of istioctl. The operator that watched such objects in the cluster
is gone since 1.24, and its CRD is not installed since 1.21: where it is missing applying fails,
and with it the whole kustomization; where it is left over, the object is stored and changes to
it do nothing.

What to do:
  Take the file out of `resources` and run `istioctl install -f`, or render it with
  `istioctl manifest generate -f` and apply the result; or move to Helm or the Sail operator.

Symptoms: no matches for kind IstioOperator, configuration not applied, kustomization fails

Baseline: I1
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    ISTIO_OPERATOR,
    Context,
    Example,
    Finding,
    Release,
    Resource,
    Severity,
    kinds,
    rule,
)

EXAMPLES = [
    Example(
        "One of the resources",
        """
        # file: mesh/kustomization.yaml
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        resources: [operator.yaml]
        # file: mesh/operator.yaml
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        metadata: {name: mesh}
        #                ^^^^ a kustomization applies this IstioOperator: since 1.24 nothing in the cluster reads it
        spec: {profile: default}
        """,
        releases="1.24..1.31",
    ),
    Example(
        "The operator may be there",
        """
        # file: mesh/kustomization.yaml
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        resources: [operator.yaml]
        # file: mesh/operator.yaml
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        metadata: {name: mesh}
        spec: {profile: default}
        """,
        releases="1.16..1.23",
    ),
    Example(
        "A file for istioctl beside a kustomization",
        """
        # file: mesh/kustomization.yaml
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        resources: [other.yaml]
        # file: mesh/other.yaml
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        # file: mesh/operator.yaml
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        metadata: {name: mesh}
        spec: {profile: default}
        """,
    ),
]

GONE = Release(24)


@rule(kinds(ISTIO_OPERATOR), Severity.WARNING, EXAMPLES, releases="1.24..")
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Ask whether a kustomization has the file among its resources."""
    if context.project.is_listed(resource):
        yield Finding(
            at=resource.at,
            message="a kustomization applies this IstioOperator: since 1.24 nothing in the cluster "
            "reads it",
            help="run istioctl install -f, or apply what istioctl manifest generate renders",
            since=GONE,
        )
