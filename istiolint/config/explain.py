"""The settings in force, as ``istiolint config`` shows them."""

from __future__ import annotations

from typing import Any

from istiolint.config.layer import Layer, Patch, Said
from istiolint.diagnostic import Severity
from istiolint.releases import Release
from istiolint.settings import InstallFiles, Settings

DEFAULT = "default"

_NOT_CONFIGURED = ("now", "source")
"""Fields that no configuration file may give."""


def keys() -> list[str]:
    """The settings that a configuration file may give, but for those of rules."""
    fields = (field.replace("_", "-") for field in Settings._fields)
    return [key for key in fields if key not in _NOT_CONFIGURED]


def explain(layer: Layer) -> list[tuple[str, Any, str]]:
    """Key, value and origin of each setting; of rules, those that something is said about."""
    rows = []
    for field, default in Settings._field_defaults.items():
        key = field.replace("_", "-")
        if key == "rules":
            rows += sorted(
                (each, said) for each, said in layer.items() if each.startswith("rules.")
            )
        elif key not in _NOT_CONFIGURED:
            rows.append((key, layer.get(key, Said(default, DEFAULT))))
    return [(key, value, where) for key, (value, where) in rows]


def shown(value: Any) -> str:
    """A value of a setting in one line, for people."""
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


def plain(value: Any) -> Any:
    """A value of a setting as JSON has it, for programs."""
    match value:
        case Severity():
            return value.word
        case Release():
            return str(value)
        case Patch(glob=glob, layer=layer):
            return {"glob": glob, **{key: plain(said.value) for key, said in layer.items()}}
        case InstallFiles():
            said = value._asdict().items()
            return {key.replace("_", "-"): plain(each) for key, each in said if each}
        case tuple():
            return [plain(each) for each in value]
    return value
