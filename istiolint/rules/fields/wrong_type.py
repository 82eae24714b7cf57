"""A value is not of the type that its field has.

A mapping where a list belongs, a number in quotes, a text without them that YAML takes for
something else. YAML 1.1, which Kubernetes and Helm read, has traps: `on`, `off`, `yes`, `no`
and `y` are booleans, `010` is eight, `1e3` a number, and a label such as `version: 1.10`
is the number 1.1. Labels, annotations and proxy metadata take nothing but strings.

The API server rejects the object, istioctl the file. istiod drops the whole mesh
config for one value of the wrong type; the injector refuses the pod for one in its
annotation. Helm takes anything, and templates make of it what they can: `"false"`
in quotes counts as true. Where the chart itself has a number or a text, quotes do no harm, but a list or
a mapping does: ports to be left out are one text, `"80,81"`, and an image is a name.

What to do:
  Write a value of the type that the message names. Quotes make a string of anything.

Symptoms: cannot unmarshal number into Go struct field, expected string got integer, mesh config ignored
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Fix, Node, Severity, fault, rule
from istiolint.rules.api.edits import quote, replace
from istiolint.rules.api.fields import (
    Fault,
    Reader,
    actual,
    cost_of_wrong,
    place,
    sentence,
    severity_of_wrong,
    types,
)

EXAMPLES = [
    Example(
        "A version that is a number",
        """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: reviews}
        spec:
          host: reviews
          subsets:
          - name: old
            labels: {version: 1.10}
        #                     ^^^^ spec.subsets[0].labels.version of DestinationRule must be a string, not the number 1.1
        """,
        fixed="""
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: reviews}
        spec:
          host: reviews
          subsets:
          - name: old
            labels: {version: "1.10"}
        """,
    ),
    Example(
        "One number costs all of the mesh config",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          meshConfig:
            defaultConfig:
              proxyMetadata:
                ISTIO_META_DNS_CAPTURE: true
        #                               ^^^^ defaultConfig.proxyMetadata.ISTIO_META_DNS_CAPTURE of mesh config must be a string, not true
        """,
    ),
    Example(
        "A number in quotes",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: [reviews]
          http:
          - route:
            - destination: {host: reviews}
              weight: "100"
        #             ^^^^^ spec.http[0].route[0].weight of VirtualService must be a whole number, not "100"
        """,
        fixed="""
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: [reviews]
          http:
          - route:
            - destination: {host: reviews}
              weight: 100
        """,
    ),
    Example(
        "A word in quotes is always true to a template",
        """
        # istiolint: chart=istiod
        telemetry:
          enabled: "false"
        #          ^^^^^^^ telemetry.enabled of the istiod chart must be true or false, not "false"
        """,
        fixed="""
        # istiolint: chart=istiod
        telemetry:
          enabled: false
        """,
    ),
    Example(
        "What templates print",
        """
        # istiolint: chart=istiod
        image: {repository: registry.example.com/pilot, tag: "1.30.3"}
        #^^^^ image of the istiod chart must be a single value, not a mapping
        autoscaleMin: "2"
        global:
          proxy: {excludeInboundPorts: [8081, 8082], includeInboundPorts: "8080,8081"}
        #         ^^^^^^^^^^^^^^^^^^^ global.proxy.excludeInboundPorts of the istiod chart must be a single value, not a list
        """,
        releases="1.24..",
    ),
    Example(
        "Argo CD hands parameters to --set",
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: edge, namespace: argocd}
        spec:
          destination: {namespace: istio-ingress}
          source:
            repoURL: https://istio-release.storage.googleapis.com/charts
            chart: gateway
            targetRevision: 1.30.3
            helm:
              parameters:
              - name: service.annotations.example\\.com/internal
                value: "true"
        #              ^^^^^^ service.annotations["example.com/internal"] of the gateway chart must be a string, and as with --set, true is not
              - name: podAnnotations.example\\.com/paged
                value: "true"
                forceString: true
        """,
    ),
    Example(
        "What another program fills in",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: ${HOSTS}
          http:
          - route:
            - destination: {host: reviews}
              weight: ${WEIGHT}
        """,
    ),
]

_TRAPS = frozenset(
    each
    for word in ("y", "yes", "on", "n", "no", "off")
    for each in (word, word.capitalize(), word.upper())
)


@rule(
    fault("wrong-type"),
    Severity.ERROR,
    EXAMPLES,
    yields_to=[
        "annotation-not-a-string",
        "argo-parameter-type",
        "environment-variable-malformed",
        "environment-variable-not-a-string",
        "environment-variable-unrenderable",
    ],
)
def check(found: Fault, _: Context) -> Iterator[Finding]:
    """Report values whose type is not that of their field."""
    node = found.at
    if found.keyword == "parameter":
        yield _parameter(found)
        return
    is_switch = found.input.reader is Reader.HELM and found.expected == {"boolean"}
    if is_switch and node.is_scalar and node.value == "true":
        return
    yield Finding(
        (node.key or node) if not node.is_scalar else node,
        f"{place(found)} must be {types(found.expected)}, not {actual(found)}",
        help=sentence(_trap(node), cost_of_wrong(found)),
        severity=severity_of_wrong(found),
        fix=_fix(found),
    )


def _parameter(found: Fault) -> Finding:
    """What is set one by one is typed by Helm, quotes or not."""
    is_copied = "string" in found.expected
    value = found.at.value
    return Finding(
        found.at,
        f"{place(found)} must be {types(found.expected)}, and as with --set, {value} is not",
        help=sentence(
            "add forceString: true (Argo CD), or give it in values, in quotes" if is_copied else "",
            cost_of_wrong(found),
        ),
        severity=severity_of_wrong(found),
    )


def _trap(node: Node) -> str:
    if not node.is_scalar or isinstance(node.meaning, str):
        return ""
    if node.value in _TRAPS:
        return f"YAML 1.1 takes {node.value} without quotes for {str(node.meaning).lower()}"
    if str(node.meaning).lower() != node.value.lower():
        return f"YAML 1.1 takes {node.value} without quotes for {node.meaning}"
    return ""


def _fix(found: Fault) -> Fix | None:
    """Quotes around what should be a string; none around what is a number or a boolean."""
    node, expected = found.at, found.expected
    # Quotes do not change what a tag says, nor give a duration its unit.
    has_form = "string" in expected and "x-istio-format" in found.notes
    if not node.is_scalar or node.row in node.tape.tags or has_form:
        return None
    if "string" in expected:
        edit = quote(node)
        return Fix("Put it in quotes", (edit,), safe=True) if edit is not None else None
    value = _unquoted(node.value, expected)
    edit = replace(node, value) if value is not None else None
    # To a template, the word in quotes has a meaning, if not the one that was meant.
    safe = found.input.reader is not Reader.HELM
    return Fix("Write it without quotes", (edit,), safe=safe) if edit is not None else None


def _unquoted(text: str, expected: frozenset[str]) -> bool | int | None:
    if "boolean" in expected:
        return {"true": True, "false": False}.get(text)
    is_plain = re.fullmatch("-?(0|[1-9][0-9]{0,17})", text) is not None  # fits into 64 bits
    return int(text) if is_plain and {"integer", "number"} & expected else None
