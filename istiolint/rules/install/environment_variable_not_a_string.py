"""The value of an environment variable is no string where only strings are allowed.

In the list of a container (and in an IstioOperator's `k8s.env`, which becomes one) the value
of a variable is a string; so are all values of proxy metadata. Without quotes `true` is a
boolean and `8080` a number for YAML. The API server then refuses the object, istioctl refuses
the IstioOperator, and istiod the mesh config or, for the annotation
`proxy.istio.io/config`, the pod.

Under `pilot.env` and the `env` of the other charts quotes are not needed, since the
templates write their own; only large numbers are (see environment-variable-malformed).

What to do:
  Put the value into quotes.

Symptoms: cannot unmarshal bool into Go struct field EnvVar.value of type string, pods not created,
configuration not applied

Baseline: C1, D3
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import VARIABLES, Context, Example, Finding, Fix, Resource, Severity, rule
from istiolint.rules.api.edits import quote
from istiolint.rules.api.installs import Install
from istiolint.rules.api.values import is_same_in_quotes
from istiolint.rules.api.variables import Style, variables

EXAMPLES = [
    Example(
        "A component of an IstioOperator",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            pilot:
              k8s:
                env:
                - name: PILOT_HTTP10
                  value: true
        #                ^^^^ the value of PILOT_HTTP10 is the boolean true, and only a string is allowed here
        """,
        fixed="""
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            pilot:
              k8s:
                env:
                - name: PILOT_HTTP10
                  value: "true"
        """,
    ),
    Example(
        "Proxy metadata, in mesh config and in an annotation",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          meshConfig:
            defaultConfig:
              proxyMetadata:
                ISTIO_META_DNS_CAPTURE: yes
        #                               ^^^ the value of ISTIO_META_DNS_CAPTURE is the boolean yes, and only a string is allowed here
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: edge
          annotations:
            proxy.istio.io/config: |
              proxyMetadata:
                ENVOY_STATUS_PORT: 15021
        #                          ^^^^^ the value of ENVOY_STATUS_PORT is the number 15021, and only a string is allowed here
        spec: {containers: []}
        """,
    ),
    Example(
        "A container of Istio's",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: edge}
        spec:
          template:
            spec:
              containers:
              - name: istio-proxy
                image: auto
                env:
                - {name: ISTIO_META_HTTP10, value: 1}
        #                                          ^ the value of ISTIO_META_HTTP10 is the number 1, and only a string is allowed here
                - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                - {name: EMPTY, value: }
        """,
    ),
    Example(
        "Charts put quotes around the values of their env",
        """
        pilot:
          env:
            PILOT_HTTP10: true
            PILOT_PUSH_THROTTLE: 20
        meshConfig:
          defaultConfig:
            proxyMetadata:
              ISTIO_META_DNS_CAPTURE: "true"
              SOME_FLAG: ${FLAG}
        """,
        path="istiod-values.yaml",
    ),
]


@rule(VARIABLES, Severity.ERROR, EXAMPLES)
def check(subject: Install | Resource, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Look at what YAML takes each value for."""
    for each in variables(subject):
        if each.style not in (Style.LIST, Style.METADATA) or each.node is None:
            continue
        meaning = each.node.meaning
        if each.node.is_unknown or not isinstance(meaning, bool | int | float):
            continue
        edit = quote(each.node) if is_same_in_quotes(each.node) else None
        kind = "boolean" if isinstance(meaning, bool) else "number"
        yield Finding(
            at=each.node,
            message=f"the value of {each.name} is the {kind} {each.node.value}, "
            "and only a string is allowed here",
            help=f'write "{str(meaning).lower()}" with the quotes',
            fix=Fix("Put it into quotes", (edit,), safe=True) if edit else None,
            setting=each.setting,
        )
