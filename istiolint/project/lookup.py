"""What a reference leads to, and how sure its absence is.

The files at hand are seldom the whole mesh, so not finding something has degrees. Rules
pass a lookup on with their finding; the engine alone turns it into severity or silence.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from istiolint.resources.resource import Resource


class Sight(IntEnum):
    """How much of what is referred to lies in the input."""

    NONE = 0
    """No object of the kind at all: nothing can be said."""

    ELSEWHERE = 1
    """The kind is there, but nothing of the namespace in question."""

    HERE = 2
    """The namespace is there, or the input is known to be the whole mesh."""


class Lookup(NamedTuple):
    """The resources found, and what it means that there are no others."""

    found: tuple[Resource, ...]
    sight: Sight


class Subsets(NamedTuple):
    """The subsets that the DestinationRules of a lookup define.

    ``is_open`` is whether one of them has a name that is filled in later.
    """

    names: frozenset[str]
    is_open: bool
    lookup: Lookup

    def may_have(self, name: str) -> bool:
        """Whether a subset of that name is defined, for all that can be known."""
        return self.is_open or name in self.names
