"""The notation of a rule's examples: input with its expectations drawn in.

A line that holds only ``#``, spaces, carets and perhaps a text is a *marker*. Its carets
cover, column by column, the span reported on the nearest line above that is no marker,
and its text is the whole message. Tildes instead of carets draw a related place.
``# file: PATH`` on a line of its own starts another file. Markers are taken out before
linting, so they may stand anywhere, also inside a block scalar.
"""

from __future__ import annotations

import re
from textwrap import dedent
from typing import NamedTuple

MARKER = re.compile(r"#( *)(\^+|~+)(?: (.*))?")
"""A marker: the blanks before what is drawn, what is drawn, the text."""

_FILE = re.compile(r"# file: (\S+)")


class Marker(NamedTuple):
    """An expected span: line and columns from 1, ``end`` one past the last."""

    path: str
    line: int
    column: int
    end: int
    message: str
    related: bool


class Drawing(NamedTuple):
    """An example taken apart: the texts to lint, and what is expected of them."""

    texts: dict[str, str]
    markers: list[Marker]


def drawing(text: str, path: str) -> Drawing:
    """Take the markers out of an example whose first file is called ``path``."""
    lines: dict[str, list[str]] = {}
    markers: list[Marker] = []
    for raw in dedent(text).strip("\n").split("\n"):
        file = _FILE.fullmatch(raw)
        if file:
            path = file[1]
            continue
        here = lines.setdefault(path, [])
        found = MARKER.fullmatch(raw)
        if found:
            markers.append(_marker(found, path, len(here)))
        else:
            here.append(raw)
    texts = {each: "\n".join(content) + "\n" for each, content in lines.items()}
    return Drawing(texts, markers)


def _marker(found: re.Match[str], path: str, line: int) -> Marker:
    spaces, drawn, message = found.groups()
    # A "#" that touches the carets is one of them: there is no other way to draw column 1.
    start = 1 if not spaces else 2 + len(spaces)
    return Marker(path, line, start, 2 + len(spaces) + len(drawn), message or "", drawn[0] == "~")
