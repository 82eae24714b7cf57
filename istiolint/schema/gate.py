"""The first look: whether a document is plainly right.

It walks the rows of the tape and makes nothing. Nearly all documents are right, so this is
what schema rules cost; where it says no, :mod:`istiolint.schema.explain` has the last word.
"""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.schema.shape import Scalars, Shape
from istiolint.syntax.node import Node
from istiolint.syntax.scalars import WORDS, resolve
from istiolint.syntax.tape import MAPPING, PLAIN, Tape

_MAYBE_NO_TEXT = frozenset(text for text in WORDS if text[:1].isalpha())

_MOST_LAYOUTS = 256
"""Layouts that a shape remembers to be right."""

_MOST_REMEMBERED = 200
"""Texts that a shape remembers to be right."""


def is_plainly_right(node: Node, shape: Shape) -> bool:
    """Whether a value has no fault that a schema can see. False also where this cannot tell."""
    tape = node.tape
    if tape.aliases or tape.tags or tape.may_merge or tape.duplicates:
        return False
    if node.row != 0:
        return _is_right(tape, node.row, shape)
    # Whether keys may stand where they do, whether those are there that must be, and how
    # many items there are follows from the layout. Where a document with the same one was
    # right, of the next only the scalars are left to look at.
    layout = tape.layout
    scalars = shape.scalars.get(layout)
    if scalars is not None:
        return _are_right(tape, scalars)
    is_right = _is_right(tape, 0, shape)
    if is_right and layout.is_shared and len(shape.scalars) < _MOST_LAYOUTS:
        shape.scalars[layout] = list(_scalars(tape, 0, shape))
    return is_right


def _are_right(tape: Tape, scalars: Scalars) -> bool:
    values = tape.values
    for row, shape in scalars:
        text = values[row]
        is_sure = text and shape.is_plain_text and text[0].isalpha()
        if not ((is_sure and text not in _MAYBE_NO_TEXT) or _is_scalar_right(tape, row, shape)):
            return False
    return True


def _scalars(tape: Tape, row: int, shape: Shape) -> Iterator[tuple[int, Shape]]:
    """The scalars that have to be looked at, in a document that is right."""
    if shape.is_any:
        return
    kind = tape.kinds[row]
    if kind == PLAIN:
        yield row, shape
        return
    nexts = tape.nexts
    child, stop = row + 1, nexts[row] - 1
    while child < stop:
        inner = shape.items
        if kind == MAPPING:
            inner, child = shape.below(tape.values[child] or ""), nexts[child]
        if inner is not None:
            yield from _scalars(tape, child, inner)
        child = nexts[child]


def _is_right(tape: Tape, row: int, shape: Shape) -> bool:
    kind = tape.kinds[row]
    if shape.is_any:
        return True
    if kind == PLAIN:
        return _is_scalar_right(tape, row, shape)
    if kind == MAPPING:
        return _is_mapping_right(tape, row, shape)
    return _is_list_right(tape, row, shape)


def _is_scalar_right(tape: Tape, row: int, shape: Shape) -> bool:
    text = tape.values[row] or ""
    if shape.is_plain_text:
        if text[:1].isalpha() and text not in _MAYBE_NO_TEXT:
            return True
    elif text in shape.right and tape.text.startswith(text, tape.base + tape.starts[row]):
        return True
    is_plain = tape.kind(row) == PLAIN
    meaning = resolve(text, is_plain)
    if meaning is None or shape.is_complex:
        return False
    is_right = shape.takes("scalar", meaning) and shape.allows(meaning)
    if is_right and is_plain and len(shape.right) < _MOST_REMEMBERED:
        shape.right.add(text)
    return is_right


def _is_mapping_right(tape: Tape, row: int, shape: Shape) -> bool:
    if shape.is_complex or not (shape.types is None or "object" in shape.types):
        return False
    # The inner loop of all schema rules: nearly every row of every document comes by here.
    values, nexts, kinds, quick = tape.values, tape.nexts, tape.kinds, shape.quick
    child, stop = row + 1, nexts[row] - 1
    found = []
    while child < stop:
        value = nexts[child]
        key = values[child]
        inner = quick.get(key) or _first_seen(key, shape)
        if inner is None:
            return False
        if not inner.is_any:
            text = values[value]
            is_sure = text and inner.is_plain_text and text[0].isalpha() and kinds[value] == PLAIN
            if not (is_sure and text not in _MAYBE_NO_TEXT) and not _is_right(tape, value, inner):
                return False
        found.append(key)
        child = nexts[value]
    return not shape.counts or _are_enough(found, shape)


def _first_seen(key: str | None, shape: Shape) -> Shape | None:
    """The shape of the value of a key that there is nothing to say about, for the next time."""
    inner = shape.below(key) if key and shape.name_of(key) not in shape.flagged else None
    if inner is not None and key is not None and key in shape.known:
        shape.quick[key] = inner
    return inner


def _are_enough(keys: list[str | None], shape: Shape) -> bool:
    """Whether a mapping has the keys that it must have, and not too many."""
    if shape.required and not all(each in keys for each in shape.required):
        return False
    if shape.exclusive and any(sum(key in each for key in keys) > 1 for each in shape.exclusive):
        return False
    return not shape.is_sized or shape.has_size(len(keys))


def _is_list_right(tape: Tape, row: int, shape: Shape) -> bool:
    if shape.is_complex or not (shape.types is None or "array" in shape.types):
        return False
    if shape.is_sized and not shape.has_size(len(tape.children(row))):
        return False
    inner = shape.items
    if inner is None:
        return True
    nexts = tape.nexts
    child, stop = row + 1, nexts[row] - 1
    while child < stop:
        if not _is_right(tape, child, inner):
            return False
        child = nexts[child]
    return True
