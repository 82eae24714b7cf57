"""Which of several documents with one name another one means."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from typing import TypeVar

Found = TypeVar("Found")


def nearest(candidates: Sequence[tuple[str, Found]], path: str) -> Found | None:
    """The only candidate in the same file, else in the same folder, else of all.

    Candidates come with their paths. Of several none is certain: they are mostly those of
    several clusters.
    """
    folder = posixpath.dirname(path)
    beside = [each for each in candidates if posixpath.dirname(each[0]) == folder]
    inside = [each for each in candidates if each[0] == path]
    for among in (inside, beside, candidates):
        if among:
            return among[0][1] if len(among) == 1 else None
    return None
