"""Edits for fixes."""

from __future__ import annotations

from istiolint.syntax.edit import quote, remove, rename_key, replace

__all__ = [
    "quote",
    "remove",
    "rename_key",
    "replace",
]
