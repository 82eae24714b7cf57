"""A workload or a Telemetry resource traces more requests than the baseline allows.

`randomSamplingPercentage` of a Telemetry resource is the rate that counts wherever the
resource applies; where it sets none, the `proxy.istio.io/config` annotation of a pod beats
what the mesh sets (in some early patches of 1.16 to 1.19 no rate there meant 0). Both are
percentages from 0 to 100.

In the experience behind the baseline each sidecar concerned needs 400 to 600MB more memory
at 100%, and the collector has to keep up with all of the traffic.

The baseline allows 10% at most, 5% in production, 0.1% for high-traffic services, and
anything in development.

What to do:
  Lower the percentage; to debug a single workload use a Telemetry resource with a
  selector and take it away again.

Symptoms: performance degrades, sidecar memory near its limit, OOMKilled sidecars

Baseline: C2, D2
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    TELEMETRY,
    WORKLOADS,
    Context,
    Example,
    Finding,
    Node,
    Resource,
    Severity,
    kinds,
    rule,
)
from istiolint.rules.api.baseline import Sampling, sampling_help, sampling_message
from istiolint.rules.api.telemetry import rates, rendered_rate
from istiolint.rules.api.values import is_of_type

EXAMPLES = [
    Example(
        "A Telemetry resource for the whole mesh traces everything",
        """
        apiVersion: telemetry.istio.io/v1
        kind: Telemetry
        metadata: {name: mesh-default, namespace: istio-system}
        spec:
          tracing:
          - randomSamplingPercentage: 100.00
        #                             ^^^^^^ 100% of requests are sampled; the baseline allows 10% at most
        """,
    ),
    Example(
        "istiod as it is rendered: of a variable that is written twice the last counts",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: istiod, namespace: istio-system}
        spec:
          template:
            spec:
              containers:
              - name: discovery
                env:
                - {name: PILOT_TRACE_SAMPLING, value: "1"}
                - {name: PILOT_TRACE_SAMPLING, value: "50"}
        #                                             ^^^^ 50% of requests are sampled; the baseline allows 10% at most
        ---
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: istiod-a}, spec: {template: {spec: {containers: [{name: discovery, env: [{name: PILOT_TRACE_SAMPLING, value: much}]}]}}}}
        ---
        {apiVersion: telemetry.istio.io/v1, kind: Telemetry, metadata: {name: a}, spec: {tracing: [{randomSamplingPercentage: most}]}}
        ---
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: istiod-b}, spec: {template: {spec: {containers: [{name: discovery, env: [{name: A, value: "50"}]}]}}}}
        """,
    ),
    Example(
        "A pod template with an annotation",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: reviews}
        spec:
          template:
            metadata:
              annotations:
                proxy.istio.io/config: |
                  tracing:
                    sampling: 30
        #                     ^^ 30% of requests are sampled; the baseline allows 10% at most
        """,
    ),
    Example(
        "In high-traffic environments one in a thousand is enough",
        """
        apiVersion: telemetry.istio.io/v1
        kind: Telemetry
        metadata: {name: checkout, namespace: shop}
        spec:
          selector: {matchLabels: {app: checkout}}
          tracing:
          - providers: [{name: otel}]
            randomSamplingPercentage: 1
        #                             ^ 1% of requests are sampled; the baseline for high-traffic services allows 0.1% at most
        """,
        settings={"environment": "high-traffic"},
    ),
    Example(
        "One percent is within the baseline, and a disabled report has no rate",
        """
        apiVersion: telemetry.istio.io/v1
        kind: Telemetry
        metadata: {name: mesh-default, namespace: istio-system}
        spec:
          tracing:
          - randomSamplingPercentage: 1
          - disableSpanReporting: true
            randomSamplingPercentage: 100
        """,
    ),
    Example(
        "An annotation without a sampling rate",
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: reviews
          annotations:
            proxy.istio.io/config: '{"concurrency": 2}'
        spec: {containers: []}
        """,
    ),
]


@rule(kinds(TELEMETRY, *WORKLOADS), Severity.WARNING, EXAMPLES, options=Sampling)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Judge each rate that is written."""
    for rate, percent in percentages(resource):
        verdict = context.options.verdict(percent, context.environment)
        if verdict is not None:
            yield Finding(
                at=rate,
                message=sampling_message(percent, verdict),
                help=sampling_help(percent),
                severity=verdict.severity,
            )


def percentages(resource: Resource) -> Iterator[tuple[Node, float]]:
    """The rates that can be read; that of a variable is a text."""
    for rate in rates(resource):
        if isinstance(rate.meaning, int | float) and not isinstance(rate.meaning, bool):
            yield rate, rate.meaning
    variable = rendered_rate(resource)
    if variable is not None and is_of_type(variable.value, "float"):
        yield variable, float(variable.value)
