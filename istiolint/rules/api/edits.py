"""Edits for fixes."""

from __future__ import annotations

from istiolint.schema.fixes import moving, moving_near, origins_as_matches, renaming
from istiolint.syntax.edit import insert_after, nest, quote, remove, rename_key, replace
from istiolint.syntax.moving import move

__all__ = [
    "insert_after",
    "move",
    "moving",
    "moving_near",
    "nest",
    "origins_as_matches",
    "quote",
    "remove",
    "rename_key",
    "renaming",
    "replace",
]
