"""What autoscalers say: HorizontalPodAutoscalers, and KEDA's ScaledObjects, which make them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from istiolint.kinds import SCALED_OBJECT
from istiolint.syntax.node import Node

if TYPE_CHECKING:
    from istiolint.resources.resource import Resource

_DEFAULT_KIND = "Deployment"
_MOST = 100
_NEVER_IDLE = frozenset(("cpu", "memory"))
"""Triggers of KEDA's that cannot scale to zero."""

_TRANSFER = "scaledobject.keda.sh/transfer-hpa-ownership"
_OWN_NAME = ("spec", "advanced", "horizontalPodAutoscalerConfig", "name")


class Bound(NamedTuple):
    """A bound on the number of pods: its key, where it is written, and what it is if not."""

    key: str
    node: Node | None
    default: int | None


def target(scaler: Resource) -> tuple[str, str] | None:
    """The kind and name of what is scaled, if both are known; KEDA takes a Deployment."""
    reference = scaler.root.at("spec", "scaleTargetRef")
    if reference is None:
        return None
    kind, name = reference.scalar("kind"), reference.text("name")
    usual = _DEFAULT_KIND if scaler.kind == SCALED_OBJECT else None
    said = usual if kind is None else None if kind.is_unknown else kind.value
    return None if said is None or name is None else (said, name.value)


def least(scaler: Resource) -> Bound:
    """The least number of pods; KEDA scales to none unless CPU and memory alone count."""
    if scaler.kind != SCALED_OBJECT:
        return _bound(scaler, "minReplicas", 1)
    types = {each.value for each in _trigger_types(scaler)}
    return _bound(scaler, "minReplicaCount", 1 if types and types <= _NEVER_IDLE else 0)


def most(scaler: Resource) -> Bound:
    """The greatest number of pods."""
    is_keda = scaler.kind == SCALED_OBJECT
    return (
        _bound(scaler, "maxReplicaCount", _MOST) if is_keda else _bound(scaler, "maxReplicas", None)
    )


def cpu_targets(scaler: Resource) -> Iterator[Node]:
    """What an autoscaler says of the CPU to scale at, in every version of the API."""
    root = scaler.root
    found = [root.text("spec", "targetCPUUtilizationPercentage")]
    for metric in root.items("spec", "metrics"):
        resource = metric.at("resource")
        name = resource.text("name") if resource is not None else None
        if resource is not None and name is not None and name.value == "cpu":
            found += [resource.text("target", "averageUtilization")]
            found += [resource.text("targetAverageUtilization")]
    for trigger in root.items("spec", "triggers"):
        kind, how = trigger.text("type"), trigger.text("metricType")
        is_share = how is None or how.value == "Utilization"
        if kind is not None and kind.value == "cpu" and is_share:
            found += [trigger.text("metadata", "value")]
    yield from (each for each in found if each is not None)


def takes_over(scaler: Resource, name: str) -> bool:
    """Whether a ScaledObject takes over, or may, a HorizontalPodAutoscaler that is there already.

    KEDA's webhook wants the annotation to be ``true`` and the ``name`` to be written.
    """
    root = scaler.root
    asked, named = root.scalar("metadata", "annotations", _TRANSFER), root.scalar(*_OWN_NAME)
    if scaler.kind != SCALED_OBJECT or asked is None or named is None:
        return False
    return (asked.is_unknown or asked.value == "true") and (named.is_unknown or named.value == name)


def _trigger_types(scaler: Resource) -> Iterator[Node]:
    found = (each.scalar("type") for each in scaler.root.items("spec", "triggers"))
    return (each for each in found if each is not None)


def _bound(scaler: Resource, key: str, default: int | None) -> Bound:
    return Bound(key, scaler.root.scalar("spec", key), default)
