"""Sampling rates that resources set, beside those of an install."""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.inputs.document import Role
from istiolint.resources.proxies import istiod_container
from istiolint.resources.resource import Resource
from istiolint.syntax.node import Node


def rates(resource: Resource) -> Iterator[Node]:
    """The rates that a Telemetry resource, or the annotation of a workload, sets in percent."""
    for tracing in resource.root.items("spec", "tracing"):
        rate = tracing.text("randomSamplingPercentage")
        off = tracing.at("disableSpanReporting")
        if rate is not None and (off is None or off.meaning is not True):
            yield rate
    for tree in resource.document.trees:
        rate = tree.root.text("tracing", "sampling") if tree.role is Role.PROXY_CONFIG else None
        if rate is not None:
            yield rate


def rendered_rate(resource: Resource) -> Node | None:
    """The text of the rate in the variable of a Deployment of istiod; the last one counts."""
    container = istiod_container(resource)
    variables = container.items("env") if container is not None else []
    named = (each for each in reversed(variables) if _is_called(each, "PILOT_TRACE_SAMPLING"))
    last = next(named, None)
    return last.text("value") if last is not None else None


def _is_called(variable: Node, wanted: str) -> bool:
    name = variable.text("name")
    return name is not None and name.value == wanted
