"""Durations as Go reads and writes them: ``1h30m``, ``1.5s``, ``100ms``.

Istio reads all of its durations like this: fields of resources, mesh config, environment
variables of istiod. Protobuf's own JSON form, seconds only, is a part of it.
"""

from __future__ import annotations

import re

# ``µ`` may be the micro sign (U+00B5) or the Greek letter (U+03BC).
_UNITS = {
    "ns": 1,
    "us": 10**3,
    "\u00b5s": 10**3,
    "\u03bcs": 10**3,
    "ms": 10**6,
    "s": 10**9,
    "m": 60 * 10**9,
    "h": 3600 * 10**9,
}
_NUMBER, _UNIT = r"[0-9]+\.?[0-9]*|\.[0-9]+", "|".join(_UNITS)
_PART = re.compile(rf"({_NUMBER})({_UNIT})")

PATTERN = rf"[+-]?(?:(?:(?:{_NUMBER})(?:{_UNIT}))+|0)"
"""How durations look; some of these are longer than Go can count."""

# Go counts nanoseconds in 64 bits: a little more than 292 years either way.
_LONGEST = 2**63

# Far beyond any duration that is in range and means something.
_LONGEST_TEXT = 1000


def parse(text: str) -> int | None:
    """The nanoseconds that ``text`` stands for; ``None`` if Go refuses it.

    A number needs its unit, only ``0`` does without. There is no unit above the hour.
    """
    if len(text) > _LONGEST_TEXT or re.fullmatch(PATTERN, text) is None:
        return None
    size = sum(_nanoseconds(*part.groups()) for part in _PART.finditer(text))
    duration = -size if text.startswith("-") else size
    return duration if -_LONGEST <= duration < _LONGEST else None


def _nanoseconds(number: str, unit: str) -> int:
    """A part such as ``1.5`` ``s``; what is less than a nanosecond is dropped."""
    whole, _, fraction = number.partition(".")
    parts: int = 10 ** len(fraction)
    return int(whole + fraction) * _UNITS[unit] // parts
