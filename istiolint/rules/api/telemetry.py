"""Sampling rates, and what is written beside them."""

from __future__ import annotations

from istiolint.resources.sampling import rates, rendered_rate
from istiolint.syntax.comments import comment_behind

__all__ = [
    "comment_behind",
    "rates",
    "rendered_rate",
]
