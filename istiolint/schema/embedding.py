"""Types of Kubernetes, which are in a file of their own, brought along in other schemas.

A schema names that file in its references, as from the folder of all schemas, and says at
its top which types these are::

    "$ref": "kubernetes.json#/$defs/core.v1.EnvVar"
    "x-istio-embeds": ["core.v1.EnvVar"]
    "x-istio-patch": true                              all of them change objects that are there

In a patch nothing need be there but the keys by which the items of a list are found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from istiolint.schema.store import load

Schema = Mapping[str, Any]

KUBERNETES = "kubernetes.json"
"""The file of the types and kinds of Kubernetes."""


def embeds(schema: Schema) -> dict[str, Schema]:
    """The types of Kubernetes that a schema, of any release, brings along."""
    is_patch = "x-istio-patch" in schema
    names = types(schema.get("x-istio-embeds", ()))
    return {name: type_of(name, is_patch=is_patch) for name in names}


def type_of(name: str, *, is_patch: bool) -> Schema:
    """One type of Kubernetes, with references to others; as an object, or a patch of it.

    ``KeyError`` if there is none of that name.
    """
    found: Schema = load(KUBERNETES)["$defs"][name]
    return _patch(found) if is_patch else found


def types(names: Iterable[str]) -> dict[str, Schema]:
    """Types of Kubernetes, with all that they are made of."""
    known: Mapping[str, Schema] = load(KUBERNETES)["$defs"]
    waiting = list(names)
    found: dict[str, Schema] = {}
    for name in waiting:
        if name not in found:
            found[name] = known[name]
            waiting += known[name].get("x-istio-uses", ())
    return found


def inside(part: Any) -> Any:
    """A part of a schema whose references to types of Kubernetes point to its own."""
    if isinstance(part, list):
        return [inside(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        keyword: local(value) if keyword == "$ref" else inside(value)
        for keyword, value in part.items()
    }


def local(reference: Any) -> Any:
    """A reference to a type of Kubernetes as one to the definitions of the same schema."""
    return reference.removeprefix(KUBERNETES) if isinstance(reference, str) else inside(reference)


def _patch(schema: Schema) -> Schema:
    """What a patch of a type must have."""
    if "required" not in schema:
        return schema
    return {**schema, "required": schema.get("x-istio-merge-keys", [])}
