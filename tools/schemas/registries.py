"""The registries of annotations, labels and environment variables as JSON Schema.

``x-istio-resources``  the kinds an annotation or label may stand on
``x-istio-status``     how mature Istio calls it
``x-istio-hidden``     true where Istio's documentation leaves it out
``x-istio-type``       what the text of an environment variable is read as
``x-istio-default``    its default, as the source code has it
``x-istio-files``      where the source code reads it; not there where only tests are known to
``x-istio-needs``      the setting without which it is not read
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

Schema = dict[str, Any]
Entries = Mapping[str, Mapping[str, Any]]

VARIABLES = {"BoolVar": "bool", "IntVar": "int", "StringVar": "string"}
"""What the functions that register a variable of one type say about it."""

# Where the function does not say it, the default does: the type of a Go literal.
LITERALS = (
    (r'".*"', "string"),
    (r"true|false", "bool"),
    (r"\d+", "int"),
    (r"\d+\.\d+", "float"),
    (r"(\d+ ?\* ?)?time\.(Milli|Micro)?(Hour|Minute|Second|second)", "duration"),
)


def mapping(properties: dict[str, Schema]) -> Schema:
    """A mapping that may have these keys."""
    return {"type": "object", "properties": dict(sorted(properties.items()))}


def metadata(registry: Iterable[Mapping[str, Any]]) -> Schema:
    """The schema of the annotations, or the labels, of an object."""
    return mapping({entry["name"]: metadata_node(entry) for entry in registry})


def metadata_node(entry: Mapping[str, Any]) -> Schema:
    """One annotation or label."""
    notes = {
        "deprecated": entry["deprecated"],
        "x-istio-hidden": entry["hidden"],
        "x-istio-resources": entry["resources"],
        "x-istio-status": entry.get("featureStatus"),
    }
    return {"type": "string"} | {keyword: value for keyword, value in notes.items() if value}


def environment(registry: Entries, sources: Entries) -> Schema:
    """The schema of the environment variables of Istio's programs and of its tests."""
    return mapping(
        {name: variable_node(entry, sources.get(name, {})) for name, entry in registry.items()}
    )


def variable_node(entry: Mapping[str, Any], source: Mapping[str, Any]) -> Schema:
    """One environment variable."""
    notes = {
        "x-istio-default": entry["default"],
        "x-istio-files": source.get("files"),
        "x-istio-needs": entry.get("needs"),
        "x-istio-type": variable_type(entry),
    }
    return {"type": "string"} | {keyword: value for keyword, value in notes.items() if value}


def variable_type(entry: Mapping[str, Any]) -> str | None:
    """What a variable is read as; ``None`` where the facts do not tell."""
    if entry["kind"]:
        return VARIABLES[entry["kind"]]
    found = (name for literal, name in LITERALS if re.fullmatch(literal, entry["default"] or ""))
    return next(found, None)
