"""Quantities, durations and other things that scalars say."""

from __future__ import annotations

from istiolint.resources.quantity import memory
from istiolint.resources.quantity import parse as quantity

__all__ = [
    "memory",
    "quantity",
]
