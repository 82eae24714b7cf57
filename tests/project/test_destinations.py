"""DestinationRules are found as istiod looks them up, and by whom they are seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from istiolint.kinds import DESTINATION_RULE
from istiolint.project.destinations import exports_to
from istiolint.project.lookup import Sight

if TYPE_CHECKING:
    from tests.project.conftest import Index


def rules(*said: tuple[str, str, str]) -> str:
    """DestinationRules: where they are, ``spec`` in flow style without braces, their name."""
    return "\n---\n".join(
        f"apiVersion: networking.istio.io/v1\nkind: DestinationRule\n"
        f"metadata: {{name: {name}, namespace: {namespace}}}\nspec: {{{spec}}}\n"
        for namespace, spec, name in said
    )


REVIEWS = "reviews.shop.svc.cluster.local"
EXPORTED = "exportTo: ['*']"

LOOKUPS = [
    pytest.param(
        [("web", f"host: {REVIEWS}", "a"), ("shop", f"host: {REVIEWS}", "b")],
        "web",
        ["a"],
        id="the client's namespace comes first",
    ),
    pytest.param(
        [("web", "host: '*.local'", "a"), ("shop", f"host: {REVIEWS}", "b")],
        "web",
        ["a"],
        id="even with a wider host",
    ),
    pytest.param([("shop", "host: reviews", "a")], "web", ["a"], id="then the service's"),
    pytest.param(
        [("shop", "host: reviews", "a"), ("istio-system", "host: '*'", "b")],
        "web",
        ["a"],
        id="which comes before the root's",
    ),
    pytest.param([("istio-system", "host: '*.local'", "a")], "web", ["a"], id="then the root's"),
    pytest.param([("other", f"host: {REVIEWS}", "a")], "web", [], id="never some other one"),
    pytest.param([("web", "host: reviews", "a")], "web", [], id="a short name of the namespace"),
    pytest.param([("web", "host: reviews.shop", "a")], "web", [], id="which is not completed"),
    pytest.param(
        [("shop", "host: '*.shop.svc.cluster.local'", "a"), ("shop", "host: reviews", "b")],
        "shop",
        ["b"],
        id="the most specific host wins",
    ),
    pytest.param(
        [("shop", "host: '*.local'", "a"), ("shop", "host: '*.svc.cluster.local'", "b")],
        "shop",
        ["b"],
        id="also among wildcards",
    ),
    pytest.param(
        [("shop", "host: reviews", "a"), ("shop", f"host: {REVIEWS}", "b")],
        "web",
        ["a", "b"],
        id="rules for one host are merged",
    ),
    pytest.param(
        [("web", f"host: {REVIEWS}, exportTo: ['.']", "a")], "web", ["a"], id="private, at home"
    ),
    pytest.param(
        [("web", f"host: {REVIEWS}, exportTo: [web]", "a")], "web", ["a"], id="to its own namespace"
    ),
    pytest.param(
        [("web", f"host: {REVIEWS}, exportTo: [other]", "a"), ("shop", "host: reviews", "b")],
        "web",
        ["b"],
        id="exported to others alone",
    ),
    pytest.param(
        [("shop", "host: reviews, exportTo: ['.']", "a"), ("shop", "host: '*.local'", "b")],
        "web",
        ["b"],
        id="a private rule hides nothing from others",
    ),
    pytest.param(
        [("shop", "host: reviews, exportTo: [other]", "a"), ("shop", "host: '*.local'", "b")],
        "web",
        [],
        id="one exported to a third hides what is wider",
    ),
    pytest.param(
        [
            ("shop", "host: reviews, exportTo: [other]", "a"),
            ("istio-system", "host: '*.local'", "b"),
        ],
        "web",
        ["b"],
        id="but not the root's",
    ),
    pytest.param(
        [("shop", "host: reviews, exportTo: [other]", "a"), ("shop", "host: reviews", "b")],
        "web",
        ["b"],
        id="of rules for one host those that are visible",
    ),
    pytest.param(
        [("shop", "host: reviews, exportTo: [web, other]", "a")], "web", ["a"], id="exported to it"
    ),
    pytest.param(
        [("shop", "host: reviews, exportTo: ['${NS}']", "a")], "web", ["a"], id="perhaps to it"
    ),
    pytest.param([("shop", "host: reviews, exportTo: [~]", "a")], "web", [], id="to nobody"),
    pytest.param([("shop", "host: reviews, exportTo: []", "a")], "web", ["a"], id="an empty list"),
    pytest.param([("shop", "host: reviews, exportTo: text", "a")], "web", ["a"], id="no list"),
    pytest.param(
        [("shop", "host: reviews, workloadSelector: {matchLabels: {a: b}}", "a")],
        "web",
        [],
        id="for some workloads of its namespace",
    ),
    pytest.param(
        [("shop", "host: reviews, workloadSelector: {matchLabels: {a: b}}", "a")],
        "shop",
        ["a"],
        id="which are clients too",
    ),
    pytest.param(
        [("istio-system", "host: '*.local'", "a"), ("shop", "host: reviews", "b")],
        "istio-system",
        ["b"],
        id="for a gateway the root's rules come last",
    ),
    pytest.param(
        [("istio-system", "host: '*.local', exportTo: ['.']", "a"), ("shop", "host: reviews", "b")],
        "istio-system",
        ["a"],
        id="unless they are for it alone",
    ),
    pytest.param([("shop", "hosts: [reviews]", "a")], "shop", [], id="a rule without a host"),
    pytest.param([("shop", "host: '${H}'", "a")], "shop", [], id="or with one to be filled in"),
]


@pytest.mark.parametrize(("said", "client", "names"), LOOKUPS)
def test_destination_rules_are_looked_up_on_the_path_of_the_client(
    project: Index, said: list[tuple[str, str, str]], client: str, names: list[str]
) -> None:
    found = project(rules(*said)).destinations.rules_for(REVIEWS, client)
    assert [each.name for each in found.found] == names
    assert not found.found or found.sight is Sight.HERE


OUTSIDE = [
    pytest.param([("web", "host: api.example.com", "a")], ["a"], id="of the client's namespace"),
    pytest.param([("egress", "host: api.example.com", "a")], ["a"], id="of any namespace"),
    pytest.param(
        [("egress", "host: api.example.com, exportTo: ['.']", "a"), ("mesh", "host: '*.com'", "b")],
        ["b"],
        id="that the client can see",
    ),
    pytest.param([("egress", "host: '*.example.org'", "a")], [], id="for that host"),
    pytest.param(
        [("egress", "host: '*.com'", "a"), ("web", "host: '*'", "b")], ["b"], id="its own first"
    ),
]


@pytest.mark.parametrize(("said", "names"), OUTSIDE)
def test_a_service_from_outside_may_be_of_any_namespace(
    project: Index, said: list[tuple[str, str, str]], names: list[str]
) -> None:
    found = project(rules(*said)).destinations.rules_for("api.example.com", "web")
    assert [each.name for each in found.found] == names


SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {{name: a, namespace: {0}}}\n"
RULE = rules(("other", "host: a", "a"))

SIGHTS = [
    pytest.param("", False, REVIEWS, Sight.NONE, id="nothing"),
    pytest.param(SERVICE.format("shop"), False, REVIEWS, Sight.NONE, id="no rules at all"),
    pytest.param(RULE, False, REVIEWS, Sight.ELSEWHERE, id="rules of some other namespace"),
    pytest.param(
        f"{RULE}---\n{SERVICE.format('shop')}", False, REVIEWS, Sight.HERE, id="its namespace"
    ),
    pytest.param(
        f"{RULE}---\n{SERVICE.format('web')}", False, REVIEWS, Sight.ELSEWHERE, id="the client's"
    ),
    pytest.param(
        f"{RULE}---\n{SERVICE.format('web')}", False, "a.b", Sight.ELSEWHERE, id="who knows whose"
    ),
    pytest.param(RULE, True, "a.b", Sight.HERE, id="the whole mesh"),
    pytest.param("", True, REVIEWS, Sight.HERE, id="the whole mesh, with nothing in it"),
    pytest.param(
        f"{RULE}---\napiVersion: v1\nkind: Namespace\nmetadata: {{name: shop}}\n",
        False,
        REVIEWS,
        Sight.ELSEWHERE,
        id="the name of a namespace is nothing in it",
    ),
]


@pytest.mark.parametrize(("text", "closed", "host", "sight"), SIGHTS)
def test_not_finding_something_has_degrees(
    project: Index, text: str, host: str, sight: Sight, *, closed: bool
) -> None:
    found = project(text, closed_world=closed).destinations.rules_for(host, "web")
    assert found == ((), sight)


@pytest.mark.parametrize(
    ("spec", "namespace", "expected"),
    [
        ("host: a", "web", True),
        ("exportTo: ['*']", "web", True),
        ("exportTo: [web]", "web", True),
        ("exportTo: [other]", "web", False),
        ("exportTo: ['.']", "web", False),
        ("exportTo: ['.']", "shop", True),
        ("exportTo: [web]", "shop", False),
        ("exportTo: [shop]", "shop", True),
        ("exportTo: ['~']", "shop", False),
    ],
)
def test_a_resource_is_seen_where_it_is_exported_to(
    project: Index, spec: str, namespace: str, *, expected: bool
) -> None:
    (rule,) = project(rules(("shop", spec, "a"))).of_kind(DESTINATION_RULE)
    assert exports_to(rule, namespace) is expected
