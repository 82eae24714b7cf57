"""Calico's NetworkPolicy and GlobalNetworkPolicy, also as they lie in the cluster."""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.resources.calico_selector import calico_selector
from istiolint.resources.kubernetes_policy import with_name
from istiolint.resources.labels import Labels, all_of
from istiolint.resources.network_policy import (
    LAST_PORT,
    Action,
    Match,
    Pod,
    Policy,
    Ports,
    Rule,
    Side,
)
from istiolint.resources.resource import Resource
from istiolint.syntax.node import Node

_ACTIONS = {"allow": Action.ALLOW, "deny": Action.DENY}
_NAMESPACE = "projectcalico.org/namespace"
_NAMESPACE_NAME = "projectcalico.org/name"
_FOR_HOSTS = ("doNotTrack", "preDNAT")


def calico_policies(resource: Resource) -> Iterator[Policy]:
    """The policy of an object; none if it is about hosts, or in a tier of its own."""
    spec = resource.root.at("spec")
    if spec is None or any(_is_true(spec.text(key)) for key in _FOR_HOSTS):
        return
    tier, order = spec.scalar("tier"), spec.text("order")
    if tier is not None and tier.value != "default":
        return
    yield Policy(
        resource,
        _selects(spec, resource.namespace),
        _side(spec, "Ingress", resource),
        _side(spec, "Egress", resource),
        _number(order),
    )


def _is_true(node: Node | None) -> bool:
    return node is not None and node.meaning is True


def _number(node: Node | None) -> float:
    """The order of a policy; those without one come last."""
    meaning = node.meaning if node is not None else None
    return float(meaning) if isinstance(meaning, int | float) else float("inf")


def _selects(spec: Node, namespace: str) -> Match:
    pods, around = _selector(spec, "selector"), _selector(spec, "namespaceSelector")
    accounts = spec.scalar("serviceAccountSelector")

    def answer(pod: Pod) -> bool | None:
        if namespace:
            here: bool | None = pod.namespace == namespace
        else:
            here = around(pod)
        return all_of((here, pods(pod), True if accounts is None else None))

    return answer


def _selector(node: Node, key: str) -> Match:
    """A selector over a pod's own labels, or with this key over those of its namespace."""
    said = node.scalar(key)
    chosen = calico_selector(said.value if said is not None else "")
    if key == "namespaceSelector":
        return lambda pod: chosen(_of_namespace(pod))
    return lambda pod: chosen(_of_pod(pod))


def _of_pod(pod: Pod) -> Labels:
    known = {**pod.labels.known, _NAMESPACE: frozenset((pod.namespace,))}
    return pod.labels._replace(known=known)


def _of_namespace(pod: Pod) -> Labels:
    named = with_name(pod)
    return named._replace(known={**named.known, _NAMESPACE_NAME: frozenset((pod.namespace,))})


def _side(spec: Node, kind: str, resource: Resource) -> Side | None:
    """A direction; without ``types`` those with rules count, or ingress if none has any."""
    key = kind.lower()
    rules = spec.at(key)
    types = spec.items("types")
    if any(each.is_unknown for each in types):
        return None
    has_other = bool(spec.items("egress"))
    implied = bool(spec.items(key)) or (kind == "Ingress" and not has_other)
    word = next((each for each in types if each.value == kind), None)
    if word is None if types else not implied:
        return None
    at = (rules.key if rules is not None else None) or word or resource.at
    deciding = (each for each in spec.items(key) if not _is_log(each))
    return Side(at, tuple(_rule(each, kind, resource.namespace) for each in deciding))


def _is_log(rule: Node) -> bool:
    """Whether a rule only writes down what comes by, and leaves it to the next one."""
    action = rule.text("action")
    return action is not None and action.value.lower() == "log"


def _rule(node: Node, kind: str, namespace: str) -> Rule:
    action, protocol = node.text("action"), node.scalar("protocol")
    source, destination = node.at("source"), node.at("destination")
    peer, own = (source, destination) if kind == "Ingress" else (destination, source)
    ports = destination.items("ports") if destination is not None else []
    said = protocol.value.upper() if protocol is not None and not protocol.is_unknown else None
    known = Ports(protocol, said, 0, LAST_PORT) if protocol is not None else None
    return Rule(
        _ACTIONS.get(action.value.lower(), Action.UNKNOWN) if action else Action.UNKNOWN,
        None if _is_anyone(peer) else (_peer(peer or node, namespace),),
        tuple(_ports(each, said) for each in ports) or ((known,) if known else None),
        _is_partial(node, own),
        about_pods=any(peer is not None and peer.at(key) is not None for key in _OF_PODS),
    )


_CONDITIONS = ("selector", "namespaceSelector", "nets", "notNets", "notSelector", "services")
_OF_PODS = ("selector", "namespaceSelector")
_OTHERS = ("http", "icmp", "notICMP", "notProtocol", "ipVersion")


def _is_anyone(peer: Node | None) -> bool:
    keys = (*_CONDITIONS, "serviceAccounts", "domains")
    return peer is None or all(peer.at(key) is None for key in keys)


def _is_partial(node: Node, own: Node | None) -> bool:
    """Whether there are conditions that are not looked at."""
    if any(node.at(key) is not None for key in _OTHERS):
        return True
    sides = [each for each in (node.at("source"), node.at("destination")) if each is not None]
    is_negative = any(each.at("notPorts") is not None for each in sides)
    return is_negative or not _is_anyone(own)


def _peer(peer: Node, namespace: str) -> Match:
    """Pods by their labels; in a policy of a namespace those of that namespace alone."""
    rest = [key for key in (*_CONDITIONS, "serviceAccounts", "domains") if peer.at(key) is not None]
    if not set(rest) <= set(_OF_PODS):
        return lambda _: None
    pods = _selector(peer, "selector")
    if peer.at("namespaceSelector") is not None:
        around = _selector(peer, "namespaceSelector")
        return lambda pod: all_of((pods(pod), around(pod)))
    if namespace:
        return lambda pod: all_of((pods(pod), pod.namespace == namespace))
    return pods


def _ports(node: Node, protocol: str | None) -> Ports:
    first, colon, last = node.value.partition(":")
    if not first.isdecimal() or (colon and not last.isdecimal()):
        return Ports(node, protocol, None, 0)
    return Ports(node, protocol, int(first), int(last if colon else first))
