"""The value of an annotation or a label is a boolean or a number, and only strings are allowed.

All values of annotations and labels are strings to Kubernetes. Without quotes YAML takes
`true` for a boolean and `15020` for a number, and the API server refuses the object.

The charts print annotations from their values as they come, so the same holds there. A
parameter of Argo CD, like `--set` of Helm, has its type guessed whatever quotes are around
it: the text `true` is a boolean unless `forceString: true` stands beside it.

What to do:
  Put the value into quotes; give a parameter `forceString: true`.

Symptoms: cannot unmarshal bool into Go struct field ObjectMeta.metadata.annotations of type string,
pods not created, sync failed

Baseline: D7
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from istiolint.rules.api import (
    ANNOTATED,
    GITOPS,
    Context,
    Edit,
    Entry,
    Example,
    Finding,
    Fix,
    Node,
    Resource,
    Severity,
    either,
    install,
    kinds,
    rule,
)
from istiolint.rules.api.annotations import ChartAnnotation, chart_annotations, owners
from istiolint.rules.api.edits import insert_after, quote
from istiolint.rules.api.installs import Install
from istiolint.rules.api.values import is_same_in_quotes

EXAMPLES = [
    Example(
        "A label and an annotation of a pod template",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: reviews}
        spec:
          template:
            metadata:
              labels:
                sidecar.istio.io/inject: true
        #                                ^^^^ the label "sidecar.istio.io/inject" is the boolean true, and only a string is allowed
              annotations:
                status.sidecar.istio.io/port: 15020
        #                                     ^^^^^ the annotation "status.sidecar.istio.io/port" is the number 15020, and only a string is allowed
        """,
        fixed="""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: reviews}
        spec:
          template:
            metadata:
              labels:
                sidecar.istio.io/inject: "true"
              annotations:
                status.sidecar.istio.io/port: "15020"
        """,
    ),
    Example(
        "One of Argo CD's parameters is typed like --set",
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: edge}
        spec:
          source:
            repoURL: https://istio-release.storage.googleapis.com/charts
            chart: gateway
            targetRevision: 1.30.3
            helm:
              parameters:
              - name: service.annotations.cloud\\.example\\.com/internal
                value: "true"
        #              ^^^^^^ the annotation "cloud.example.com/internal" becomes the boolean true, and only a string is allowed
              - {name: autoscaling.minReplicas, value: "2"}
              - {name: podAnnotations.team, value: edge}
        """,
        fixed="""
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: edge}
        spec:
          source:
            repoURL: https://istio-release.storage.googleapis.com/charts
            chart: gateway
            targetRevision: 1.30.3
            helm:
              parameters:
              - name: service.annotations.cloud\\.example\\.com/internal
                value: "true"
                forceString: true
              - {name: autoscaling.minReplicas, value: "2"}
              - {name: podAnnotations.team, value: edge}
        """,
    ),
    Example(
        "Values of charts",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: istio-ingress, namespace: istio-ingress}
        spec:
          chart: {spec: {chart: gateway, version: 1.30.3, sourceRef: {name: istio}}}
          values:
            service: {annotations: {cloud.example.com/weight: 10}}
        #                                                     ^^ the annotation "cloud.example.com/weight" becomes the number 10, and only a string is allowed
        ---
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          values:
            pilot: {podAnnotations: {example.com/backup: false}}
        #                                                ^^^^^ the annotation "example.com/backup" becomes the boolean false, and only a string is allowed
        """,
    ),
    Example(
        "Strings, and what is not known",
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          labels: {version: "1", zone: ${ZONE}, empty: }
          annotations: {example.com/flag: "true", example.com/count: '3'}
        ---
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: edge}
        spec:
          source:
            repoURL: https://istio-release.storage.googleapis.com/charts
            chart: gateway
            helm:
              parameters:
              - {name: podAnnotations.paged, value: "true", forceString: true}
              - {name: 'labels.critical', value: "true"}
        """,
    ),
]


@rule(
    either(
        install(
            "pilot.podAnnotations.*",
            "pilot.serviceAnnotations.*",
            "pilot.serviceAccountAnnotations.*",
        ),
        kinds(*ANNOTATED, *GITOPS),
    ),
    Severity.ERROR,
    EXAMPLES,
    yields_to=["argo-parameter-type"],
)
def check(subject: Install | Resource, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Look at what each value is taken for."""
    if isinstance(subject, Resource):
        for owner in owners(subject):
            for what, entries in (("annotation", owner.annotations()), ("label", owner.labels())):
                for entry in entries:
                    if is_typed(entry.value.meaning) and not entry.value.is_unknown:
                        yield in_object(entry, what)
    if isinstance(subject, Install) or subject.document.trees:
        for each in chart_annotations(subject):
            yield from in_values(each)


def in_object(entry: Entry, what: str) -> Finding:
    """An annotation or a label as it is applied."""
    node = entry.value
    return finding(f'the {what} "{entry.name}" is', node.meaning, node, quotes(node))


def in_values(annotation: ChartAnnotation) -> Iterator[Finding]:
    """An annotation as a template prints it."""
    if is_typed(annotation.value):
        start = f'the annotation "{annotation.name}" becomes'
        node = annotation.at
        edit = quotes(node) if is_typed(node.meaning) else forced(node)
        found = finding(start, annotation.value, node, edit)
        yield found._replace(setting=annotation.setting)


def finding(start: str, value: Any, node: Node, edit: Edit | None) -> Finding:
    """A value that is no string."""
    kind = "boolean" if isinstance(value, bool) else "number"
    title = "Force a string" if edit and "forceString" in edit.replacement else "Put it into quotes"
    return Finding(
        at=node,
        message=f"{start} the {kind} {node.value}, and only a string is allowed",
        help="set forceString: true beside it"
        if edit and "forceString" in edit.replacement
        else f'write "{str(value).lower()}" with the quotes',
        fix=Fix(title, (edit,), safe=True) if edit else None,
    )


def is_typed(value: Any) -> bool:
    """Whether a value is a boolean or a number."""
    return isinstance(value, bool | int | float)


def quotes(node: Node) -> Edit | None:
    """Quotes around a value, where they do not change what is meant."""
    return quote(node) if is_same_in_quotes(node) else None


def forced(node: Node) -> Edit | None:
    """``forceString`` beside the value of a parameter."""
    key = node.key
    return insert_after(Entry(key, node), "forceString", "true") if key is not None else None
