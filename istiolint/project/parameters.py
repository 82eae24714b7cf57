"""The fields of a chart that are set one by one, as with ``helm --set``."""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.install.parameters import keys_of_name, pairs, typed
from istiolint.schema.fault import Fault, Input
from istiolint.schema.shape import Shape
from istiolint.schema.unknown import close_to
from istiolint.syntax.node import Node
from istiolint.syntax.placeholders import is_placeholder


def faults_of_parameters(root: Node, shape: Shape, of: Input) -> Iterator[Fault]:
    """What is wrong with names and values; without ``forceString``, words become booleans."""
    for name, value, is_text in pairs(root):
        if is_placeholder(name.value):
            continue
        keys = keys_of_name(name.value)
        if any(key.startswith(("[", "{")) for key in keys):
            continue
        above, taken = shape, 0
        while taken < len(keys) and (inner := above.below(keys[taken])) is not None:
            above, taken = inner, taken + 1
        if taken < len(keys):
            meant = close_to(keys[taken], above.known)
            yield Fault("unknown-field", name, keys[: taken + 1], of, suggestion=meant)
        elif not above.is_any and value.is_scalar and not value.is_unknown:
            yield from _typed(value, above, keys, of, is_text=is_text)


def _typed(
    value: Node, shape: Shape, keys: tuple[str, ...], of: Input, *, is_text: bool
) -> Iterator[Fault]:
    meaning = typed(value, is_text)
    if meaning is None or shape.takes("scalar", meaning):
        return
    kind = "scalar-over-table" if shape.types == frozenset(("object",)) else "wrong-type"
    yield Fault(kind, value, keys, of, shape.types, node=value, keyword="parameter")
