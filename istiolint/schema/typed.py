"""The keys of a chart with the types of what they hold.

What a chart knows is told by the keys that it has and reads; what may be there is told by
the schema of its values, where it is a type of Kubernetes that a template hands on.
"""

from __future__ import annotations

from collections.abc import Mapping

from istiolint.schema.embedding import KUBERNETES
from istiolint.schema.facets import Schema
from istiolint.schema.projection import outline

_NOTES = ("x-istio-releases", "x-istio-dead")


def typed(keys: Schema, settings: Schema, minor: int) -> Schema:
    """The keys of a chart in release 1.``minor``, where ``settings`` tells more of them."""
    return _typed(keys, settings, settings.get("$defs", {}), minor)


def _typed(keys: Schema, settings: Schema, definitions: Mapping[str, Schema], minor: int) -> Schema:
    if "properties" not in keys:
        return keys
    known = outline(settings, minor).get("properties", {})
    properties = {
        key: _one(each, known[key], definitions, minor) if key in known else each
        for key, each in keys["properties"].items()
    }
    return {**keys, "properties": properties}


def _one(key: Schema, said: Schema, definitions: Mapping[str, Schema], minor: int) -> Schema:
    """What a key may hold: a type of Kubernetes, or what was known of it before."""
    schema = outline(said, minor)
    while "$ref" in schema and not schema["$ref"].startswith(KUBERNETES):
        schema = outline(definitions[schema["$ref"].rpartition("/")[2]], minor)
    notes = {note: key[note] for note in _NOTES if note in key}
    if "$ref" in schema:
        return {"$ref": schema["$ref"], **notes}
    items = schema.get("items")
    if items and outline(items, minor).get("$ref", "").startswith(KUBERNETES):
        return {"type": "array", "items": items, **notes}
    return _typed(key, schema, definitions, minor)
