"""A variable of a plugin has a value of its own and is to have that of the host.

With `valueFrom: HOST` a variable has the value that it has in the proxy's container, and so none
of its own. istiod's webhook rejects the object, and from 1.23 on the API server, to which an empty
value is one too.

What to do:
  Leave out `value`, or `valueFrom: HOST`.

Symptoms: value may only be set when valueFrom is INLINE
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    CEL_SINCE,
    TRAFFIC_EXTENSION,
    WASM_PLUGIN,
    Context,
    Example,
    Finding,
    Resource,
    Severity,
    kinds,
    rejected,
    rule,
)

EXAMPLES = [
    Example(
        "Two values",
        """
        apiVersion: extensions.istio.io/v1alpha1
        kind: WasmPlugin
        metadata: {name: filter}
        spec:
          url: oci://registry.example.com/filter:1.0
          vmConfig:
            env:
            - {name: REGION, valueFrom: HOST, value: eu}
        #                                     ^^^^^ "REGION" has the value that the proxy's container has, and none of its own
        """,
    ),
    Example(
        "The newer kind",
        """
        apiVersion: extensions.istio.io/v1alpha1
        kind: TrafficExtension
        metadata: {name: filter}
        spec:
          wasm:
            url: oci://registry.example.com/filter:1.0
            vmConfig: {env: [{name: REGION, valueFrom: HOST, value: eu}]}
        #                                                    ^^^^^ "REGION" has the value that the proxy's container has, and none of its own
        """,
        releases="1.30..",
    ),
    Example(
        "An empty value, which the API server alone minds",
        """
        apiVersion: extensions.istio.io/v1alpha1
        kind: WasmPlugin
        metadata: {name: filter}
        spec: {url: "oci://registry.example.com/filter:1.0", vmConfig: {env: [{name: REGION, valueFrom: HOST, value: ""}]}}
        #                                                                                                     ^^^^^ "REGION" has the value that the proxy's container has, and none of its own
        """,
        releases="1.23..",
    ),
    Example(
        "The same where the webhook is alone",
        """
        apiVersion: extensions.istio.io/v1alpha1
        kind: WasmPlugin
        metadata: {name: filter}
        spec: {url: "oci://registry.example.com/filter:1.0", vmConfig: {env: [{name: REGION, valueFrom: HOST, value: ""}]}}
        """,
        releases="1.16..1.22",
    ),
    Example(
        "One value",
        """
        apiVersion: extensions.istio.io/v1alpha1
        kind: WasmPlugin
        metadata: {name: filter}
        spec:
          url: oci://registry.example.com/filter:1.0
          vmConfig:
            env:
            - {name: A, valueFrom: HOST}
            - {name: B, valueFrom: INLINE, value: eu}
            - {name: C, value: eu}
            - {name: D, valueFrom: "${FROM}", value: eu}
        """,
    ),
]


@rule(kinds(TRAFFIC_EXTENSION, WASM_PLUGIN), Severity.ERROR, EXAMPLES)
def check(resource: Resource, context: Context) -> Iterator[Finding]:
    """Look at the variables of the plugin."""
    inside = ("wasm",) if resource.kind == TRAFFIC_EXTENSION else ()
    for variable in resource.root.items("spec", *inside, "vmConfig", "env"):
        source, value = variable.text("valueFrom"), variable.scalar("value")
        name = variable.text("name")
        if source is None or source.value != "HOST" or value is None:
            continue
        if value.value or context.release.minor >= CEL_SINCE:
            yield rejected(
                value.key or value,
                f'"{name.value if name is not None else "it"}" has the value that the '
                "proxy's container has, and none of its own",
            )
