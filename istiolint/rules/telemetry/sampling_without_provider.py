"""A sampling rate is set, but nothing names a tracing provider.

Up to 1.21 proxies sent traces to zipkin.istio-system unless told otherwise. Since 1.22 there is
no such default: a rate alone produces no traces. A provider has to be named in a Telemetry
resource, in `meshConfig.defaultProviders.tracing`, as `global.proxy.tracer`, or below
`meshConfig.defaultConfig.tracing`.

A Telemetry resource can only name what `meshConfig.extensionProviders` has, so where that has
anything that may take traces nothing is reported.

What to do:
  Define a provider in `meshConfig.extensionProviders` and name it in a Telemetry resource,
  or remove the sampling rate.

Symptoms: no traces after the upgrade to 1.22, tracing backend stays empty

Baseline: C2
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import Context, Example, Finding, Release, Severity, install, rule
from istiolint.rules.api.installs import Install

EXAMPLES = [
    Example(
        "A rate and nothing to send traces to",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          values:
            pilot:
              traceSampling: 5
        #                    ^ a sampling rate has no effect: nothing names a tracing provider, which is needed since 1.22
        """,
        releases="1.22..1.31",
    ),
    Example(
        "Up to 1.21 there is a default",
        "pilot: {traceSampling: 5}",
        path="istiod-values.yaml",
        releases="1.16..1.21",
    ),
    Example(
        "A provider that a Telemetry resource may name",
        """
        pilot: {traceSampling: 5}
        meshConfig:
          extensionProviders:
          - {name: otel, opentelemetry: {service: collector.observability.svc.cluster.local, port: 4317}}
        """,
        path="istiod-values.yaml",
    ),
    Example(
        "A tracer of the old sort, in either place",
        """
        # file: a/istiod-values.yaml
        pilot: {traceSampling: 5}
        global: {proxy: {tracer: zipkin}}
        # file: b/istiod-values.yaml
        meshConfig: {defaultConfig: {tracing: {sampling: 5, zipkin: {address: "zipkin:9411"}}}}
        """,
    ),
    Example(
        "Nobody set a rate",
        "pilot: {autoscaleMin: 2}",
        path="istiod-values.yaml",
    ),
]

RATES = ("pilot.traceSampling", "meshConfig.defaultConfig.tracing.sampling")
SINCE = Release(22)
NO_TRACES = frozenset(
    ("envoyFileAccessLog", "envoyExtAuthzHttp", "envoyExtAuthzGrpc", "prometheus")
)


@rule(
    install(
        *RATES,
        "global.proxy.tracer",
        "meshConfig.defaultProviders.tracing",
        "meshConfig.defaultConfig.tracing",
        "meshConfig.extensionProviders",
    ),
    Severity.INFO,
    EXAMPLES,
    yields_to=["sampling-is-no-fraction", "trace-sampling-high"],
)
def check(install: Install, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one signature
    """Report the rate that was set where no place names a provider."""
    rates = [install.setting(path) for path in RATES]
    written = next((each for each in rates if each.is_written and each.number), None)
    has_provider = names_provider(install)
    if written is None or has_provider or install.target.minor < SINCE.minor:
        return
    yield Finding(
        at=written.at,
        message="a sampling rate has no effect: nothing names a tracing provider, which is "
        "needed since 1.22",
        help="define an extension provider and name it in a Telemetry resource",
        setting=written,
    )


def names_provider(install: Install) -> bool:
    """Whether there may be a provider, by any of the places that can name one."""
    tracer = install.setting("global.proxy.tracer")
    named = install.setting("meshConfig.defaultProviders.tracing")
    inner = install.setting("meshConfig.defaultConfig.tracing").value
    providers = install.setting("meshConfig.extensionProviders").value
    by_proxy_config = inner if isinstance(inner, dict) else {} if inner is None else {"?": inner}
    listed = providers if isinstance(providers, list) else [providers] if providers else []
    return (
        tracer.value not in (None, "", "none")
        or bool(named.value)
        or bool(by_proxy_config.keys() - {"sampling", "customTags", "maxPathTagLength"})
        or any(may_trace(each) for each in listed)
    )


def may_trace(provider: object) -> bool:
    """Whether an extension provider may take traces."""
    return not isinstance(provider, dict) or not NO_TRACES.intersection(provider)
