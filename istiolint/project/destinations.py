"""The DestinationRules of the mesh, as istiod looks them up for a client."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from istiolint.kinds import DESTINATION_RULE
from istiolint.project.lookup import Lookup, Sight, Subsets
from istiolint.project.project import Project
from istiolint.resources.hosts import HostTable, complete, namespace_of
from istiolint.resources.resource import Resource


class Destinations:
    """What is said about hosts as destinations."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._subsets: dict[tuple[str, str | None], Subsets] = {}

    def rules_for(self, host: str, client: str) -> Lookup:
        """The DestinationRules a client namespace uses for a completed host name.

        Three steps, as istiod looks them up: the client's namespace, the service's, the
        root namespace. The first with a match ends the search; inside a step the most
        specific host wins and rules for the same host are merged. A service that is not
        Kubernetes' own may be of any namespace. Source: ``PushContext.destinationRule``.

        Where it depends on a root namespace that is not certain, nothing can be said.
        """
        if not self._project.of_kind(DESTINATION_RULE) and not self._project.closed_world:
            return Lookup((), Sight.NONE)
        root = self._project.root
        found = {self._for_root(host, client, each) for each in root.names or (None,)}
        rules = found.pop()
        if found or (root.is_open and not rules):
            return Lookup((), Sight.NONE)
        sight = Sight.HERE if rules else self._project.sight_of(namespace_of(host))
        return Lookup(rules, sight)

    def _for_root(self, host: str, client: str, root: str | None) -> tuple[Resource, ...]:
        """The rules that a client uses where the root namespace is this one, or unknown."""
        home = namespace_of(host)
        found = self._rules(client, host, _is_private if client == root else _is_local)
        if not found and home is None:
            found = self._rules(None, host, lambda rule: exports_to(rule, client))
        for namespace in (home, root):
            if not found and namespace is not None:
                exported = self._rules(namespace, host, _is_exported)
                found = [rule for rule in exported if exports_to(rule, client)]
        return tuple(found)

    def subsets_for(self, host: str, client: str | None) -> Subsets:
        """The subsets of a completed host name that a client namespace can use.

        ``None`` is a client of which it is not known where it runs, such as a gateway: all
        rules for the host count. Many routes ask for one host, so answers are kept.
        """
        found = self._subsets.get((host, client))
        if found is None:
            lookup = self.rules_for(host, client) if client else self._anywhere(host)
            found = self._subsets[host, client] = _subsets(lookup)
        return found

    def _anywhere(self, host: str) -> Lookup:
        table = self._tables.get(None, _NO_RULES)
        return Lookup(tuple(rule for rules in table.matches(host) for rule in rules), Sight.HERE)

    def _rules(
        self, namespace: str | None, host: str, counts: Callable[[Resource], bool]
    ) -> list[Resource]:
        """The rules for the most specific host that there are any for which count."""
        table = self._tables.get(namespace, _NO_RULES)
        found = ([rule for rule in rules if counts(rule)] for rules in table.matches(host))
        return next((rules for rules in found if rules), [])

    @cached_property
    def _tables(self) -> Mapping[str | None, HostTable[Resource]]:
        """By namespace; those of all namespaces under ``None``."""
        index: dict[str | None, HostTable[Resource]] = {}
        for rule in self._project.of_kind(DESTINATION_RULE):
            host = rule.root.text("spec", "host")
            if host is not None:
                name = complete(host.value, rule.namespace)
                for key in (rule.namespace, None):
                    index.setdefault(key, HostTable()).add(name, rule)
        return index


_NO_RULES: HostTable[Resource] = HostTable()


def _subsets(lookup: Lookup) -> Subsets:
    subsets = (each for rule in lookup.found for each in rule.root.items("spec", "subsets"))
    names = [name for each in subsets if (name := each.scalar("name")) is not None]
    is_open = any(name.is_unknown for name in names)
    return Subsets(frozenset(name.value for name in names), is_open, lookup)


def exports_to(resource: Resource, namespace: str) -> bool:
    """Whether a namespace sees the resource; it may where ``exportTo`` is filled in later."""
    if namespace == resource.namespace:
        return _is_local(resource)
    said = _exported_to(resource)
    return not said or "*" in said or namespace in said


def _exported_to(resource: Resource) -> frozenset[str]:
    """What ``exportTo`` says, if anything; a workload's own rule is for its namespace."""
    if resource.root.at("spec", "workloadSelector") is not None:
        return frozenset(".")
    items = resource.root.items("spec", "exportTo")
    return frozenset("*" if each.is_unknown else each.value for each in items)


def _is_local(resource: Resource) -> bool:
    said = _exported_to(resource)
    return not said or not said.isdisjoint(("*", ".", resource.namespace))


def _is_private(resource: Resource) -> bool:
    said = _exported_to(resource)
    return len(said) == 1 and not said.isdisjoint((".", resource.namespace))


def _is_exported(resource: Resource) -> bool:
    return not _is_private(resource)
