"""How each character of a scalar's value is written, for every style.

The styles are told apart by what may differ: flow scalars fold lines and escape
characters, literal ones lose their indentation, folded ones lose both that and breaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from istiolint.syntax.offsets import OffsetMap, Run
from istiolint.syntax.tape import DOUBLE, FOLDED, LITERAL, PLAIN, SINGLE
from istiolint.text import Span

_FOLD = r"[ \t]*(?:\r\n|\r|\n)[ \t\r\n]*"
_BREAK = re.compile(r"\r\n|\r|\n")
_ESCAPES = {
    PLAIN: _FOLD,
    SINGLE: rf"{_FOLD}|''",
    DOUBLE: rf"\\(?:\r\n|\r|\n)[ \t]*|{_FOLD}|\\u[dD][89abAB]..\\u[dD][c-fC-F]..|"
    r"\\x..|\\u....|\\U........|\\.",
}


def written(raw: str, kind: int, value: str) -> OffsetMap:
    """Map the value of a scalar to offsets in ``raw``, its text with quotes or header.

    Where the two cannot be told to correspond, the whole value maps to the whole text.
    """
    runs = list(_block_runs(raw, kind, value) if kind >= LITERAL else _flow_runs(raw, kind))
    if _accounts_for(runs, raw, value):
        return OffsetMap(runs)
    return OffsetMap([Run(0, len(value), Span(0, len(raw)))])


def _accounts_for(runs: list[Run], raw: str, value: str) -> bool:
    """Whether the runs cover the whole value, and verbatim ones say what it says."""
    inner = 0
    for run in runs:
        same = not run.verbatim or raw.startswith(
            value[inner : inner + run.length], run.outer.start
        )
        if run.inner != inner or not same:
            return False
        inner += run.length
    return inner == len(value)


def _flow_runs(raw: str, kind: int) -> Iterator[Run]:
    quote = kind != PLAIN
    here, end, inner = int(quote), len(raw) - quote, 0
    for found in re.compile(_ESCAPES[kind], re.DOTALL).finditer(raw, here, end):
        if found.start() > here:
            yield Run(inner, found.start() - here, Span(here, found.start()))
            inner += found.start() - here
        length = _length(found.group())
        if length:
            yield Run(inner, length, Span(*found.span()))
        inner += length
        here = found.end()
    if end > here:
        yield Run(inner, end - here, Span(here, end))


def _length(text: str) -> int:
    """How many characters of the value an escape or a line fold stands for."""
    if text.startswith("\\") and text[1:2] in ("\r", "\n"):
        return 0
    if text.startswith(("\\", "'")):
        return 1
    breaks = len(_BREAK.findall(text))
    return max(1, breaks - 1)


def _block_runs(raw: str, kind: int, value: str) -> Iterator[Run]:
    inner = 0
    for start, end, after in _lines(raw):
        found = _line_in_value(raw, start, end, value, inner)
        if found is None:
            if kind == LITERAL and value.startswith("\n", inner):
                yield Run(inner, 1, Span(end, after))
                inner += 1
            continue
        content = end - found
        if content:
            yield Run(inner, content, Span(found, end))
        inner += content
        breaks = _separator(value, inner, kind)
        if breaks:
            yield Run(inner, breaks, Span(end, after))
        inner += breaks
    rest = len(value) - inner
    if rest > 0 and not value[inner:].strip("\n"):
        yield Run(inner, rest, Span(len(raw), len(raw)))


def _lines(raw: str) -> Iterator[tuple[int, int, int]]:
    """Start and end of each line below the header, and the start of the next one."""
    header = _BREAK.search(raw)
    here = header.end() if header else len(raw)
    while here < len(raw):
        found = _BREAK.search(raw, here)
        end, after = found.span() if found else (len(raw), len(raw))
        yield here, end, after
        here = after


def _line_in_value(raw: str, start: int, end: int, value: str, inner: int) -> int | None:
    """Where the content of a line begins: behind as little indentation as will fit.

    ``None`` for a blank line that gives the value no character of its own.
    """
    text = raw[start:end]
    indent = len(text) - len(text.lstrip(" "))
    if not text.strip(" \t") and not value.startswith(text[indent:] or " ", inner):
        return None
    for place in range(start, start + indent + 1):
        if end > place and value.startswith(raw[place:end], inner):
            return place
    return None


def _separator(value: str, inner: int, kind: int) -> int:
    """How many characters of the value stand for the break behind a line of text."""
    if kind == FOLDED and value.startswith(" ", inner):
        return 1
    rest = len(value) - inner - len(value[inner:].lstrip("\n")) if kind == FOLDED else 1
    return rest if value.startswith("\n", inner) else 0
