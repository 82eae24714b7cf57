"""The read-only index of a run, built once by merging what each file contributes."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from istiolint.inputs.document import Form
from istiolint.kinds import AUTHORIZATION_POLICY, PROMETHEUS_RULE, RULE_FILE, SECRET, Kind
from istiolint.project.groups import GROUPS, Group
from istiolint.project.lookup import Sight
from istiolint.releases import Release
from istiolint.resources.resource import Resource

if TYPE_CHECKING:
    from istiolint.inputs.document import Document
    from istiolint.install.install import Install
    from istiolint.project.alerts import Alerts
    from istiolint.project.destinations import Destinations
    from istiolint.project.managed import Managed
    from istiolint.project.members import Members
    from istiolint.project.network import Network
    from istiolint.project.revisions import Revisions
    from istiolint.project.root import Root
    from istiolint.project.scaling import Scaling
    from istiolint.schema.fault import Fault

FindFaults = Callable[["Release | None"], "Mapping[str, Sequence[Fault]]"]
"""Finds what the schemas say, given the release that resources are applied to."""


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
        find_faults: FindFaults = lambda _: {},
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
        self._find_faults = find_faults
        self.asked: set[Kind] = set()
        """The kinds that questions were about: proof that rules declare what they read."""

    @cached_property
    def release(self) -> Release | None:
        """The release that resources are applied to: what control planes say that name one.

        Where they only differ by patch, it is the minor release. A managed one may be known
        by its revision.
        """
        planes = [each for each in self.installs if each.is_control_plane]
        said = {each.release for each in planes if each.release is not None}
        minors = {each.minor for each in said}
        if not minors:
            return self.managed.release
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

    @cached_property
    def faults(self) -> Mapping[str, Sequence[Fault]]:
        """What the schemas find wrong, by the name of the rule that reports it."""
        return self._find_faults(self.release)

    def deployed_together(self, one: Resource | Install, other: Resource | Install) -> bool:
        """Whether both certainly reach one cluster.

        They do from one file, and from paths that one of the ``scopes`` lists, unless they
        say that they are for different clusters.
        """
        if one.document is other.document and one.document.form is Form.FLEET:
            return False  # one chart, for different clusters
        if _destination(one.document) != _destination(other.document):
            return False
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
    def destinations(self) -> Destinations:
        """The DestinationRules, as clients look them up."""
        from istiolint.project.destinations import Destinations

        return Destinations(self)

    @cached_property
    def scaling(self) -> Scaling:
        """What the autoscalers scale, and the Deployments of the mesh itself."""
        from istiolint.project.scaling import Scaling

        return Scaling(self)

    @cached_property
    def root(self) -> Root:
        """The namespace whose configuration is for the whole mesh."""
        from istiolint.project.root import root_of

        return root_of(self.installs, self.managed)

    @cached_property
    def default_denials(self) -> Mapping[str, list[Resource]]:
        """The policies that deny what no other allows, for all workloads, by namespace."""
        from istiolint.project.policies import denies_the_rest

        found: dict[str, list[Resource]] = {}
        for policy in filter(denies_the_rest, self.of_kind(AUTHORIZATION_POLICY)):
            found.setdefault(policy.namespace, []).append(policy)
        return found

    @cached_property
    def managed(self) -> Managed:
        """The control planes that a cloud provider runs."""
        from istiolint.project.managed import managed

        return managed(self._by_kind, self._namespaces, self.installs)

    @cached_property
    def revisions(self) -> Revisions:
        """The revisions of istiod that the installs in sight provide."""
        from istiolint.project.revisions import revisions

        return revisions(self)

    @cached_property
    def token_policies(self) -> Mapping[str, Sequence[Resource]]:
        """The policies that may turn away requests without a token, by namespace."""
        from istiolint.project.policies import may_ask_for_token

        found: dict[str, list[Resource]] = {}
        for policy in self.of_kind(AUTHORIZATION_POLICY):
            if may_ask_for_token(policy):
                found.setdefault(policy.namespace, []).append(policy)
        return found

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

    def sight_of(self, namespace: str | None) -> Sight:
        """What the absence of an object in a namespace is worth, if we know which."""
        here = self.closed_world or namespace in self._namespaces
        return Sight.HERE if here else Sight.ELSEWHERE


_DESTINATIONS = (
    ("spec", "destination", "server"),
    ("spec", "destination", "name"),
    ("spec", "kubeConfig", "secretRef", "name"),
)


def _destination(document: Document) -> tuple[str, ...]:
    """The cluster that Argo CD or Flux brings an object to, as far as it says."""
    said = (document.root.text(*path) for path in _DESTINATIONS)
    return tuple(node.value if node is not None else "" for node in said)


def _lies_in(path: str, scope: Sequence[str]) -> bool:
    parts = (posixpath.normpath(part) for part in scope)
    return any(part in (".", path) or path.startswith(f"{part}/") for part in parts)
