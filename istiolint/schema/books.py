"""The shapes that trees of fields have to fit: resources, mesh config, values of charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from istiolint.schema.facets import Schema
from istiolint.schema.fault import Reader
from istiolint.schema.formats import FORMATS, RE2
from istiolint.schema.projection import outline, project
from istiolint.schema.replacements import DEAD, DEPRECATED, dead
from istiolint.schema.shape import Book, Shape
from istiolint.schema.store import load
from istiolint.schema.timeline import keys_of
from istiolint.settings import NOTHING
from istiolint.syntax.tape import Path

_CHANGES = "x-istio-changes"
_TEXT = {"type": "string"}
_TEXTS = {"type": "object", "additionalProperties": {"type": "string"}}

METADATA: Mapping[str, Any] = {
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

_OVERRULED = "global.trustDomain"
"""What a template of istiod reads, but mesh config always has the last word on."""

SHARED_CHARTS = ("istiod", "base", "cni", "ztunnel")
"""Charts that one values file is often written for together."""

FLAT_SINCE = 24
"""From this minor release on, the charts of istiod and the CNI take their keys at the root."""

LEGACY = {"istiod": "pilot", "cni": "cni"}
"""The key below which such a chart takes all of its keys as well, as it did before."""

_OF_ALL_CHARTS: Mapping[str, Any] = {
    "_internal_defaults_do_not_set": {},
    "defaults": {},
    "compatibilityVersion": {},
    "defaultRevision": {},
    "enabled": {},
    "global": {},
    "ownerName": {},
    "platform": {},
    "profile": {},
    "revision": {},
    "revisionTags": {},
    "tags": {},
}
"""Keys that any chart of Istio, or Helm itself, takes at the root."""


@cache
def resource(group: str, kind: str, version: str, minor: int) -> Shape | None:
    """What a version of a resource may hold; ``None`` if there is no schema of it."""
    try:
        merged = load(f"kinds/{group}/{kind}.json")
    except OSError:
        return None
    said = merged["x-istio-versions"].get(version)
    if said is None:
        return None
    is_operator = group == "install.istio.io"
    reader = Reader.ISTIOCTL if is_operator else Reader.API_SERVER
    formats = FORMATS.get(kind, NOTHING) if group.endswith(".istio.io") else NOTHING
    book = Book(merged, minor, reader, deprecated=DEPRECATED.get(kind, NOTHING), formats=formats)
    return book.shape(_whole(book.resolved(said["schema"])[0], is_operator=is_operator))


def _whole(schema: Mapping[str, Any], *, is_operator: bool) -> dict[str, Any]:
    """The schema of a resource with what all objects have; nobody checks their status."""
    properties = {
        **schema.get("properties", {}),
        "apiVersion": _TEXT,
        "kind": _TEXT,
        "metadata": {} if is_operator else METADATA,
    }
    if is_operator:
        properties["status"] = {"x-istio-releases": [[16, 23]]}
    elif "status" in properties or "spec" in properties:
        properties["status"] = {}
    return {**schema, "properties": properties, "additionalProperties": False, "type": "object"}


@cache
def mesh(name: str, minor: int) -> Shape:
    """``MeshConfig``, ``ProxyConfig`` or ``MeshNetworks``."""
    merged = load(f"mesh/{name}.json")
    return Book(
        merged, minor, Reader.ISTIOD, deprecated=DEPRECATED.get(name, NOTHING), formats=RE2
    ).shape(merged)


@cache
def istioctl_values(minor: int) -> Shape:
    """What ``istioctl`` takes in ``spec.values`` of an IstioOperator."""
    merged = load("values/istioctl.json")
    root = merged
    for path in DEAD:
        if dead(path, minor) is not None:
            root = _marked(root, merged["$defs"], keys_of(path), minor)
    return Book(merged, minor, Reader.ISTIOCTL).shape(root)


def _marked(
    schema: Schema, definitions: Mapping[str, Schema], path: Sequence[str], minor: int
) -> Schema:
    """A copy of a schema in which a key that nothing reads is marked; itself without the key."""
    while "$ref" in (said := outline(schema, minor)):
        others = {key: each for key, each in schema.items() if key not in ("$ref", _CHANGES)}
        schema = {**definitions[said["$ref"].rpartition("/")[2]], **others}
    key, *below = path
    properties = schema.get("properties", {})
    if key not in properties:
        return schema
    inner = properties[key]
    inner = _marked(inner, definitions, below, minor) if below else {**inner, "x-istio-dead": True}
    return {**schema, "properties": {**properties, key: inner}}


@cache
def chart_values(chart: str, minor: int) -> Shape | None:
    """The keys that a chart has a use for; ``None`` of one that the release does not have."""
    root = chart_schema(chart, minor)
    return Book({}, minor, Reader.HELM).shape(root) if root is not None else None


@cache
def values_schema(chart: str, minor: int) -> Shape | None:
    """The ``values.schema.json`` that a chart of the release brings, if it does."""
    if chart != "gateway":
        return None
    merged = load("values/gateway.json")
    return Book(merged, minor, Reader.CHART_SCHEMA).shape(merged)


def chart_schema(chart: str, minor: int) -> Schema | None:
    """The merged schema of the keys of a chart, with those that are marked as read by nobody."""
    try:
        merged = load(f"keys/{chart}.json")
    except OSError:
        return None
    if project({**merged, "properties": {}}, minor) is None:
        return None
    properties = _with_texts(merged["properties"])
    legacy = LEGACY.get(chart) if minor >= FLAT_SINCE else None
    if legacy is not None:
        flat = {key: each for key, each in properties.items() if key not in (legacy, "global")}
        below = {**properties[legacy], "x-istio-releases": [[16, None]]}
        properties[legacy] = _both(below, flat, minor)
    root: Schema = {"properties": {**_OF_ALL_CHARTS, **properties}}
    return _marked(root, {}, keys_of(_OVERRULED), minor)


def _with_texts(properties: Mapping[str, Schema], above: str = "") -> dict[str, Schema]:
    """The keys of a chart, with the maps that reach the API server as they are written."""
    found: dict[str, Schema] = {}
    for key, each in properties.items():
        inner = each
        if "properties" in each:
            inner = {**each, "properties": _with_texts(each["properties"], key)}
        if key in _TEXT_MAPS or (above, key) in _TEXT_MAPS:
            inner = {**inner, "additionalProperties": _TEXT}
        found[key] = inner
    return found


def _both(legacy: Schema, flat: Mapping[str, Schema], minor: int) -> Schema:
    """The schema below a legacy key, which takes what the root of the chart takes as well."""
    now = outline({"properties": flat}, minor)["properties"]
    known = {**legacy.get("properties", {}), **now}
    for key, each in now.items():
        old = legacy.get("properties", {}).get(key, {})
        if "properties" in old and "properties" in each:
            known[key] = {**each, "properties": _both(old, each["properties"], minor)["properties"]}
    return {**legacy, "properties": known}


def is_known_to_another(path: Path, chart: str, minor: int) -> bool:
    """Whether one of the charts that values files are shared with has the key."""
    others = [other for other in SHARED_CHARTS if other != chart]
    if len(path) == 1:
        return any(path[0] in load(f"keys/{other}.json")["properties"] for other in others)
    return any(_has(load(f"keys/{other}.json"), path, minor) for other in others)


def _has(schema: Schema, path: Path, minor: int) -> bool:
    here: Schema | None = schema
    for step in path:
        here = outline(here, minor).get("properties", {}).get(step) if here is not None else None
    return here is not None
