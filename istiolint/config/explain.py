"""The settings in force, as ``istiolint config`` shows them."""

from __future__ import annotations

from typing import Any

from istiolint.config.layer import Layer, Patch, Said
from istiolint.diagnostic import Severity
from istiolint.releases import Release
from istiolint.settings import InstallFiles, Settings

DEFAULT = "default"


def explain(layer: Layer) -> list[tuple[str, str, str]]:
    """Key, value and origin of each setting; of rules, those that something is said about."""
    rows = []
    for field, default in Settings._field_defaults.items():
        key = field.replace("_", "-")
        if key == "rules":
            rows += sorted(
                (each, said) for each, said in layer.items() if each.startswith("rules.")
            )
        elif key != "source":
            rows.append((key, layer.get(key, Said(default, DEFAULT))))
    return [(key, shown(value), where) for key, (value, where) in rows]


def shown(value: Any) -> str:
    """A value of a setting in one line."""
    match value:
        case None:
            return "not set"
        case Severity():
            return value.word
        case Patch(glob=name) | InstallFiles(name=name):
            return name
        case tuple() if not isinstance(value, Release):
            return f"[{', '.join(map(shown, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)
