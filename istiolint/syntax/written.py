"""How each character of a scalar's value is written, for every style.

The styles are told apart by what may differ: flow scalars fold lines and escape
characters, literal ones lose their indentation, folded ones lose both that and breaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from istiolint.syntax.offsets import OffsetMap, Run
from istiolint.syntax.tape import DOUBLE, FOLDED, LITERAL, PLAIN, SINGLE
from istiolint.text import Span

_BREAK = r"(?:\r\n|\r|\n)"
_FOLD = rf"[ \t]*{_BREAK}[ \t\r\n]*"
_ESCAPES = {
    PLAIN: _FOLD,
    SINGLE: rf"{_FOLD}|''",
    DOUBLE: rf"\\{_BREAK}[ \t\r\n]*|{_FOLD}|\\u[dD][89abAB]..\\u[dD][c-fC-F]..|"
    r"\\x..|\\u....|\\U........|\\.",
}

_INDENTED = r"(?:^|(?<=[\r\n]))( *+)[^ \r\n]"
"""The beginning of a line that is not blank."""


class _Piece(NamedTuple):
    """Text from ``start`` to ``end``, and how many characters of the value it stands for."""

    start: int
    end: int
    length: int
    verbatim: bool = False


def written(raw: str, kind: int, value: str) -> OffsetMap:
    """Map the value of a scalar to offsets in ``raw``, its text with quotes or header.

    Where the two cannot be told to correspond, the whole value maps to the whole text.
    """
    in_quotes = kind in (SINGLE, DOUBLE)
    if not value:
        return OffsetMap([Run(0, 0, Span(int(in_quotes), int(in_quotes)), verbatim=False)])
    if kind in (LITERAL, FOLDED):
        pieces = _block_pieces(raw, value, folded=kind == FOLDED)
    else:
        pieces = _flow_pieces(raw, kind, int(in_quotes))
    whole = Run(0, len(value), Span(0, len(raw)), verbatim=False)
    return OffsetMap(_runs(pieces, raw, value) or [whole])


def _runs(pieces: Iterable[_Piece], raw: str, value: str) -> list[Run]:
    """The pieces as runs of the value; none if they do not account for all of it."""
    runs: list[Run] = []
    inner = 0
    for start, end, length, verbatim in pieces:
        if verbatim and not value.startswith(raw[start:end], inner):
            return []
        runs.append(Run(inner, length, Span(start, end), verbatim))
        inner += length
    if value[inner:].strip("\n") or inner > len(value):
        return []
    if inner < len(value):
        # The last line break of a block, or those that were taken for blank lines behind it.
        behind = Span(len(raw), len(raw))
        runs.append(Run(inner, len(value) - inner, behind, verbatim=False))
    return runs


def _flow_pieces(raw: str, kind: int, quote: int) -> Iterator[_Piece]:
    here, stop = quote, len(raw) - quote
    for found in re.compile(_ESCAPES[kind], re.DOTALL).finditer(raw, here, stop):
        if here < found.start():
            yield _Piece(here, found.start(), found.start() - here, verbatim=True)
        length = _length(found.group())
        if length:
            yield _Piece(*found.span(), length)
        here = found.end()
    if here < stop:
        yield _Piece(here, stop, stop - here, verbatim=True)


def _length(text: str) -> int:
    """How many characters of the value an escape or a line fold stands for."""
    breaks = len(re.findall(_BREAK, text))
    if not breaks:
        return 1
    return breaks - 1 if text.startswith("\\") else max(1, breaks - 1)


def _block_pieces(raw: str, value: str, *, folded: bool) -> Iterator[_Piece]:
    indent = _indent(raw, value)
    breaks: list[Span] = []
    was_led = True  # by a blank: such lines, and those before the first, are not folded
    for start, end, after in _lines(raw):
        if start + indent < end:
            is_led = raw[start + indent] in " \t"
            yield from _breaks(breaks, folded=folded and not was_led and not is_led)
            yield _Piece(start + indent, end, end - start - indent, verbatim=True)
            breaks, was_led = [], is_led
        if end < after:
            breaks.append(Span(end, after))
    yield from _breaks(breaks, folded=False)


def _breaks(breaks: list[Span], *, folded: bool) -> Iterator[_Piece]:
    """What line breaks between two lines stand for: folded, a single one is a space."""
    if folded and len(breaks) > 1:
        breaks = breaks[1:]
    return (_Piece(*each, 1) for each in breaks)


def _lines(raw: str) -> Iterator[tuple[int, int, int]]:
    """Start and end of each line below the header, and the start of the next one."""
    here = None
    for found in re.finditer(_BREAK, raw):
        if here is not None:
            yield here, *found.span()
        here = found.end()
    if here is not None and here < len(raw):
        yield here, len(raw), len(raw)


def _indent(raw: str, value: str) -> int:
    """The indentation of a block: what its first line has more in the text than in the value."""
    header = re.search(_BREAK, raw)
    text = raw[header.end() :] if header else ""
    here, there = re.search(_INDENTED, text), re.search(_INDENTED, value)
    if here and there:
        return max(0, len(here[1]) - len(there[1]))
    longest, shown = (max(map(len, re.split(_BREAK, each))) for each in (text, value))
    return max(0, longest - shown)
