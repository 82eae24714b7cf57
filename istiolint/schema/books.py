"""The shapes that trees of fields have to fit: resources, mesh config, values of charts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from istiolint.releases import NEWEST
from istiolint.schema.embedding import KUBERNETES
from istiolint.schema.facets import Schema, named
from istiolint.schema.fault import Reader
from istiolint.schema.formats import OF_MESH, PORTS
from istiolint.schema.objects import OF_OPERATOR, formats_of, object_schema
from istiolint.schema.projection import outline, project
from istiolint.schema.replacements import DEAD, DEPRECATED, FAILING, PROMISED, dead
from istiolint.schema.shape import Book, Shape
from istiolint.schema.store import load
from istiolint.schema.timeline import keys_of
from istiolint.settings import NOTHING
from istiolint.syntax.tape import Path

_CHANGES = "x-istio-changes"

_OVERRULED = "global.trustDomain"
"""What a template of istiod reads, but mesh config always has the last word on."""

WITH_MESH = ("istiod", "istiod-remote")
"""Charts whose values hold mesh config, which has a schema of its own."""

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
    if version not in merged["x-istio-versions"]:
        return None
    reader = Reader.ISTIOCTL if group == OF_OPERATOR else Reader.API_SERVER
    formats, deprecated = formats_of(group, kind), DEPRECATED.get(kind, NOTHING)
    book = Book(merged, minor, reader, deprecated=deprecated, formats=formats)
    return book.shape(object_schema(group, merged, version, minor))


@cache
def kubernetes(group: str, kind: str, version: str) -> Shape | None:
    """What an object of Kubernetes may hold, or a patch of one; ``None`` of unknown kinds.

    What lies in a Secret is not looked at, so that nothing is ever said of it.
    """
    whole = load(KUBERNETES)
    name = whole["x-istio-kinds"].get(group, {}).get(kind, {}).get(version)
    if name is None:
        return None
    book = Book({"x-istio-patch": True}, NEWEST.minor, Reader.KUBERNETES)
    said = whole["$defs"][name]
    # What it is found by needs no second look, and what is secret must not get a first one.
    properties = {**said["properties"], "apiVersion": {}, "kind": {}}
    if kind == "Secret":
        properties |= {"data": {}, "stringData": {}}
    return book.shape({**said, "properties": properties, "required": []})


@cache
def mesh(name: str, minor: int) -> Shape:
    """``MeshConfig``, ``ProxyConfig`` or ``MeshNetworks``."""
    merged = mesh_schema(name)
    return Book(
        merged, minor, Reader.ISTIOD, deprecated=DEPRECATED.get(name, NOTHING), formats=OF_MESH
    ).shape(merged)


def mesh_schema(name: str) -> Schema:
    """The schema of all releases of a part of mesh config."""
    return _as_acted_on(load(f"mesh/{name}.json"), PROMISED.get(name, NOTHING))


def _as_acted_on(merged: Schema, promised: Mapping[str, Mapping[str, int]]) -> Schema:
    """A schema whose words are there from the release on that acts on them."""
    if not promised:
        return merged
    said = merged["$defs"]
    changed = {
        name: {
            **said[name],
            "x-istio-enum": {
                **said[name]["x-istio-enum"],
                **{word: [[first, None]] for word, first in words.items()},
            },
        }
        for name, words in promised.items()
    }
    return {**merged, "$defs": {**said, **changed}}


@cache
def istioctl_values(minor: int) -> Shape:
    """What ``istioctl`` takes in ``spec.values`` of an IstioOperator."""
    merged = load("values/istioctl.json")
    root = merged
    for path in DEAD:
        if dead(path, minor) is not None:
            root = _marked(root, merged["$defs"], path, minor)
    return Book(merged, minor, Reader.ISTIOCTL, formats=PORTS).shape(root)


def _marked(
    schema: Schema, definitions: Mapping[str, Schema], path: str, minor: int, depth: int = 0
) -> Schema:
    """A copy of a schema in which a key that nothing reads is marked; itself without the key."""
    while "$ref" in (said := outline(schema, minor)):
        others = {key: each for key, each in schema.items() if key not in ("$ref", _CHANGES)}
        schema = {**definitions[said["$ref"].rpartition("/")[2]], **others}
    keys, properties = keys_of(path), schema.get("properties", {})
    key = named(keys[depth], properties)
    if key is None:
        return schema
    inner = properties[key]
    if depth + 1 < len(keys):
        inner = _marked(inner, definitions, path, minor, depth + 1)
    else:
        inner = {**inner, "x-istio-dead": path}
    return {**schema, "properties": {**properties, key: inner}}


@cache
def chart_values(chart: str, minor: int) -> Shape | None:
    """The keys that a chart has a use for; ``None`` of one that the release does not have."""
    keys = typed_keys(chart, minor)
    if keys is None:
        return None
    return Book(load(f"settings/{chart}.json"), minor, Reader.HELM, formats=PORTS).shape(keys)


def typed_keys(chart: str, minor: int) -> Schema | None:
    """The schema of the keys of a chart, with the types of Kubernetes that some of them hold."""
    root = chart_schema(chart, minor)
    if root is None:
        return None
    from istiolint.schema.typed import typed

    return typed(root, load(f"settings/{chart}.json"), minor)


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
    from istiolint.schema.typed import with_both, with_texts

    properties = with_texts(merged["properties"])
    if chart in WITH_MESH:
        # The templates read some of mesh config, and istiod gets all of it.
        properties["meshConfig"] = {"x-istio-default-type": "object"}
    legacy = LEGACY.get(chart) if minor >= FLAT_SINCE else None
    if legacy is not None:
        flat = {key: each for key, each in properties.items() if key not in (legacy, "global")}
        below = {**properties[legacy], "x-istio-releases": [[16, None]]}
        properties[legacy] = with_both(below, flat, minor)
    root: Schema = {"properties": {**_OF_ALL_CHARTS, **properties}}
    for path in (_OVERRULED, *(path for path, since in FAILING.items() if since <= minor)):
        root = _marked(root, {}, path, minor)
    return root


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
