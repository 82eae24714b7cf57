"""A sampling rate of 0 does not turn tracing off.

The chart writes the rate into istiod's environment only where it is not 0, and istiod's own
default is 1%. In mesh config a sampling rate of 0 cannot be told from one that is not set, so
`pilot.traceSampling` or that default counts. Either way 1% of requests are sampled.

From 1.22 on nothing is sent anywhere unless a provider is named; then 1% is what it gets. A
Telemetry resource takes 0 for what it says.

What to do:
  For no traces at all use a Telemetry resource with `disableSpanReporting: true`, or
  `randomSamplingPercentage: 0`; from 1.22 on naming no provider is enough.

Symptoms: traces although tracing was turned off, unexpected spans

Baseline: C2
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Severity, install, rule
from istiolint.rules.api.installs import Install

EXAMPLES = [
    Example(
        "The chart leaves a 0 out",
        """
        pilot:
          traceSampling: 0
        #                ^ 0 does not turn tracing off: istiod falls back to 1%
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "In mesh config it means that nothing is set",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          meshConfig:
            defaultConfig:
              tracing: {sampling: 0.0}
        #                         ^^^ 0 does not turn tracing off: pilot.traceSampling of 1% counts instead
        """,
    ),
    Example(
        "With `enableTracing: false` nothing is sampled",
        """
        pilot: {traceSampling: 0}
        meshConfig: {enableTracing: false}
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "Istiod's environment says 0 for itself, which counts where the chart leaves its own out",
        """
        pilot: {traceSampling: 0, env: {PILOT_TRACE_SAMPLING: "0"}}
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "As a text Helm takes it for something",
        'pilot: {traceSampling: "0"}',
        path="istiod-values.yaml",
    ),
    Example("Little is not nothing", "pilot: {traceSampling: 0.1}", path="istiod-values.yaml"),
]

RATE = "pilot.traceSampling"
IN_MESH_CONFIG = "meshConfig.defaultConfig.tracing.sampling"


@rule(
    install(RATE, IN_MESH_CONFIG, "pilot.env.PILOT_TRACE_SAMPLING", "meshConfig.enableTracing"),
    Severity.WARNING,
    EXAMPLES,
)
def check(install: Install, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Look for a written 0 where it means nothing."""
    rate, inner = install.setting(RATE), install.setting(IN_MESH_CONFIG)
    variable = install.setting("pilot.env.PILOT_TRACE_SAMPLING")
    if install.setting("meshConfig.enableTracing").flag is False or not variable.is_absent:
        return
    for setting in (rate, inner):
        value = setting.value
        if not setting.is_written or isinstance(value, str | bool) or value != 0:
            continue
        instead = "istiod falls back to 1%"
        if setting is inner and rate.number:
            instead = f"pilot.traceSampling of {rate.number:g}% counts instead"
        yield Finding(
            at=setting.at,
            message=f"0 does not turn tracing off: {instead}",
            help="use a Telemetry resource with disableSpanReporting: true",
            setting=setting,
        )
