"""Two documents that are deployed together describe the same object.

`kubectl apply` and GitOps tools apply both, one after the other, and the last one wins
without a word; which one is last depends on the order of files. Kustomize refuses to
build at all.

Documents are deployed together when they stand in the same file, among the resources of one
kustomization, or in paths that a `scopes` entry of the configuration lists together. Files
in sibling folders, or alternatives side by side in one folder, are usually environments or
choices, and are not compared.

What to do:
  Remove one of the two, or give it another name or namespace.

Symptoms: configuration not applied, changes are reverted
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Group, Severity, group, label_on, rule

EXAMPLES = [
    Example(
        "The same VirtualService twice in one file, in two versions of the API",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews, namespace: shop}
        #                ~~~~~~~ the other one
        spec: {hosts: [reviews]}
        ---
        apiVersion: networking.istio.io/v1beta1
        kind: VirtualService
        metadata: {name: reviews, namespace: shop}
        #                ^^^^^^^ VirtualService "reviews" is described twice
        spec: {hosts: [reviews]}
        """,
    ),
    Example(
        "One name in two namespaces, and for two kinds",
        """
        apiVersion: v1
        kind: Service
        metadata: {name: reviews, namespace: shop}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: reviews, namespace: test}
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: reviews, namespace: test}
        """,
    ),
    Example(
        "Two environments",
        """
        # file: prod/reviews.yaml
        apiVersion: v1
        kind: Service
        metadata: {name: reviews}
        # file: staging/reviews.yaml
        apiVersion: v1
        kind: Service
        metadata: {name: reviews}
        """,
    ),
    Example(
        "Two resources of one kustomization",
        """
        # file: base/kustomization.yaml
        resources: [one.yaml, two.yaml]
        # file: base/one.yaml
        apiVersion: v1
        kind: Service
        metadata: {name: reviews}
        # file: base/two.yaml
        apiVersion: v1
        kind: Service
        metadata: {name: reviews}
        #                ^^^^^^^ Service "reviews" is described twice
        """,
    ),
    Example(
        "The API server makes up the names",
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {generateName: check-}
        ---
        apiVersion: batch/v1
        kind: Job
        metadata: {generateName: check-}
        """,
    ),
]


@rule(group("object"), Severity.ERROR, EXAMPLES)
def check(group: Group, context: Context) -> Iterator[Finding]:
    """Compare each object with the first one it is deployed together with."""
    for number, later in enumerate(group.members):
        for earlier in group.members[:number]:
            if context.project.deployed_together(earlier, later):
                yield Finding(
                    at=later.at,
                    message=f'{later.kind.name} "{later.name}" is described twice',
                    related=[label_on(earlier, "the other one")],
                )
                break
