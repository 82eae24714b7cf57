"""Fixes of faults that need nothing but what the fault says."""

from __future__ import annotations

from istiolint.diagnostic import Fix
from istiolint.schema.fault import Fault
from istiolint.syntax.edit import nest, rename_key, replace
from istiolint.syntax.moving import move
from istiolint.syntax.node import Entry
from istiolint.syntax.show import dotted


def moving(fault: Fault, *, safe: bool) -> Fix | None:
    """Move the field to its other place, if it has one and the move is sure."""
    if not fault.target or -1 in fault.target or fault.node is None or fault.root is None:
        return None
    edits = move(Entry(fault.at, fault.node), fault.root, fault.target)
    is_near = fault.target[:-1] == fault.field[:-1]
    title = f"Write {fault.target[-1]}" if is_near else f"Move it to {dotted(fault.target)}"
    return Fix(title, edits, safe=safe) if edits is not None else None


def moving_near(fault: Fault) -> Fix | None:
    """Move the field where only its indentation is wrong, or the block that it is in.

    That is one level up or down, or into a block beside. What is farther away has another
    scope, as has all that is outside of an item of a list: what it would do there is a guess.
    """
    here, there = fault.field[:-1], fault.target[:-1]
    pairs = zip(here, there, strict=False)
    shared = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(here), len(there)))
    up, down = here[shared:], there[shared:]
    is_near = len(up) <= 1 and len(down) <= 1 and not any(isinstance(each, int) for each in up)
    return moving(fault, safe=False) if is_near else None


def renaming(fault: Fault) -> Fix | None:
    """Write the key that was probably meant, which is a guess.

    A fault without a value is about a path that is written as a text.
    """
    if fault.suggestion is None or not fault.target:
        return None
    if fault.node is None:
        edit = replace(fault.at, dotted(fault.target))
    else:
        edit = rename_key(Entry(fault.at, fault.node), fault.suggestion)
    return Fix(f"Write {fault.suggestion}", (edit,), safe=False) if edit is not None else None


def origins_as_matches(fault: Fault) -> Fix | None:
    """Write the origins of a CORS policy, which are texts, as matches of texts."""
    if (fault.name, fault.suggestion) != _ORIGINS or fault.node is None:
        return None
    nested = [nest(each, "exact") for each in fault.node.items()]
    changes = [rename_key(Entry(fault.at, fault.node), _ORIGINS[1]), *nested]
    edits = tuple(each for each in changes if each is not None)
    is_whole = bool(nested) and len(edits) == len(changes)
    return Fix(f"Write {_ORIGINS[1]}", edits, safe=False) if is_whole else None


_ORIGINS = ("allowOrigin", "allowOrigins")
"""A list of texts, and the list of matches that took its place."""
