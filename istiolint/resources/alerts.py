"""Alert rules of Prometheus: what they watch, and when they fire."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from istiolint.resources.metrics import metric
from istiolint.resources.promql.compare import Comparison, argument, comparisons
from istiolint.resources.promql.parse import parse
from istiolint.resources.promql.tokens import seconds
from istiolint.resources.promql.tree import (
    Call,
    Expression,
    Operation,
    Selector,
    selectors,
    within,
)
from istiolint.syntax.node import Node

_OF_ISTIO = re.compile(r"istio|pilot|citadel|galley|mixer_|sidecar_injection|cert_expiry|discovery")
"""What an expression about a mesh has in its text; others are not read."""

_ISTIOD = re.compile(r"(?<![A-Za-z])(?:istiod|pilot)(?![A-Za-z])|^discovery$")
"""How labels call the control plane: no autopilot, and no service discovery."""


class Topic(StrEnum):
    """What the production baseline wants to be watched."""

    CONTROL_PLANE = "that the control plane runs"
    SIDECAR_MEMORY = "the memory of sidecars"
    CERTIFICATES = "when certificates expire"
    PUSHES = "that proxies take the configuration"
    RESOURCES = "the CPU or memory of istiod"


class AlertRule(NamedTuple):
    """A rule whose expression is about a mesh.

    ``tree`` is ``None`` where the expression cannot be read, or is filled in later;
    ``record`` is the name that a recording rule gives its result.
    """

    node: Node
    name: str
    record: str
    expression: Node
    tree: Expression | None
    comparisons: tuple[Comparison, ...]
    """What it compares with constants."""

    @property
    def wait(self) -> float | None:
        """The seconds that it has to be true before it fires; ``None`` if that is not known."""
        node = self.node.scalar("for")
        if node is None:
            return 0.0
        return None if node.is_unknown else seconds(node.value)

    def part(self, start: int, end: int) -> Node:
        """Some characters of the expression."""
        return self.expression.part(start, end)


def rules_in(root: Node) -> Iterator[AlertRule]:
    """The alerts and recording rules about a mesh in a PrometheusRule, or in a plain file."""
    for group in root.items("spec", "groups") or root.items("groups"):
        for rule in group.items("rules"):
            expression = rule.scalar("expr")
            if expression is not None and _OF_ISTIO.search(expression.value):
                name, record = rule.text("alert"), rule.text("record")
                tree = None if expression.is_unknown else parse(expression.value)
                yield AlertRule(
                    rule,
                    name.value if name else "",
                    record.value if record else "",
                    expression,
                    tree,
                    () if tree is None else tuple(comparisons(tree)),
                )


def topics(tree: Expression) -> Iterator[Topic]:
    """What an expression watches, of what the baseline wants to be watched."""
    found = list(selectors(tree))
    if any(_is_up(each) for each in found) or any(map(_is_istiod, within(tree, "absent"))):
        yield Topic.CONTROL_PLANE
    if any(is_memory(each) and is_sidecar(each) for each in found):
        yield Topic.SIDECAR_MEMORY
    if any("cert" in each.name and "expir" in each.name for each in found):
        yield Topic.CERTIFICATES
    if any(each.name.startswith(_PUSHES) for each in found):
        yield Topic.PUSHES
    if any((is_memory(each) or "cpu" in each.name) and is_istiod(each) for each in found):
        yield Topic.RESOURCES


_PUSHES = ("pilot_xds_", "pilot_total_xds", "pilot_proxy_", "pilot_total_rejected")
_DOWN = re.compile(
    r"(?:istiod|pilot|control.?plane).*(?:down|absent|missing|unavail|not.?ready)", re.IGNORECASE
)


def tells_by_name(name: str) -> bool:
    """Whether the name of an alert says that it is about a control plane that is down."""
    return _DOWN.search(name) is not None


def is_istiod(selector: Selector) -> bool:
    """Whether it is about the control plane: by a label, or because only istiod exports it."""
    return _is_called_istiod(selector) or _is_istiod(selector)


def _is_called_istiod(selector: Selector) -> bool:
    said = [each.value for each in selector.matchers if each.is_positive]
    return any(_ISTIOD.search(value) is not None for value in said)


def is_sidecar(selector: Selector) -> bool:
    """Whether it is about the containers of proxies."""
    return selector.mentions("istio-proxy")


def _is_istiod(selector: Selector) -> bool:
    known = metric(selector.name)
    return known.component == "istiod" if known else _is_called_istiod(selector)


def is_memory(selector: Selector) -> bool:
    """Whether it counts bytes of memory."""
    return "memory" in selector.name or "memstats" in selector.name


def _is_up(selector: Selector) -> bool:
    of_kubernetes = selector.name.startswith(("kube_deployment_", "kube_pod_"))
    is_state = of_kubernetes and "resource" not in selector.name
    return (selector.name == "up" or is_state) and _is_called_istiod(selector)


def is_down(rule: AlertRule) -> bool:
    """Whether an alert fires when the control plane is gone."""
    if rule.tree is None or rule.record:
        return False
    compared = [each.subject for each in rule.comparisons if _is_gone(each)]
    return any(_is_up(each) for subject in compared for each in selectors(subject)) or any(
        _is_up(each) or _is_istiod(each) for each in within(rule.tree, "absent")
    )


def _is_gone(comparison: Comparison) -> bool:
    """Whether it is true of 0, as of ``up`` and of counts of replicas."""
    of_zero = comparison.operator in ("==", "<=") and comparison.limit == 0
    return of_zero or (comparison.operator in ("<", "!=") and comparison.limit == 1)


def single(tree: Expression) -> Selector | None:
    """The one time series whose values an expression has, unless they are added up.

    ``sum by (pod)`` of the containers of a pod is still about single pods.
    """
    while isinstance(tree, Call):
        inner = argument(tree)
        is_added = tree.function in ("sum", "count", "group")
        tells_pods = (tree.by is not None and "pod" in tree.by) is not tree.is_without
        if inner is None or (is_added and not tells_pods):
            return None
        tree = inner
    return tree if isinstance(tree, Selector) else None


def remaining(tree: Expression) -> Selector | None:
    """The certificate whose remaining seconds an expression tells."""
    if isinstance(tree, Call) and argument(tree) is not None:
        return remaining(argument(tree) or tree)
    if isinstance(tree, Operation) and tree.operator == "-":
        of_time = isinstance(tree.right, Call) and tree.right.function == "time"
        found = single(tree.left) if of_time else None
        return found if found and found.name.endswith("_timestamp") and _is_expiry(found) else None
    is_seconds = isinstance(tree, Selector) and tree.name.endswith("_seconds")
    return tree if isinstance(tree, Selector) and is_seconds and _is_expiry(tree) else None


def _is_expiry(selector: Selector) -> bool:
    return "cert" in selector.name and "expir" in selector.name
