"""JSON Schemas for editors and validators: one release, standing on its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from istiolint.schema.books import WITH_MESH, mesh_schema, typed_keys
from istiolint.schema.embedding import embeds
from istiolint.schema.fault import Reader
from istiolint.schema.formats import OF_MESH, PORTS
from istiolint.schema.objects import formats_of, object_schema
from istiolint.schema.printed import Printer
from istiolint.schema.projection import project, served_versions
from istiolint.schema.store import load

Schema = dict[str, Any]

CHARTS = ("base", "cni", "gateway", "istiod", "istiod-remote", "ztunnel")
MESH = ("MeshConfig", "MeshNetworks", "ProxyConfig")
OWN = "config"
"""The name of the schema of our own configuration."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


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
        group = group_of(name)
        return _resource(group, name.partition(".")[0], minor) if group else None
    if head == "mesh" and rest in MESH:
        merged = mesh_schema(rest)
        printer = Printer(_projected(merged, minor), Reader.ISTIOD, OF_MESH)
        root = printer.schema({"$ref": merged["$ref"]}, may_be_null=False)
        return _standing(root, printer.definitions())
    return _values(rest, minor) if head == "values" and rest in CHARTS else None


def group_of(name: str) -> str | None:
    """The group of a kind that a schema can be asked for by its name."""
    return dict(_kinds()).get(name)


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
    printer = Printer(_projected(merged, minor), reader, formats_of(group, kind))
    best = min(versions, key=lambda each: ("alpha" in each, "beta" in each))
    root = printer.schema(_now(object_schema(group, merged, best, minor), minor), may_be_null=False)
    root["properties"]["apiVersion"] = {"enum": [f"{group}/{each}" for each in versions]}
    root["properties"]["kind"] = {"const": kind}
    root["required"] = list(dict.fromkeys(("apiVersion", "kind", *root.get("required", ()))))
    definitions = printer.definitions()
    if is_operator:
        spec = definitions["IstioOperatorSpec"]["properties"]
        spec["values"] = _embedded(load("values/istioctl.json"), "values", definitions, minor)
        spec["meshConfig"] = _mesh(definitions, minor)
        definitions["values.Values"]["properties"]["meshConfig"] = spec["meshConfig"]
    return _standing(root, definitions)


def _values(chart: str, minor: int) -> Schema | None:
    keys = typed_keys(chart, minor)
    if keys is None:
        return None
    # What templates hand on to the API server is the API server's to judge.
    handed_on = Printer(_projected(load(f"settings/{chart}.json"), minor), Reader.HANDED_ON)
    definitions = handed_on.definitions()
    said = {**_now(keys, minor), "type": "object"}
    root = Printer({}, Reader.HELM, PORTS).schema(said, may_be_null=False)
    root["properties"].get("global", {}).pop("additionalProperties", None)
    if chart in WITH_MESH:
        root["properties"]["meshConfig"] = _mesh(definitions, minor)
    return _standing(root, definitions)


def _mesh(definitions: Schema, minor: int) -> Schema:
    return _embedded(mesh_schema("MeshConfig"), "mesh", definitions, minor)


def _embedded(merged: Mapping[str, Any], prefix: str, definitions: Schema, minor: int) -> Schema:
    """A schema of protobuf as a part of another one, with its definitions under other names."""
    printer = Printer(_projected(merged, minor), Reader.ISTIOCTL, OF_MESH)
    for name, each in printer.definitions().items():
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


def _projected(merged: Mapping[str, Any], minor: int) -> Schema:
    """The definitions of a schema in one release, and those it takes from Kubernetes."""
    all_of_them = {**merged.get("$defs", {}), **embeds(merged)}
    found = {name: project(each, minor) for name, each in all_of_them.items()}
    return {name: each for name, each in found.items() if each is not None}


def _now(merged: Mapping[str, Any], minor: int) -> Schema:
    """A schema in one release that has it."""
    return {**(project(merged, minor) or {})}


def _standing(root: Schema, definitions: Schema) -> Schema:
    """A schema with the definitions that it needs."""
    needed, waiting = {}, list(_names_in(root))
    for name in waiting:
        if name not in needed:
            needed[name] = definitions[name]
            waiting += _names_in(definitions[name])
    own = {key: each for key, each in root.items() if key not in ("$schema", "$defs")}
    return {
        "$schema": _DIALECT,
        **own,
        **({"$defs": dict(sorted(needed.items()))} if needed else {}),
    }


def _names_in(schema: Any) -> Iterator[str]:
    """The definitions that a schema refers to."""
    if isinstance(schema, list):
        for each in schema:
            yield from _names_in(each)
    elif isinstance(schema, dict):
        for key, each in schema.items():
            if key == "$ref" and isinstance(each, str):
                yield each.removeprefix("#/$defs/")
            else:
                yield from _names_in(each)
