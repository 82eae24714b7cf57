"""The read-only index of a run, built once by merging what each file contributes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from istiolint.install.install import Install
from istiolint.kinds import DESTINATION_RULE, Kind
from istiolint.project.groups import GROUPS, Group
from istiolint.project.lookup import Lookup, Sight
from istiolint.resources.hosts import complete, namespace_of, wildcards
from istiolint.resources.resource import Resource

ROOT_NAMESPACE = "istio-system"


class Project:
    """All resources and installs in sight.

    Every answer about resources goes through :meth:`of_kind`, which remembers what was asked
    for. Indexes are made when the first question needs them.
    """

    def __init__(
        self,
        resources: Iterable[Resource] = (),
        installs: Sequence[Install] = (),
        *,
        closed_world: bool = False,
        scopes: Sequence[Sequence[str]] = (),
    ) -> None:
        self.installs = installs
        self.closed_world = closed_world
        self._by_kind: dict[Kind, list[Resource]] = {}
        self._namespaces: set[str] = set()
        for resource in resources:
            self._by_kind.setdefault(resource.kind, []).append(resource)
            self._namespaces.add(resource.namespace)
        self._scopes = scopes
        self.asked: set[Kind] = set()
        """The kinds that questions were about: proof that rules declare what they read."""

    @property
    def kinds(self) -> Iterable[Kind]:
        """The kinds of which there is at least one object."""
        return self._by_kind.keys()

    def of_kind(self, kind: Kind) -> list[Resource]:
        """All resources of a kind, in the order of the files."""
        self.asked.add(kind)
        return self._by_kind.get(kind, [])

    def groups(self, name: str) -> list[Group]:
        """The groups of resources that share a key; see :mod:`istiolint.project.groups`."""
        grouping = GROUPS[name]
        kinds = grouping.kinds or tuple(self._by_kind)
        members: dict[tuple[str, ...], list[Resource]] = {}
        for kind in kinds:
            for resource in self.of_kind(kind):
                for key in grouping.keys(resource):
                    members.setdefault(key, []).append(resource)
        return [Group(key, tuple(each)) for key, each in members.items() if len(each) > 1]

    def deployed_together(self, one: Resource, other: Resource) -> bool:
        """Whether both certainly reach one cluster.

        They do from one file, and from paths that one of the ``scopes`` lists.
        """
        if one.path == other.path:
            return True
        paths = (one.path, other.path)
        return any(all(_lies_in(path, scope) for path in paths) for scope in self._scopes)

    # Questions in the words of the domain

    def destination_rules_for(self, host: str, client: str) -> Lookup:
        """The DestinationRules a client namespace uses for a completed host name.

        Three steps, as istiod looks them up: the client's namespace, the service's, the
        root namespace. The first with a match ends the search; inside a step the most
        specific host wins and rules for the same host are merged.
        """
        rules = self.of_kind(DESTINATION_RULE)
        if not rules and not self.closed_world:
            return Lookup((), Sight.NONE)
        home = namespace_of(host)
        for step in dict.fromkeys((client, home, ROOT_NAMESPACE)):
            for name in (host, *wildcards(host)):
                found = tuple(
                    rule
                    for rule in self._destination_rules.get((step or "", name), ())
                    if exports_to(rule, client)
                )
                if found:
                    return Lookup(found, Sight.HERE)
        return Lookup((), self._sight(home or client))

    @cached_property
    def _destination_rules(self) -> Mapping[tuple[str, str], list[Resource]]:
        index: dict[tuple[str, str], list[Resource]] = {}
        for rule in self.of_kind(DESTINATION_RULE):
            host = rule.root.text("spec", "host")
            if host is not None:
                key = (rule.namespace, complete(host.value, rule.namespace))
                index.setdefault(key, []).append(rule)
        return index

    def _sight(self, namespace: str) -> Sight:
        """What the absence of an object in a namespace is worth."""
        here = self.closed_world or namespace in self._namespaces
        return Sight.HERE if here else Sight.ELSEWHERE


def _lies_in(path: str, scope: Sequence[str]) -> bool:
    return any(path == part or path.startswith(part.rstrip("/") + "/") for part in scope)


def exports_to(resource: Resource, namespace: str) -> bool:
    """Whether ``exportTo`` lets a namespace see the resource; no list lets all."""
    said = [each.value for each in resource.root.items("spec", "exportTo")]
    own = resource.namespace == namespace
    return not said or "*" in said or namespace in said or (own and "." in said)
