"""Loading configuration files, with those they extend."""

from __future__ import annotations

import os
import re
from typing import Any, NamedTuple

from istiolint.config.examine import examine
from istiolint.config.from_toml import read_toml
from istiolint.config.from_yaml import read_yaml
from istiolint.config.interpret import Interpreter
from istiolint.config.layer import Layer, merged
from istiolint.config.paths import lies_in, reported
from istiolint.config.problem import ConfigError, Problem, about_file
from istiolint.config.text import source_of
from istiolint.config.tree import Tree

SHIPPED = "istiolint.yaml"
"""What the configuration that a package carries is called."""


class File(NamedTuple):
    """A configuration file. What it says of paths is relative to ``folder``, and what it
    extends lies in ``root`` or in a package."""

    location: str
    folder: str
    root: str


def load(file: File, cwd: str) -> Layer:
    """What a file says, over what the files say that it extends."""
    layers: list[Layer] = []
    seen: set[str] = set()
    following: File | None = file
    while following is not None:
        seen.add(os.path.realpath(following.location))
        path = reported(following.location, cwd)
        tree = _read(following.location, path)
        layers.append(understand(tree, path, following.folder, cwd))
        following = _extended(following, tree, path, seen)
    return merged(reversed(layers))


def understand(tree: Tree, path: str, folder: str, cwd: str) -> Layer:
    """The layer that a configuration is; an error with all that is wrong with it."""
    found = examine(tree, path)
    if found:
        raise ConfigError(*found)
    return Interpreter(tree, path, folder, cwd).layer


def _read(location: str, path: str) -> Tree:
    source = source_of(location, path)
    return read_toml(source) if location.endswith(".toml") else read_yaml(source)


def _extended(file: File, tree: Tree, path: str, seen: set[str]) -> File | None:
    name: str | None = tree.values.get("extend")
    if name is None:
        return None
    is_path = "/" in name or name.endswith((".yaml", ".yml", ".toml"))
    found = _beside(file, name) if is_path else _in_package(file, name)
    if isinstance(found, File) and os.path.realpath(found.location) in seen:
        found = f'"extend" leads in a circle, back to "{name}"'
    if isinstance(found, str):
        raise ConfigError(Problem(path, *tree.place(("extend",)).value, found))
    return found


def _beside(file: File, path: str) -> File | str:
    """The file at a path relative to ``file``; what speaks against it otherwise."""
    location = os.path.normpath(os.path.join(os.path.dirname(file.location), path))
    if os.path.isabs(path) or leads_outside(location, file.root):
        return f'"extend" leads outside "{file.root}"'
    if not os.path.isfile(location):
        return f'"extend" leads to no file: "{path}"'
    return File(location, os.path.dirname(location), file.root)
