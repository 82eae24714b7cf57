"""The schema of one release, out of a file that tells all releases.

Such a file is a JSON Schema with keywords of ours for time. Each holds lists of first and
last minor release; the last is null while the newest release still has it::

    "x-istio-releases": [[16, 21], [24, null]]            this part of the schema
    "x-istio-enum": {"LEAST_CONN": [[16, 22]]}            single values of "enum"
    "x-istio-required": {"hosts": [[24, null]]}           single keys in "required"
    "x-istio-changes": {"minimum": [[16, 30, 1], [31, null, 0]]}     any other keyword

What has no time of its own is there whenever the part around it is. Schemas that stand in
several places are in ``$defs``; those of a resource are in ``x-istio-versions``.

A file with ``x-istio-embeds`` refers to types of Kubernetes in a file of their own
(``embedding.py``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from istiolint.schema.embedding import KUBERNETES, inside, local, type_of
from istiolint.schema.store import load
from istiolint.schema.timeline import is_within

Schema = Mapping[str, Any]

MAPPINGS = frozenset(("properties", "patternProperties", "$defs", "x-istio-versions"))
"""Keywords that hold schemas by name."""

SCHEMAS = frozenset(("items", "additionalProperties", "not", "schema"))
"""Keywords that hold one schema."""

SEQUENCES = frozenset(("oneOf", "anyOf", "allOf"))
"""Keywords that hold a list of schemas."""

WORDS = frozenset(("enum", "required"))
"""Keywords that hold a list of words, each of which may have a time of its own."""

_SEVERAL = MAPPINGS | SEQUENCES | WORDS
_TIMES = frozenset(("x-istio-releases", "x-istio-enum", "x-istio-required", "x-istio-changes"))


def served_versions(group: str, kind: str, minor: int) -> list[str]:
    """The versions of a resource that release 1.``minor`` serves; none of an unknown kind."""
    versions: Mapping[str, Any] = load("kinds.json").get(group, {}).get(kind, {})
    return [version for version, spans in versions.items() if is_within(spans, minor)]


def project(merged: Schema, minor: int) -> Schema | None:
    """What a merged schema says of one release; ``None`` if that is nothing."""
    return _node(merged, minor) if _is_there(merged, minor) else None


def outline(node: Schema, minor: int) -> dict[str, Any]:
    """A schema in release 1.``minor``, without looking into the schemas below it.

    Those that the release has stay as they are, with the keywords about time.
    """
    found: dict[str, Any] = {}
    for keyword, value in node.items():
        if keyword in MAPPINGS:
            found[keyword] = {name: each for name, each in value.items() if _is_there(each, minor)}
        elif keyword in SEQUENCES:
            found[keyword] = [each for each in value if _is_there(each, minor)]
        elif keyword in WORDS:
            found[keyword] = _several(node, keyword, minor)
        elif keyword not in SCHEMAS or not isinstance(value, dict) or _is_there(value, minor):
            found[keyword] = value
    return found | _changed(node, minor) if "x-istio-changes" in node else found


_ABOUT_REF = ("$ref", "x-istio-releases", "x-istio-changes", "x-istio-proto-name")


class Definitions:
    """The definitions of a schema, and the types of Kubernetes that it refers to."""

    def __init__(self, root: Schema, minor: int) -> None:
        self._minor = minor
        self._known: dict[str, Schema] = dict(root.get("$defs", {}))
        self._is_patch = "x-istio-patch" in root

    def resolved(self, schema: Schema) -> tuple[Schema, dict[str, Any]]:
        """What a schema says with what it refers to, merged and of this release."""
        said = outline(schema, self._minor)
        while "$ref" in said:
            target = self._named(said.pop("$ref").rpartition("/")[2])
            schema = {**target, **{key: schema[key] for key in schema if key not in _ABOUT_REF}}
            said = {**outline(target, self._minor), **said}
        return schema, said

    def is_of_kubernetes(self, schema: Schema) -> bool:
        """Whether a schema of another file is nothing but a type of Kubernetes."""
        reference: str = outline(schema, self._minor).get("$ref", "")
        return reference.startswith(KUBERNETES)

    def _named(self, name: str) -> Schema:
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = type_of(name, is_patch=self._is_patch)
        return found


def _is_there(node: Schema, minor: int) -> bool:
    return "x-istio-releases" not in node or is_within(node["x-istio-releases"], minor)


def _node(node: Schema, minor: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for keyword, value in node.items():
        if keyword in _SEVERAL:
            kept = _several(node, keyword, minor)
            if kept or not value:
                found[keyword] = kept
        elif keyword in SCHEMAS and isinstance(value, dict):
            if _is_there(value, minor):
                found[keyword] = _node(value, minor)
        elif keyword == "$ref":
            found[keyword] = local(value)
        elif keyword not in _TIMES:
            found[keyword] = value
    return found | _changed(node, minor) if "x-istio-changes" in node else found


def _several(node: Schema, keyword: str, minor: int) -> Any:
    """What is left of the named schemas, the list of schemas or the words of a keyword."""
    value = node[keyword]
    if keyword in MAPPINGS:
        return {name: _node(each, minor) for name, each in value.items() if _is_there(each, minor)}
    if keyword in SEQUENCES:
        return [_node(each, minor) for each in value if _is_there(each, minor)]
    times: Mapping[str, Any] = node.get(f"x-istio-{keyword}", {})
    return [word for word in value if word not in times or is_within(times[word], minor)]


def _changed(node: Schema, minor: int) -> dict[str, Any]:
    """The keywords that have different values in different releases."""
    return {
        keyword: local(span[2]) if keyword == "$ref" else inside(span[2])
        for keyword, history in node["x-istio-changes"].items()
        for span in history
        if is_within((span,), minor)
    }
