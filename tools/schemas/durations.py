"""Which texts in resources are durations: their rules say so, in the releases that have rules.

A field that is a duration in one release is one in all. Rules are at hand for few releases,
and a field that may be zero has none, so that some are named here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]

NAMED = {
    "kinds/networking.istio.io/DestinationRule": ("budgetInterval", "idleTimeout", "ttl"),
    "kinds/networking.istio.io/Sidecar": ("idleTimeout",),
}
"""Durations that may be zero, by file and name of the field."""

Path = tuple[str, ...]


def mark_durations(name: str, site: dict[int, Schema]) -> None:
    """Say of each duration in a resource that it is one, in every release."""
    found = {
        path
        for document in site.values()
        for path, node in fields(document)
        if is_duration(node) or (path and path[-1] in NAMED.get(name, ()))
    }
    for document in site.values():
        for path, node in fields(document):
            if path in found and node.get("type") == "string":
                node["x-istio-format"] = "duration"


def is_duration(node: Schema) -> bool:
    """Whether the rules of a field, or what was said of it before, make it a duration."""
    rules = node.get("x-kubernetes-validations", ())
    return node.get("x-istio-format") == "duration" or any(
        each["rule"].startswith("duration(self)") for each in rules
    )


def fields(document: Schema) -> Iterator[tuple[Path, Schema]]:
    """Every field of a resource, with the names that lead to it in any of its versions."""
    for version in document["x-istio-versions"].values():
        yield from fields_in(version["schema"], ())


def fields_in(node: Schema, path: Path) -> Iterator[tuple[Path, Schema]]:
    """The fields in a schema; items and values of maps have the name of what they are in."""
    yield path, node
    for key, inner in node.get("properties", {}).items():
        yield from fields_in(inner, (*path, key))
    for keyword in ("items", "additionalProperties"):
        if isinstance(node.get(keyword), dict):
            yield from fields_in(node[keyword], path)
