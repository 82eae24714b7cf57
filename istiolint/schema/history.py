"""Since when a part of a schema says what it says."""

from __future__ import annotations

from typing import Any

from istiolint.schema.shape import Shape
from istiolint.schema.timeline import is_within


def word_times(word: str, shape: Shape) -> list[Any] | None:
    """The spans of releases in which an enumeration has a word; ``None`` if never."""
    times: list[Any] | None = shape.schema.get("x-istio-enum", {}).get(word)
    return times if times and not is_within(times, shape.book.minor) else None


def since_when(shape: Shape, keyword: str) -> int | None:
    """The release from which a keyword has the value that it has."""
    history = shape.schema.get("x-istio-changes", {}).get(keyword, ())
    minor = shape.book.minor
    return next((each[0] for each in history if is_within((each,), minor)), None)
