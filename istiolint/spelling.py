"""Which known word is meant by one that nothing is called."""

from __future__ import annotations

from collections.abc import Iterable

ALIKE = 0.6
"""How alike two words are, from 0 to 1, when a person may have meant the one by the other."""


def closest(word: str, known: Iterable[str], alike: float = ALIKE) -> str | None:
    """The known word that is most like a word; ``None`` where none is ``alike`` enough."""
    from difflib import get_close_matches

    # Where a word is much longer, not even all letters of the other make the two alike; to say
    # so here costs a tenth of asking for each. Only what is left of both is compared.
    size = len(word)
    near = [each for each in known if 2 * min(size, len(each)) / (size + len(each) or 1) >= alike]
    found = get_close_matches(word, near, 1, alike)
    return found[0] if found else None


def letters(name: str) -> str:
    """A name without what only the spelling of keys decides: case, ``_`` and ``-``."""
    return name.replace("_", "").replace("-", "").lower()


def question(meant: str | None) -> str:
    """``; did you mean "…"?``, to put behind a message; nothing where no word comes to mind."""
    return f'; did you mean "{meant}"?' if meant else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The question for the known word that is closest to a word."""
    return question(closest(word, known))
