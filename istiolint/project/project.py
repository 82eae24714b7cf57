"""The read-only index of a run, built once by merging what each file contributes."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from istiolint.kinds import (
    AUTHORIZATION_POLICY,
    DESTINATION_RULE,
    PROMETHEUS_RULE,
    RULE_FILE,
    SECRET,
    Kind,
)
from istiolint.project.groups import GROUPS, Group
from istiolint.project.lookup import Lookup, Sight, Subsets
from istiolint.releases import Release
from istiolint.resources.hosts import HostTable, complete, namespace_of
from istiolint.resources.resource import Resource

if TYPE_CHECKING:
    from istiolint.install.install import Install
    from istiolint.project.alerts import Alerts
    from istiolint.project.members import Members
    from istiolint.project.network import Network
    from istiolint.project.revisions import Revisions
    from istiolint.project.scaling import Scaling

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
        self._by_namespace: dict[Kind, dict[str, list[Resource]]] = {}
        self._subsets: dict[tuple[str, str | None], Subsets] = {}
        self.asked: set[Kind] = set()
        """The kinds that questions were about: proof that rules declare what they read."""

    @cached_property
    def release(self) -> Release | None:
        """The release that resources are applied to: what control planes say that name one.

        Where they only differ by patch, it is the minor release.
        """
        planes = [each for each in self.installs if each.is_control_plane]
        said = {each.release for each in planes if each.release is not None}
        minors = {each.minor for each in said}
        if len(minors) != 1:
            return None
        return said.pop() if len(said) == 1 else Release(minors.pop())

    @property
    def kinds(self) -> Iterable[Kind]:
        """The kinds of which there is at least one object."""
        return self._by_kind.keys()

    def of_kind(self, kind: Kind) -> list[Resource]:
        """All resources of a kind, in the order of the files."""
        self.asked.add(kind)
        return self._by_kind.get(kind, [])

    def of_namespace(self, kind: Kind, namespace: str) -> list[Resource]:
        """All resources of a kind in a namespace, in the order of the files."""
        resources = self.of_kind(kind)
        if kind not in self._by_namespace:
            index: dict[str, list[Resource]] = {}
            self._by_namespace[kind] = index
            for resource in resources:
                index.setdefault(resource.namespace, []).append(resource)
        return self._by_namespace[kind].get(namespace, [])

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

    def deployed_together(self, one: Resource | Install, other: Resource | Install) -> bool:
        """Whether both certainly reach one cluster.

        They do from one file, and from paths that one of the ``scopes`` lists.
        """
        if one.path == other.path:
            return True
        return any(
            _lies_in(one.path, scope) and _lies_in(other.path, scope) for scope in self._scopes
        )

    def is_listed(self, resource: Resource) -> bool:
        """Whether a kustomization, or a ``scopes`` entry, names the very file it is in."""
        return any(resource.path in scope for scope in self._scopes)

    # Questions in the words of the domain

    @cached_property
    def members(self) -> Members:
        """How namespaces and their pods are part of the mesh."""
        from istiolint.project.members import Members

        return Members(self)

    @cached_property
    def network(self) -> Network:
        """The network policies, and what they let through."""
        from istiolint.project.network import Network

        return Network(self)

    @cached_property
    def scaling(self) -> Scaling:
        """What the autoscalers scale, and the Deployments of the mesh itself."""
        from istiolint.project.scaling import Scaling

        return Scaling(self)

    def destination_rules_for(self, host: str, client: str) -> Lookup:
        """The DestinationRules a client namespace uses for a completed host name.

        Three steps, as istiod looks them up: the client's namespace, the service's, the
        root namespace. The first with a match ends the search; inside a step the most
        specific host wins and rules for the same host are merged. A service that is not
        Kubernetes' own may be of any namespace. Source: ``PushContext.destinationRule``.
        """
        if not self.of_kind(DESTINATION_RULE) and not self.closed_world:
            return Lookup((), Sight.NONE)
        home = namespace_of(host)
        own = _is_private if client == ROOT_NAMESPACE else _is_local
        found = self._rules(client, host, own)
        if not found and home is None:
            found = self._rules(None, host, lambda rule: exports_to(rule, client))
        for namespace in (home, ROOT_NAMESPACE):
            if not found and namespace is not None:
                exported = self._rules(namespace, host, _is_exported)
                found = [rule for rule in exported if exports_to(rule, client)]
        return Lookup(tuple(found), Sight.HERE if found else self._sight(home))

    def subsets_for(self, host: str, client: str | None) -> Subsets:
        """The subsets of a completed host name that a client namespace can use.

        ``None`` is a client of which it is not known where it runs, such as a gateway: all
        rules for the host count. Many routes ask for one host, so answers are kept.
        """
        found = self._subsets.get((host, client))
        if found is None:
            lookup = self.destination_rules_for(host, client) if client else self._anywhere(host)
            found = self._subsets[host, client] = _subsets(lookup)
        return found

    @cached_property
    def revisions(self) -> Revisions:
        """The revisions of istiod that the installs in sight provide."""
        from istiolint.project.revisions import revisions

        return revisions(self)

    @cached_property
    def requires_tokens(self) -> bool:
        """Whether any AuthorizationPolicy asks for what a JWT says."""
        from istiolint.project.policies import asks_for_token

        policies = self.of_kind(AUTHORIZATION_POLICY)
        rules = (rule for policy in policies for rule in policy.root.items("spec", "rules"))
        return any(asks_for_token(rule) for rule in rules)

    def _anywhere(self, host: str) -> Lookup:
        table = self._destination_rules.get(None, _NO_RULES)
        return Lookup(tuple(rule for rules in table.matches(host) for rule in rules), Sight.HERE)

    def _rules(
        self, namespace: str | None, host: str, counts: Callable[[Resource], bool]
    ) -> list[Resource]:
        """The rules for the most specific host that there are any for which count."""
        table = self._destination_rules.get(namespace, _NO_RULES)
        found = ([rule for rule in rules if counts(rule)] for rules in table.matches(host))
        return next((rules for rules in found if rules), [])

    @cached_property
    def _destination_rules(self) -> Mapping[str | None, HostTable[Resource]]:
        """By namespace; those of all namespaces under ``None``."""
        index: dict[str | None, HostTable[Resource]] = {}
        for rule in self.of_kind(DESTINATION_RULE):
            host = rule.root.text("spec", "host")
            if host is not None:
                name = complete(host.value, rule.namespace)
                for key in (rule.namespace, None):
                    index.setdefault(key, HostTable()).add(name, rule)
        return index

    @cached_property
    def alerts(self) -> Alerts:
        """The alert rules about the mesh."""
        from istiolint.project.alerts import Alerts

        return Alerts([*self.of_kind(PROMETHEUS_RULE), *self.of_kind(RULE_FILE)])

    def secrets_called(self, name: str) -> list[Resource]:
        """The Secrets of a name, whatever their namespace."""
        return self._secrets.get(name, [])

    @cached_property
    def _secrets(self) -> Mapping[str, list[Resource]]:
        found: dict[str, list[Resource]] = {}
        for each in self.of_kind(SECRET):
            found.setdefault(each.name, []).append(each)
        return found

    def _sight(self, namespace: str | None) -> Sight:
        """What the absence of an object in a namespace is worth, if we know which."""
        here = self.closed_world or namespace in self._namespaces
        return Sight.HERE if here else Sight.ELSEWHERE


_NO_RULES: HostTable[Resource] = HostTable()


def _subsets(lookup: Lookup) -> Subsets:
    subsets = (each for rule in lookup.found for each in rule.root.items("spec", "subsets"))
    names = [name for each in subsets if (name := each.scalar("name")) is not None]
    is_open = any(name.is_unknown for name in names)
    return Subsets(frozenset(name.value for name in names), is_open, lookup)


def _lies_in(path: str, scope: Sequence[str]) -> bool:
    parts = (posixpath.normpath(part) for part in scope)
    return any(part in (".", path) or path.startswith(f"{part}/") for part in parts)


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
