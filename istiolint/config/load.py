"""Loading configuration files, with those they extend."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from istiolint.config.examine import examine
from istiolint.config.from_toml import read_toml
from istiolint.config.from_yaml import read_yaml
from istiolint.config.interpret import Interpreter
from istiolint.config.layer import Layer, merged
from istiolint.config.paths import lies_in, reported
from istiolint.config.problem import ConfigError, Problem
from istiolint.config.text import source_of
from istiolint.config.tree import Tree
from istiolint.inputs.set_values import problem_of_set

SHIPPED = "istiolint.yaml"
"""What the configuration that a package carries is called."""


class File(NamedTuple):
    """A configuration file.

    What it says of paths is relative to ``folder``; what it extends lies in ``root``, or
    else in an installed package.
    """

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
        root = file.root if lies_in(following.folder, file.root) else following.folder
        layers.append(understand(tree, path, following.folder, cwd, root=root))
        following = _extended(following, tree, path, seen)
    return merged(reversed(layers))


def understand(tree: Tree, path: str, folder: str, cwd: str, *, root: str | None = None) -> Layer:
    """The layer that a configuration is; an error with all that is wrong with it.

    The files of installs lie in ``root``, if there is one.
    """
    found = examine(tree, path) or list(_problems_of_installs(tree, path, folder, root))
    if found:
        raise ConfigError(*found)
    return Interpreter(tree, path, folder, cwd).layer


def _problems_of_installs(
    tree: Tree, path: str, folder: str, root: str | None
) -> Iterator[Problem]:
    """What a schema cannot say of ``installs:``."""
    for index, install in enumerate(tree.values.get("installs", ())):
        for key in ("set", "set-string"):
            for item, text in enumerate(install.get(key, ())):
                problem = problem_of_set([text])
                if problem is not None:
                    place = tree.place(("installs", index, key, item)).value
                    yield Problem(path, *place, problem)
        for item, file in enumerate(install["files"]):
            if root is not None and leads_outside(os.path.join(folder, file), root):
                place = tree.place(("installs", index, "files", item)).value
                yield Problem(path, *place, f'"{file}" leads outside "{root}"')


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
    """The file at a path relative to ``file``, or what speaks against it."""
    location = os.path.normpath(os.path.join(os.path.dirname(file.location), path))
    if leads_outside(location, file.root):
        return f'"extend" leads outside "{file.root}"'
    if not os.path.isfile(location):
        return f'"extend" leads to "{path}", which is no file'
    return File(location, folder_of(location, file.folder), file.root)


def _in_package(file: File, name: str) -> File | str:
    """The file that an installed package carries; nothing of the package is run."""
    from importlib.machinery import PathFinder

    module = name.replace("-", "_")
    spec = PathFinder.find_spec(module) if module.isidentifier() else None
    if spec is None:
        return f'"extend" names the package "{name}", which is not installed'
    for root in spec.submodule_search_locations or ():
        location = os.path.join(root, SHIPPED)
        if os.path.isfile(location):
            return File(location, folder_of(location, file.folder), root)
    return f'"extend" names the package "{name}", which carries no {SHIPPED}'


def folder_of(location: str, inner: str) -> str:
    """What the paths in a file are relative to: its folder, if that holds ``inner``.

    Otherwise ``inner`` itself: the file was written to be used from elsewhere.
    """
    folder = os.path.dirname(location)
    return folder if lies_in(inner, folder) else inner


def leads_outside(location: str, root: str) -> bool:
    """Whether a path, links followed, ends outside ``root``."""
    return not lies_in(os.path.realpath(location), os.path.realpath(root))
