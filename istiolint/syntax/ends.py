"""Where scalars end in truth, since the scanners go by the token that comes next."""

from __future__ import annotations

import re

_KEEPS_BREAKS = re.compile(r"[|>]\d?\+")
_BREAK = re.compile(r"\r\n|\r|\n")
_SIGN_OR_COMMENT = re.compile(r"(-+|[:?])|#[^\r\n]*")


def length_of_block(text: str, value: str) -> int:
    """How much of ``text`` is a block scalar of that value: not the blank lines behind it."""
    if _KEEPS_BREAKS.match(text):
        return len(text.removesuffix("\n").removesuffix("\r"))
    value = value.rstrip("\n")
    blank = value[len(value.rstrip(" \t\n")) :]
    length = len(text.rstrip(" \t\r\n"))
    if not blank:
        return length
    # Blanks that end a line are text, and so is a line with more of them than indentation.
    lines = blank.count("\n") + (blank == value)
    ends = [*(found.start() for found in _BREAK.finditer(text, length)), len(text)]
    return ends[min(lines, len(ends) - 1)]


def place_of_omitted(text: str, start: int, here: int) -> int:
    """Where a value is missing that the scanner places at ``here``, perhaps lines later.

    That is behind the colon or dash it should follow, which stands behind ``start``.
    """
    signs = (each.end() for each in _SIGN_OR_COMMENT.finditer(text, start, here) if each[1])
    return next(signs, start)
