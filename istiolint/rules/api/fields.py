"""What the schemas say of fields."""

from __future__ import annotations

from istiolint.schema.failing import FAILS
from istiolint.schema.fault import Fault, Reader
from istiolint.schema.words import (
    actual,
    cost_of_unknown,
    cost_of_wrong,
    place,
    refused_beside,
    sentence,
    severity_of_unknown,
    severity_of_wrong,
    shown,
    suggestion,
    types,
)

__all__ = [
    "FAILS",
    "Fault",
    "Reader",
    "actual",
    "cost_of_unknown",
    "cost_of_wrong",
    "place",
    "refused_beside",
    "sentence",
    "severity_of_unknown",
    "severity_of_wrong",
    "shown",
    "suggestion",
    "types",
]
