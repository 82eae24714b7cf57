"""YAML inside a scalar: values in an Argo CD Application, mesh config in a ConfigMap."""

from __future__ import annotations

from istiolint.syntax.documents import documents
from istiolint.syntax.node import Node
from istiolint.syntax.offsets import OffsetMap
from istiolint.syntax.parse import parse_embedded
from istiolint.syntax.problem import Problem
from istiolint.syntax.tape import Tape
from istiolint.text import Span


def embedded(scalar: Node) -> Tape | Problem:
    """The document in the value of a scalar, with spans in the outermost file.

    The offsets of a problem are those of the outermost file as well.
    """
    return embedded_text(scalar, scalar.value, scalar.offsets)


def embedded_text(scalar: Node, text: str, offsets: OffsetMap) -> Tape | Problem:
    """The document in a text that a scalar stands for, and whose ``offsets`` lead into it."""
    parts = list(documents(text)) or [Span(0, 0)]
    if len(parts) > 1:
        return _placed(Problem("a second document, which is not read", *parts[1]), 0, offsets)
    found = parse_embedded(scalar.tape.source, text, parts[0], offsets)
    return _placed(found, parts[0].start, offsets) if isinstance(found, Problem) else found


def _placed(problem: Problem, base: int, offsets: OffsetMap) -> Problem:
    start = base + problem.start
    place = offsets.span(Span(start, start + problem.width))
    return problem._replace(start=place.start, end=place.end)
