"""A selector has a wildcard, or a label without a name.

Selectors are compared with the labels of pods letter by letter: a `*` stands for itself, and
no label may have one in it. Nor is there a label without a name. The API server rejects the object.

What to do:
  Write the label out. For several workloads, give their pods a label in common; for all of a
  namespace, leave the selector out.

Symptoms: wildcard not allowed in label value match, wildcard is not supported in selector, key
must not be empty
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    AUTHORIZATION_POLICY,
    DESTINATION_RULE,
    ENVOY_FILTER,
    PEER_AUTHENTICATION,
    PROXY_CONFIG,
    REQUEST_AUTHENTICATION,
    SERVICE_ENTRY,
    SIDECAR,
    TELEMETRY,
    TRAFFIC_EXTENSION,
    WASM_PLUGIN,
    Context,
    Entry,
    Example,
    Finding,
    Node,
    Resource,
    Severity,
    kinds,
    rule,
)

EXAMPLES = [
    Example(
        "All versions of a workload, as one would wish",
        """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: ledger, namespace: shop}
        spec:
          selector:
            matchLabels:
              app: ledger-*
        #          ^^^^^^^^ a selector knows no wildcards: "ledger-*" is no value of a label
              "app*": x
        #     ^^^^^^ a selector knows no wildcards: "app*" is no name of a label
              "": x
        #     ^^ a label in a selector has no name
        """,
    ),
    Example(
        "Other kinds have their labels elsewhere",
        """
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: {name: ledger, namespace: shop}
        spec: {workloadSelector: {labels: {app: "*"}}, egress: [{hosts: ["./*"]}]}
        #                                       ^^^ a selector knows no wildcards: "*" is no value of a label
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: ledger, namespace: shop}
        spec: {host: "*.local", workloadSelector: {matchLabels: {app: "*"}}}
        #                                                             ^^^ a selector knows no wildcards: "*" is no value of a label
        """,
    ),
    Example(
        "Labels as they are",
        """
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: {name: ledger, namespace: shop}
        spec: {workloadSelector: {labels: {app: ledger, "${KEY}": "${VALUE}*"}}, egress: [{hosts: ["*/*"]}]}
        ---
        apiVersion: telemetry.istio.io/v1
        kind: Telemetry
        metadata: {name: ledger, namespace: shop}
        spec: {selector: {matchLabels: {example.com/app: "", "version": 5}}}
        """,
    ),
]

SELECTORS = (
    ("selector", "matchLabels"),
    ("workloadSelector", "labels"),
    ("workloadSelector", "matchLabels"),
)
"""Where the labels of a selector are in the spec, in one kind or another."""


@rule(
    kinds(
        AUTHORIZATION_POLICY,
        DESTINATION_RULE,
        ENVOY_FILTER,
        PEER_AUTHENTICATION,
        PROXY_CONFIG,
        REQUEST_AUTHENTICATION,
        SERVICE_ENTRY,
        SIDECAR,
        TELEMETRY,
        TRAFFIC_EXTENSION,
        WASM_PLUGIN,
    ),
    Severity.ERROR,
    EXAMPLES,
)
def check(resource: Resource, _context: Context) -> Iterator[Finding]:
    """Look at the names and values of each label."""
    for path in SELECTORS:
        for entry in resource.root.entries("spec", *path):
            yield from wrong(entry)


def wrong(entry: Entry) -> Iterator[Finding]:
    """What is wrong with a label."""
    if not entry.name:
        yield refused(entry.key, "a label in a selector has no name")
    for node, part in ((entry.key, "name"), (entry.value, "value")):
        if "*" in node.value and not node.is_unknown:
            message = f'a selector knows no wildcards: "{node.value}" is no {part} of a label'
            yield refused(node, message)


def refused(at: Node, message: str) -> Finding:
    """A finding about what the API server rejects."""
    return Finding(at=at, message=message, help="the API server rejects the object")
