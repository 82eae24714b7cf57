"""A tag of a metric is to be set to nothing, or removed with a value.

`tagOverrides` sets a tag to a `value`, which is the operation UPSERT and the default, or
takes it away with REMOVE, to which a value means nothing. istiod's webhook rejects the object; from
1.23 on the API server does too where the operation is written, and then even an empty value is one
too many beside REMOVE.

What to do:
  Write a value, which is an expression such as `request.host`, or `operation: REMOVE` without one.

Symptoms: value must be set when operation is UPSERT, tagOverrides.value must be set when operation is
UPSERT, tagOverrides.value may only be set when operation is UPSERT, value must not be set when operation is REMOVE
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    CEL_SINCE,
    TELEMETRY,
    Context,
    Entry,
    Example,
    Finding,
    Resource,
    Severity,
    kinds,
    rule,
)

EXAMPLES = [
    Example(
        "Neither the one nor the other",
        """
        apiVersion: telemetry.istio.io/v1
        kind: Telemetry
        metadata: {name: metrics, namespace: istio-system}
        spec:
          metrics:
          - overrides:
            - tagOverrides:
                request_method: {operation: REMOVE, value: request.method}
        #                                           ^^^^^ the tag "request_method" is removed, so that it has no value
                request_host: {operation: UPSERT}
        #       ^^^^^^^^^^^^ the tag "request_host" is set, but to no value
                request_path: {value: ""}
        #       ^^^^^^^^^^^^ the tag "request_path" is set, but to no value
                request_size: {}
        #       ^^^^^^^^^^^^ the tag "request_size" is set, but to no value
        """,
    ),
    Example(
        "An empty value is one to the API server, which looks since 1.23",
        """
        apiVersion: telemetry.istio.io/v1alpha1
        kind: Telemetry
        metadata: {name: metrics, namespace: istio-system}
        spec: {metrics: [{overrides: [{tagOverrides: {request_method: {operation: REMOVE, value: ""}}}]}]}
        #                                                                                 ^^^^^ the tag "request_method" is removed, so that it has no value
        """,
        releases="1.23..",
    ),
    Example(
        "And none to the webhook, which is alone before",
        """
        apiVersion: telemetry.istio.io/v1alpha1
        kind: Telemetry
        metadata: {name: metrics, namespace: istio-system}
        spec: {metrics: [{overrides: [{tagOverrides: {request_method: {operation: REMOVE, value: ""}}}]}]}
        """,
        releases="1.16..1.22",
    ),
    Example(
        "Set and removed",
        """
        apiVersion: telemetry.istio.io/v1
        kind: Telemetry
        metadata: {name: metrics, namespace: istio-system}
        spec:
          metrics:
          - providers: [{name: prometheus}]
            overrides:
            - match: {metric: REQUEST_COUNT}
              tagOverrides:
                a: {operation: REMOVE}
                b: {operation: UPSERT, value: request.host}
                c: {value: "'x'"}
                d: {operation: "${OPERATION}"}
                e: {value: "${VALUE}"}
                f: ${OVERRIDE}
            - disabled: true
        """,
    ),
]


@rule(kinds(TELEMETRY), Severity.ERROR, EXAMPLES)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Compare operation and value of each tag."""
    for metric in resource.root.items("spec", "metrics"):
        for override in metric.items("overrides"):
            for entry in override.entries("tagOverrides"):
                yield from wrong(entry, context.release.minor)


def wrong(entry: Entry, minor: int) -> Iterator[Finding]:
    """What is wrong with the override of one tag."""
    said, value = entry.value.scalar("operation"), entry.value.scalar("value")
    operation = "UPSERT" if said is None else said.value
    counts = value is not None and (bool(value.value) or minor >= CEL_SINCE)
    if operation == "REMOVE" and value is not None and counts:
        yield Finding(
            at=value.key or value,
            message=f'the tag "{entry.name}" is removed, so that it has no value',
            help="the object is rejected; leave the value out",
        )
    is_empty = value is None or (not value.value and value.is_scalar)
    if operation == "UPSERT" and is_empty and entry.value.is_mapping:
        yield Finding(
            at=entry.key,
            message=f'the tag "{entry.name}" is set, but to no value',
            help="the object is rejected; write a value, or remove the tag with operation: REMOVE",
        )
