"""JSON Schemas for editors and validators: one release, standing on its own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from istiolint.schema.books import METADATA, chart_schema
from istiolint.schema.embedding import embeds
from istiolint.schema.facets import is_closed, types_of
from istiolint.schema.fault import Reader
from istiolint.schema.projection import MAPPINGS, project, served_versions
from istiolint.schema.store import load
from istiolint.schema.typed import typed

Schema = dict[str, Any]

CHARTS = ("base", "cni", "gateway", "istiod", "istiod-remote", "ztunnel")
MESH = ("MeshConfig", "MeshNetworks", "ProxyConfig")
OWN = "config"
"""The name of the schema of our own configuration."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_OURS = ("x-istio-", "x-kubernetes-")


_NUMBER = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
_FORMATS: Mapping[str, Schema] = {
    "duration": {"pattern": rf"^(?:0|[+-]?(?:{_NUMBER}(?:ns|us|[\u00b5\u03bc]s|ms|s|m|h))+)$"},
    "no-mere-wildcard": {"not": {"const": "*"}},
    "own-namespace": {"maxLength": 0},
    "port": {"minimum": 1, "maximum": 65535},
    "probe-scheme": {"enum": ["", "HTTP", "HTTPS"]},
    "web-url": {"pattern": "^[hH][tT][tT][pP][sS]?://"},
}
"""What formats of ours demand, as far as JSON Schema has words for it."""


def names() -> list[str]:
    """All names that a schema can be asked for by."""
    kinds = [name for name, _ in _kinds()]
    mesh = (f"mesh:{each}" for each in MESH)
    return [*kinds, *mesh, *(f"values:{each}" for each in CHARTS), OWN]


def export(name: str, minor: int) -> Schema | None:
    """The schema of that name; ``None`` if there is none, or not in release 1.``minor``."""
    if name == OWN:
        config: Schema = load("config.json")
        return config
    head, colon, rest = name.partition(":")
    if not colon:
        group = dict(_kinds()).get(name)
        return _resource(group, name.partition(".")[0], minor) if group else None
    if head == "mesh" and rest in MESH:
        merged = load(f"mesh/{rest}.json")
        definitions = _definitions(merged, minor, Reader.ISTIOD)
        return _standing({**_tidy(merged, minor, Reader.ISTIOD), "$defs": definitions})
    return _values(rest, minor) if head == "values" and rest in CHARTS else None


def _kinds() -> Iterator[tuple[str, str]]:
    """Kinds with their groups; one that two groups have is Istio's own without the group."""
    seen: set[str] = set()
    table: Mapping[str, Mapping[str, Any]] = load("kinds.json")
    for group, kinds in sorted(table.items(), key=lambda each: not each[0].endswith(".istio.io")):
        for kind in kinds:
            yield (f"{kind}.{group}" if kind in seen else kind), group
            seen.add(kind)


def _resource(group: str, kind: str, minor: int) -> Schema | None:
    merged = load(f"kinds/{group}/{kind}.json")
    versions = served_versions(group, kind, minor)
    if not versions:
        return None
    is_operator = kind == "IstioOperator"
    reader = Reader.ISTIOCTL if is_operator else Reader.API_SERVER
    best = min(versions, key=lambda each: ("alpha" in each, "beta" in each))
    said = _tidy(merged["x-istio-versions"][best]["schema"], minor, reader)
    definitions = _definitions(merged, minor, reader)
    while "$ref" in said:
        said = {**definitions[said.pop("$ref").rpartition("/")[2]], **said}
    properties = {
        "apiVersion": {"enum": [f"{group}/{each}" for each in versions]},
        "kind": {"const": kind},
        "metadata": {"type": "object"} if is_operator else METADATA,
        **{key: each for key, each in said.get("properties", {}).items() if key == "spec"},
        **({} if is_operator else {"status": {}}),
    }
    required = list(dict.fromkeys(("apiVersion", "kind", *said.get("required", ()))))
    root = {**said, "properties": properties, "required": required, "additionalProperties": False}
    if is_operator:
        spec = definitions["IstioOperatorSpec"]["properties"]
        spec["values"] = _embedded("values/istioctl", "values", definitions, minor)
        spec["meshConfig"] = _embedded("mesh/MeshConfig", "mesh", definitions, minor)
    return _standing({**root, "$defs": definitions})


