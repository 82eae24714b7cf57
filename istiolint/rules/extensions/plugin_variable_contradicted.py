"""A variable of a plugin has a value of its own and is to have that of the host.

With `valueFrom: HOST` a variable has the value that it has in the proxy's container, and so none
of its own. The API server rejects the object.

What to do:
  Leave out `value`, or `valueFrom: HOST`.

Symptoms: value may only be set when valueFrom is INLINE
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    TRAFFIC_EXTENSION,
    WASM_PLUGIN,
    Context,
    Example,
    Finding,
    Resource,
    Severity,
    kinds,
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
        releases="1.31..",
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
def check(resource: Resource, _context: Context) -> Iterator[Finding]:
    """Look at the variables of the plugin."""
    inside = ("wasm",) if resource.kind == TRAFFIC_EXTENSION else ()
    for variable in resource.root.items("spec", *inside, "vmConfig", "env"):
        source, value = variable.text("valueFrom"), variable.scalar("value")
        name = variable.text("name")
        if source is not None and source.value == "HOST" and value is not None:
            yield Finding(
                at=value.key or value,
                message=f'"{name.value if name is not None else "it"}" has the value that the '
                "proxy's container has, and none of its own",
                help="the API server rejects the object",
            )
