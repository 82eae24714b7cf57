"""The alert rules about the mesh in all the files, read once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from istiolint.resources.alerts import AlertRule, Topic, rules_in, tells_by_name, topics
from istiolint.resources.metrics import metric
from istiolint.resources.promql.tree import Expression, selectors
from istiolint.resources.resource import Resource

Measure = Callable[[AlertRule], Iterable[float]]
"""Finds numbers in a rule, such as the limits it compares something with."""


class Alerts:
    """Alert rules by the object or file they are in."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self._by_resource = {each: list(rules_in(each.root)) for each in resources}
        self.recorded: dict[str, Expression | None] = {
            rule.record: rule.tree for rule in self.rules if rule.record
        }
        """What recording rules compute, by the name they give it."""
        self._extremes: dict[Measure, tuple[float, float] | None] = {}

    @property
    def rules(self) -> Iterator[AlertRule]:
        """All rules about the mesh."""
        return (rule for rules in self._by_resource.values() for rule in rules)

    def of(self, resource: Resource) -> list[AlertRule]:
        """The rules about the mesh in an object or a file."""
        return self._by_resource.get(resource, [])

    def extremes(self, measure: Measure) -> tuple[float, float] | None:
        """The least and the greatest of what a function finds in all the rules."""
        if measure not in self._extremes:
            found = [value for rule in self.rules for value in measure(rule)]
            self._extremes[measure] = (min(found), max(found)) if found else None
        return self._extremes[measure]

    @cached_property
    def first(self) -> Resource | None:
        """The first object or file, of those that are reported on, with alerts for the mesh."""
        pairs = self._by_resource.items()
        return next((each for each, rules in pairs if _is_about(each, rules)), None)

    @cached_property
    def watched(self) -> Watched:
        """What all the alerts together watch."""
        found: set[Topic] = set()
        is_certain = True
        for rule in self.rules:
            if rule.record:
                continue
            trees = [rule.tree, *self._recordings(rule.tree)]
            found |= {topic for tree in trees if tree is not None for topic in topics(tree)}
            is_certain = is_certain and None not in trees
            if tells_by_name(rule.name):
                found.add(Topic.CONTROL_PLANE)
        return Watched(frozenset(found), is_certain=is_certain)

    def _recordings(self, tree: Expression | None) -> Iterator[Expression | None]:
        """What is behind the recorded metrics that an alert uses; ``None`` if not in sight."""
        pending, seen = [tree], set[str]()
        while pending:
            top = pending.pop()
            for selector in selectors(top) if top is not None else ():
                if ":" in selector.name and selector.name not in seen:
                    seen.add(selector.name)
                    inner = self.recorded.get(selector.name)
                    yield inner
                    pending.append(inner)


class Watched(NamedTuple):
    """What alerts watch, and whether it is known what each of them does."""

    topics: frozenset[Topic]
    is_certain: bool


def _is_about(resource: Resource, rules: Iterable[AlertRule]) -> bool:
    """Whether an object that is reported on has alerts for the mesh, not for one service in it.

    A service's own alerts may use what proxies measure; then nothing here is called Istio.
    """
    alerts = [rule for rule in rules if rule.name]
    if not resource.reported or not alerts:
        return False
    groups = resource.root.items("spec", "groups") or resource.root.items("groups")
    names = [resource.name, *(name.value for each in groups if (name := each.text("name")))]
    return any("istio" in name.lower() for name in names) or any(map(_is_of_mesh, alerts))


def _is_of_mesh(rule: AlertRule) -> bool:
    found = [metric(each.name) for each in selectors(rule.tree)] if rule.tree is not None else []
    return any(each and each.component not in ("proxy", "ztunnel") for each in found) or (
        rule.tree is not None and any(topics(rule.tree))
    )
