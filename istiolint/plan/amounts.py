"""Amounts of a plan: what is asked for at least and at most, exact to the last byte.

Memory and CPU are counted as :mod:`istiolint.resources.quantity` counts them, in billionths of
a byte and a core. ``None`` is an amount that the files do not tell.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Range(NamedTuple):
    """From the smallest plan to the largest one."""

    least: int
    most: int

    def plus(self, other: Range) -> Range:
        """Both together."""
        return Range(self.least + other.least, self.most + other.most)

    def times(self, factor: int) -> Range:
        """So much for each."""
        return Range(self.least * factor, self.most * factor)

    def around(self, other: Range) -> Range:
        """The range that has both in it."""
        return Range(min(self.least, other.least), max(self.most, other.most))


ZERO = Range(0, 0)


class Demand(NamedTuple):
    """What one pod requests."""

    memory: int | None
    cpu: int | None


NO_DEMAND = Demand(0, 0)


class Usage(NamedTuple):
    """What several pods request together."""

    memory: Range = ZERO
    cpu: Range = ZERO

    def plus(self, other: Usage) -> Usage:
        """Both together."""
        return Usage(self.memory.plus(other.memory), self.cpu.plus(other.cpu))


def usage(pods: Range | None, demand: Demand) -> Usage:
    """What so many pods request; what is not known counts for nothing here."""
    if pods is None:
        return Usage()
    return Usage(pods.times(demand.memory or 0), pods.times(demand.cpu or 0))


def total(usages: Iterable[Usage]) -> Usage:
    """All of it."""
    found = Usage()
    for each in usages:
        found = found.plus(each)
    return found
