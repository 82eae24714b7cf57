"""A field or a word is gone from the release in use.

Fields go when what they configured goes. What is left of them is as good as
misspelt: kubectl and istioctl refuse it, Helm and istiod leave it out, and the setting
that once worked is gone without a word. A few settings make the chart of istiod fail, such as
`debug` of Stackdriver's tracing, which mesh config in a ConfigMap may still have.

What to do:
  Write what took its place, if the message names anything; else remove it.

Symptoms: unknown field after upgrade, istioctl upgrade fails, setting lost after upgrade
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Release, Severity, fault, rule
from istiolint.rules.api.edits import moving
from istiolint.rules.api.fields import (
    FAILS,
    Fault,
    cost_of_unknown,
    cost_of_wrong,
    place,
    sentence,
    severity_of_unknown,
    severity_of_wrong,
    shown,
)

EXAMPLES = [
    Example(
        "A field of earlier releases",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          tag: 1.30.3
          values:
            pilot:
              configNamespace: istio-config
        #     ^^^^^^^^^^^^^^^ Istio 1.30.3 has no field configNamespace in pilot of spec.values any more; 1.22 is the last that does
        """,
    ),
    Example(
        "A setting that mesh config has taken over",
        """
        # istiolint: chart=istiod
        global:
          proxy:
            accessLogFile: /dev/stdout
        #   ^^^^^^^^^^^^^ Istio has no field accessLogFile in global.proxy of the istiod chart any more
        """,
        fixed="""
        # istiolint: chart=istiod
        meshConfig:
          accessLogFile: /dev/stdout
        """,
    ),
    Example(
        "A setting that is a resource now",
        """
        # istiolint: chart=istiod
        global:
          mtls: {auto: true}
        # ^^^^ Istio has no field mtls in global of the istiod chart any more
        """,
    ),
    Example(
        "An IstioOperator has a field of its own for mesh config",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          values:
            global:
              outboundTrafficPolicy: {mode: REGISTRY_ONLY}
        #     ^^^^^^^^^^^^^^^^^^^^^ Istio has no field outboundTrafficPolicy in global of spec.values any more
              meshID: shop
        """,
        fixed="""
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          values:
            global:
              meshID: shop
          meshConfig:
            outboundTrafficPolicy: {mode: REGISTRY_ONLY}
        """,
    ),
    Example(
        "What took its place is there, or is of another type",
        """
        # istiolint: chart=istiod
        global:
          enableTracing: true
        # ^^^^^^^^^^^^^ Istio has no field enableTracing in global of the istiod chart any more
          proxy:
            envoyMetricsService: {enabled: true, host: metrics, port: 15000}
        #   ^^^^^^^^^^^^^^^^^^^ Istio has no field envoyMetricsService in global.proxy of the istiod chart any more
        meshConfig:
          enableTracing: false
        """,
    ),
    Example(
        "Mesh config among the values has the last word",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          values:
            global: {enableTracing: true, meshID: shop}
        #            ^^^^^^^^^^^^^ Istio has no field enableTracing in global of spec.values any more
            meshConfig: {enableTracing: false}
        """,
    ),
    Example(
        "The chart fails",
        """
        # istiolint: chart=istiod
        telemetry:
          v2:
            prometheus:
              configOverride: {}
        #     ^^^^^^^^^^^^^^ Istio 1.30 has no field configOverride in telemetry.v2.prometheus of the istiod chart any more; 1.20 is the last that does
        """,
        releases="1.30",
    ),
    Example(
        "The chart fails on what it read before",
        """
        # istiolint: chart=istiod
        global:
          tracer:
            stackdriver: {debug: true, maxNumberOfAttributes: null}
        #                 ^^^^^ Istio 1.30 has no field debug in global.tracer.stackdriver of the istiod chart any more; 1.23 is the last that does
        """,
        releases="1.30",
    ),
    Example(
        "The chart fails on what istiod itself still takes",
        """
        # istiolint: chart=istiod
        meshConfig:
          defaultConfig:
            tracing:
              stackdriver: {debug: true, maxNumberOfAttributes: null}
        #                   ^^^^^ the istiod chart of Istio 1.30 refuses debug in defaultConfig.tracing.stackdriver of mesh config; 1.23 is the last that does not
        """,
        releases="1.30",
    ),
    Example(
        "Through istioctl",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          meshConfig: {defaultConfig: {tracing: {stackdriver: {debug: false}}}}
        #                                                      ^^^^^ the istiod chart of Istio 1.24 refuses debug in defaultConfig.tracing.stackdriver of mesh config; 1.23 is the last that does not
        """,
        releases="1.24",
    ),
    Example(
        "istioctl refuses it",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          meshConfig: {defaultConfig: {tracing: {stackdriver: {debug: false}}}}
        #                                                      ^^^^^ Istio 1.23 has no field debug in defaultConfig.tracing.stackdriver of mesh config any more; 1.22 is the last that does
        """,
        releases="1.23",
    ),
    Example(
        "No chart reads the ConfigMap",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio, namespace: istio-system}
        data:
          mesh: "defaultConfig: {tracing: {stackdriver: {debug: true}}}"
        """,
    ),
    Example(
        "The chart only warns",
        "meshConfig: {defaultConfig: {tracing: {stackdriver: {debug: true}}}}",
        path="istiod-values.yaml",
        releases="1.16..1.23",
    ),
    Example(
        "The chart reads it",
        "global: {tracer: {stackdriver: {debug: true}}}",
        path="istiod-values.yaml",
        releases="1.16..1.23",
    ),
    Example(
        "The release still has it",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          tag: 1.22.8
          values:
            pilot:
              configNamespace: istio-config
        """,
    ),
]


@rule(fault("field-removed"), Severity.ERROR, EXAMPLES)
def check(found: Fault, _: Context) -> Iterator[Finding]:
    """Report what only earlier releases have."""
    is_word = found.keyword == "enum"
    what = (
        f"value {shown(found.at.meaning)} for {place(found)}"
        if is_word
        else f"field {found.name} in {place(found, above=True)}"
    )
    release = f"Istio {found.input.release}" if found.last else "Istio"
    end = f"; 1.{found.last} is the last that does" if found.last else ""
    instead = f"{found.suggestion} took its place" if found.suggestion else ""
    cost = cost_of_wrong(found) if is_word else cost_of_unknown(found)
    message = f"{release} has no {what} any more{end}"
    if found.keyword == FAILS:
        refused = f"refuses {found.name} in {place(found, above=True)}"
        end = f"1.{found.last} is the last that does not"
        message = f"the istiod chart of {release} {refused}; {end}"
    yield Finding(
        found.at,
        message,
        help=sentence(instead, cost),
        severity=severity_of_wrong(found) if is_word else severity_of_unknown(found),
        since=Release(found.since) if found.since else None,
        fix=moving(found, safe=False),
    )
