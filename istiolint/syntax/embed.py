"""YAML inside a scalar: values in an Argo CD Application, mesh config in a ConfigMap."""

from __future__ import annotations

from istiolint.syntax.node import Node
from istiolint.syntax.parse import parse_embedded
from istiolint.syntax.problem import Problem
from istiolint.syntax.tape import Tape


def embedded(scalar: Node) -> Tape | Problem:
    """The document in the value of a scalar, with spans in the outermost file.

    The offsets of a problem are those of the outermost file as well.
    """
    offsets = scalar.offsets
    found = parse_embedded(scalar.tape.source, scalar.value, offsets)
    if isinstance(found, Problem):
        start = offsets.start(found.start)
        return found._replace(start=start, end=start + found.width)
    return found
