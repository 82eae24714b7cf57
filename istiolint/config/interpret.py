"""From plain values that are known to be valid to a layer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from istiolint.config.layer import Layer, Patch, Said
from istiolint.config.options import rule_names
from istiolint.config.paths import from_folder, globs_from
from istiolint.config.tree import Tree
from istiolint.diagnostic import Severity
from istiolint.releases import Release
from istiolint.settings import ClusterSize, Environment, InstallFiles
from istiolint.syntax.tape import Path


class Interpreter:
    """Reads one configuration, which reports call ``path``.

    What it says of paths is relative to ``folder``, what :class:`Settings` say to ``cwd``.
    """

    def __init__(self, tree: Tree, path: str, folder: str, cwd: str) -> None:
        self._tree = tree
        self._path = path
        self._folder = folder
        self._cwd = cwd
        self._readers: dict[str, Callable[[Any], Any]] = {
            "istio-version": Release.parse,
            "environment": Environment,
            "cluster-size": ClusterSize,
            "fail-on": Severity.named,
            "baseline": self._from_here,
            "exclude": self._globs,
            "installs": lambda installs: tuple(map(self._install, installs)),
            "scopes": lambda scopes: tuple(tuple(map(self._from_here, each)) for each in scopes),
        }

    @property
    def layer(self) -> Layer:
        """All that is said; ``extend`` is left to those who load files."""
        said = {key: value for key, value in self._tree.values.items() if key != "extend"}
        return self._layer(said, ())

    def _layer(self, values: dict[str, Any], path: Path) -> Layer:
        layer: dict[str, Said] = {}
        for key, value in values.items():
            here = (*path, key)
            if key == "rules":
                layer |= self._rules(value, here)
            elif key == "per-path":
                patches = (self._patch(glob, said, here) for glob, said in value.items())
                layer[key] = self._said(tuple(patches), here)
            else:
                layer[key] = self._said(self._readers.get(key, _frozen)(value), here)
        return layer

    def _rules(self, rules: dict[str, dict[str, Any]], path: Path) -> Layer:
        layer: dict[str, Said] = {}
        names = rule_names()
        for name, options in rules.items():
            for option, value in options.items():
                meant = Severity.named(value) if option == "severity" else _frozen(value)
                key = f"rules.{names[name]}.{option}"
                layer[key] = self._said(meant, (*path, name, option))
        return layer

    def _said(self, value: Any, path: Path) -> Said:
        return Said(value, f"{self._path}:{self._tree.place(path).key.line}")

    def _patch(self, glob: str, values: dict[str, Any], path: Path) -> Patch:
        return Patch(glob, self._folder, self._layer(values, (*path, glob)))

    def _install(self, values: dict[str, Any]) -> InstallFiles:
        release = values.get("istio-version")
        return InstallFiles(
            values["name"],
            values.get("chart"),
            tuple(map(self._from_here, values["files"])),
            tuple(values.get("set", ())),
            values.get("release"),
            values.get("namespace"),
            None if release is None else Release.parse(release),
            tuple(values.get("set-string", ())),
        )

    def _globs(self, globs: list[str]) -> tuple[str, ...]:
        found = (globs_from(glob, self._folder, self._cwd) for glob in globs)
        return tuple(glob for each in found for glob in each)

    def _from_here(self, path: str) -> str:
        return from_folder(path, self._folder, self._cwd)


def _frozen(value: Any) -> Any:
    """A value with tuples for lists."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
