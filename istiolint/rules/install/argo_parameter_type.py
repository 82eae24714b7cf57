"""A parameter of Argo CD loses its quotes where Kubernetes wants a text.

`helm.parameters` are handed to Helm as `--set`, which makes of `true`, `null` and whole numbers
what they look like, whatever quotes the Application has. Where the chart prints the value as it
is, into an annotation or a label, or into `proxyMetadata` of the mesh config, there is then a
boolean or a number, and the API server (or istiod) refuses the object.

Values in `valuesObject`, or in a values file, keep their quotes.

What to do:
  Add `forceString: true` to the parameter.

Symptoms: Argo CD sync fails, "cannot unmarshal bool into Go struct field ObjectMeta.annotations of
type string", "cannot unmarshal number", mesh config is not read
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from istiolint.rules.api import (
    ARGO_APPLICATION,
    ARGO_APPLICATION_SET,
    Context,
    Example,
    Finding,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.installs import Role

EXAMPLES = [
    Example(
        "An annotation of a gateway's Service",
        r"""
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: edge}
        spec:
          source:
            chart: gateway
            repoURL: https://istio-release.storage.googleapis.com/charts
            targetRevision: 1.29.1
            helm:
              parameters:
              - name: service.annotations.service\.beta\.kubernetes\.io/aws-load-balancer-internal
                value: "true"
        #              ^^^^^^ the text "true" becomes a boolean: forceString is missing
              - name: podAnnotations.rollout
                value: 42
        #              ^^ the text "42" becomes a number: forceString is missing
        """,
    ),
    Example(
        "In the template of an ApplicationSet",
        """
        apiVersion: argoproj.io/v1alpha1
        kind: ApplicationSet
        metadata: {name: mesh}
        spec:
          template:
            spec:
              source:
                chart: istiod
                repoURL: https://istio-release.storage.googleapis.com/charts
                helm:
                  parameters:
                  - name: meshConfig.defaultConfig.proxyMetadata.ISTIO_META_DNS_CAPTURE
                    value: "true"
        #                  ^^^^^^ the text "true" becomes a boolean: forceString is missing
        """,
    ),
    Example(
        "Forced, of another form, or where a boolean belongs",
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: edge}
        spec:
          source:
            chart: gateway
            repoURL: https://istio-release.storage.googleapis.com/charts
            targetRevision: 1.29.1
            helm:
              parameters:
              - {name: podAnnotations.a, value: "true", forceString: true}
              - {name: podAnnotations.b, value: nlb}
              - {name: podAnnotations.c, value: "${VALUE}"}
              - {name: podAnnotations.d, value: "1.5"}
              - {name: autoscaling.enabled, value: "true"}
              - {name: autoscaling.minReplicas, value: "2"}
              - {name: rbac.enabled}
        """,
    ),
    Example(
        "Charts of others may quote",
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: shop}
        spec:
          source:
            chart: shop
            repoURL: https://charts.example.com
            targetRevision: 1.0.0
            helm: {parameters: [{name: podAnnotations.a, value: "true"}]}
        """,
    ),
]

PRINTED = re.compile(r"(?:^|\.)(?:\w*[aA]nnotations|\w*[lL]abels|proxyMetadata)\.(?:\\.|[^\\])+$")
SET = re.compile(r"(?P<boolean>true|false)|(?P<null>null)|(?P<number>0|[-+]?[1-9]\d*)")


@rule(kinds(ARGO_APPLICATION, ARGO_APPLICATION_SET), Severity.ERROR, EXAMPLES)
def check(resource: Resource, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Look at the parameters for the charts of Istio."""
    for tree in resource.document.trees:
        for item in tree.root.items() if tree.role is Role.PARAMETERS else ():
            name, value = item.text("name"), item.text("value")
            forced = item.scalar("forceString")
            is_forced = forced is not None and forced.meaning is True
            if name is None or value is None or is_forced or not PRINTED.search(name.value):
                continue
            found = SET.fullmatch(value.value)
            if found is not None:
                what = {"boolean": "a boolean", "number": "a number", "null": "nothing"}
                yield Finding(
                    at=value,
                    message=f'the text "{value.value}" becomes {what[found.lastgroup or "null"]}: '
                    "forceString is missing",
                    help="add forceString: true to the parameter",
                )
