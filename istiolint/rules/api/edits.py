"""Edits for fixes."""

from __future__ import annotations

from istiolint.syntax.edit import insert_after, quote, remove, rename_key, replace
from istiolint.syntax.moving import move

__all__ = [
    "insert_after",
    "move",
    "quote",
    "remove",
    "rename_key",
    "replace",
]
