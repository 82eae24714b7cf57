"""What a configuration says: plain values, and where each of them stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from istiolint.config.problem import Problem
from istiolint.syntax.tape import Path
from istiolint.text import Position


class Place(NamedTuple):
    """Where a value stands, and where the key before it does."""

    key: Position
    value: Position


class Tree(NamedTuple):
    """``problems`` are those that the values do not show any more."""

    values: Any
    place: Callable[[Path], Place]
    problems: tuple[Problem, ...] = ()
