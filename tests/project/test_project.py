"""The index answers in the words of the domain, and says how sure it is."""

from __future__ import annotations

from textwrap import dedent

import pytest

from istiolint.inputs.contribute import contribute
from istiolint.inputs.relate import deployed_together, relate
from istiolint.install.assemble import installs
from istiolint.kinds import DESTINATION_RULE, VIRTUAL_SERVICE, Kind
from istiolint.project.lookup import Sight
from istiolint.project.project import Project, exports_to
from istiolint.releases import Release
from istiolint.resources.resource import Resource
from istiolint.text import Source


def project(
    files: dict[str, str] | str,
    *,
    closed_world: bool = False,
    scopes: tuple[tuple[str, ...], ...] = (),
) -> Project:
    """The index of some files."""
    texts = {"a.yaml": files} if isinstance(files, str) else files
    found = [contribute(Source(path, dedent(text))) for path, text in texts.items()]
    related = relate([document for each in found for document in each.documents])
    resources = [Resource(each, each.object) for each in related.documents if each.object]
    return Project(
        resources,
        installs(related.documents, lambda _: None, texts),
        closed_world=closed_world,
        scopes=(*scopes, *deployed_together(related.documents)),
    )


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
    said: list[tuple[str, str, str]], client: str, names: list[str]
) -> None:
    found = project(rules(*said)).destination_rules_for(REVIEWS, client)
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
    said: list[tuple[str, str, str]], names: list[str]
) -> None:
    found = project(rules(*said)).destination_rules_for("api.example.com", "web")
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
    text: str, host: str, sight: Sight, *, closed: bool
) -> None:
    found = project(text, closed_world=closed).destination_rules_for(host, "web")
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
    spec: str, namespace: str, *, expected: bool
) -> None:
    (rule,) = project(rules(("shop", spec, "a"))).of_kind(DESTINATION_RULE)
    assert exports_to(rule, namespace) is expected


def test_all_of_a_kind_are_in_the_order_of_the_files() -> None:
    several, one = rules(("b", "", "b"), ("a", "", "a")), rules(("c", "", "c"))
    found = project({"b.yaml": several, "a.yaml": one})
    assert [each.name for each in found.of_kind(DESTINATION_RULE)] == ["b", "a", "c"]
    assert found.of_kind(VIRTUAL_SERVICE) == []
    assert list(found.kinds) == [DESTINATION_RULE]
    assert found.asked == {DESTINATION_RULE, VIRTUAL_SERVICE}


def test_objects_of_one_name_are_a_group() -> None:
    text = """\
        {apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: a}}
        ---
        {apiVersion: networking.istio.io/v1beta1, kind: VirtualService, metadata: {name: a}}
        ---
        {apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: b}}
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: a, namespace: b}
        ---
        {apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: a}}
        ---
        {apiVersion: v1, kind: Service, metadata: {generateName: a}}
        ---
        {apiVersion: v1, kind: Service, metadata: {generateName: a}}
        ---
        {apiVersion: v1, kind: Service, metadata: {name: "${A}"}}
        ---
        {apiVersion: v1, kind: Service, metadata: {name: "${A}"}}
        """
    (group,) = project(text).groups("object")
    assert group.key == (*VIRTUAL_SERVICE, "default", "a")
    assert [each.document.number for each in group.members] == [0, 1]


def both(found: Project, name: str = "Service") -> tuple[Resource, Resource]:
    one, other = found.of_kind(Kind("", name))
    return one, other


ONE = SERVICE.format("shop")

TOGETHER = [
    pytest.param({"a.yaml": f"{ONE}---\n{ONE}"}, (), True, id="one file"),
    pytest.param({"a.yaml": ONE, "b.yaml": ONE}, (), False, id="two files side by side"),
    pytest.param({"a/a.yaml": ONE, "b/a.yaml": ONE}, (), False, id="two environments"),
    pytest.param({"a/a.yaml": ONE, "b/a.yaml": ONE}, (("a", "b"),), True, id="one scope"),
    pytest.param({"a/a.yaml": ONE, "b/a.yaml": ONE}, (("./a/", "b/"),), True, id="with slashes"),
    pytest.param({"a/a.yaml": ONE, "b/a.yaml": ONE}, (("a",), ("b",)), False, id="two scopes"),
    pytest.param({"a/a.yaml": ONE, "ab/a.yaml": ONE}, (("a",),), False, id="names alike"),
    pytest.param({"a/a.yaml": ONE, "b/a.yaml": ONE}, ((".",),), True, id="everything"),
    pytest.param(
        {"a/a.yaml": ONE, "b/a.yaml": ONE}, (("a/a.yaml", "b/a.yaml"),), True, id="two files"
    ),
    pytest.param(
        {"p/a.yaml": ONE, "b/a.yaml": ONE, "p/kustomization.yaml": "resources: [a.yaml, ../b]"},
        (),
        True,
        id="one kustomization",
    ),
    pytest.param(
        {"p/a.yaml": ONE, "p/b.yaml": ONE, "p/kustomization.yaml": "resources: [a.yaml]"},
        (),
        False,
        id="one that leaves one of them out",
    ),
]


@pytest.mark.parametrize(("files", "scopes", "expected"), TOGETHER)
def test_what_certainly_reaches_one_cluster(
    files: dict[str, str], scopes: tuple[tuple[str, ...], ...], *, expected: bool
) -> None:
    found = project(files, scopes=scopes)
    assert found.deployed_together(*both(found)) is expected
    assert found.deployed_together(*both(found)[::-1]) is expected


OPERATOR = "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {{tag: {0}}}\n"


@pytest.mark.parametrize(
    ("tags", "release"),
    [
        pytest.param([], None, id="no install"),
        pytest.param(["1.24.3"], Release(24, 3), id="one"),
        pytest.param(["1.24.3", "1.24.3"], Release(24, 3), id="two that agree"),
        pytest.param(["1.24.3", "latest"], Release(24, 3), id="one that says nothing"),
        pytest.param(["1.24.3", "1.24.4"], Release(24), id="two that differ by patch"),
        pytest.param(["1.24.3", "1.30.0"], None, id="two that do not agree"),
        pytest.param(["latest"], None, id="one that says nothing alone"),
    ],
)
def test_the_release_of_a_mesh_is_what_its_installs_agree_on(
    tags: list[str], release: Release | None
) -> None:
    assert project("---\n".join(OPERATOR.format(tag) for tag in tags)).release == release


def test_secrets_are_found_by_their_name_in_any_namespace() -> None:
    text = "\n---\n".join(
        f"apiVersion: v1\nkind: Secret\nmetadata: {{name: {name}, namespace: {namespace}}}"
        for name, namespace in (("a", "one"), ("a", "two"), ("b", "one"))
    )
    index = project(text)
    assert [each.namespace for each in index.secrets_called("a")] == ["one", "two"]
    assert index.secrets_called("c") == []
