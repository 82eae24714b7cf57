"""A key of the values of a chart, as messages, defaults and templates tell of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]

NOTHING = object()
"""In place of a default, where there is none."""


class Key:
    """A key as it is known: from messages, from defaults and from templates."""

    def __init__(self) -> None:
        self.keys: dict[str, Key] = {}
        self.message: Schema | None = None
        self.default: Any = NOTHING
        self.read = False

    def under(self, key: str) -> Key:
        """A key under this one."""
        return self.keys.setdefault(key, Key())

    def add_message(self, node: Schema, definitions: Mapping[str, Schema]) -> None:
        """Know a field of a message, and those of the message that it holds."""
        inner = resolved(node, definitions)
        if self.message is None:
            self.message = expanded(node, definitions)
        for key, field in inner.get("properties", {}).items():
            for spelling in {key, field.get("x-istio-proto-name", key)}:
                self.under(spelling).add_message(field, definitions)

    def add_default(self, value: Any) -> None:
        """Know a default, and those under it."""
        self.default = value
        for key, inner in value.items() if isinstance(value, dict) else ():
            self.under(key).add_default(inner)

    def add_read(self, path: str) -> None:
        """Know what a template reads."""
        key = self
        for name in path.split("."):
            key = key.under(name)
        key.read = True

    def is_of_chart(self) -> bool:
        """Whether the chart has a default for the key or one under it, or reads such a key."""
        own = self.read or self.default is not NOTHING
        return own or any(key.is_of_chart() for key in self.keys.values())


def resolved(node: Schema, definitions: Mapping[str, Schema]) -> Schema:
    """What a node says, or the definition that it refers to."""
    name = node.get("$ref", "").removeprefix("#/$defs/")
    return {**node, **definitions[name]} if name in definitions else node


def expanded(node: Schema, definitions: Mapping[str, Schema]) -> Schema:
    """A field of a message with all it is made of where it stands."""
    found = resolved(node, definitions)
    if found is not node:
        del found["$ref"]
    parts = {
        keyword: expanded(found[keyword], definitions)
        for keyword in ("items", "additionalProperties")
        if isinstance(found.get(keyword), dict)
    }
    inner = found.get("properties", {})
    properties = {key: expanded(each, definitions) for key, each in inner.items()}
    return found | parts | ({"properties": properties} if inner else {})
