"""The keys of a chart with the types of what they hold.

What a chart knows is told by the keys that it has and reads; what may be there is told by
the schema of its values, where it is a type of Kubernetes that a template hands on.
"""

from __future__ import annotations

from collections.abc import Mapping

from istiolint.schema.embedding import KUBERNETES
from istiolint.schema.facets import Schema
from istiolint.schema.projection import outline

_TEXT_MAPS = frozenset(
    (
        "nodeSelector",
        "podAnnotations",
        "serviceAnnotations",
        ("service", "annotations"),
        ("serviceAccount", "annotations"),
    )
)
"""Maps in values whose entries templates copy into objects, where only strings may be."""

_RELEASES = "x-istio-releases"
_TEXT = {"type": "string"}
_NOTES = ("x-istio-releases", "x-istio-dead")


def typed(keys: Schema, settings: Schema, minor: int) -> Schema:
    """The keys of a chart in release 1.``minor``, where ``settings`` tells more of them."""
    return _typed(keys, settings, settings.get("$defs", {}), minor)


def _typed(keys: Schema, settings: Schema, definitions: Mapping[str, Schema], minor: int) -> Schema:
    if "properties" not in keys:
        return keys
    known = _now(settings, minor).get("properties", {})
    properties = {
        key: _one(each, known[key], definitions, minor) if key in known else each
        for key, each in keys["properties"].items()
    }
    return {**keys, "properties": properties}


def _one(key: Schema, said: Schema, definitions: Mapping[str, Schema], minor: int) -> Schema:
    """What a key may hold: a type or a word of Kubernetes, or what was known of it before.

    A template leaves out the word that is empty.
    """
    schema = _now(said, minor)
    while "$ref" in schema and not schema["$ref"].startswith(KUBERNETES):
        schema = _now(definitions[schema["$ref"].rpartition("/")[2]], minor)
    notes = {note: key[note] for note in _NOTES if note in key}
    if "$ref" in schema:
        return {"$ref": schema["$ref"], **notes}
    items = schema.get("items")
    if items and _now(items, minor).get("$ref", "").startswith(KUBERNETES):
        return {"type": "array", "items": items, **notes}
    if "" in schema.get("enum", ()) and schema.get("x-istio-read"):
        return {**key, "enum": schema["enum"]}
    return _typed(key, schema, definitions, minor)


def _now(schema: Schema, minor: int) -> Schema:
    """A schema in a release, which only some have to be searched for; keys know their own."""
    return outline(schema, minor) if "x-istio-changes" in schema else schema


def with_texts(properties: Mapping[str, Schema], above: str = "") -> dict[str, Schema]:
    """The keys of a chart, with the maps that reach the API server as they are written."""
    found: dict[str, Schema] = {}
    for key, each in properties.items():
        inner = each
        if "properties" in each:
            inner = {**each, "properties": with_texts(each["properties"], key)}
        if key in _TEXT_MAPS or (above, key) in _TEXT_MAPS:
            inner = {**inner, "additionalProperties": _TEXT}
        found[key] = inner
    return found


def with_both(legacy: Schema, flat: Mapping[str, Schema], minor: int) -> Schema:
    """The schema below a legacy key, which takes what the root of the chart takes as well."""
    now = outline({"properties": flat}, minor)["properties"]
    before = legacy.get("properties", {})
    both = {key: _at_both(each, flat[key]) for key, each in before.items() if key in flat}
    known = {**before, **both, **now}
    for key, each in now.items():
        old = before.get(key, {})
        if "properties" in old and "properties" in each:
            known[key] = {
                **each,
                "properties": with_both(old, each["properties"], minor)["properties"],
            }
    return {**legacy, "properties": known}


def _at_both(legacy: Schema, flat: Schema) -> Schema:
    """What was a key below a legacy key, with all times at which it was a key at the root."""
    spans = [*legacy.get(_RELEASES, ()), *flat.get(_RELEASES, ())]
    return {**legacy, _RELEASES: spans} if _RELEASES in legacy else legacy
