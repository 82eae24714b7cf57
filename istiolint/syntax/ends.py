"""Where scalars end in truth, since the scanners go by the token that comes next."""

from __future__ import annotations

import re

_KEEPS_BREAKS = re.compile(r"[|>]\d?\+")
_BREAK = re.compile(r"\r\n|\r|\n")
_SIGN_OR_COMMENT = re.compile(r"#[^\r\n]*|[^\s#]")


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


def length_of_signs(text: str) -> int:
    """How much of what stands before an omitted value are signs such as its colon or dash."""
    found = (each for each in _SIGN_OR_COMMENT.finditer(text) if not each.group().startswith("#"))
    return max((each.end() for each in found), default=0)
