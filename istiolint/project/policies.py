"""What policies make of a namespace or a mesh, taken together."""

from __future__ import annotations

from collections.abc import Iterator

from istiolint.kinds import AUTHORIZATION_POLICY
from istiolint.project.lookup import Lookup, Sight
from istiolint.project.project import Project
from istiolint.resources.resource import Resource
from istiolint.syntax.node import Node

_IDENTITIES = frozenset(
    (
        *("principals", "requestPrincipals", "namespaces", "serviceAccounts"),
        *("notPrincipals", "notRequestPrincipals", "notNamespaces", "notServiceAccounts"),
    )
)
_ATTRIBUTES = ("source.principal", "source.namespace", "source.serviceAccount", "request.auth.")


def default_denials(project: Project, namespace: str) -> Lookup:
    """The policies that deny what no other allows, for all workloads of a namespace.

    They stand in the namespace or in the root namespace, select no workloads, and allow
    nothing or only some requests; or they deny everything. Where the root namespace is not
    certain, those of any that it may be count. Whether there are none can only be told where
    the whole mesh is in sight.
    """
    denying, root = project.default_denials, project.root
    places = dict.fromkeys((namespace, *sorted(root.names)))
    found = [each for place in places for each in denying.get(place, ())]
    if root.is_open and not found:
        found = next(iter(denying.values()), [])
    sight = Sight.HERE if project.closed_world else Sight.NONE
    return Lookup(tuple(found), sight)


def action_of(policy: Resource) -> str:
    """What an AuthorizationPolicy does with the requests it matches."""
    said = policy.root.scalar("spec", "action")
    return "ALLOW" if said is None else said.value


def denies_the_rest(policy: Resource) -> bool:
    """Whether a policy denies what no other allows, for all workloads."""
    spec = policy.root.at("spec")
    if spec is not None and any(spec.get(key) for key in ("selector", "targetRefs", "targetRef")):
        return False
    matches_all = any(not any(rule.entries()) for rule in policy.root.items("spec", "rules"))
    return {"ALLOW": not matches_all, "DENY": matches_all}.get(action_of(policy), False)


def names_identity(rule: Node) -> bool:
    """Whether a rule of an AuthorizationPolicy asks who the client is."""
    return any(each in _IDENTITIES for each in _source_fields(rule)) or any(
        key.startswith(_ATTRIBUTES) for key in _conditions(rule)
    )


def asks_for_token(rule: Node) -> bool:
    """Whether a rule of an AuthorizationPolicy has to do with the principal of a JWT."""
    wanted = ("requestPrincipals", "notRequestPrincipals")
    return any(each in wanted for each in _source_fields(rule)) or any(
        key.startswith("request.auth.") for key in _conditions(rule)
    )


def _source_fields(rule: Node) -> Iterator[str]:
    for each in rule.items("from"):
        for entry in each.entries("source"):
            yield entry.name


def _conditions(rule: Node) -> Iterator[str]:
    for each in rule.items("when"):
        key = each.scalar("key")
        if key is not None:
            yield key.value


def whole_mesh(project: Project) -> Lookup:
    """The answer to whether something that is not in the input exists nowhere."""
    return Lookup((), Sight.HERE if project.closed_world else Sight.NONE)


def token_policies(project: Project, namespace: str) -> Lookup:
    """The policies that may turn away requests without a token, in a namespace or the root's.

    For what the root namespace says of the whole mesh, those of all namespaces may.
    One that leaves the decision to somebody else may. Without any policy of the namespace in
    sight theirs may be elsewhere.
    """
    asking, root = project.token_policies, project.root
    near = asking if root.may_be(namespace) else dict.fromkeys((namespace, *sorted(root.names)))
    found = [policy for place in near for policy in asking.get(place, ())]
    own = project.of_namespace(AUTHORIZATION_POLICY, namespace)
    return Lookup(tuple(found), Sight.HERE if project.closed_world or own else Sight.NONE)


def may_ask_for_token(policy: Resource) -> bool:
    """Whether a policy asks for a token, or leaves the decision to somebody who may."""
    rules = policy.root.items("spec", "rules")
    return action_of(policy) == "CUSTOM" or any(asks_for_token(rule) for rule in rules)
