"""The constraints of a schema on a single value, beside its type."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from istiolint.schema.formats import has_form, is_as_long

Check = Callable[[Any, Any], bool]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


@cache
def _compiled(pattern: str) -> re.Pattern[str] | None:
    """A pattern of a schema, which is RE2; ``None`` for what Python has not."""
    try:
        return re.compile(pattern)
    except re.error:
        return None


def is_portable(pattern: str) -> bool:
    """Whether other engines take a pattern: no flags in it, and nothing that Python has not."""
    return re.search(r"\(\?[^:=!]", pattern) is None and _compiled(pattern) is not None


def matches(text: str, pattern: str) -> bool:
    """Whether a pattern of a schema finds something in a text, or is none that Python has."""
    compiled = _compiled(pattern)
    return compiled is None or compiled.search(text) is not None


CHECKS: Mapping[str, Check] = {
    "minimum": lambda value, least: not _is_number(value) or value >= least,
    "maximum": lambda value, most: not _is_number(value) or value <= most,
    "exclusiveMinimum": lambda value, least: not _is_number(value) or value > least,
    "exclusiveMaximum": lambda value, most: not _is_number(value) or value < most,
    "pattern": lambda value, regex: not isinstance(value, str) or matches(value, regex),
    "minLength": lambda value, least: not isinstance(value, str) or len(value) >= least,
    "maxLength": lambda value, most: not isinstance(value, str) or len(value) <= most,
    "x-istio-least": lambda value, least: not isinstance(value, str) or is_as_long(value, least),
}
"""What a keyword demands of a scalar; of values that it is not about, nothing."""

MALFORMED = frozenset(("pattern", "format"))
"""Keywords about the form of a text."""

_INTEGERS = {
    "port": (1, 65535),
    "int32": (-(1 << 31), (1 << 31) - 1),
    "uint32": (0, (1 << 32) - 1),
    "int64": (-(1 << 63), (1 << 63) - 1),
    "uint64": (0, (1 << 64) - 1),
    "port-or-none": (0, 65535),
}

_PORTS = (1, 65535)


def matches_format(value: Any, name: str) -> bool:
    """Whether a value is in a format; one that we do not know says nothing."""
    if name in _INTEGERS:
        least, most = _INTEGERS[name]
        number = _as_number(value)
        return number is None or least <= number <= most
    if name == "port-or-name" and isinstance(value, int):
        least, most = _PORTS
        return least <= value <= most
    return not isinstance(value, str) or has_form(value, name)


def bounds_of(name: str) -> tuple[int, int] | None:
    """The least and the greatest number of a format for integers."""
    return _INTEGERS.get(name)


def limits_of(name: str) -> tuple[int, int] | None:
    """The least and the greatest number in a format, which may also be one of texts."""
    return _PORTS if name == "port-or-name" else bounds_of(name)


def _as_number(value: Any) -> float | None:
    if _is_number(value):
        number: float = value
        return number
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,25}", value):
        return int(value)
    return None


_PLAIN_TYPES = {"string": str, "boolean": bool, "null": type(None)}

NUMBERS = {
    "integer": r"-?[0-9]+",
    "number": r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|NaN|-?Infinity",
}
"""How numbers of a type are written in quotes."""


def is_json_type(meaning: Any, name: str, *, quoted: bool) -> bool:
    """Whether a scalar is of a JSON type; ``quoted`` where numbers may be in quotes."""
    if name in _PLAIN_TYPES:
        return isinstance(meaning, _PLAIN_TYPES[name])
    if isinstance(meaning, bool) or name not in NUMBERS:
        return False
    if isinstance(meaning, int | float):
        return name == "number" or meaning % 1 == 0
    return quoted and _is_quoted(meaning, NUMBERS[name])


def _is_quoted(meaning: Any, pattern: str) -> bool:
    return isinstance(meaning, str) and re.fullmatch(pattern, meaning) is not None
