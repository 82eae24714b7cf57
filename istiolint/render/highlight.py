"""The colours of source lines, by the YAML lexer of pygments."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from istiolint.render import Presentation
from istiolint.render.terminal import expanded

if TYPE_CHECKING:
    from pygments.lexer import Lexer

_KEY = "36"
_STRING = "32"
_REFERENCE = "35"
_FAINT = "2"


def colored(text: str, presentation: Presentation) -> str:
    """A line of source as a terminal gets it: visible, and in colours where there are any."""
    if not presentation.color:
        return expanded(text)
    runs = groupby(zip(styles(text), text, strict=True), key=lambda pair: pair[0])
    return "".join(
        presentation.paint(expanded("".join(character for _, character in run)), style)
        for style, run in runs
    )


def styles(text: str) -> list[str]:
    """A style for each character of a line; empty where it has none.

    The line is read on its own, so one inside a longer token may be coloured as if it
    were not. That is the price of never reading the whole file.
    """
    found = [""] * len(text)
    for start, token, value in _lexer().get_tokens_unprocessed(text):
        style = _style(str(token))
        found[start : start + len(value)] = [style] * len(value)
    return found


@cache
def _lexer() -> Lexer:
    from pygments.lexers.data import YamlLexer

    return YamlLexer()


def _style(token: str) -> str:
    if token == "Token.Name.Tag":  # noqa: S105 - a lexer's token, no secret
        return _KEY
    if token.startswith("Token.Comment"):
        return _FAINT
    if token.startswith(("Token.Literal.String", "Token.Literal.Scalar")):
        return _STRING
    if token.startswith(("Token.Name.Label", "Token.Name.Variable", "Token.Keyword")):
        return _REFERENCE
    return ""
