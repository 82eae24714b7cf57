"""YAML inside a scalar: values in an Argo CD Application, mesh config in a ConfigMap."""

from __future__ import annotations

from istiolint.syntax.documents import documents
from istiolint.syntax.node import Node
from istiolint.syntax.parse import parse_embedded
from istiolint.syntax.problem import Problem
from istiolint.syntax.tape import Tape
from istiolint.text import Span


def embedded(scalar: Node) -> Tape | Problem:
    """The document in the value of a scalar, with spans in the outermost file.

    The offsets of a problem are those of the outermost file as well.
    """
    offsets = scalar.offsets
    found = _parsed(scalar)
    if isinstance(found, Problem):
        place = offsets.span(Span(found.start, found.start + found.width))
        return found._replace(start=place.start, end=place.end)
    return found


def _parsed(scalar: Node) -> Tape | Problem:
    parts = list(documents(scalar.value))
    if len(parts) > 1:
        return Problem("a second document, which is not read", *parts[1])
    return parse_embedded(scalar.tape.source, scalar.value, scalar.offsets)
