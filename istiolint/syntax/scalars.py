"""What a scalar means to Kubernetes and Helm: the rules of ``sigs.k8s.io/yaml``.

That library reads YAML 1.1 as Go's ``yaml.v2`` does: ``yes`` is true, ``010`` is eight,
``1_000`` is a thousand, ``12:30`` and dates are text. It is followed to the letter, since
a linter that reads a value otherwise than the cluster approves what the cluster refuses.
"""

from __future__ import annotations

Value = None | bool | int | float | str

_INFINITY = float("inf")

WORDS: dict[str, Value] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "on", "On", "ON"), True),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "off", "Off", "OFF"), False),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), _INFINITY),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -_INFINITY),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
"""Texts that are not themselves without quotes."""

_PREFIX = "tag:yaml.org,2002:"
_TAGGED = {
    f"{_PREFIX}null": type(None),
    f"{_PREFIX}bool": bool,
    f"{_PREFIX}int": int,
    f"{_PREFIX}float": float,
}

_OCTAL = (8, "01234567")
_BASES = {"0x": (16, "0123456789abcdefABCDEF"), "0o": _OCTAL, "0b": (2, "01")}
_DECIMAL = (10, "0123456789")


def resolve(text: str, plain: bool, tag: str | None = None) -> Value:  # noqa: FBT001
    """What a scalar means, by its text, whether it is written without quotes, and its tag.

    ``tag`` is in full, as YAML parsers report it: ``tag:yaml.org,2002:int``. Where Go
    refuses a text because it does not fit its tag, it stays the text.
    """
    if tag is not None:
        return _tagged(text, tag)
    return _untagged(text) if plain else text


def _untagged(text: str) -> Value:
    if text in WORDS:
        return WORDS[text]
    return _number(text) if text[0] in "+-.0123456789" else text


def _tagged(text: str, tag: str) -> Value:
    """Tags that Go does not know, or that belong to one program, say no more than ``!!str``."""
    if tag == f"{_PREFIX}binary":
        return _decoded(text)
    kind = _TAGGED.get(tag)
    if kind is None:
        return text
    value = _untagged(text)
    if kind is float and type(value) is int and value < 1 << 63:
        return float(value)
    return value if type(value) is kind else text


def _number(text: str) -> int | float | str:
    """The number that ``text`` is; the text itself if it only begins like one."""
    if text[0] == ".":
        number = _float(text)
    else:
        digits = text.replace("_", "")
        integer = _integer(digits)
        number = _float(digits) if integer is None else integer
    return text if number is None else number


def _integer(text: str) -> int | None:
    """A whole number of 64 bits: signed, or unsigned where no sign is written."""
    if text.startswith(("0b+", "0b-")):  # an accident in Go's library
        text = f"{text[2]}0b{text[3:]}"
    sign = text[0] if text[0] in "+-" else ""
    digits = text[len(sign) :]
    if digits[:2].lower() in _BASES:
        base, allowed = _BASES[digits[:2].lower()]
        digits = digits[2:]
    else:
        base, allowed = _OCTAL if digits[:1] == "0" else _DECIMAL
    if digits.strip(allowed):
        return None
    try:
        value = int(sign + digits, base)
    except ValueError:  # no digits, or thousands of them
        return None
    return value if -1 << 63 <= value < 1 << (63 if sign else 64) else None


def _float(text: str) -> float | None:
    """A decimal fraction; one that is too large for a double is none."""
    if text.strip("+-.0123456789eE_"):
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return None if abs(value) == _INFINITY else value


def _decoded(text: str) -> str:
    """The text that ``!!binary`` encodes; every byte that is no UTF-8 becomes U+FFFD, as in Go."""
    from base64 import b64decode

    try:
        data = b64decode(text.translate({10: None, 13: None}), validate=True)
    except ValueError:
        return text
    decoded = data.decode(errors="surrogateescape")
    return decoded.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
