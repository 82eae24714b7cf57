"""Text as Go's parsers take it: what environment variables and annotations are read with."""

from __future__ import annotations

import re

from istiolint.resources.duration import parse as parse_duration
from istiolint.resources.quantity import parse as parse_quantity
from istiolint.syntax.node import Node

_PATTERNS = {
    "bool": "1|t|T|TRUE|true|True|0|f|F|FALSE|false|False",
    "int": r"[-+]?\d+",
    "uint": r"\+?\d+",
    "float": r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?|[-+]?([iI]nf|[nN]a[nN])",
}


def is_of_type(text: str, kind: str) -> bool:
    """Whether Go reads a text as a value of a type.

    The types are ``bool``, ``int``, ``uint``, ``float``, ``duration`` and ``quantity``;
    anything is a value of any other.
    """
    if kind == "duration":
        return parse_duration(text) is not None
    if kind == "quantity":
        return parse_quantity(text) is not None
    pattern = _PATTERNS.get(kind)
    return pattern is None or re.fullmatch(pattern, text, re.ASCII) is not None


def is_same_in_quotes(node: Node) -> bool:
    """Whether a plain scalar means the same as a text: ``yes`` is a boolean for YAML alone."""
    return not isinstance(node.meaning, bool) or node.value.lower() in ("true", "false")
