"""The words of PromQL, with their places in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Token(NamedTuple):
    """A word: what sort of word it is, its text, and the characters it covers."""

    kind: str
    text: str
    start: int
    end: int


class NotPromQL(ValueError):  # noqa: N818 - it says what the text is
    """The text is no expression, or one with something in it that is filled in later."""


_TOKEN = re.compile(
    r"""
    (?P<space>\s+|\#[^\n]*)
  | (?P<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`)
  | (?P<duration>(?:[0-9]+(?:ms|[smhdwy]))+(?![\w.]))
  | (?P<number>0[xX][0-9a-fA-F]+|(?:[0-9][0-9_]*\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?!\w))
  | (?P<name>[A-Za-z_:][\w:]*)
  | (?P<operator>==|!=|>=|<=|=~|!~|[-+*/%^<>=@()\[\]{},:])
    """,
    re.VERBOSE | re.ASCII,
)


def tokens(text: str) -> Iterator[Token]:
    """The words of an expression, without spaces and comments; :class:`NotPromQL` at others."""
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise NotPromQL(text[at:])
        if found.lastgroup != "space":
            yield Token(found.lastgroup, found[0], at, found.end())
        at = found.end()


_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800, "y": 31536000}
_PART = re.compile(r"([0-9]+)(ms|[smhdwy])", re.ASCII)


def seconds(text: str) -> float | None:
    """The seconds of a duration as Prometheus writes it, such as ``1h30m``; ``0`` is one too."""
    if text == "0":
        return 0.0
    if not re.fullmatch(rf"(?:{_PART.pattern})+", text, re.ASCII):
        return None
    return sum(int(number) * _SECONDS[unit] for number, unit in _PART.findall(text))


def spoken(duration: float) -> str:
    """A number of seconds in the largest unit that it fills: ``3d``, ``90s``."""
    for unit in ("d", "h", "m"):
        if duration >= _SECONDS[unit] and duration % _SECONDS[unit] == 0:
            return f"{duration / _SECONDS[unit]:g}{unit}"
    return f"{duration:g}s"
