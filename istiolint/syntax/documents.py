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

_MARKER = re.compile(r"^(?:---|\.\.\.)(?=\s|\Z)", re.MULTILINE)
_CONTENT = re.compile(r"^(?:---(?=\s))?+[ \t]*+[^\s#%]", re.MULTILINE)
_API_VERSION = re.compile(
    r"""^apiVersion:[ \t]+["']?([\w./-]+)["']?[ \t]*(?:#.*)?\r?$""", re.MULTILINE
)
_KIND = re.compile(r"""^kind:[ \t]+["']?(\w+)["']?[ \t]*(?:#.*)?\r?$""", re.MULTILINE)


class Sniffed(NamedTuple):
    """What a document says it is, as far as can be told without parsing."""

    api_version: str
    kind: str


def documents(text: str) -> Iterator[Span]:
    """The documents of a file that say something, with the comments that lead to them."""
    start, at = 0, 0
    for marker in _MARKER.finditer(text):
        at = marker.start()
        if text.startswith("...", at):
            at = marker.end()
        elif not _CONTENT.search(text, start, at):
            continue
        if _CONTENT.search(text, start, at):
            yield Span(start, at)
            start = at
    if _CONTENT.search(text, start):
        yield Span(start, len(text))


def sniff(text: str, document: Span) -> Sniffed | None:
    """The kind of a document written in block style; ``None`` where only a parser can tell."""
    version = _API_VERSION.search(text, *document)
    kind = _KIND.search(text, *document) if version else None
    return Sniffed(version[1], kind[1]) if version and kind else None
