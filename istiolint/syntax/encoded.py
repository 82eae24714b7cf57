"""Text in base64, as Secrets have it, and YAML in such text."""

from __future__ import annotations

import re
from itertools import accumulate, pairwise

from istiolint.syntax.embed import embedded_text
from istiolint.syntax.node import Node
from istiolint.syntax.offsets import OffsetMap, Run
from istiolint.syntax.problem import Problem
from istiolint.syntax.tape import Tape
from istiolint.text import Span

_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_BYTES, _DIGITS = 3, 4
"""So many bytes are written as so many characters."""


def decoded(text: str) -> bytes | None:
    """What is behind base64; ``None`` if it is none. As in Go, line breaks do not count."""
    from base64 import b64decode

    packed = text.replace("\n", "").replace("\r", "")
    return b64decode(packed) if _BASE64.fullmatch(packed) is not None else None


def embedded_in_base64(scalar: Node) -> Tape | Problem | None:
    """The document in a scalar, as :func:`istiolint.syntax.embed.embedded` finds it.

    A part of it stands where the digits are that it is made of. ``None`` if it is no text.
    """
    data = decoded(scalar.value)
    try:
        text = None if data is None else data.decode()
    except UnicodeDecodeError:
        text = None
    if not text:
        return None
    return embedded_text(scalar, text, _offsets(text, scalar.value).within(scalar.offsets))


def _offsets(text: str, written: str) -> OffsetMap:
    """Where the digits of each character of a text are; none stands there as it is."""
    digits = [at for at, character in enumerate(written) if character not in "\r\n"]
    sizes = accumulate((len(character.encode()) for character in text), initial=0)
    runs = []
    for inner, (first, last) in enumerate(pairwise(sizes)):
        start = digits[first // _BYTES * _DIGITS]
        end = digits[(last - 1) // _BYTES * _DIGITS + _DIGITS - 1] + 1
        runs.append(Run(inner, 1, Span(start, end), verbatim=False))
    return OffsetMap(runs)
