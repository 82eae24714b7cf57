"""What may be said about each rule, as the rule itself has it."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from istiolint.rules.registry import entries, load

if TYPE_CHECKING:
    from istiolint.rules.rule import Rule

_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean"}


def rule_names() -> Mapping[str, str]:
    """All names by which rules are known, former ones included, and the present ones."""
    former = {alias: name for name, entry in entries().items() for alias in entry.aliases}
    return former | {name: name for name in entries()}


def rules_schema(configured: Iterable[str]) -> dict[str, Any]:
    """The schema of ``rules``; only rules that are ``configured`` are imported for it."""
    names = rule_names()
    schemas: dict[str, Any] = {name: {} for name in names}
    schemas |= {name: rule_schema(load(names[name])) for name in configured if name in names}
    return {"type": "object", "properties": schemas, "additionalProperties": False}


def rule_schema(rule: Rule) -> dict[str, Any]:
    """The schema of what may be said about one rule: its severity and its options."""
    properties: dict[str, Any] = {"severity": {"$ref": "#/$defs/severity"}}
    if rule.options is not None:
        hints = typing.get_type_hints(rule.options)
        for name, default in rule.options._field_defaults.items():
            schema = {**option_schema(hints[name]), "default": default}
            properties[name.replace("_", "-")] = schema
    return {"type": "object", "additionalProperties": False, "properties": properties}


def option_schema(hint: Any) -> dict[str, Any]:
    """The schema of the values of an option."""
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) is typing.Literal:
        return {"enum": list(arguments)}
    if typing.get_origin(hint) is tuple:
        return {"type": "array", "items": option_schema(arguments[0])}
    return {"type": _TYPES[hint]}
