"""From a word, or from what an operator sees, to the rules that tell of it.

A page lists symptoms behind ``Symptoms:``, with commas between them.
"""

from __future__ import annotations

import re

from istiolint.rules.registry import entries, page

_SYMPTOMS = re.compile(r"^Symptoms:(.*?)(?:\n\n|\Z)", re.MULTILINE | re.DOTALL)
_WORD = re.compile(r"[\w.-]*\w")
_FILLERS = frozenset(
    ("a", "an", "and", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with")
)
_ENDINGS = ("ing", "ed", "es", "s")
_SHORTEST = 3
"""Characters that a word keeps when it loses its ending."""


def rules_behind(words: str) -> tuple[str, ...]:
    """The rules whose symptoms have all of these words, in any order and form.

    Those that have them in one symptom come first.
    """
    wanted = stems(words)
    found = []
    for name in entries():
        symptoms = [stems(each) for each in symptoms_of(page(name))]
        if wanted and wanted <= frozenset().union(*symptoms):
            is_scattered = not any(wanted <= each for each in symptoms)
            found.append((is_scattered, name))
    return tuple(name for _, name in sorted(found, key=lambda each: each[0]))


def rules_titled(words: str) -> tuple[str, ...]:
    """The rules whose name or summary has all of these words; those with them in the name first."""
    wanted = stems(words)
    found = []
    for name, entry in entries().items():
        own = stems(name.replace("-", " "))
        if wanted and wanted <= own | stems(entry.summary):
            found.append((not wanted <= own, name))
    return tuple(name for _, name in sorted(found, key=lambda each: each[0]))


def symptoms_of(page: str) -> list[str]:
    """The symptoms that a page lists."""
    listed = _SYMPTOMS.search(page)
    return listed[1].split(",") if listed else []


def stems(text: str) -> frozenset[str]:
    """The words of a text that say something, without what differs between their forms."""
    found = (word.lower() for word in _WORD.findall(text))
    return frozenset(_stem(word) for word in found if word not in _FILLERS)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) >= len(ending) + _SHORTEST:
            return word.removesuffix(ending)
    return word
