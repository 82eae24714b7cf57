"""A first look at a value: whether a schema plainly allows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Schema = Mapping[str, Any]

_NOTES = frozenset(
    ("$schema", "$id", "$comment", "$defs", "title", "description", "default", "examples")
)

_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}

_SIMPLE: Mapping[str, Callable[[Any, Any], bool]] = {
    "type": lambda value, name: isinstance(name, str) and type(value) in _TYPES.get(name, ()),
    "enum": lambda value, words: isinstance(value, str) and value in words,
    "pattern": lambda value, regex: isinstance(value, str) and bool(re.search(regex, value)),
    "minLength": lambda value, least: isinstance(value, str) and len(value) >= least,
    "minItems": lambda value, least: isinstance(value, list) and len(value) >= least,
    "required": lambda value, keys: isinstance(value, dict) and value.keys() >= set(keys),
}


def is_plainly_valid(value: Any, schema: Any, root: Schema) -> bool:
    """Whether ``schema``, a part of ``root``, surely allows ``value``.

    False also where this is too simple to know: the full language is left to those who
    speak it.
    """
    if not isinstance(schema, Mapping):
        return schema is True
    return all(_holds(keyword, value, schema, root) for keyword in schema if keyword not in _NOTES)


def _holds(keyword: str, value: Any, schema: Schema, root: Schema) -> bool:
    expected = schema[keyword]
    if keyword in _SIMPLE:
        return _SIMPLE[keyword](value, expected)
    if keyword == "$ref":
        home, _, name = expected.rpartition("/")
        return home == "#/$defs" and is_plainly_valid(value, root["$defs"][name], root)
    if keyword == "items":
        return isinstance(value, list) and all(
            is_plainly_valid(each, expected, root) for each in value
        )
    if keyword not in ("properties", "additionalProperties") or "patternProperties" in schema:
        return False
    return isinstance(value, dict) and all(
        is_plainly_valid(each, _of_key(key, keyword, schema), root) for key, each in value.items()
    )


def _of_key(key: str, keyword: str, schema: Schema) -> Any:
    """What one of the two keywords about properties says about the value of ``key``."""
    known = schema.get("properties", {})
    if keyword == "properties":
        return known.get(key, True)
    return True if key in known else schema[keyword]
