"""Edits for fixes."""

from __future__ import annotations

from istiolint.schema.fixes import moving, renaming
from istiolint.syntax.edit import insert_after, quote, remove, rename_key, replace
from istiolint.syntax.moving import move

__all__ = [
    "insert_after",
    "move",
    "moving",
    "quote",
    "remove",
    "rename_key",
    "renaming",
    "replace",
]
