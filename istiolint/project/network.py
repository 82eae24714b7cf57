"""The network policies in sight, and what all of them together let through.

A policy alone proves little: another one for the same pods may open what it leaves out.
Policies of the same name in other files are other environments' and no answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from istiolint.kinds import NETWORK_POLICIES
from istiolint.project.istiod import (
    ISTIOD,
    About,
    Spoken,
    istiod_namespaces,
    names_istiod,
    namespace_of,
)
from istiolint.project.lookup import Lookup, Sight
from istiolint.project.members import Mode
from istiolint.resources.labels import Labels
from istiolint.resources.network_policy import (
    TCP,
    UDP,
    Pod,
    Policy,
    Wanted,
    may_pass,
    policies_of,
)

if TYPE_CHECKING:
    from istiolint.install.install import Install
    from istiolint.project.project import Project
    from istiolint.resources.resource import Resource


class Network:
    """The index of network policies."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._of: dict[int, list[Policy]] = {}
        self._around: dict[str, list[Policy]] = {}
        for kind in NETWORK_POLICIES:
            for resource in project.of_kind(kind):
                found = self._of[id(resource)] = policies_of(resource)
                self._around.setdefault(resource.namespace, []).extend(found)
        self._abouts: dict[str, About] = {}
        self._first: dict[tuple[str, str, str], int | None] = {}
        self._possible: dict[tuple[object, ...], bool] = {}

    def of(self, resource: Resource) -> list[Policy]:
        """The policies that an object holds."""
        return self._of[id(resource)]

    def around(self, namespace: str) -> Iterator[Policy]:
        """The policies that may be about pods of a namespace."""
        yield from self._around.get(namespace, ())
        yield from self._around.get("", ())

    # The control plane

    @cached_property
    def istiod_namespaces(self) -> Mapping[str, bool]:
        """Where istiod runs, and whether that is known from more than its usual place."""
        return istiod_namespaces(self._project)

    def istiods_of(self, policy: Policy) -> list[str]:
        """The namespaces with an istiod that a policy is surely about."""
        if policy.resource.namespace and names_istiod(policy, policy.resource.namespace):
            return [policy.resource.namespace]
        return [each for each in self.istiod_namespaces if self._selects_istiod(policy, each)]

    def spoken_for(self, resource: Resource) -> Iterator[Spoken]:
        """The istiods for which a policy of an object is the one to report; one for each policy.

        Of those that isolate an istiod it is the first that names it, else the first.
        """
        for policy in self.of(resource):
            for namespace in self.istiods_of(policy) if policy.ingress else ():
                spoken = self._spoken(policy, self._about(namespace))
                if spoken is not None:
                    yield spoken
                    break

    def _spoken(self, policy: Policy, about: About) -> Spoken | None:
        """What a policy is to report of an istiod, if it is the first one to speak.

        One that comes after a policy of another name cannot be, so that few get so far.
        """
        if policy.ingress is None or not _is_same(about.speakers[0], policy):
            return None
        others = (each for each in about.speakers if not self._is_elsewhere(each, policy))
        if next(others) is not policy:
            return None
        group = [each for each in about.all if not self._is_elsewhere(each, policy)]
        named = [each for each in about.named if not self._is_elsewhere(each, policy)]
        is_sure = policy in named or self.istiod_namespaces[about.namespace]
        return Spoken(about.namespace, policy.ingress.at, group, named, is_sure)

    def _about(self, namespace: str) -> About:
        found = self._abouts.get(namespace)
        if found is None:
            every = [e for e in self.around(namespace) if self._may_select_istiod(e, namespace)]
            named = [each for each in every if names_istiod(each, namespace)]
            speakers = [e for e in (*named, *every) if self._isolates_istiod(e, namespace)]
            found = self._abouts[namespace] = About(namespace, every, named, speakers)
        return found

    def _isolates_istiod(self, policy: Policy, namespace: str) -> bool:
        is_asked = policy.ingress is not None and policy.resource.reported
        return is_asked and namespace in self.istiods_of(policy)

    def guards_of(self, install: Install) -> Lookup:
        """The policies that may isolate the istiod of an install for ingress.

        That there is none is worth nothing unless all of the mesh is in sight.
        """
        about = self._about(namespace_of(install)).all
        found = [each.resource for each in about if each.ingress is not None]
        sight = Sight.HERE if self._project.closed_world else Sight.NONE
        return Lookup(tuple(found), sight)

    def proxies_beside(self, namespace: str) -> Iterator[Pod]:
        """A pod of each injected namespace in sight but one; its labels are not known."""
        members = self._project.members
        for each, labels in members.namespaces.items():
            if each != namespace and members.mode_of(each) is Mode.SIDECAR:
                yield Pod(Labels(), each, labels)

    def _pods(self, namespace: str) -> Iterator[Pod]:
        around = self._project.members.labels_of(namespace)
        return (Pod(labels, namespace, around) for labels in ISTIOD)

    def _selects_istiod(self, policy: Policy, namespace: str) -> bool:
        return any(policy.selects(pod) for pod in self._pods(namespace))

    def _may_select_istiod(self, policy: Policy, namespace: str) -> bool:
        return any(policy.selects(pod) is not False for pod in self._pods(namespace))

    def _is_elsewhere(self, policy: Policy, other: Policy) -> bool:
        """Whether a policy is the other one in another environment."""
        one, two = policy.resource, other.resource
        is_other = one is not two and _is_same(policy, other)
        return is_other and not self._project.deployed_together(one, two)

    # Workloads

    def concerns(self, policy: Policy, direction: str, mode: Mode, *, group: str = "") -> list[str]:
        """The namespaces in which a policy is the one to report for isolating mesh pods.

        Where one isolates all pods of a namespace, the first such policy speaks for all; the
        first of an API ``group``, for rules that are about no others.
        """
        if policy.side(direction) is None:
            return []
        own = policy.resource.namespace
        among = [own] if own else list(self._project.members.namespaces)
        return [
            each
            for each in among
            if each not in self.istiod_namespaces
            and self._isolates(policy, each, mode)
            and self._first_for_all(each, direction, group) in (None, id(policy))
        ]

    def closed(
        self, policy: Policy, direction: str, mode: Mode, wanted: Iterable[Wanted]
    ) -> list[str]:
        """The namespaces that a policy is to be reported for, as nothing is let through there.

        There no policy may let any of the connections that are wanted through.
        """
        concerned = self.concerns(policy, direction, mode)
        return [each for each in concerned if not self.may_pass_in(each, direction, *wanted)]

    def pods_of(self, policy: Policy, namespace: str) -> list[Resource]:
        """The pod templates in sight of a namespace that a policy is surely about."""
        members = self._project.members
        around = members.labels_of(namespace)
        pods = members.pods.get(namespace, ())
        return [each for each, labels in pods if policy.selects(Pod(labels, namespace, around))]

    def _isolates(self, policy: Policy, namespace: str, mode: Mode) -> bool:
        members = self._project.members
        around = members.labels_of(namespace)
        pods = members.pods.get(namespace, ())
        selected = [each for each in pods if policy.selects(Pod(each[1], namespace, around))]
        if selected:
            return any(members.mode_of_pod(*each) is mode for each in selected)
        is_wide = not policy.resource.namespace
        said = policy.selects(Pod(Labels(), namespace, around))
        return members.mode_of(namespace) is mode and (
            said is True or (said is None and not is_wide)
        )

    def _first_for_all(self, namespace: str, direction: str, group: str) -> int | None:
        """The first policy that isolates all pods of a namespace."""
        key = (namespace, direction, group)
        if key not in self._first:
            pod = Pod(Labels(), namespace, self._project.members.labels_of(namespace))
            wide = (
                id(each)
                for each in self.around(namespace)
                if each.resource.reported
                and each.side(direction)
                and each.selects(pod)
                and group in ("", each.resource.kind.group)
            )
            self._first[key] = next(wide, None)
        return self._first[key]

    def may_pass_in(self, namespace: str, direction: str, *wanted: Wanted) -> bool:
        """Whether a policy of a namespace may let one of the connections, if any, through."""
        if not wanted:
            return True
        asked = ((each.port, each.protocol, each.peer and each.peer.namespace) for each in wanted)
        key = (namespace, direction, tuple(asked))
        found = self._possible.get(key)
        if found is None:
            sides = (each for each in self.around(namespace) if each.side(direction) is not None)
            found = self._possible[key] = any(
                may_pass([each], direction, one) for each in sides for one in wanted
            )
        return found

    def to_istiod(self) -> tuple[Wanted, ...]:
        """The connections of proxies to the control plane; to Google's they are not like these."""
        if self._project.managed.by_google:
            return ()
        return tuple(
            Wanted(15012, TCP, pod)
            for namespace in self.istiod_namespaces
            for pod in self._pods(namespace)
        )


DNS = tuple(Wanted(port, protocol) for port in (53, 5353, 8053) for protocol in (UDP, TCP))
"""Connections to DNS; OpenShift's pods listen on 5353, some set-ups on 8053."""


def _is_same(one: Policy, other: Policy) -> bool:
    """Whether two policies are of the same name, as of one object in two environments."""
    first, second = one.resource, other.resource
    return (first.kind, first.namespace, first.name) == (second.kind, second.namespace, second.name)
