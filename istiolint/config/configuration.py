"""The settings of each path: files below, the command line on top.

With no file in sight this costs next to nothing, so what reads files is imported when the
first one is found.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from istiolint.config.find import Search
from istiolint.config.layer import Layer, Patch, fields, from_fields, merged
from istiolint.config.paths import reported
from istiolint.config.problem import about_file
from istiolint.settings import NOTHING, Settings


class Configuration:
    """What files and flags say together, for each path.

    ``file`` stands for all files that would be found; with ``isolated`` none is looked for.
    ``overrides`` are fields of :class:`Settings` and win over everything. Whatever is wrong
    with a file is raised as :class:`ConfigError` when its settings are first asked for.
    """

    def __init__(
        self,
        cwd: str | os.PathLike[str],
        *,
        file: str | os.PathLike[str] | None = None,
        isolated: bool = False,
        overrides: Mapping[str, Any] = NOTHING,
    ) -> None:
        self._cwd = os.path.realpath(cwd)
        self._command_line = from_fields(overrides, self._cwd)
        self._search = Search(self._cwd)
        self._file = None if file is None else os.path.normpath(os.path.join(self._cwd, file))
        self._isolated = isolated
        self._by_file: dict[str | None, _InForce] = {}
        self._by_folder: dict[str, tuple[_InForce, str]] = {}
        if file is not None and isolated:
            raise about_file(f"--config {os.fspath(file)}", "cannot be used with --isolated")

    def settings_for(self, path: str) -> Settings:
        """The settings of a file, by the path it is reported under; folders end in ``/``."""
        in_force, folder, name = self._look(path)
        return in_force.settings_for(folder, name) if in_force.patches else in_force.settings

    def explain(self, path: str) -> list[tuple[str, Any, str]]:
        """Each setting of a file or folder, and where it comes from."""
        from istiolint.config.explain import explain

        if os.path.isdir(os.path.join(self._cwd, path)):
            path = os.path.join(path, "")
        in_force, folder, name = self._look(path)
        return explain(in_force.layer_for(folder, name))

    def _look(self, path: str) -> tuple[_InForce, str, str]:
        """What is in force for a path, with the absolute folder and the name it consists of."""
        within, name = os.path.split("" if path == "." else path)
        found = self._by_folder.get(within)
        if found is None:
            folder = os.path.normpath(os.path.join(self._cwd, within))
            found = self._by_folder[within] = self._in_force(folder), folder
        return *found, name

    def _in_force(self, folder: str) -> _InForce:
        location = self._file
        if location is None and not self._isolated:
            location = self._search.nearest(folder)
        found = self._by_file.get(location)
        if found is None:
            layer = {} if location is None else self._load(location)
            source = None if location is None else reported(location, self._cwd)
            found = self._by_file[location] = _InForce(layer, self._command_line, source)
        return found

    def _load(self, location: str) -> Layer:
        from istiolint.config.load import File, folder_of, leads_outside, load

        folder = os.path.dirname(location)
        root = self._search.root(folder)
        if location == self._file:
            folder = folder_of(location, self._cwd)
        elif leads_outside(location, root):
            raise about_file(reported(location, self._cwd), f'leads outside "{root}"')
        return load(File(location, folder, root), self._cwd)


class _InForce:
    """One file with the command line over it, and what it comes to for each path."""

    def __init__(self, layer: Layer, command_line: Layer, source: str | None) -> None:
        self._layer = layer
        self._command_line = command_line
        self._source = source
        whole = merged((layer, command_line))
        self.patches: tuple[Patch, ...] = whole["per-path"].value if "per-path" in whole else ()
        self.settings = self._settings(whole)
        self._by_patches: dict[tuple[bool, ...], Settings] = {}

    def layer_for(self, folder: str, name: str) -> Layer:
        """What is said about a path."""
        patches = (each.layer for each in self.patches if each.covers(folder, name))
        return merged((self._layer, *patches, self._command_line))

    def settings_for(self, folder: str, name: str) -> Settings:
        """The settings of a path: one value for all paths to which the same applies."""
        applies = tuple([each.covers(folder, name) for each in self.patches])
        found = self._by_patches.get(applies)
        if found is None:
            layer = self.layer_for(folder, name)
            found = self._by_patches[applies] = self._settings(layer)
        return found

    def _settings(self, layer: Layer) -> Settings:
        settings = Settings(**fields(layer), source=self._source)
        if "istio-version" not in self._command_line or not settings.installs:
            return settings
        # What the command line says beats what a file says of one install.
        told = settings.istio_version
        installs = (each._replace(istio_version=told) for each in settings.installs)
        return settings._replace(installs=tuple(installs))
