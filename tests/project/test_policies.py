"""What policies make of a namespace or a mesh, taken together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from istiolint.kinds import AUTHORIZATION_POLICY
from istiolint.lint import Inputs, lint
from istiolint.project.lookup import Sight
from istiolint.project.policies import (
    asks_for_token,
    default_denials,
    names_identity,
    token_policies,
    whole_mesh,
)
from istiolint.project.project import Project
from istiolint.settings import Settings
from istiolint.text import Source

if TYPE_CHECKING:
    from tests.project.conftest import Index


def of(*specs: str, namespace: str = "shop", closed_world: bool = True) -> Project:
    texts = [
        "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\n"
        f"metadata: {{name: p{number}, namespace: {namespace}}}\nspec: {spec}\n"
        for number, spec in enumerate(specs)
    ]
    source = Source("policies.yaml", "---\n".join(texts))
    settings = Settings()
    inputs = Inputs({source.path: source}, frozenset([source.path]))
    return lint(inputs, lambda _: settings, closed_world=closed_world).project


@pytest.mark.parametrize(
    ("spec", "denies"),
    [
        ("{}", True),
        ("", True),
        ("{action: ALLOW, rules: []}", True),
        ("{rules: [{from: [{source: {namespaces: [web]}}]}]}", True),
        ("{rules: [{}]}", False),
        ("{action: DENY, rules: [{}]}", True),
        ("{action: DENY, rules: [{to: [{operation: {paths: [/a]}}]}]}", False),
        ("{action: AUDIT}", False),
        ("{selector: {matchLabels: {app: a}}}", False),
        ("{targetRefs: [{kind: Service, name: a}]}", False),
    ],
)
def test_a_default_deny_is_for_all_workloads(
    spec: str,
    denies: bool,  # noqa: FBT001 - the expectation
) -> None:
    assert bool(default_denials(of(spec), "shop").found) == denies


ROOT = (
    "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\n"
    "spec: {meshConfig: {rootNamespace: "
)


def test_the_root_namespace_is_the_one_of_the_install(project: Index) -> None:
    denial = (
        "---\napiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\n"
        "metadata: {name: a, namespace: mesh}\nspec: {}\n"
    )
    found = {
        root: bool(default_denials(project(f"{ROOT}{root}}}}}\n{denial}"), "shop").found)
        for root in ("mesh", "istio-system", "'${ROOT}'")
    }
    assert found == {"mesh": True, "istio-system": False, "'${ROOT}'": True}


def test_the_root_namespace_denies_for_all_others_do_for_themselves() -> None:
    assert default_denials(of("{}", namespace="istio-system"), "shop").found
    assert not default_denials(of("{}", namespace="web"), "shop").found


def test_absence_is_only_certain_where_the_whole_mesh_is_in_sight() -> None:
    is_open = of("{}", namespace="web", closed_world=False)

    assert default_denials(is_open, "shop").sight is Sight.NONE
    assert whole_mesh(is_open).sight is Sight.NONE
    assert whole_mesh(of()).sight is Sight.HERE
    assert token_policies(is_open, "shop").sight is Sight.NONE
    assert token_policies(is_open, "web").sight is Sight.HERE


@pytest.mark.parametrize(
    ("rule", "identity", "token"),
    [
        ("{from: [{source: {principals: [a]}}]}", True, False),
        ("{from: [{source: {notNamespaces: [a]}}]}", True, False),
        ("{from: [{source: {requestPrincipals: [a]}}]}", True, True),
        ("{from: [{source: {notRequestPrincipals: [a]}}]}", True, True),
        ("{from: [{source: {ipBlocks: [10.0.0.0/8]}}]}", False, False),
        ("{when: [{key: 'request.auth.claims[a]', values: [b]}]}", True, True),
        ("{when: [{key: source.namespace, values: [b]}]}", True, False),
        ("{when: [{key: source.ip, values: [b]}, {values: [b]}]}", False, False),
        ("{}", False, False),
    ],
)
def test_a_rule_may_ask_who_the_client_is(
    rule: str,
    identity: bool,  # noqa: FBT001 - the expectation
    token: bool,  # noqa: FBT001 - the expectation
) -> None:
    policy = of(f"{{rules: [{rule}]}}").of_kind(AUTHORIZATION_POLICY)[0]
    (found,) = policy.root.items("spec", "rules")

    assert names_identity(found) == identity
    assert asks_for_token(found) == token


def test_one_that_leaves_the_decision_to_somebody_else_may_ask_for_a_token() -> None:
    assert token_policies(of("{action: CUSTOM, rules: [{}]}"), "shop").found
    assert token_policies(of("{action: CUSTOM, rules: [{}]}"), "istio-system").found
    assert not token_policies(of("{rules: [{}]}"), "shop").found
