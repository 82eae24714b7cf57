"""Layers of configuration: values that know where they were said, and what goes over what.

A layer is flat. Its keys are those of the configuration, and ``rules.NAME.OPTION`` for what
is said about a rule, so that one layer goes over another option by option.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cache, reduce
from typing import Any, NamedTuple

from istiolint.config.paths import below
from istiolint.inputs.ignore import Patterns
from istiolint.settings import Override, RuleSettings

COMMAND_LINE = "command line"


class Said(NamedTuple):
    """A value, as :class:`Settings` has it, and where it comes from."""

    value: Any
    where: str


Layer = Mapping[str, Said]


class Patch:
    """An entry of ``per-path``: a layer for the files that a glob matches in a folder."""

    __slots__ = ("_look", "_patterns", "glob", "layer")

    def __init__(self, glob: str, home: str, layer: Layer) -> None:
        self.glob = glob
        self.layer = layer
        self._patterns = patterns = Patterns([glob])

        @cache
        def look(folder: str) -> tuple[str, bool]:
            start = below(os.path.join(folder, ""), home)
            return start, patterns.covers(start)

        self._look = look

    def covers(self, folder: str, name: str) -> bool:
        """Whether the glob matches a file in a folder, or, without a name, the folder."""
        start, in_covered = self._look(folder)
        return in_covered or bool(name and self._patterns.verdict(start + name))


def merged(layers: Iterable[Layer]) -> Layer:
    """The layers over one another, the first at the bottom."""
    return reduce(_over, layers, {})


def _over(lower: Layer, upper: Layer) -> Layer:
    """What ``upper`` selects stands for itself; what it adds to a selection is added."""
    both = {**lower, **upper}
    added = [layer["extend-select"] for layer in (lower, upper) if "extend-select" in layer]
    if "select" in upper and "extend-select" not in upper:
        both.pop("extend-select", None)
    elif "select" not in upper and added:
        words = dict.fromkeys(word for each in added for word in each.value)
        wheres = dict.fromkeys(each.where for each in added)
        both["extend-select"] = Said(tuple(words), ", ".join(wheres))
    return both


def fields(layer: Layer) -> dict[str, Any]:
    """The fields of :class:`Settings` that a layer gives."""
    found: dict[str, Any] = {}
    rules: dict[str, dict[str, Any]] = {}
    for key, (value, _) in layer.items():
        if key.startswith("rules."):
            _, name, option = key.split(".")
            rules.setdefault(name, {})[option.replace("-", "_")] = value
        elif key == "per-path":
            found["per_path"] = tuple(Override(each.glob, fields(each.layer)) for each in value)
        else:
            found[key.replace("-", "_")] = value
    if rules:
        found["rules"] = {
            name: RuleSettings(said.pop("severity", None), said) for name, said in rules.items()
        }
    return found


def from_fields(given: Mapping[str, Any], folder: str) -> Layer:
    """The layer of what the command line says; its globs are relative to ``folder``."""
    layer: dict[str, Any] = {}
    for field, value in given.items():
        if field == "rules":
            for name, settings in value.items():
                layer |= _from_rule(name, settings)
        elif field == "per_path":
            patches = (Patch(glob, folder, from_fields(said, folder)) for glob, said in value)
            layer["per-path"] = tuple(patches)
        else:
            layer[field.replace("_", "-")] = value
    return {key: Said(value, COMMAND_LINE) for key, value in layer.items()}


def _from_rule(name: str, settings: RuleSettings) -> dict[str, Any]:
    options = {option.replace("_", "-"): value for option, value in settings.options.items()}
    if settings.severity is not None:
        options["severity"] = settings.severity
    return {f"rules.{name}.{option}": value for option, value in options.items()}
