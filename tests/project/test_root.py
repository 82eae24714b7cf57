"""The namespace whose configuration is for the whole mesh."""

from __future__ import annotations

import pytest

from istiolint.project.root import Root
from tests.project.conftest import Index

OPERATOR = "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {0}\n"
MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: istio, namespace: mesh}}\ndata: {0}\n"
SAIL = (
    "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: {{name: default}}\n"
    "spec: {{namespace: mesh, values: {0}}}\n"
)
DEFAULT = "istio-system"

# What stands in each file, and the names that come of it; None is one that cannot be known.
SAID: list[tuple[str, list[str], set[str | None]]] = [
    ("no install", [""], {DEFAULT}),
    ("mesh config", [OPERATOR.format("{meshConfig: {rootNamespace: mesh}}")], {"mesh"}),
    ("a global", [OPERATOR.format("{values: {global: {istioNamespace: mesh}}}")], {"mesh"}),
    (
        "mesh config beats the global",
        [
            OPERATOR.format(
                "{values: {global: {istioNamespace: a}, meshConfig: {rootNamespace: b}}}"
            )
        ],
        {"b"},
    ),
    (
        "an empty one is none",
        [
            OPERATOR.format(
                "{values: {global: {istioNamespace: a}}, meshConfig: {rootNamespace: ''}}"
            )
        ],
        {"a"},
    ),
    ("Sail puts its own namespace there", [SAIL.format("{pilot: {}}")], {"mesh"}),
    ("whatever its values say", [SAIL.format("{global: {istioNamespace: a}}")], {"mesh"}),
    ("the ConfigMap of istiod", [MAP.format("{mesh: 'rootNamespace: mesh'}")], {"mesh"}),
    ("one that says nothing", [MAP.format("{mesh: 'trustDomain: a'}")], {DEFAULT}),
    ("flat values", ["# istiolint: chart=istiod\nmeshConfig: {rootNamespace: mesh}\n"], {"mesh"}),
    (
        "values that another file completes",
        [
            "# istiolint: chart=istiod\nglobal: {istioNamespace: mesh}\n",
            "# istiolint: chart=istiod\nresources: {}\n",
        ],
        {"mesh"},
    ),
    (
        "a gateway makes no mesh",
        ["# istiolint: chart=gateway\nglobal: {istioNamespace: a}\n"],
        {DEFAULT},
    ),
    (
        "nor does an operator of gateways alone",
        [
            OPERATOR.format("{profile: empty, components: {pilot: {enabled: false}}}"),
            OPERATOR.format("{meshConfig: {rootNamespace: mesh}}"),
        ],
        {"mesh"},
    ),
    (
        "two that agree",
        [OPERATOR.format("{revision: a}"), OPERATOR.format("{revision: b}")],
        {DEFAULT},
    ),
    (
        "two that do not",
        [OPERATOR.format("{meshConfig: {rootNamespace: mesh}}"), OPERATOR.format("{}")],
        {DEFAULT, "mesh"},
    ),
    ("filled in later", [OPERATOR.format("{meshConfig: {rootNamespace: '${NS}'}}")], {None}),
]


@pytest.mark.parametrize(
    ("files", "names"), [row[1:] for row in SAID], ids=[row[0] for row in SAID]
)
def test_the_installs_tell_the_root_namespace(
    project: Index, files: list[str], names: set[str | None]
) -> None:
    root = project({f"{number}.yaml": text for number, text in enumerate(files)}).root
    assert root == Root(frozenset(each for each in names if each), None in names)


def test_only_a_single_one_is_a_name_to_go_by() -> None:
    assert Root().name == DEFAULT
    assert Root(frozenset(("a", "b"))).name is None
    assert Root(frozenset(("a",)), is_open=True).name is None


def test_what_is_not_certain_may_be_any_of_those_in_question() -> None:
    several = Root(frozenset(("a", "b")))
    assert several.may_be("a")
    assert not several.may_be("c")
    assert Root(frozenset(), is_open=True).may_be("c")
