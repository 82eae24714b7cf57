"""A TrafficExtension says neither what to run in Wasm nor in Lua.

It needs one of `wasm` and `lua`. The API server rejects the object.

What to do:
  Write one of them.

Symptoms: exactly one of wasm or lua must be set
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    TRAFFIC_EXTENSION,
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
        "A place and no code",
        """
        apiVersion: extensions.istio.io/v1alpha1
        kind: TrafficExtension
        metadata: {name: headers}
        spec:
        #^^^ the extension has neither wasm nor lua
          phase: AUTHN
        """,
        releases="1.30..",
    ),
    Example(
        "Code",
        """
        apiVersion: extensions.istio.io/v1alpha1
        kind: TrafficExtension
        metadata: {name: headers}
        spec:
          lua: {inlineCode: "function envoy_on_request(handle) end"}
        ---
        apiVersion: extensions.istio.io/v1alpha1
        kind: TrafficExtension
        metadata: {name: filter}
        spec:
          wasm: {url: "oci://registry.example.com/filter:1.0"}
        ---
        apiVersion: extensions.istio.io/v1alpha1
        kind: TrafficExtension
        metadata: {name: later}
        spec: ${SPEC}
        """,
        releases="1.30..",
    ),
]


@rule(kinds(TRAFFIC_EXTENSION), Severity.ERROR, EXAMPLES)
def check(resource: Resource, _context: Context) -> Iterator[Finding]:
    """Look for either of the two."""
    spec = resource.root.at("spec")
    if spec is None or not spec.is_mapping:
        return
    code = [spec.at(each) for each in ("wasm", "lua")]
    if all(each is None or each.is_null for each in code):
        yield rejected(spec.key or spec, "the extension has neither wasm nor lua")
