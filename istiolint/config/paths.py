"""Paths and globs in configuration, which are written relative to its folder."""

from __future__ import annotations

import os
from collections.abc import Iterator

from istiolint.inputs.ignore import Patterns

Steps = tuple[str, ...]


def lies_in(path: str, folder: str) -> bool:
    """Whether an absolute path is ``folder`` or below it."""
    return os.path.join(path, "").startswith(os.path.join(folder, ""))


def reported(location: str, cwd: str) -> str:
    """How reports name an absolute path: relative to ``cwd`` if it lies there."""
    path = os.path.relpath(location, cwd) if lies_in(location, cwd) else location
    return path.replace(os.sep, "/")


def from_folder(path: str, folder: str, cwd: str) -> str:
    """What ``path``, written in a file in ``folder``, is called in reports."""
    return reported(os.path.normpath(os.path.join(folder, path)), cwd)


def below(location: str, folder: str) -> str:
    """An absolute path as seen from ``folder``; one that ends in a separator still does."""
    start = os.path.join(folder, "")
    if location.startswith(start):
        return location[len(start) :]
    return os.path.relpath(location, folder) + (os.sep if location.endswith(os.sep) else "")


def globs_from(glob: str, folder: str, cwd: str) -> tuple[str, ...]:
    """Globs that match in ``cwd`` what ``glob`` matches there when written in ``folder``.

    Where ``cwd`` does not lie in ``folder``, the glob stands as it is.
    """
    if folder == cwd or not lies_in(cwd, folder):
        return (glob,)
    mark = "!" if glob.startswith("!") else ""
    path = glob.removeprefix("!").removesuffix("/")
    end = "/" if glob.endswith("/") else ""
    steps = tuple(path.removeprefix("/").split("/"))
    if "/" not in path:
        steps = ("**", *steps)
    rests = _after(steps, below(cwd, folder).split(os.sep))
    if () in rests:
        return () if mark else ("/**",)
    return tuple(
        glob if rest == steps else f"{mark}/{'/'.join(rest)}{end}" for rest in sorted(rests)
    )


def _after(steps: Steps, names: list[str]) -> set[Steps]:
    """What is left of a glob below the folders ``names``; an empty rest matches one of them."""
    rests = {steps}
    for name in names:
        rests = {rest for each in rests for rest in _after_one(each, name)}
        if () in rests:
            break
    return rests


def _after_one(steps: Steps, name: str) -> Iterator[Steps]:
    if steps[0] == "**":
        yield steps
        if steps[1:]:
            yield from _after_one(steps[1:], name)
    elif Patterns([f"/{steps[0]}"]).covers(name):
        yield steps[1:]
