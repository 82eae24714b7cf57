"""The thresholds of the production baseline, and how to speak of them."""

from __future__ import annotations

from istiolint.baseline import (
    ISTIOD_CPU,
    ISTIOD_MEMORY,
    SIDECAR_MEMORY,
    SIDECAR_MEMORY_BUSY,
    SIDECAR_MEMORY_TRACED,
    Sampling,
    by_size,
    is_production,
    replicas_message,
    sampling_help,
    sampling_message,
)

__all__ = [
    "ISTIOD_CPU",
    "ISTIOD_MEMORY",
    "SIDECAR_MEMORY",
    "SIDECAR_MEMORY_BUSY",
    "SIDECAR_MEMORY_TRACED",
    "Sampling",
    "by_size",
    "is_production",
    "replicas_message",
    "sampling_help",
    "sampling_message",
]
