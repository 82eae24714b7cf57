"""What a terminal shows for a text, and how wide.

Whatever a file, a path or a message contains: nothing that a terminal would obey, and
nothing that it would hide, gets through.
"""

from __future__ import annotations

from collections.abc import Iterable

_TAB = " " * 4
_CONTROL_PICTURES = 0x2400
_DELETE = "\x7f"
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def visible(text: str) -> str:
    """The text on one line, with control and format characters written out."""
    return text if text.isprintable() else "".join(map(_glyph, text))


def _glyph(character: str) -> str:
    if character.isprintable():
        return character
    if character < " ":
        return chr(_CONTROL_PICTURES + ord(character))
    if character == _DELETE:
        return "\u2421"
    from unicodedata import category

    if category(character) in _UNSAFE:
        return character.encode("unicode_escape").decode("ascii")
    return character


def expanded(text: str) -> str:
    """Source text, visible and with room for its tabs."""
    return visible(text.replace("\t", _TAB))


def width(text: str) -> int:
    """The columns that a visible text fills."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    from unicodedata import category, east_asian_width

    if category(character) in ("Mn", "Me"):
        return 0
    return 2 if east_asian_width(character) in ("W", "F") else 1


def fitting(characters: Iterable[str], room: int) -> int:
    """How many of these characters of source text fit into ``room`` columns."""
    count = 0
    for character in characters:
        room -= width(expanded(character))
        if room < 0:
            break
        count += 1
    return count
