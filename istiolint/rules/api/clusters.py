"""What releases need of a cluster, and what clusters have no more."""

from __future__ import annotations

from istiolint.schema.cluster import cluster_needs, gone_from_kubernetes

__all__ = [
    "cluster_needs",
    "gone_from_kubernetes",
]
