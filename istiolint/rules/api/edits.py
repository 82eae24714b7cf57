"""Edits for fixes."""

from __future__ import annotations

from istiolint.syntax.edit import remove

__all__ = [
    "remove",
]
