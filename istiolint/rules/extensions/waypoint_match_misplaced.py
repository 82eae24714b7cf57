"""A patch matches waypoints by another context, or is for waypoints and matches none.

`match.waypoint` of an EnvoyFilter goes with `context: WAYPOINT`, and that context needs it: neither
is there without the other. The API server rejects the object.

What to do:
  Write both, an empty `waypoint: {}` for all there is in one, or neither.

Symptoms: only support waypointMatch when context is WAYPOINT
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.rules.api import (
    ENVOY_FILTER,
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
        "One without the other",
        """
        apiVersion: networking.istio.io/v1alpha3
        kind: EnvoyFilter
        metadata: {name: headers, namespace: shop}
        spec:
          configPatches:
          - applyTo: HTTP_FILTER
            match: {context: SIDECAR_INBOUND, waypoint: {portNumber: 80}}
        #                                     ^^^^^^^^ a match of waypoints needs the context WAYPOINT
            patch: {operation: REMOVE}
          - applyTo: HTTP_FILTER
            match: {waypoint: {portNumber: 80}}
        #           ^^^^^^^^ a match of waypoints needs the context WAYPOINT
            patch: {operation: REMOVE}
          - applyTo: HTTP_FILTER
            match: {context: WAYPOINT}
        #                    ^^^^^^^^ the context WAYPOINT needs a match of waypoints
            patch: {operation: REMOVE}
        """,
        releases="1.29..",
    ),
    Example(
        "Both, or neither",
        """
        apiVersion: networking.istio.io/v1alpha3
        kind: EnvoyFilter
        metadata: {name: headers, namespace: shop}
        spec:
          configPatches:
          - applyTo: HTTP_FILTER
            match: {context: WAYPOINT, waypoint: {portNumber: 80}}
            patch: {operation: REMOVE}
          - applyTo: HTTP_FILTER
            match: {context: GATEWAY, listener: {portNumber: 80}}
            patch: {operation: REMOVE}
          - applyTo: HTTP_FILTER
            match: {context: "${CONTEXT}", waypoint: {portNumber: 80}}
            patch: {operation: REMOVE}
          - applyTo: HTTP_FILTER
            patch: {operation: REMOVE}
        """,
        releases="1.29..",
    ),
]


@rule(
    kinds(ENVOY_FILTER),
    Severity.ERROR,
    EXAMPLES,
    yields_to=["field-not-yet", "unknown-value"],
)
def check(resource: Resource, _context: Context) -> Iterator[Finding]:
    """Compare the context of each match with whether it matches waypoints."""
    for patch in resource.root.items("spec", "configPatches"):
        context, waypoint = patch.scalar("match", "context"), patch.at("match", "waypoint")
        if context is not None and context.is_unknown:
            continue
        is_for_waypoints = context is not None and context.value == "WAYPOINT"
        if waypoint is not None and not is_for_waypoints and not waypoint.is_null:
            message = "a match of waypoints needs the context WAYPOINT"
            yield rejected(waypoint.key or waypoint, message)
        if context is not None and is_for_waypoints and waypoint is None:
            message = "the context WAYPOINT needs a match of waypoints"
            yield rejected(context, message, "; waypoint: {} matches all there is")