def _values(chart: str, minor: int) -> Schema | None:
    merged = chart_schema(chart, minor)
    if merged is None:
        return None
    settings = load(f"settings/{chart}.json")
    definitions = _definitions(settings, minor, Reader.HELM)
    root = _tidy({**typed(merged, settings, minor), "type": "object"}, minor, Reader.HELM)
    root["properties"].get("global", {}).pop("additionalProperties", None)
    if chart in ("istiod", "istiod-remote"):
        mesh = _embedded("mesh/MeshConfig", "mesh", definitions, minor)
        root["properties"]["meshConfig"] = mesh
    return _standing({**root, "$defs": _used(root, definitions)})


def _used(root: Schema, definitions: Schema) -> Schema:
    """The definitions that a schema refers to, or one of these does."""
    found: Schema = {}
    waiting = [root]
    for schema in waiting:
        for name in re.findall(r'"#/\$defs/([^"]+)"', json.dumps(schema)):
            if name not in found:
                found[name] = definitions[name]
                waiting.append(found[name])
    return {name: found[name] for name in definitions if name in found}


def _embedded(file: str, prefix: str, definitions: Schema, minor: int) -> Schema:
    """A schema of a file as a part of another one, with its definitions under other names."""
    merged = load(f"{file}.json")
    for name, each in _definitions(merged, minor, Reader.ISTIOCTL).items():
        definitions[f"{prefix}.{name}"] = _renamed(each, prefix)
    found: Schema = _renamed({"$ref": merged["$ref"]}, prefix)
    return found


def _renamed(schema: Any, prefix: str) -> Any:
    if isinstance(schema, list):
        return [_renamed(each, prefix) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: each.replace("#/$defs/", f"#/$defs/{prefix}.")
        if key == "$ref" and isinstance(each, str)
        else _renamed(each, prefix)
        for key, each in schema.items()
    }


def _definitions(merged: Mapping[str, Any], minor: int, reader: Reader) -> Schema:
    all_of_them = {**merged.get("$defs", {}), **embeds(merged)}
    found = {name: _tidy(each, minor, reader) for name, each in all_of_them.items()}
    return {name: each for name, each in found.items() if each is not None}


def _standing(schema: Schema) -> Schema:
    if not schema.get("$defs"):
        schema.pop("$defs", None)
    return {"$schema": _DIALECT, **schema}


def _tidy(merged: Mapping[str, Any], minor: int, reader: Reader) -> Any:
    """A schema in one release, closed as its reader closes it, without keywords of ours."""
    found = project(merged, minor)
    return None if found is None else _plain(found, reader)


def _plain(schema: Any, reader: Reader) -> Any:
    if not isinstance(schema, Mapping):
        return schema
    found: Schema = {}
    for key, each in schema.items():
        if key in MAPPINGS:
            found[key] = {name: _plain(inner, reader) for name, inner in each.items()}
        elif key in ("items", "additionalProperties", "not"):
            found[key] = _plain(each, reader)
        elif key in ("oneOf", "anyOf", "allOf"):
            found[key] = [_plain(inner, reader) for inner in each]
        elif not key.startswith(_OURS) and key != "nullable":
            found[key] = each
    types = types_of(schema)
    if types is not None:
        is_null_free = reader in (Reader.API_SERVER, Reader.HELM) and not schema.get("nullable")
        kinds = sorted(types if is_null_free else {*types, "null"})
        found["type"] = kinds if len(kinds) > 1 else kinds[0]
    found |= _FORMATS.get(schema.get("x-istio-format", ""), {})
    pairs = [
        pair for group in schema.get("x-istio-exclusive", ()) for pair in combinations(group, 2)
    ]
    if pairs:
        never = [{"not": {"required": list(pair)}} for pair in pairs]
        found["allOf"] = [*found.get("allOf", ()), *never]
    if is_closed(schema, reader):
        found["additionalProperties"] = False
    return found
