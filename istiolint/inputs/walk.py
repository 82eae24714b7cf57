"""Walks through folders: what is met, what is passed by, and where a walk ends.

The hot loop of discovery: plain strings and ``os.scandir``, no ``pathlib``. Paths of
folders end with the separator, so that what lies in them is one addition away.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from istiolint.inputs.ignore import Ignores, Patterns, ignores_above

OWN_CONFIGURATION = frozenset({".istiolint.yaml", "istiolint.yaml"})
"""What our own configuration is called; it is read, but not as an input."""

# Files of tools that stand in many repositories and never configure a mesh. What is less
# common is told apart by its content; hidden files need no entry.
_TOOL_FILES = OWN_CONFIGURATION | {
    "composer.json",
    "jsconfig.json",
    "package-lock.json",
    "package.json",
    "pnpm-lock.yaml",
}

# Copies of other people's projects, whose mistakes are not the user's to mend. "build" and
# "dist" are not among them: in a deployment repository they hold what is applied, and
# elsewhere git ignores them.
_VENDORED = frozenset(
    {"__pycache__", "node_modules", "site-packages", "third_party", "vendor", "venv"}
)

_CHARTS = f"{os.sep}charts{os.sep}"


class _Folder(NamedTuple):
    """A folder on the way.

    ``path`` is how it was reached, ``real`` how git sees it. ``start`` is where the part of
    a path begins that patterns to exclude match, outside the current directory.
    """

    path: str
    real: str
    start: int
    ignores: Ignores

    def child(self, name: str) -> _Folder:
        """A folder in this one that is no link."""
        step = name + os.sep
        return _Folder(self.path + step, self.real + step, self.start, self.ignores)


class Walk:
    """Files and folders to begin with, and what was found.

    ``found`` maps real paths to what they are reported under, ``left`` what was left alone
    to the reason. ``cwd`` is a real path. Nothing is walked before :meth:`finish`.
    """

    def __init__(self, cwd: str, exclude: Patterns, *, respect_gitignore: bool) -> None:
        self.found: dict[str, str] = {}
        self.left: dict[str, str] = {}
        self.problems: list[str] = []
        self._cwd = os.path.join(cwd, "")
        self._exclude = exclude
        self._respect_gitignore = respect_gitignore
        self._real = cache(os.path.realpath)
        self._roots: list[str] = []
        self._aliases: dict[str, str] = {}
        self._folders: list[_Folder] = []
        self._links: list[tuple[_Folder, str]] = []
        self._seen: set[str] = set()

    def afresh(self) -> Walk:
        """Another walk under the same conditions."""
        return Walk(self._cwd, self._exclude, respect_gitignore=self._respect_gitignore)

    def absolute(self, path: str) -> str:
        """Where ``path`` is; without links on the way there if it starts elsewhere or goes up."""
        at = os.path.join(self._cwd, path)
        if ".." in path or not at.startswith(self._cwd):
            folder, name = os.path.split(at.rstrip(os.sep) or os.sep)
            at = os.path.join(self._real(folder), name)
        return os.path.normpath(at)

    def shown(self, path: str) -> str:
        """What an absolute path is reported under."""
        return printable(path.removeprefix(self._cwd).replace(os.sep, "/"))

    def excludes(self, path: str, start: int) -> bool:
        """Whether the user's patterns exclude an absolute path; folders end with the separator."""
        return self._exclude.covers(self._matchable(path, start))

    def fail(self, path: str, what: str) -> None:
        """Note a problem with a path."""
        self.problems.append(f'"{self.shown(path.removesuffix(os.sep))}" {what}')

    def add_file(self, at: str) -> None:
        """Take a file, under its own name if that comes up as well."""
        folder, name = os.path.split(at)
        real = os.path.join(self._real(folder), name)
        if os.path.islink(real):
            real = os.path.realpath(real)
        (self.found if real == at else self._aliases).setdefault(real, self.shown(at))

    def add_folder(self, at: str) -> None:
        """Take all in a folder, and what links in it lead to as long as that lies there too."""
        path = os.path.join(at, "")
        self._roots.append(self._begin(path, len(path)))

    def finish(self) -> None:
        """Walk through the folders; then follow the links to what has not been found."""
        self._walk()
        self.found = self._aliases | self.found
        while self._links:
            self._follow(*self._links.pop(0))

    def _begin(self, path: str, start: int) -> str:
        real = os.path.join(os.path.realpath(path), "")
        if not self.excludes(path, start):
            ignores = ignores_above(real) if self._respect_gitignore else Ignores()
            self._folders.append(_Folder(path, real, start, ignores))
        return real

    def _walk(self) -> None:
        while self._folders:
            folder = self._folders.pop()
            if folder.real in self._seen:
                continue
            self._seen.add(folder.real)
            try:
                with os.scandir(folder.path) as scan:
                    entries = sorted(scan, key=attrgetter("name"))
            except OSError as error:
                self.fail(folder.path, f"cannot be read: {error.strerror}")
            else:
                self._look(folder, entries)

    def _look(self, folder: _Folder, entries: Sequence[os.DirEntry[str]]) -> None:
        names = {entry.name for entry in entries}
        holds_charts = "Chart.yaml" in names or folder.path.endswith(_CHARTS)
        if self._respect_gitignore:
            folder = folder._replace(ignores=folder.ignores.inside(folder.real, names))
        for entry in entries:
            name = entry.name
            if name.startswith(".") or name in _VENDORED:
                continue
            if entry.is_dir(follow_symlinks=False):
                if not self._bars(folder, name + os.sep):
                    self._folders.append(folder.child(name))
            elif not (
                entry.is_symlink() or is_input(name) or (holds_charts and name.endswith(".tgz"))
            ):
                continue
            elif not self._bars(folder, name):
                self._meet(folder, entry)

    def _bars(self, folder: _Folder, name: str) -> bool:
        ignored = folder.ignores.ignores(folder.real + name)
        path = self._matchable(folder.path + name, folder.start)
        return ignored or bool(self._exclude.verdict(path))

    def _matchable(self, path: str, start: int) -> str:
        return path[len(self._cwd) if path.startswith(self._cwd) else start :]

    def _meet(self, folder: _Folder, entry: os.DirEntry[str]) -> None:
        path = self.shown(folder.path + entry.name)
        if entry.is_symlink():
            self._links.append((folder, entry.name))
        elif not entry.is_file(follow_symlinks=False):
            self.left[path] = "not a regular file"
        elif entry.name.endswith(".tgz"):
            self.left[path] = "packed chart"
        else:
            self.found.setdefault(folder.real + entry.name, path)

    def _follow(self, folder: _Folder, name: str) -> None:
        at = folder.path + name
        try:
            mode = os.stat(at).st_mode
        except OSError as error:
            self.left[self.shown(at)] = f"broken link: {error.strerror}"
            return
        real = os.path.realpath(at)
        if stat.S_ISDIR(mode):
            real = os.path.join(real, "")
        elif not is_input(name):
            return
        if real in self.found:
            return
        if not real.startswith(tuple(self._roots)):
            self.left[self.shown(at)] = "link to a place outside"
        elif stat.S_ISDIR(mode):
            self._begin(os.path.join(at, ""), folder.start)
            self._walk()
        elif stat.S_ISREG(mode):
            self.found[real] = self.shown(at)
        else:
            self.left[self.shown(at)] = "not a regular file"


def is_input(name: str) -> bool:
    """Whether a walk takes a file of this name."""
    if not name.endswith((".yaml", ".yml", ".json")) or name in _TOOL_FILES:
        return False
    return not (name.startswith("tsconfig") and name.endswith(".json"))


def printable(path: str) -> str:
    """``path`` with escapes for what would break a line, a terminal or an encoding."""
    if path.isprintable():
        return path
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in path
    )
