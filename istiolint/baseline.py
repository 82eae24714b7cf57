"""The production baseline: what experience asks for beyond what Istio requires.

Thresholds that several rules share, as the defaults of their options. Sizes count the
services of the mesh, environments are named in the configuration.
"""

from __future__ import annotations

from typing import NamedTuple

from istiolint.diagnostic import Severity
from istiolint.settings import ClusterSize, Environment

EVERYTHING = 100
"""The sampling rate, in percent, at which every request is traced."""


class BySize(NamedTuple):
    """A threshold by the number of services in the mesh."""

    small: str
    """Below 50 services."""
    medium: str
    """50 to 200 services."""
    large: str
    """Above 200 services."""


ISTIOD_MEMORY = BySize("4Gi", "8Gi", "16Gi")
"""The least memory of each istiod, as Kubernetes quantities."""

ISTIOD_CPU = "1"
"""The cores that each istiod should be able to use, as a Kubernetes quantity."""

CONTROL_PLANE_MEMORY = BySize("8Gi", "12Gi", "16Gi")
"""The least memory that is planned for a control plane, whatever its replicas."""

SIDECAR_MEMORY = "200Mi"
"""What a sidecar really uses."""

SIDECAR_MEMORY_TRACED = "400Mi"
"""What it uses with tracing, and what is planned for each proxy."""

SIDECAR_MEMORY_BUSY = "1Gi"
"""What it uses under heavy traffic."""

SIDECAR_CPU = "100m"
"""What is planned for each proxy."""


class Sampling(NamedTuple):
    """How much of the traffic may be traced, in percent."""

    maximum: float = 10.0
    """In every environment but development."""
    production: float = 5.0
    """In production; advice where no environment is named."""
    high_traffic: float = 0.1
    """For high-traffic services."""

    def verdict(self, percent: float, environment: Environment | None) -> Verdict | None:
        """How bad a sampling rate is; ``None`` if it is within the baseline.

        Above 100 istiod falls back to 1%, which is another mistake than too many traces.
        """
        if environment is Environment.DEVELOPMENT or percent > EVERYTHING:
            return None
        if environment is Environment.HIGH_TRAFFIC and percent > self.high_traffic:
            return Verdict(Severity.WARNING, self.high_traffic, "for high-traffic services ")
        if percent > self.maximum:
            return Verdict(Severity.WARNING, self.maximum, "")
        if percent > self.production and environment in (None, Environment.PRODUCTION):
            severity = Severity.INFO if environment is None else Severity.WARNING
            return Verdict(severity, self.production, "for production ")
        return None


class Verdict(NamedTuple):
    """Why a value is outside the baseline."""

    severity: Severity
    limit: float
    scope: str
    """Words for where the limit applies; empty or ending in a space."""


def is_production(environment: Environment | None) -> bool:
    """Whether the baseline for production applies; it does where nothing is said."""
    return environment in (None, Environment.PRODUCTION, Environment.HIGH_TRAFFIC)


def replicas_message(count: str, number: float, least: int, source: str = "") -> str:
    """What to say of too few pods: who may run them and how, how many, told by what."""
    plural = "" if number == 1 else "s"
    found = f"{count} {number:g} replica{plural}{source}"
    return f"{found}; the baseline for production is {least} or more"


def by_size(size: ClusterSize | None, small: str, medium: str, large: str) -> str:
    """The threshold for a mesh of a size; small where nothing is said."""
    if size is ClusterSize.MEDIUM:
        return medium
    return large if size is ClusterSize.LARGE else small


def sampling_message(percent: float, verdict: Verdict, where: str = "") -> str:
    """What to say about a sampling rate outside the baseline."""
    rate, limit = f"{percent:g}%", f"{verdict.limit:g}%"
    return (
        f"{rate} of requests are sampled{where}; the baseline {verdict.scope}allows {limit} at most"
    )


def sampling_help(percent: float) -> str:
    """What to do about it, and what it costs where everything is traced."""
    cost = "; at 100% expect 400 to 600MB more memory per sidecar" if percent >= EVERYTHING else ""
    return f"the number is a percentage: between 1 and 5 suits production{cost}"
