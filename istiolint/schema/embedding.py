"""References to types of Kubernetes, which are in a file of their own.

A schema names that file in its reference, as from the folder of all schemas::

    "$ref": "kubernetes.json#/$defs/core.v1.EnvVar"
    "x-istio-patch": true                              beside it: the value is a patch

A patch changes an object that is there, so that nothing need be in it but the keys by which
the items of a list are found.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from istiolint.schema.store import load

Schema = Mapping[str, Any]

KUBERNETES = "kubernetes.json"
"""The file of the types and kinds of Kubernetes."""

PATCH = "patch."
"""What the name of a type begins with where values are patches."""

_HERE = "#/$defs/"
_THERE = KUBERNETES + _HERE


def embedded(schema: Schema) -> Schema:
    """A schema with the types of Kubernetes that it refers to among its own definitions."""
    used: dict[str, None] = {}
    found: dict[str, Any] = _inside(schema, _THERE, "", used)
    if not used:
        return found
    known: Mapping[str, Schema] = load(KUBERNETES)["$defs"]
    types: dict[str, Schema] = {}
    while used:
        name = next(iter(used))
        del used[name]
        if name not in types:
            types[name] = _type(known[name.removeprefix(PATCH)], name, used)
    return {**found, "$defs": {**found.get("$defs", {}), **types}}


def _type(schema: Schema, name: str, used: dict[str, None]) -> Schema:
    """A type of Kubernetes, or what a patch of it may be."""
    if not name.startswith(PATCH):
        found: dict[str, Any] = _inside(schema, _HERE, "", used)
        return found
    found = _inside(schema, _HERE, PATCH, used)
    return {**found, "required": found.get("x-istio-merge-keys", [])}


def _inside(part: Any, home: str, prefix: str, used: dict[str, None]) -> Any:
    """A part of a schema whose references to ``home`` point to definitions of its own.

    Notes in ``used`` which these are.
    """
    if isinstance(part, list):
        return [_inside(each, home, prefix, used) for each in part]
    if not isinstance(part, dict):
        return part
    found = {keyword: _inside(value, home, prefix, used) for keyword, value in part.items()}
    reference = part.get("$ref")
    if isinstance(reference, str) and reference.startswith(home):
        name = (PATCH if "x-istio-patch" in part else prefix) + reference.removeprefix(home)
        used[name] = None
        found["$ref"] = _HERE + name
    return found
