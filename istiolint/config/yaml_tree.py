"""Configuration written in YAML: plain values, and where each of them stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from istiolint.config.problem import ConfigError, Problem
from istiolint.syntax.documents import documents
from istiolint.syntax.node import Node
from istiolint.syntax.parse import parse
from istiolint.syntax.tape import Path, Tape
from istiolint.text import Position, Source

MAX_DEPTH = 32
"""Mappings and lists inside one another, aliases written out. Half a dozen are of use."""

TEXTS = frozenset(("istio-version",))
"""Keys whose values are taken as they are written: to YAML, ``1.20`` is the number 1.2."""


class YamlTree:
    """What a document says. ``problems`` are those that the values do not show any more."""

    def __init__(self, root: Node | None, path: str) -> None:
        empty = root is None or root.is_null
        self._root = root
        self._path = path
        self.values: Any = {} if empty else self._plain(root, 0)
        self.problems = () if root is None else tuple(self._duplicates(root.tape))

    def position(self, path: Path, *, of_key: bool = False) -> Position:
        """Where the value at the end of ``path``, or the key before it, stands."""
        node = self._root
        for step in path:
            node, key = self._next(node, step)
