"""What git ignores, rebuilt from its files.

``.gitignore`` files count from the root of the repository down, ``.git/info/exclude``
stands behind them. Two things git knows are left out: the user's global ignore file, since
the same tree is to give the same report on every machine, and the index, so a tracked file
that a pattern matches counts as ignored.

``pathspec`` would do the matching, but takes longer to import than the YAML parser, and to
it a pattern that matches a folder also speaks for each file in it: not what git does where
several ignore files meet.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Container, Iterable, Sequence
from fnmatch import fnmatchcase, translate
from itertools import pairwise
from typing import NamedTuple


class _Pattern(NamedTuple):
    """One line of a ``.gitignore``: what it matches, and what that means.

    ``steps`` are globs for the names on a path; ``**`` stands for any number of names.
    """

    steps: tuple[str, ...]
    folders_only: bool
    ignores: bool

    @classmethod
    def parse(cls, line: str) -> _Pattern:
        """Read a line that is neither empty nor a comment."""
        ignores = not line.startswith("!")
        glob = re.sub(r"(?<!\\) +$", "", line.removeprefix("!"))
        path = glob.removesuffix("/")
        steps = [_as_fnmatch(step) for step in path.removeprefix("/").split("/")]
        if "/" not in path:
            steps.insert(0, "**")
        elif steps[-1] == "**":  # what lies in the folder, not the folder
            steps.append("*")
        return cls(tuple(steps), path != glob, ignores)

    def matches(self, names: Sequence[str]) -> bool:
        """Whether it matches a path itself; what it says of the folders above is not asked."""
        steps = self.steps
        if steps[:-1] == ("**",):  # most are like this, so no search
            return fnmatchcase(names[-1], steps[1])
        return _match(steps, names)


class Patterns:
    """Lines of a ``.gitignore``, the last that matches decides."""

    __slots__ = ("_last_steps", "_patterns")

    def __init__(self, lines: Iterable[str]) -> None:
        spoken = [line for line in lines if line.strip() and not line.startswith("#")]
        self._patterns = tuple(map(_Pattern.parse, reversed(spoken)))
        # One look at the name tells for most files that nothing can match their path.
        self._last_steps = re.compile(
            "|".join(translate(each.steps[-1]) for each in self._patterns)
        )

    def verdict(self, path: str) -> bool | None:
        """Whether ``path``, a folder if it ends in ``/``, is ignored; ``None`` if nothing matches.

        It holds if no folder above is ignored.
        """
        if not self._patterns:
            return None
        path = path.replace(os.sep, "/")
        is_file = not path.endswith("/")
        names = path.removesuffix("/").split("/")
        if not self._last_steps.match(names[-1]):
            return None
        for pattern in self._patterns:
            if not (is_file and pattern.folders_only) and pattern.matches(names):
                return pattern.ignores
        return None

    def covers(self, path: str) -> bool:
        """Whether ``path`` or a folder above it is ignored."""
        path = path.replace(os.sep, "/")
        ends = [found.end() for found in re.finditer(r"/|[^/]\Z", path)]
        return any(self.verdict(path[:end]) for end in ends)


class Ignores(NamedTuple):
    """The patterns that apply in one folder, nearest first, each with the length of its base."""

    sets: tuple[tuple[int, Patterns], ...] = ()

    def ignores(self, path: str) -> bool:
        """Whether git ignores ``path``, none of whose parents it ignores."""
        for start, patterns in self.sets:
            verdict = patterns.verdict(path[start:])
            if verdict is not None:
                return verdict
        return False

    def inside(self, folder: str, names: Container[str]) -> Ignores:
        """The patterns for what lies directly in ``folder``, whose entries have ``names``."""
        outer = self.sets
        if ".git" in names:  # a repository of its own: what is said above ends here
            outer = _patterns_in(folder, os.path.join(".git", "info", "exclude"))
        if ".gitignore" in names:
            outer = _patterns_in(folder, ".gitignore") + outer
        return Ignores(outer)


def ignores_above(folder: str) -> Ignores:
    """What the folders above ``folder`` say about it.

    Nothing, if they say that git ignores it: it was named all the same, so what lies in
    it is wanted.
    """
    ignores = Ignores()
    for parent, child in pairwise(_lineage(folder)):
        names = [name for name in (".git", ".gitignore") if os.path.lexists(parent + name)]
        ignores = ignores.inside(parent, names)
        if ignores.ignores(child):
            return Ignores()
    return ignores


def _lineage(folder: str) -> list[str]:
    """``folder`` and those above it from the git root down; none without such a root."""
    lineage = [folder]
    while not os.path.lexists(lineage[0] + ".git"):
        parent = os.path.join(os.path.dirname(os.path.dirname(lineage[0])), "")
        if parent == lineage[0]:
            return []
        lineage.insert(0, parent)
    return lineage


def _patterns_in(folder: str, name: str) -> tuple[tuple[int, Patterns], ...]:
    """What one file says; nothing if it is no plain file, as git has it since 2.32."""
    path = os.path.join(folder, name)
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return ()
        with open(path, encoding="utf-8-sig", errors="replace") as file:
            return ((len(folder), Patterns(file.read().split("\n"))),)
    except OSError:
        return ()


def _as_fnmatch(glob: str) -> str:
    """One step in the notation of ``fnmatch``, which negates with ``!`` and escapes with ``[]``."""
    return re.sub(r"\\(.)|\[\^", lambda found: _escaped(found[1]) if found[1] else "[!", glob)


def _escaped(character: str) -> str:
    return f"[{character}]" if character in "*?[" else character


def _match(steps: Sequence[str], names: Sequence[str]) -> bool:
    """Whether ``steps`` match ``names``, in time proportional to their product at most."""
    step = name = 0
    retry: tuple[int, int] | None = None
    while name < len(names):
        if step < len(steps) and steps[step] == "**":
            step += 1
            retry = step, name
        elif step < len(steps) and fnmatchcase(names[name], steps[step]):
            step, name = step + 1, name + 1
        elif retry is not None:  # let the last "**" stand for one name more
            step, name = retry[0], retry[1] + 1
            retry = step, name
        else:
            return False
    return step == len(steps)
