"""What references in a schema lead to, in one release."""

from __future__ import annotations

from typing import Any

from istiolint.schema.embedding import KUBERNETES, type_of
from istiolint.schema.facets import Schema
from istiolint.schema.projection import outline

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
