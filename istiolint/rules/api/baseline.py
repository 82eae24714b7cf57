"""The thresholds of the production baseline, and how to speak of them."""

from __future__ import annotations

from istiolint.baseline import (
    Sampling,
    by_size,
    is_production,
    replicas_message,
    sampling_help,
    sampling_message,
)

__all__ = [
    "Sampling",
    "by_size",
    "is_production",
    "replicas_message",
    "sampling_help",
    "sampling_message",
]
