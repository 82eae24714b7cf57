"""One model of a network policy, whichever of Kubernetes, Calico and Cilium enforces it.

Policies see the ports of pods, never those of a Service in front of them. A direction in
which a policy isolates its pods is closed but for what some policy opens; those of
Kubernetes and Cilium only add to one another, those of Calico are followed in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from typing import NamedTuple

from istiolint.resources.labels import Labels, any_of
from istiolint.resources.resource import Resource
from istiolint.syntax.node import Node

TCP = "TCP"
UDP = "UDP"
LAST_PORT = 65535


class Pod(NamedTuple):
    """A pod as selectors see it."""

    labels: Labels
    namespace: str
    namespace_labels: Labels = Labels()


Match = Callable[[Pod], bool | None]
"""Whether something is about a pod; ``None`` where that cannot be told."""


class Action(Enum):
    """What becomes of a connection that a rule is about."""

    ALLOW = "allow"
    DENY = "deny"
    UNKNOWN = "unknown"


class Wanted(NamedTuple):
    """A connection to ask about; without ``peer`` from or to anyone at all."""

    port: int
    protocol: str = TCP
    peer: Pod | None = None


class Ports(NamedTuple):
    """Ports of one protocol, or of any; ``first`` is ``None`` for those known by name only."""

    node: Node
    protocol: str | None
    first: int | None
    last: int

    def cover(self, wanted: Wanted) -> bool | None:
        """Whether a connection goes to one of them."""
        if self.protocol not in (None, wanted.protocol):
            return False
        return None if self.first is None else self.first <= wanted.port <= self.last

    @property
    def single(self) -> int | None:
        """The port, where it is one number."""
        return self.first if self.first == self.last else None


class Rule(NamedTuple):
    """What happens to connections with some peers on some ports; ``None`` stands for all."""

    action: Action
    peers: tuple[Match, ...] | None
    ports: tuple[Ports, ...] | None
    partial: bool = False
    """Whether it has other conditions, which are not looked at."""
    about_pods: bool = False
    """Whether some of the peers are pods of the cluster, not addresses or the world."""

    def covers(self, wanted: Wanted) -> bool | None:
        """Whether a connection is one that the rule is about."""
        said: list[bool | None] = [None] if self.partial else []
        if self.peers is not None:
            peer = wanted.peer
            told = [None] if peer is None and self.peers else [m(peer) for m in self.peers if peer]
            said.append(any_of(told))
        if self.ports is not None:
            said.append(any_of(each.cover(wanted) for each in self.ports))
        return False if False in said else None if None in said else True


class Side(NamedTuple):
    """A direction in which pods are isolated; ``at`` is what says so, the fittest to show."""

    at: Node
    rules: tuple[Rule, ...]

    def decides(self, wanted: Wanted) -> Action | None:
        """What it does with a connection, if anything; allowed is also what may be so."""
        for rule in self.rules:
            covers = rule.covers(wanted)
            if covers is False or (covers is None and rule.action is Action.DENY):
                continue
            return Action.DENY if rule.action is Action.DENY else Action.ALLOW
        return None

    @property
    def ports(self) -> Iterator[Ports]:
        """All ports that it opens."""
        for rule in self.rules:
            if rule.action is not Action.DENY:
                yield from rule.ports or ()

    @property
    def opens_nothing(self) -> bool:
        """Whether it lets no connection through."""
        return all(rule.action is Action.DENY or rule.ports == () for rule in self.rules)


KUBERNETES_ORDER = 1000.0
"""Where Calico puts the policies of Kubernetes among its own."""


class Policy(NamedTuple):
    """A policy: the pods it is about, and the directions in which it isolates them."""

    resource: Resource
    selects: Match
    ingress: Side | None
    egress: Side | None
    order: float = KUBERNETES_ORDER

    def side(self, direction: str) -> Side | None:
        """One of the directions, ``ingress`` or ``egress``."""
        return self.ingress if direction == "ingress" else self.egress


def may_pass(policies: Iterable[Policy], direction: str, wanted: Wanted) -> bool:
    """Whether a connection is possible with policies that are all about one pod.

    It is where none of them isolates the pod, and wherever that cannot be told.
    """
    in_order = sorted(policies, key=lambda each: each.order)
    sides = [side for each in in_order if (side := each.side(direction)) is not None]
    decisions = (side.decides(wanted) for side in sides)
    first = next((each for each in decisions if each is not None), None)
    return not sides or first is Action.ALLOW


def policies_of(resource: Resource) -> list[Policy]:
    """The policies that an object holds; Cilium's may hold several."""
    if resource.kind.group == "cilium.io":
        from istiolint.resources.cilium_policy import cilium_policies

        return list(cilium_policies(resource))
    if resource.kind.group.endswith("projectcalico.org"):
        from istiolint.resources.calico_policy import calico_policies

        return list(calico_policies(resource))
    from istiolint.resources.kubernetes_policy import kubernetes_policy

    return [kubernetes_policy(resource)]


def port_number(node: Node | None) -> int | None:
    """A port written as a number, in quotes or not."""
    if node is None or not node.value.isdecimal() or len(node.value) > len(str(LAST_PORT)):
        return None
    return int(node.value)
