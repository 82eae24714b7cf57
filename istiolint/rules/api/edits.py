"""Edits for fixes."""

from __future__ import annotations

from istiolint.syntax.edit import remove, replace

__all__ = [
    "remove",
    "replace",
]
