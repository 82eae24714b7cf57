"""Istio releases and their order.

A release is known by minor version; patch releases only matter where a fact changed
inside a minor, as some fields of charts did.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_COMPARISON = re.compile(
    r"(>=|=>|<=|=<|~>|!=|[<>=~^]?)v?1\.(\d{1,3})(?:\.(\d{1,3}|[xX*]))?(?:[-+][\w.+-]*)?", re.ASCII
)
_RELEASE = re.compile(r"v?1\.(\d{1,3})(?:\.(\d{1,3}))?(?:[-+].*)?", re.ASCII)


CEL_SINCE = 23
"""The minor release from which on Istio's CRDs have rules in CEL.

For these what is written is there, be it empty. Before, istiod's webhook is alone, which cannot
tell what is empty from what is absent.
"""


class Release(NamedTuple):
    """Istio ``1.<minor>.<patch>``; ``patch`` is ``None`` where only the minor is known."""

    minor: int
    patch: int | None = None

    def __str__(self) -> str:
        return f"1.{self.minor}" if self.patch is None else f"1.{self.minor}.{self.patch}"

    @classmethod
    def parse(cls, text: str) -> Release | None:
        """The release in ``1.24``, ``1.24.3``, ``v1.24.3`` or ``1.24.3-distroless``."""
        found = _RELEASE.fullmatch(text.strip())
        if found is None:
            return None
        minor, patch = found.groups()
        return cls(int(minor), None if patch is None else int(patch))


def in_constraint(text: str) -> Release | None:
    """The one minor release that a Helm version constraint allows, if it allows no other.

    ``1.24.x``, ``~1.24.1``, ``=1.24.3`` and ``>=1.24 <1.25`` name 1.24; ``^1.24.0`` and ``>=1.24``
    name none.
    """
    exact = Release.parse(text)
    if exact is not None or len(text) > MAX_CONSTRAINT:
        return exact
    minors = {_only_minor(each) for each in text.split("||")}
    minor = minors.pop() if len(minors) == 1 else None
    return None if minor is None else Release(minor)


def _only_minor(alternative: str) -> int | None:
    """The minor release that comparisons, all of which must hold, come down to."""
    ranges = re.sub(r"(\S+)\s+-\s+(\S+)", r">=\1 <=\2", alternative)
    said = [each for each in re.split(r"[\s,]+", _closed_up(ranges)) if each]
    bounds = [_bounds(each) for each in said]
    if not bounds or None in bounds:
        return None
    lows = [each[0] for each in bounds if each and each[0] is not None]
    highs = [each[1] for each in bounds if each and each[1] is not None]
    return max(lows) if lows and highs and max(lows) == min(highs) else None


def _closed_up(text: str) -> str:
    """Comparisons without space between the sign and the version."""
    return re.sub(r"([<>=~^!]+)\s+", r"\1", text.strip())


def _bounds(comparison: str) -> tuple[int | None, int | None] | None:
    """The lowest and highest minor that one comparison allows; ``None`` if it cannot be read."""
    found = _COMPARISON.fullmatch(comparison)
    if found is None:
        return None
    sign, minor, patch = found[1], int(found[2]), found[3]
    is_open = patch is None or not patch.isdigit()
    if sign in (">", ">=", "=>", "^"):
        return minor + (sign == ">" and is_open), None
    if sign in ("<", "<=", "=<"):
        return None, minor - (sign == "<" and (is_open or patch == "0"))
    return (None, None) if sign == "!=" else (minor, minor)


MAX_CONSTRAINT = 200
"""Characters up to which a constraint is taken for one."""

OLDEST = Release(16)
"""The oldest release whose facts we have."""

NEWEST = Release(31)
"""The newest release whose facts we have; assumed where nothing names one."""

CURRENT_FROM = Release(24)
"""A finding in files of unknown release has to hold from here on to be an error."""


class ReleaseRange(NamedTuple):
    """The releases from ``first`` to ``last`` by minor, both included; open where ``None``."""

    first: Release | None = None
    last: Release | None = None

    @classmethod
    def parse(cls, text: str) -> ReleaseRange:
        """Read ``1.16..1.21``, ``1.22..``, ``..1.21`` or ``1.24``; ``ValueError`` if it is none."""
        first, dots, last = text.partition("..")
        said = (first, last) if dots else (text, text)
        ends = [Release.parse(each) for each in said]
        if any(end is None and (each or not dots) for each, end in zip(said, ends, strict=True)):
            raise ValueError(text)
        return cls(*ends)

    def __contains__(self, release: object) -> bool:
        if not isinstance(release, Release):
            return False
        after = self.first is None or release.minor >= self.first.minor
        return after and (self.last is None or release.minor <= self.last.minor)

    @property
    def ends(self) -> tuple[Release, Release]:
        """Its first and last release among those we know."""
        return self.first or OLDEST, self.last or NEWEST
