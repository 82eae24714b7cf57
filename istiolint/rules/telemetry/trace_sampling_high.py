"""The mesh traces more of its requests than the production baseline allows.

Every sampled request is recorded by each proxy on its way and sent to the collector. In
the experience behind the baseline a sidecar then needs 400 to 600MB more memory at 100%, and
the collector has to keep up with the whole traffic.

The number is a percentage from 0 to 100 in every place, never a fraction: 0.1 is one
request in a thousand. A sampling rate in `meshConfig.defaultConfig.tracing` beats
`pilot.traceSampling`; the `randomSamplingPercentage` of a Telemetry resource beats both.
Since 1.22 a rate alone produces no traces: there must be a provider as well, in a Telemetry
resource, `defaultProviders`, `global.proxy.tracer` or below `defaultConfig.tracing`.

The baseline allows 10% at most, 5% in production, 0.1% for high-traffic services, and
anything in development.

What to do:
  Set `pilot.traceSampling` (or the sampling of `meshConfig.defaultConfig.tracing`) to
  between 1 and 5 and raise it for single workloads with a Telemetry resource.

Symptoms: performance degrades, sidecar memory near its limit, OOMKilled sidecars,
latency grows

Baseline: C2, D2
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.baseline import Sampling, sampling_help, sampling_message
from istiolint.rules.api.installs import Install, Origin, Setting

EXAMPLES = [
    Example(
        "Everything is traced",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          values:
            pilot:
              traceSampling: 100
        #                    ^^^ 100% of requests are sampled; the baseline allows 10% at most
        """,
    ),
    Example(
        "Mesh config in Helm values beats `traceSampling`",
        """
        meshConfig:
          defaultConfig:
            tracing:
              sampling: 50.0
        #               ^^^^ 50% of requests are sampled; the baseline allows 10% at most
        pilot:
          traceSampling: 100
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "The flat layout of the istiod chart",
        """
        global: {istioNamespace: istio-system}
        traceSampling: 20
        #              ^^ 20% of requests are sampled; the baseline allows 10% at most
        """,
        path="istiod-values.yaml",
        releases="1.24..1.31",
    ),
    Example(
        "A variable in the components of an IstioOperator beats the chart's own",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          components:
            pilot:
              k8s:
                env:
                - name: PILOT_TRACE_SAMPLING
                  value: "75"
        #                ^^^^ 75% of requests are sampled; the baseline allows 10% at most
        """,
    ),
    Example(
        "The demo profile traces everything",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          profile: demo
        #          ^^^^ 100% of requests are sampled (from the profile); the baseline allows 10% at most
        """,
    ),
    Example(
        "Mesh config in the ConfigMap that istiod reads",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio, namespace: istio-system}
        data:
          mesh: |
            defaultConfig:
              tracing:
                sampling: 90
        #                 ^^ 90% of requests are sampled; the baseline allows 10% at most
        """,
    ),
    Example(
        "Between 5 and 10 is advice as long as no environment is named",
        """
        pilot:
          traceSampling: 8
        #                ^ 8% of requests are sampled; the baseline for production allows 5% at most
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "0.1 is far below the baseline",
        """
        pilot:
          traceSampling: 0.1
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "Staging may use 10%",
        """
        pilot:
          traceSampling: 10
        """,
        path="istiod-values.yaml",
        settings={"environment": "staging"},
    ),
    Example(
        "Development may trace everything",
        """
        pilot:
          traceSampling: 100
        """,
        path="istiod-values.yaml",
        settings={"environment": "development"},
    ),
    Example(
        "The chart's own variable comes after `pilot.env` and wins",
        """
        pilot:
          env:
            PILOT_TRACE_SAMPLING: "100"
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "With `traceSampling: 0` the chart writes none of its own",
        """
        pilot:
          traceSampling: 0
          env:
            PILOT_TRACE_SAMPLING: "100"
        #                         ^^^^^ 100% of requests are sampled; the baseline allows 10% at most
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "Up to 1.23 istioctl patches what values say under `pilot.env`",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          values:
            pilot:
              env: {PILOT_TRACE_SAMPLING: "60"}
        #                                 ^^^^ 60% of requests are sampled; the baseline allows 10% at most
        """,
        releases="1.16..1.23",
    ),
    Example(
        "Other charts than istiod's do not read it",
        """
        # istiolint: chart=istio-ingress
        meshConfig:
          defaultConfig:
            tracing:
              sampling: 100
        """,
        path="values.yaml",
    ),
]


@rule(
    install(
        "pilot.traceSampling",
        "pilot.env.PILOT_TRACE_SAMPLING",
        "meshConfig.defaultConfig.tracing.sampling",
    ),
    Severity.WARNING,
    EXAMPLES,
    options=Sampling,
)
def check(install: Install, context: Context) -> Iterator[Finding]:
    """Judge the rate that reaches a proxy which no Telemetry resource is about."""
    sampling = effective(install)
    if sampling.number is None or not install.is_control_plane:
        return
    verdict = context.options.verdict(sampling.number, context.environment)
    if verdict is not None:
        where = " (from the profile)" if sampling.origin is Origin.PROFILE else ""
        yield Finding(
            at=sampling.at,
            message=sampling_message(sampling.number, verdict, where),
            help=sampling_help(sampling.number),
            severity=verdict.severity,
            setting=sampling,
        )


def effective(install: Install) -> Setting:
    """The setting that decides: ProxyConfig unless it is 0, then istiod's variable.

    The chart writes the variable itself, unless `traceSampling` is nothing to its template,
    and its entry comes last. A patch comes later still.
    """
    config = install.setting("meshConfig.defaultConfig.tracing.sampling")
    if config.value not in (None, 0):
        return config
    variable = install.setting("pilot.env.PILOT_TRACE_SAMPLING")
    rate = install.setting("pilot.traceSampling")
    is_left = variable.is_patch or (rate.value in (None, 0, "") and not variable.is_absent)
    return variable if is_left else rate
