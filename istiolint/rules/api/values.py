"""Quantities, durations and other things that scalars say."""

from __future__ import annotations

from istiolint.resources.quantity import memory
from istiolint.resources.quantity import parse as quantity
from istiolint.syntax.show import dotted

__all__ = [
    "dotted",
    "memory",
    "quantity",
]
