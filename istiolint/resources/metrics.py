"""The metrics that the parts of Istio export, and names that are mistaken for them.

``schemas/metrics.json`` lists them by the name that Prometheus sees, with the first and the last
minor release that has each; the last is null while the newest release still has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from istiolint.schema.store import load
from istiolint.spelling import closest

_PARTS = ("_bucket", "_sum", "_count")
_PREFIXES = ("istio_", "istiod_", "pilot_", "citadel_", "galley_", "mixer_", "sidecar_injection_")
_OWN = (
    "pilot_xds_", "pilot_total_xds_", "pilot_k8s_", "pilot_conflict_", "citadel_server_",
    "citadel_secret_controller_", "galley_validation_", "galley_mcp_", "galley_runtime_",
    "mixer_runtime_", "mixer_config_", "sidecar_injection_",
)  # fmt: skip
"""Prefixes that nothing but Istio uses; others also begin names of custom metrics."""

_INSTEAD: Mapping[str, str] = MappingProxyType(
    {
        "cert_expiry_timestamp": "citadel_server_root_cert_expiry_timestamp",
        "istio_cert_expiry_timestamp": "citadel_server_root_cert_expiry_timestamp",
        "cert_expiry_seconds": "istio_agent_cert_expiry_seconds",
        "istio_cert_expiry_seconds": "istio_agent_cert_expiry_seconds",
        "pilot_xds_push_errors": 'pilot_xds_pushes{type=~".*_senderr"}',
        "pilot_total_xds_push_errors": 'pilot_xds_pushes{type=~".*_senderr"}',
        "pilot_xds_push_context_errors": "pilot_total_xds_internal_errors",
        "pilot_xds_push_timeout": "pilot_xds_write_timeout",
        "pilot_xds_push_timeout_failures": "pilot_xds_write_timeout",
        "pilot_k8s_object_errors": "galley_validation_failed",
        "istio_request_duration_seconds": "istio_request_duration_milliseconds",
    }
)
"""Names of which it is known what is meant: old ones, and ones that never were."""

_CLOSE = 0.85
"""How alike a name of a custom metric and a known one are when it is a slip."""


class Metric(NamedTuple):
    """A metric: which part of Istio exports it, and its first and last minor release."""

    name: str
    component: str
    type: str
    first: int
    last: int | None


@cache
def _known() -> Mapping[str, Metric]:
    found: dict[str, Metric] = {}
    for name, said in load("metrics.json").items():
        metric = Metric(name, said["component"], said["type"], *said["releases"])
        for part in ("", *_PARTS) if metric.type == "histogram" else ("",):
            found[name + part] = metric
    return MappingProxyType(found)


def metric(name: str) -> Metric | None:
    """The metric that a time series of this name belongs to, if Istio exports it."""
    return _known().get(name)


def _is_there(name: str, minor: int) -> bool:
    """Whether release 1.``minor`` exports a metric."""
    found = metric(name)
    return found is not None and found.first <= minor <= (found.last or minor)


def instead_of(name: str, minor: int) -> str | None:
    """The metric of release 1.``minor`` that is meant by a name that it does not export.

    Empty where nothing is close to it and yet nobody else would use the name; ``None`` where
    somebody might.
    """
    meant = _INSTEAD.get(name)
    if meant is not None and _is_there(meant.partition("{")[0], minor):
        return meant
    if ":" in name or not name.startswith(_PREFIXES) or name.startswith("istio_agent_"):
        return None
    there = [each for each in _known() if each != name and _is_there(each, minor)]
    found = closest(name, there, _CLOSE)
    if found is not None:
        return found
    return "" if name.startswith(_OWN) else None
