"""Annotations and labels: where they stand, and what Istio knows of them."""

from __future__ import annotations

from istiolint.install.annotations import ChartAnnotation, chart_annotations
from istiolint.resources.metadata import Owner, owners
from istiolint.schema.annotations import (
    ValueType,
    instead_of,
    is_only_in_code,
    known_name,
    names_of,
    renamed,
    value_type,
)

__all__ = [
    "ChartAnnotation",
    "Owner",
    "ValueType",
    "chart_annotations",
    "instead_of",
    "is_only_in_code",
    "known_name",
    "names_of",
    "owners",
    "renamed",
    "value_type",
]
