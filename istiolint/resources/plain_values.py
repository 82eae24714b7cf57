"""Text as Go's parsers take it: what environment variables and annotations are read with."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from istiolint.resources.quantity import parse as parse_quantity
from istiolint.schema.duration import parse as parse_duration
from istiolint.syntax.node import Node

_PATTERNS = {
    "bool": "1|t|T|TRUE|true|True|0|f|F|FALSE|false|False",
    "int": r"[-+]?\d{1,19}",
    "uint": r"\d{1,19}",
    "float": r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?|[-+]?([iI]nf|[nN]a[nN])",
}

_HIGHEST_PORT = 65535
_EVERYTHING = 100


def is_of_type(text: str, kind: str) -> bool:
    """Whether Istio reads a text as a value of a type.

    The types are ``bool``, ``int``, ``uint``, ``float``, ``duration``, ``quantity``, ``percent``
    (whole, from 0), ``port-or-zero``, ``json``, ``ports`` and ``cidrs`` (with commas; both may
    be empty), and these two with ``-or-all``, which is ``*``. Istio trims the blanks around
    ports, and none around ranges of addresses. Anything is a value of any other type.
    """
    kind, or_all, _ = kind.partition("-or-all")
    if or_all and text == "*":
        return True
    if kind in _PATTERNS:
        return re.fullmatch(_PATTERNS[kind], text, re.ASCII) is not None
    item = _ITEMS.get(kind)
    if item is not None:
        text = text.strip() if item is _is_port else text
        return not text or all(item(each) for each in text.split(","))
    parser = _PARSERS.get(kind)
    return parser is None or parser(text)


def is_same_in_quotes(node: Node) -> bool:
    """Whether a plain scalar means the same as a text: ``yes`` is a boolean for YAML alone."""
    return not isinstance(node.meaning, bool) or node.value.lower() in ("true", "false")


def _is_up_to(text: str, highest: int) -> bool:
    return re.fullmatch(r"\d{1,9}", text, re.ASCII) is not None and int(text) <= highest


def _is_port(text: str) -> bool:
    return _is_up_to(text.strip(), _HIGHEST_PORT)


def _is_range(text: str) -> bool:
    """Whether it is an address with the length of a prefix."""
    from ipaddress import ip_interface

    try:
        ip_interface(text)
    except ValueError:
        return False
    return re.search(r"/(0|[1-9]\d*)$", text, re.ASCII) is not None


def _is_json(text: str) -> bool:
    from json import loads

    try:
        loads(text)
    except (ValueError, RecursionError):
        return False
    return True


_ITEMS: Mapping[str, Callable[[str], bool]] = {"cidrs": _is_range, "ports": _is_port}
_PARSERS: Mapping[str, Callable[[str], bool]] = {
    "duration": lambda text: parse_duration(text) is not None,
    "json": _is_json,
    "percent": lambda text: _is_up_to(text, _EVERYTHING),
    "port-or-zero": _is_port,
    "quantity": lambda text: parse_quantity(text) is not None,
}
