"""Which files there are to lint.

What a user names is read, whatever it is called and whatever git thinks of it. A walk
through a folder is choosier: it takes YAML and JSON, passes by hidden and vendored entries
and what git ignores, and stays inside the folders that were named. Patterns to exclude
beat both, so that a hook which names every changed file can still be told to leave some
alone. They are read as lines of a ``.gitignore`` in the current directory; for what lies
outside it, of one in the folder that was named.

What the user named and cannot be read is a problem; what a walk meets is left alone.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from istiolint.diagnostic import Diagnostic, LeftAlone
from istiolint.inputs.decode import MAX_BYTES, refusal
from istiolint.inputs.ignore import Patterns
from istiolint.inputs.walk import OWN_CONFIGURATION, Walk


class File(NamedTuple):
    """A file to read.

    ``path`` is what it is reported under: relative to the current directory with ``/`` as
    the separator, absolute if it lies outside. ``location`` is absolute and free of links.
    ``named`` tells what the user named, itself or by a folder, from mere context.
    """

    path: str
    location: str
    named: bool


class Discovery(NamedTuple):
    """The files by path, each once, and what a walk passed by.

    A problem is a line about a path that the user named, or a folder below one, that
    cannot be read. A file that has other names through links goes by its own.
    """

    files: tuple[File, ...]
    left_alone: tuple[LeftAlone, ...]
    problems: tuple[str, ...]


def discover(
    paths: Sequence[str],
    *,
    cwd: str | os.PathLike[str],
    exclude: Sequence[str] = (),
    project: str | None = None,
    respect_gitignore: bool = True,
) -> Discovery:
    """Find the files that ``paths`` name (none: ``cwd``), and those of ``project`` as context.

    A path is a file, a folder, or, if nothing has that name, a glob, which picks from what
    a walk would find. ``exclude`` beats naming.
    """
    walk = Walk(os.path.realpath(cwd), Patterns(exclude), respect_gitignore=respect_gitignore)
    _take(walk, paths or ["."])
    named = frozenset(walk.found)
    if project is not None:
        _take(walk, [project])
    files = (File(path, real, real in named) for real, path in walk.found.items())
    left = (LeftAlone(path, 1, None, reason) for path, reason in walk.left.items())
    problems = dict.fromkeys(walk.problems)
    return Discovery(tuple(sorted(files)), tuple(sorted(left)), tuple(problems))


def read(file: File) -> bytes | Diagnostic:
    """The bytes of a file; of one that is too large, just enough to see that."""
    try:
        with open(file.location, "rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            return stream.read(min(size, MAX_BYTES) + 1)
    except OSError as error:
        return refusal(file.path, "unreadable-file", f"cannot be read: {error.strerror}")


def _take(walk: Walk, paths: Iterable[str]) -> None:
    for path in paths:
        at = walk.absolute(path)
        if _is_glob(path) and not os.path.lexists(at):
            _take_glob(walk, path)
        else:
            _take_path(walk, at)
    walk.finish()


def _take_path(walk: Walk, at: str) -> None:
    try:
        mode = os.stat(at).st_mode
    except OSError as error:
        walk.fail(at, f"cannot be read: {error.strerror}")
        return
    if stat.S_ISDIR(mode):
        walk.add_folder(at)
    elif walk.excludes(at, at.rindex(os.sep) + 1):
        return
    elif not stat.S_ISREG(mode):
        walk.fail(at, "is neither a file nor a folder")
    elif os.path.basename(at) in OWN_CONFIGURATION:
        walk.left[walk.shown(at)] = "configuration of istiolint"
    else:
        walk.add_file(at)


def _take_glob(walk: Walk, path: str) -> None:
    """Take what a walk through the fixed part of a glob finds and the rest of it matches."""
    steps = path.replace(os.sep, "/").split("/")
    fixed = next(index for index, step in enumerate(steps) if _is_glob(step))
    base = walk.absolute("/".join([*steps[:fixed], ""]))
    glob = Patterns(["/" + "/".join(steps[fixed:])])
    start = len(walk.shown(os.path.join(base, "")))
    below = walk.afresh()
    _take_path(below, base)
    below.finish()
    found = {real: at for real, at in below.found.items() if glob.covers(at[start:])}
    left = {at: reason for at, reason in below.left.items() if glob.covers(at[start:])}
    walk.found |= found
    walk.left |= left
    walk.problems += below.problems
    if not (found or left or below.problems):
        walk.fail(path, "matches no YAML or JSON file")


def _is_glob(path: str) -> bool:
    return any(mark in path for mark in "*?[")
