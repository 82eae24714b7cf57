"""What documents have in common whose rows are of the same kinds and have the same keys."""

from __future__ import annotations

Steps = tuple[str | int, ...]
"""Keys and list indexes on the way down from a row."""

_MOST_PATHS = 4096
"""Paths that are remembered: questions are few, unless they ask for names of the user's."""


class Layout:
    """The layout of documents: what is found out about one holds for all."""

    __slots__ = ("duplicates", "is_shared", "may_merge", "paths")

    def __init__(self, duplicates: list[tuple[int, int]], *, may_merge: bool) -> None:
        self.duplicates = duplicates
        """Pairs of key rows in one mapping with the same text: an earlier, a later one."""
        self.may_merge = may_merge
        """Whether there is a ``<<`` key."""
        self.is_shared = False
        """Whether a second document has it: only then is it worth to remember more."""
        self.paths: dict[tuple[int, Steps], int | None] = {}
        """Where paths lead from a row, as far as somebody has asked."""

    def remember(self, row: int, path: Steps, found: int | None) -> None:
        """Keep where a path leads."""
        if len(self.paths) < _MOST_PATHS:
            self.paths[row, path] = found
