"""The types and kinds of Kubernetes that configure a mesh, as one JSON Schema.

The package ``kubernetes-validate`` carries the OpenAPI definitions of Kubernetes 1.25 to
1.35. A field that one of these has is allowed; what none has is not. ``null`` stands for
nothing wherever a value may be left out, and is not said of any field. Kinds that others add
are in ``kubernetes_others.py``.

``x-istio-format``         what a text or number is read as: ``cidr``, ``int-or-string``,
                           ``percent-or-int``, ``port-or-name``, ``quantity``, ``duration`` as Go
                           has it, ``prometheus-duration``
``x-istio-gone``           of the whole: the first minor that does not serve a version of a kind
``x-istio-kinds``          of the whole: the definition of each kind, by group and version
``x-istio-merge-keys``     the required keys of an item that finds its place in a list by them
``x-istio-uses``           the definitions that a definition refers to
``x-kubernetes-releases``  first and last minor of Kubernetes with a field that not all have
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Any

from tools.schemas.kubernetes_kinds import GONE, GROUPS, KINDS
from tools.schemas.kubernetes_others import OTHERS
from tools.schemas.kubernetes_words import BOUNDS, NAMES, OTHER_RESOURCES, RESOURCES, WORDS
from tools.schemas.merge import spans

Schema = dict[str, Any]
Definitions = dict[str, Schema]

RELEASES = range(25, 36)
"""The minors of Kubernetes that are read."""

INLINE: Mapping[str, Schema] = {
    "intstr.IntOrString": {"type": ["integer", "string"], "x-istio-format": "int-or-string"},
    "meta.v1.FieldsV1": {"type": "object"},
    "meta.v1.ManagedFieldsEntry": {"type": "object"},
    "meta.v1.MicroTime": {"format": "date-time", "type": "string"},
    "meta.v1.Time": {"format": "date-time", "type": "string"},
    "resource.Quantity": {"type": ["number", "string"], "x-istio-format": "quantity"},
}
"""Types that have no fields, or none that a user writes."""

KEPT = (
    "additionalProperties",
    "enum",
    "format",
    "items",
    "properties",
    "required",
    "type",
    "x-kubernetes-list-map-keys",
    "x-kubernetes-patch-merge-key",
)
"""Keywords that say what a user may write."""


def kubernetes() -> Schema:
    """The definitions of all releases as one, with an index of the kinds."""
    return merged({minor: definitions(minor) for minor in RELEASES})


def merged(releases: Mapping[int, Definitions]) -> Schema:
    """What is in any of the releases that are given, as far as the kinds need it."""
    names = sorted({name for each in releases.values() for name in each})
    found = {
        name: union({minor: each[name] for minor, each in releases.items() if name in each})
        for name in names
    }
    found |= OTHERS
    index: dict[str, dict[str, dict[str, str]]] = {}
    for module, kinds in KINDS.items():
        package, version = module.split(".")
        group = index.setdefault(GROUPS.get(package, package), {})
        for kind in kinds.split():
            group.setdefault(kind, {})[version] = f"{module}.{kind}"
    roots = [name for group in index.values() for kind in group.values() for name in kind.values()]
    kept = reached(found, roots)
    note_merge_keys(kept)
    for schema in kept.values():
        if uses := sorted(set(references(schema))):
            schema["x-istio-uses"] = uses
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": kept,
        "x-istio-gone": GONE,
        "x-istio-kinds": index,
    }


def definitions(minor: int) -> Definitions:
    """The definitions of one release of Kubernetes, by the end of their names."""
    folder = files("kubernetes_validate") / "kubernetes-json-schema" / f"v1.{minor}.0-local"
    published = json.loads((folder / "_definitions.json").read_text("utf-8"))
    all_of_it = published.get("$defs", published.get("definitions"))
    return {short(name): definition(short(name), each) for name, each in all_of_it.items()}


def short(name: str) -> str:
    """``io.k8s.api.core.v1.Pod`` as ``core.v1.Pod``."""
    found = re.search(r"\w+\.(v\d\w*\.)?\w+$", name)
    return found[0] if found else name


def definition(name: str, published: Schema) -> Schema:
    """One definition in our form, with what the tables say of its fields."""
    found = node(published)
    properties: dict[str, Schema] = found.get("properties", {})
    if "status" in properties:
        properties["status"] = {"type": "object"}
    for field, words in WORDS.get(name, {}).items():
        if field in properties:
            value(properties[field])["enum"] = words
    for field, keywords in BOUNDS.get(name, {}).items():
        if field in properties:
            value(properties[field]).update(keywords)
    for field in NAMES.get(name, ()):
        properties[field] = of_resources(properties[field]["additionalProperties"])
    return found


def of_resources(amount: Schema) -> Schema:
    """A mapping of the names of resources of a container to amounts; it has no other keys."""
    return {
        "additionalProperties": False,
        "patternProperties": {OTHER_RESOURCES: amount},
        "properties": dict.fromkeys(RESOURCES, amount),
        "type": "object",
    }


def value(field: Schema) -> Schema:
    """What is said of the value of a field, or of each if it is a list."""
    inner: Schema = field.get("items", field)
    return inner


def node(published: Schema) -> Schema:
    """A published schema without words for people, without ``null``, and closed."""
    if "$ref" in published:
        name = short(published["$ref"].rpartition("/")[2])
        return dict(INLINE[name]) if name in INLINE else {"$ref": f"#/$defs/{name}"}
    found = {key: published[key] for key in KEPT if key in published}
    if isinstance(found.get("type"), list):
        (found["type"],) = (word for word in found["type"] if word != "null")
    if "properties" in found:
        found["properties"] = {key: node(each) for key, each in found["properties"].items()}
        found.setdefault("additionalProperties", False)
    for key in ("items", "additionalProperties"):
        if isinstance(found.get(key), dict):
            found[key] = node(found[key])
    return found


def union(site: Mapping[int, Schema]) -> Schema:
    """One definition in all releases: any field of any, as the newest of them has it."""
    newest = site[max(site)]
    if "properties" not in newest:
        return newest
    keys = sorted({key for each in site.values() for key in each.get("properties", ())})
    properties = {
        key: field({minor: each["properties"].get(key) for minor, each in site.items()})
        for key in keys
    }
    required = set.intersection(*(set(each.get("required", ())) for each in site.values()))
    found = newest | {"properties": properties, "required": sorted(required)}
    return found if required else {key: each for key, each in found.items() if key != "required"}


def field(site: Mapping[int, Schema | None]) -> Schema:
    """One field: as the newest release has it, and when it is there."""
    there = {minor: each for minor, each in site.items() if each is not None}
    newest = there[max(there)]
    if there.keys() == site.keys():
        return newest
    return newest | {"x-kubernetes-releases": spans(there, RELEASES)}


def reached(found: Definitions, roots: Iterable[str]) -> Definitions:
    """The definitions that these are made of."""
    kept: Definitions = {}
    waiting = list(roots)
    for name in waiting:
        if name not in kept:
            kept[name] = found[name]
            waiting += references(found[name])
    return kept


def references(schema: Any) -> Iterator[str]:
    """The names of the definitions that a schema refers to."""
    for part in parts(schema):
        if "$ref" in part:
            yield part["$ref"].removeprefix("#/$defs/")


def parts(schema: Any) -> Iterator[Schema]:
    """All mappings in a schema, those around the others first."""
    if isinstance(schema, dict):
        yield schema
    for each in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(each, dict | list):
            yield from parts(each)


def note_merge_keys(kept: Definitions) -> None:
    """Say of the items of lists which keys tell them apart, in place of saying it of lists."""
    for part in list(parts(kept)):
        key = part.get("x-kubernetes-patch-merge-key")
        if not isinstance(key, str):
            continue
        del part["x-kubernetes-patch-merge-key"]
        for name in references(part.get("items", {})):
            if key in kept[name].get("required", ()):
                kept[name]["x-istio-merge-keys"] = [key]
