"""Edits for fixes."""

from __future__ import annotations

from istiolint.syntax.edit import insert_after, quote, remove, rename_key, replace

__all__ = [
    "insert_after",
    "quote",
    "remove",
    "rename_key",
    "replace",
]
