"""CiliumNetworkPolicy and CiliumClusterwideNetworkPolicy."""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.resources.kubernetes_policy import with_name
from istiolint.resources.labels import Labels, all_of, any_of, selector
from istiolint.resources.network_policy import (
    LAST_PORT,
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

_NAMESPACE = "io.kubernetes.pod.namespace"
_NAMESPACE_LABELS = "io.cilium.k8s.namespace.labels."
_SOURCES = ("k8s:", "k8s.", "any:", "any.")
_IN_CLUSTER = ("all", "cluster")
_NO_PODS = ("world", "world-ipv4", "world-ipv6", "host", "remote-node", "kube-apiserver", "none")


def cilium_policies(resource: Resource) -> Iterator[Policy]:
    """The policies in ``spec`` and ``specs``; those about nodes are left out."""
    root = resource.root
    spec = root.at("spec")
    for each in (*([spec] if spec is not None else []), *root.items("specs")):
        if each.at("nodeSelector") is None:
            yield Policy(
                resource,
                _selects(each.at("endpointSelector"), resource.namespace),
                _side(each, "ingress", "from", resource.namespace),
                _side(each, "egress", "to", resource.namespace),
            )


def _selects(node: Node | None, namespace: str) -> Match:
    chosen = selector(node, _key)
    return lambda pod: all_of(
        (not namespace or pod.namespace == namespace, chosen(_as_cilium_has_them(pod)))
    )


def _key(written: str) -> str:
    """A key without the source that Cilium lets one write before it."""
    source = next((each for each in _SOURCES if written.startswith(each)), "")
    return written.removeprefix(source)


def _as_cilium_has_them(pod: Pod) -> Labels:
    around = with_name(pod).known.items()
    known = {
        **pod.labels.known,
        **{_NAMESPACE_LABELS + key: values for key, values in around},
        _NAMESPACE: frozenset((pod.namespace,)),
    }
    is_complete = pod.labels.complete and pod.namespace_labels.complete
    return pod.labels._replace(known=known, complete=is_complete)


def _side(spec: Node, key: str, word: str, namespace: str) -> Side | None:
    """A direction: isolated if there are rules for it, unless they say not to."""
    allow, deny = spec.items(key), spec.items(f"{key}Deny")
    default = spec.scalar("enableDefaultDeny", key)
    is_off = default is not None and default.meaning is not True
    if is_off or not (allow or deny or default is not None):
        return None
    rules = spec.at(key) or spec.at(f"{key}Deny")
    at = (rules.key if rules is not None else None) or default or spec
    return Side(
        at,
        (
            *(_rule(each, Action.DENY, word, namespace) for each in deny),
            *(_rule(each, Action.ALLOW, word, namespace) for each in allow),
        ),
    )


def _rule(node: Node, action: Action, word: str, namespace: str) -> Rule:
    """One rule; an empty one is about nothing, one without peers about everyone."""
    peers = [
        entry for entry in node.entries() if entry.name.startswith(word) and entry.name != "toPorts"
    ]
    ports = [each for group in node.items("toPorts") for each in group.items("ports")]
    says_ports = node.at("toPorts") is not None
    other = node.at("icmps") is not None
    is_empty = not peers and not says_ports
    return Rule(
        action,
        tuple(_peer(each.name.removeprefix(word), each.value, namespace) for each in peers)
        if peers
        else None,
        () if is_empty or (other and not says_ports) else tuple(map(_ports, ports)) or None,
        node.at("authentication") is not None,
        about_pods=any(_are_pods(each.name.removeprefix(word), each.value) for each in peers),
    )


def _are_pods(kind: str, node: Node) -> bool:
    """Whether a list of peers has pods in it."""
    return kind == "Endpoints" or any(each.value in _IN_CLUSTER for each in node.items())


def _peer(kind: str, node: Node, namespace: str) -> Match:
    """The pods that one list of peers names: endpoints or entities; others are not told."""
    if kind == "Endpoints":
        chosen = [_endpoints(each, namespace) for each in node.items()]
        return lambda pod: any_of(each(pod) for each in chosen)
    if kind == "Entities":
        said = [_entity(each) for each in node.items()]
        return lambda _: any_of(said)
    return lambda _: None


def _endpoints(node: Node, namespace: str) -> Match:
    """A selector of endpoints: of the policy's own namespace if it names none."""
    chosen = selector(node, _key)
    keys = [_key(each.name) for each in node.entries("matchLabels")]
    keys += [
        _key(key.value) for each in node.items("matchExpressions") if (key := each.text("key"))
    ]
    says = any(key == _NAMESPACE or key.startswith(_NAMESPACE_LABELS) for key in keys)

    def answer(pod: Pod) -> bool | None:
        here = says or not namespace or pod.namespace == namespace
        return all_of((here, chosen(_as_cilium_has_them(pod))))

    return answer


def _entity(node: Node) -> bool | None:
    return True if node.value in _IN_CLUSTER else False if node.value in _NO_PODS else None


def _ports(node: Node) -> Ports:
    port, end, protocol = node.scalar("port"), node.scalar("endPort"), node.scalar("protocol")
    said = protocol.value.upper() if protocol is not None and not protocol.is_unknown else "ANY"
    name = None if said == "ANY" else said
    first = port_number(port)
    if port is None or first == 0:
        return Ports(port or node, name, 0, LAST_PORT)
    last = port_number(end) if end is not None and end.value != "0" else first
    return Ports(port, name, first if last is not None else None, last or 0)
