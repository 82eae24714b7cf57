"""The NetworkPolicy of Kubernetes."""

from __future__ import annotations

from istiolint.resources.labels import Labels, all_of, selector
from istiolint.resources.network_policy import (
    Action,
    Match,
    Pod,
    Policy,
    Ports,
    Rule,
    Side,
    port_number,
)
from istiolint.resources.resource import Resource
from istiolint.syntax.node import Node

NAME_LABEL = "kubernetes.io/metadata.name"
"""The label that the API server gives every namespace."""


def kubernetes_policy(resource: Resource) -> Policy:
    """A policy; without ``policyTypes`` it isolates egress only if it has rules for it."""
    root, namespace = resource.root, resource.namespace
    types = {each.value for each in root.items("spec", "policyTypes")}
    if not types:
        types = {"Ingress"} | ({"Egress"} if root.items("spec", "egress") else set())
    is_open = any(each.is_unknown for each in root.items("spec", "policyTypes"))

    def side(kind: str, peers: str) -> Side | None:
        key = kind.lower()
        if is_open or kind not in types:
            return None
        rules = (_rule(each, peers, namespace) for each in root.items("spec", key))
        return Side(_at(root, kind), tuple(rules))

    return Policy(
        resource,
        _selects(namespace, root.at("spec", "podSelector")),
        side("Ingress", "from"),
        side("Egress", "to"),
    )


def _at(root: Node, kind: str) -> Node:
    """The key of a direction's rules, else the word in ``policyTypes``, else the kind."""
    rules = root.at("spec", kind.lower())
    if rules is not None and rules.key is not None:
        return rules.key
    words = (each for each in root.items("spec", "policyTypes") if each.value == kind)
    fallback = root.at("spec", "podSelector")
    key = fallback.key if fallback is not None else None
    return next(words, None) or key or root.scalar("kind") or root


def _selects(namespace: str, node: Node | None) -> Match:
    chosen = selector(node)
    return lambda pod: pod.namespace == namespace and chosen(pod.labels)


def _rule(node: Node, peers: str, namespace: str) -> Rule:
    listed, ports = node.items(peers), node.items("ports")
    return Rule(
        Action.ALLOW,
        tuple(_peer(each, namespace) for each in listed) or None,
        tuple(map(_ports, ports)) or None,
        about_pods=any(each.at("ipBlock") is None for each in listed),
    )


def _peer(node: Node, namespace: str) -> Match:
    pods, namespaces = node.at("podSelector"), node.at("namespaceSelector")
    if pods is None and namespaces is None:
        return lambda _: None
    chosen = selector(pods)
    if namespaces is None:
        return lambda pod: all_of((pod.namespace == namespace, chosen(pod.labels)))
    around = selector(namespaces)
    return lambda pod: all_of((around(with_name(pod)), chosen(pod.labels)))


def with_name(pod: Pod, key: str = NAME_LABEL) -> Labels:
    """The labels of a pod's namespace, with the one that holds its name."""
    known = {**pod.namespace_labels.known, key: frozenset((pod.namespace,))}
    return pod.namespace_labels._replace(known=known)


def _ports(node: Node) -> Ports:
    port, end, protocol = node.scalar("port"), node.scalar("endPort"), node.scalar("protocol")
    said = "TCP" if protocol is None else None if protocol.is_unknown else protocol.value
    if port is None:
        return Ports(node, said, 0, 65535)
    first = port_number(port)
    last = port_number(end) if end is not None else first
    known = first is not None and last is not None
    return Ports(port, said, first if known else None, last or 0)
