"""Quantities, durations and other things that scalars say."""

from __future__ import annotations

from istiolint.resources.plain_values import is_of_type, is_same_in_quotes
from istiolint.resources.quantity import cpu, is_below, memory
from istiolint.resources.quantity import of_number as amount
from istiolint.resources.quantity import parse as quantity
from istiolint.schema.duration import parse as duration
from istiolint.spelling import closest
from istiolint.syntax.show import dotted

__all__ = [
    "amount",
    "closest",
    "cpu",
    "dotted",
    "duration",
    "is_below",
    "is_of_type",
    "is_same_in_quotes",
    "memory",
    "quantity",
]
