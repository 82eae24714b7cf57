"""Whole schemas of one release that stand on their own; the package walks the merged ones."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from istiolint.schema.embedding import KUBERNETES, embeds, types
from istiolint.schema.projection import Schema, project
from istiolint.schema.store import load

NOTES = frozenset(("x-istio-embeds", "x-istio-patch"))


@cache
def schema_of(name: str, minor: int) -> Schema | None:
    """The schema in the file ``name`` (``mesh/MeshConfig``) as it is in release 1.``minor``.

    It is shared, not to be changed. ``None`` if that release has nothing of the kind;
    ``OSError`` if there is no such file.
    """
    found = project(load(f"{name}.json"), minor)
    return embedded(found) if found and "x-istio-embeds" in found else found


@cache
def kubernetes_schema(group: str, kind: str, version: str) -> Schema | None:
    """The schema of a kind of Kubernetes, the group of the core being empty.

    ``None`` if the kind, or this version of it, is none of ours.
    """
    kinds: Mapping[str, Any] = load(KUBERNETES)["x-istio-kinds"]
    name = kinds.get(group, {}).get(kind, {}).get(version)
    return {"$ref": f"#/$defs/{name}", "$defs": types([name])} if name else None


def version_schema(resource: Schema, version: str) -> Schema | None:
    """The schema of one version of a resource; ``None`` if unknown."""
    if version not in resource["x-istio-versions"]:
        return None
    around = {key: resource[key] for key in ("$schema", "$defs") if key in resource}
    return {**around, **resource["x-istio-versions"][version]["schema"]}


def embedded(schema: Schema) -> Schema:
    """A schema with the types of Kubernetes that it refers to among its own definitions."""
    own = {key: value for key, value in schema.items() if key not in NOTES}
    return {**own, "$defs": {**schema.get("$defs", {}), **embeds(schema)}}
