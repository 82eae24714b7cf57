"""The fields of a chart that are set one by one, as with ``helm --set``."""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.install.parameters import Parameters, Single
from istiolint.install.setting import Unknown
from istiolint.schema.fault import Fault, Input
from istiolint.schema.likeness import close_to
from istiolint.schema.replacements import ancient
from istiolint.schema.shape import Shape
from istiolint.syntax.placeholders import is_placeholder


def faults_of_parameters(given: Parameters, shape: Shape, of: Input) -> Iterator[Fault]:
    """What is wrong with names and values; without ``forceString``, words become booleans."""
    for single in given.singles():
        keys = given.keys(single.name)
        if keys is None or is_placeholder(single.name):
            continue
        if any(key.startswith(("[", "{")) for key in keys):
            continue
        above, taken = shape, 0
        while taken < len(keys) and (inner := above.below(keys[taken])) is not None:
            above, taken = inner, taken + 1
        if taken < len(keys):
            yield _unknown(single, above, keys, taken, of)
        elif not above.is_any and single.node.is_scalar:
            yield from _typed(single, above, keys, of)


def _unknown(single: Single, above: Shape, keys: tuple[str, ...], taken: int, of: Input) -> Fault:
    """The fault of a name whose keys are known up to the one with index ``taken``."""
    path = keys[: taken + 1]
    fault = Fault("unknown-field", single.named, path, of)
    gone, instead = ancient(".".join(path))
    if gone:
        return fault._replace(kind="field-removed", suggestion=instead)
    meant = close_to(keys[taken], above.known)
    name = (*keys[:taken], meant or "", *keys[taken + 1 :])
    is_plain = single.named.value == ".".join(keys)
    return fault._replace(suggestion=meant, target=name if meant and is_plain else ())


def _typed(single: Single, shape: Shape, keys: tuple[str, ...], of: Input) -> Iterator[Fault]:
    value = single.value
    if value is None or isinstance(value, Unknown | list) or shape.takes("scalar", value):
        return
    kind = "scalar-over-table" if shape.types == frozenset(("object",)) else "wrong-type"
    yield Fault(kind, single.node, keys, of, shape.types, node=single.node, keyword="parameter")
