"""What a resource may hold as a whole: what its CRD says, and what all objects have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from istiolint.schema.facets import Schema
from istiolint.schema.formats import FORMATS
from istiolint.schema.projection import Definitions
from istiolint.settings import NOTHING

OF_OPERATOR = "install.istio.io"
"""The group of the one kind that is a file for istioctl, and no object of the API server."""

_TEXT = {"type": "string"}
_TEXTS = {"type": "object", "additionalProperties": {"type": "string"}}

_METADATA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "annotations": _TEXTS,
        "clusterName": {},
        "creationTimestamp": {},
        "deletionGracePeriodSeconds": {},
        "deletionTimestamp": {},
        "finalizers": {"type": "array", "items": _TEXT},
        "generateName": _TEXT,
        "generation": {},
        "labels": _TEXTS,
        "managedFields": {},
        "name": _TEXT,
        "namespace": _TEXT,
        "ownerReferences": {"type": "array"},
        "resourceVersion": {},
        "selfLink": {},
        "uid": {},
    },
}


def formats_of(group: str, kind: str) -> Mapping[str, str]:
    """The formats of the texts in a resource, by their keys, that its schema does not tell."""
    return FORMATS.get(kind, NOTHING) if group.endswith(".istio.io") else NOTHING


def object_schema(group: str, merged: Schema, version: str, minor: int) -> Schema:
    """The schema of all releases of a version of a resource, with what all objects have."""
    said = merged["x-istio-versions"][version]["schema"]
    whole = Definitions(merged, minor).resolved(said)[0]
    return _whole(whole, is_operator=group == OF_OPERATOR)


def _whole(schema: Mapping[str, Any], *, is_operator: bool) -> dict[str, Any]:
    """The schema of a resource with what all objects have; nobody checks their status."""
    properties = {
        **schema.get("properties", {}),
        "apiVersion": _TEXT,
        "kind": _TEXT,
        "metadata": {} if is_operator else _METADATA,
    }
    if is_operator:
        properties["status"] = {"x-istio-releases": [[16, 23]]}
    elif "status" in properties or "spec" in properties:
        properties["status"] = {}
    return {**schema, "properties": properties, "additionalProperties": False, "type": "object"}
