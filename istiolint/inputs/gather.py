"""From paths to texts: where a run reads the files that it lints."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NamedTuple

from istiolint.diagnostic import Diagnostic
from istiolint.inputs.decode import decode
from istiolint.inputs.discover import File, read
from istiolint.text import Source


class Gathered(NamedTuple):
    """The texts that were read, and what kept the others from being read."""

    sources: dict[str, Source]
    refused: list[Diagnostic]


def gather(files: Iterable[File]) -> Gathered:
    """Read and decode files."""
    gathered = Gathered({}, [])
    for file in files:
        data = read(file)
        text = decode(file.path, data) if isinstance(data, bytes) else data
        if isinstance(text, Source):
            gathered.sources[file.path] = text
        else:
            gathered.refused.append(text)
    return gathered


def context(path: str, cwd: str) -> Source | None:
    """A file beside one that was read; ``None`` if it cannot be read or lies elsewhere.

    ``cwd`` is the directory that paths are relative to, and the root that links must not
    leave. An absolute path is one of a folder outside of it that the user named; no link
    leads out of that folder.
    """
    root = os.path.dirname(path) if os.path.isabs(path) else cwd
    location = os.path.realpath(os.path.join(cwd, path))
    if not location.startswith(os.path.join(os.path.realpath(root), "")):
        return None
    data = read(File(path, location, named=False))
    found = decode(path, data) if isinstance(data, bytes) else None
    return found if isinstance(found, Source) else None
