"""``oneOf`` and its like, as the schemas of resources use them: fields that exclude one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from istiolint.schema.shape import Shape
from istiolint.syntax.node import Entry, Node

Schema = Mapping[str, Any]


def combination(node: Node, shape: Shape) -> Iterator[tuple[Entry, tuple[str, ...]]]:
    """Entries of a mapping that may not stand beside others, and those others.

    What the schemas say beyond that is left to the API server.
    """
    found: dict[str, tuple[Entry, tuple[str, ...]]] = {}
    for group in dict.fromkeys((*_groups(shape.combiners), *shape.exclusive)):
        present = [each for each in node.entries() if each.name in group and not each.value.is_null]
        if len(present) > 1 and not any(each.value.is_unknown for each in present):
            last, others = present[-1], tuple(each.name for each in present[:-1])
            before = found.get(last.name, (last, ()))[1]
            found[last.name] = last, tuple(dict.fromkeys((*before, *others)))
    yield from found.values()


def _groups(combiners: Mapping[str, Any]) -> Iterator[frozenset[str]]:
    """Sets of keys of which ``oneOf`` allows one at most."""
    alternatives: Sequence[Schema] = combiners.get("oneOf", ())
    keys = [key for each in alternatives for key in each.get("required", ())]
    if keys and all("required" in each or "not" in each for each in alternatives):
        yield frozenset(keys)
