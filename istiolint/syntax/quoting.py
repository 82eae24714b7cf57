"""How a text is written as a scalar: plain where it can be, else in quotes."""

from __future__ import annotations

import re

from istiolint.syntax.scalars import resolve

Scalar = str | bool | int | float
"""What can be written: a text, or a value that is none."""

# Compiled when first needed: rules import this, and few runs write anything.
_PLAIN = r"""(?x)
    (?: [^\s\-?:,\[\]{}#&*!|>'"%@`] | [-?:](?=[^\s,\[\]{}]) )  # what may stand first
    (?: [^:#] | :(?=\S) | (?<=\S)\# )*
"""
_FLOW_INDICATOR = r"[,\[\]{}:]"
_JSON_LITERAL = r"true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?"
_NAMED_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_BMP = 0xFFFF


def can_be_plain(text: str, *, flow: bool) -> bool:
    """Whether a parser reads ``text`` without quotes as one scalar; ``flow`` is inside brackets."""
    return (
        re.fullmatch(_PLAIN, text) is not None
        and text.isprintable()
        and not text.endswith(" ")
        and text not in ("<<", "=")
        and not (flow and re.search(_FLOW_INDICATOR, text))
    )


def is_text(text: str) -> bool:
    """Whether ``text`` without quotes means itself rather than a number, a boolean or null."""
    return isinstance(resolve(text, plain=True), str)


def is_json_literal(text: str) -> bool:
    """Whether JSON has ``text`` without quotes."""
    return re.fullmatch(_JSON_LITERAL, text) is not None


def literal(value: bool | float) -> str:  # noqa: FBT001
    """A value that is no text, as YAML and JSON both write it."""
    return str(value).lower() if isinstance(value, bool) else repr(value)


def double(text: str) -> str:
    """``text`` in double quotes, as YAML and JSON both write it."""
    return f'"{in_double(text)}"'


def in_double(text: str) -> str:
    """``text`` as it stands between double quotes."""
    return "".join(map(_escaped, text))


def single(text: str) -> str:
    """``text`` in single quotes, in which only what is printable can stand."""
    return f"'{in_single(text)}'"


def in_single(text: str) -> str:
    """``text`` as it stands between single quotes."""
    return text.replace("'", "''")


def _escaped(character: str) -> str:
    if character in _NAMED_ESCAPES:
        return _NAMED_ESCAPES[character]
    if character.isprintable() or ord(character) > _BMP:
        return character
    return f"\\u{ord(character):04x}"
