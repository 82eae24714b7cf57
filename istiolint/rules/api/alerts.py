"""Alert rules, their expressions, and the metrics they watch."""

from __future__ import annotations

from istiolint.project.scraping import scrape_jobs
from istiolint.resources.alerts import (
    AlertRule,
    Topic,
    is_down,
    is_istiod,
    is_memory,
    is_sidecar,
    remaining,
    single,
)
from istiolint.resources.metrics import instead_of, metric
from istiolint.resources.promql.compare import Comparison, is_share, unit
from istiolint.resources.promql.tokens import seconds, spoken
from istiolint.resources.promql.tree import (
    Call,
    Expression,
    Operation,
    Selector,
    selectors,
    walk,
    within,
)

__all__ = [
    "AlertRule",
    "Call",
    "Comparison",
    "Expression",
    "Operation",
    "Selector",
    "Topic",
    "instead_of",
    "is_down",
    "is_istiod",
    "is_memory",
    "is_share",
    "is_sidecar",
    "metric",
    "remaining",
    "scrape_jobs",
    "seconds",
    "selectors",
    "single",
    "spoken",
    "unit",
    "walk",
    "within",
]
