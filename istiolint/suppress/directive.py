"""What a comment to istiolint says: ``ignore[rule, rule] reason`` and its relatives."""

from __future__ import annotations

import re
from typing import NamedTuple

from istiolint.inputs.charts import CHARTS, chart_in_comment
from istiolint.spelling import did_you_mean
from istiolint.syntax.comments import Comment
from istiolint.text import Location, Span

_WORDS = ("ignore", "ignore-file", "chart=")
_NAME = r"[^\s,](?:[^,]*[^\s,])?"


class Name(NamedTuple):
    """A word that stands for rules, and its place in the text it was read from."""

    word: str
    span: Span


class Ignore(NamedTuple):
    """A request to silence some rules; ``end`` is where another name would go."""

    names: tuple[Name, ...]
    reason: str
    whole_file: bool
    end: int


class Mistake(NamedTuple):
    """What is wrong with a comment, and with which part of it."""

    message: str
    span: Span


def directive(text: str) -> Ignore | Mistake | None:
    """Read what follows ``istiolint:``; ``None`` if it is right and silences nothing."""
    if text.startswith("chart="):
        return _chart(text)
    head, bracket, rest = text.partition("[")
    word, *others = head.split() or [""]
    here = Span(0, len(word))
    if word not in _WORDS:
        return Mistake(f'"{word}" is no directive{did_you_mean(word, _WORDS)}', here)
    names, closed, reason = rest.partition("]")
    if bracket and not others and not closed:
        return Mistake(f'the bracket of "{word}[" is not closed', here)
    start = len(head) + len(bracket)
    listed = () if others else tuple(names_in(names, start))
    if not listed:
        return Mistake(f'"{word}" names no rule', here)
    return Ignore(listed, reason.strip(), word == "ignore-file", start + len(names))


def names_in(text: str, start: int = 0) -> list[Name]:
    """The names in a list with commas, which begins at ``start``."""
    return [
        Name(found.group(), Span(start + found.start(), start + found.end()))
        for found in re.finditer(_NAME, text)
    ]


def place(comment: Comment, part: Span) -> Location | None:
    """A part of a comment's text in the file; ``None`` if it is not written there as it is."""
    source, span = comment.source, comment.span
    before, colon, text = source.text[span.start : span.end].partition("stiolint:")
    if not colon or text.strip() != comment.text:
        return None
    start = span.start + len(before) + len(colon) + len(text) - len(text.lstrip())
    return Location(source, Span(start + part.start, start + part.end))


def _chart(text: str) -> Mistake | None:
    chart, here = chart_in_comment(text), Span(len("chart="), len(text))
    if chart in CHARTS:
        return None
    if chart is None:
        return Mistake('what follows "chart=" is not one name', Span(0, len(text)))
    return Mistake(f'no chart is called "{chart}"{did_you_mean(chart, CHARTS)}', here)
