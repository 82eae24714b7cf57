"""Which of the names and words of a schema is meant by one that it does not have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from istiolint.spelling import closest, letters


def same_letters(name: str, known: Iterable[str]) -> str | None:
    """The known key that differs only in case, ``_`` and ``-``, or by a plural."""
    own = letters(name)
    found = [key for key in known if letters(key) == own]
    if not found and len(own) > 2:  # noqa: PLR2004 - an "s" more or less says nothing of "as"
        found = [key for key in known if _singular(letters(key)) == _singular(own)]
    return found[0] if len(found) == 1 else None


def _singular(word: str) -> str:
    """``retries`` and ``retrys`` as ``retry``."""
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")


def holding(name: str, known: Iterable[str]) -> list[str]:
    """The known keys of which a name is a part: ``perTryTimeout`` of ``timeout``."""
    own = letters(name)
    return [key for key in known if own in letters(key)]


def close_to(name: str, known: Iterable[str]) -> str | None:
    """The known key that a misspelt one is closest to."""
    return next(iter(near(name, known)), None)


def near(name: str, known: Iterable[str], alike: float = 0.75) -> list[str]:
    """The one or two known keys that a misspelt one is closest to."""
    from difflib import get_close_matches

    by_letters = {letters(key): key for key in known}
    return [by_letters[each] for each in get_close_matches(letters(name), by_letters, 2, alike)]


def word_meant(text: str, words: Sequence[Any]) -> str | None:
    """The word of an enumeration that a text is close to."""
    folded = {str(word).lower().replace("_", ""): str(word) for word in words}
    same = folded.get(letters(text))
    if same is not None:
        return same
    shouted = {str(word).upper(): str(word) for word in reversed(words)}
    return shouted.get(closest(text.upper(), shouted, 0.75) or "")
