"""Where the documents of a file begin and end, and what they say they are.

Both are read off the text without parsing it: a marker in the first column ends a
document even inside a scalar, so splitting is exact, and a top-level key in the first
column is what the kind is read from. Documents of kinds that nobody reads thus cost
next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from istiolint.text import Span

# The second is for files with carriage returns, some of which may be line breaks of their own.
_MARKER = r"\n(?:---|\.\.\.)(?![^ \t\r\n])"
_MARKER_AFTER_ANY = r"[\r\n](?:---|\.\.\.)(?![^ \t\r\n])"

# A line that is not blank, a comment or a directive, nor a marker with nothing behind it.
_CONTENT = re.compile(
    r"(?:^|(?<=\r))(?!%|\.\.\.(?![^ \t\r\n]))(?:---(?![^ \t\r\n]))?+[ \t]*+[^ \t\r\n#]",
    re.MULTILINE,
)

# One word, in quotes or not, that no line below continues.
_WORD = re.compile(r"""[ \t]+(["']?)([\w./-]+)\1(?=[ \t\r\n]*+(?:^\S|(?<=\s)#|\Z))""", re.MULTILINE)


class Sniffed(NamedTuple):
    """What a document says it is, as far as can be told without parsing."""

    api_version: str
    kind: str


def documents(text: str) -> Iterator[Span]:
    """The documents of a file that say something, with the comments that lead to them."""
    start = looked = 0
    marker = _MARKER_AFTER_ANY if "\r" in text else _MARKER
    for found in re.finditer(marker, f"\n{text}"):
        at = found.start()
        ends = text.startswith("...", at)
        # What has been found empty is not looked at again, however many markers follow.
        says_something = _CONTENT.search(text, looked, at) is not None
        looked = at
        # The end marker belongs to what it ends, the start marker to what it starts.
        stop = at + 3 if ends else at
        if says_something:
            yield Span(start, stop)
        if says_something or ends:
            start = stop
    if _CONTENT.search(text, looked):
        yield Span(start, len(text))


def sniff(text: str, document: Span) -> Sniffed | None:
    """The kind of a document written in block style; ``None`` where only a parser can tell."""
    start, end = document
    if start == 0:  # the first line is to follow a line break as all others do
        text, end = f"\n{text[:end]}", end + 1
    api_version = _said(text, "\napiVersion:", start, end)
    kind = api_version and _said(text, "\nkind:", start, end)
    return Sniffed(api_version, kind) if kind else None


def _said(text: str, key: str, start: int, end: int) -> str:
    """The word behind the one key that is written like this; empty if that is not certain."""
    at = text.find(key, start, end)
    if at < 0 or text.find(key, at + 1, end) >= 0:
        return ""
    found = _WORD.match(text, at + len(key), end)
    return found[2] if found else ""
