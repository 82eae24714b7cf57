"""Selectors answer yes, no or unknown, as Kubernetes selects."""

from __future__ import annotations

import pytest

from istiolint.resources.labels import ANY, Labels, all_of, any_of, labels_of, negated, selector
from istiolint.syntax.node import Node
from istiolint.syntax.parse import parse
from istiolint.syntax.problem import Problem
from istiolint.text import Source


def node(text: str) -> Node:
    """The root of a document."""
    tape = parse(Source("a.yaml", text), 0, len(text))
    assert not isinstance(tape, Problem)
    return Node(tape)


WEB = labels_of(node("{app: web, tier: front, later: '${X}'}"))
PARTLY = Labels({"app": frozenset({"web"})})

SELECTORS = [
    pytest.param("{}", True, True, id="an empty one selects everything"),
    pytest.param("matchLabels: {app: web}", True, True, id="a label of that value"),
    pytest.param("matchLabels: {app: db}", False, False, id="a label of another value"),
    pytest.param("matchLabels: {tier: front}", True, None, id="a label that may be there"),
    pytest.param("matchLabels: {zone: a}", False, None, id="a label that is not there"),
    pytest.param("matchLabels: {later: a}", None, None, id="a label that is filled in later"),
    pytest.param("matchLabels: {app: '${APP}'}", None, None, id="a value that is filled in later"),
    pytest.param("matchLabels: {app: web, zone: a}", False, None, id="all must hold"),
    pytest.param("matchLabels: {app: db, zone: a}", False, False, id="one that fails decides"),
    pytest.param(
        "matchExpressions: [{key: app, operator: In, values: [db, web]}]", True, True, id="one of"
    ),
    pytest.param(
        "matchExpressions: [{key: app, operator: NotIn, values: [web]}]",
        False,
        False,
        id="none of",
    ),
    pytest.param(
        "matchExpressions: [{key: zone, operator: NotIn, values: [a]}]",
        True,
        None,
        id="none of holds where the label is not there",
    ),
    pytest.param(
        "matchExpressions: [{key: tier, operator: Exists}]", True, None, id="a label exists"
    ),
    pytest.param(
        "matchExpressions: [{key: zone, operator: DoesNotExist}]", True, None, id="none exists"
    ),
    pytest.param(
        "matchExpressions: [{key: app, operator: Gt, values: [web]}]",
        None,
        None,
        id="an operator of other selectors",
    ),
    pytest.param("matchExpressions: [{operator: Exists}]", None, None, id="no key"),
    pytest.param(
        "matchExpressions: [{key: app, operator: In, values: [web, '${X}']}]",
        None,
        None,
        id="a value among others that is filled in later",
    ),
]


@pytest.mark.parametrize(("text", "whole", "partly"), SELECTORS)
def test_a_selector_knows_what_it_knows(
    text: str, *, whole: bool | None, partly: bool | None
) -> None:
    chosen = selector(node(text))

    assert (chosen(WEB), chosen(PARTLY)) == (whole, partly)


def test_no_selector_selects_everything() -> None:
    assert selector(None)(WEB) is True


def test_keys_can_be_written_in_another_way() -> None:
    chosen = selector(node("matchLabels: {'k8s:app': web}"), lambda key: key.removeprefix("k8s:"))
    assert chosen(WEB) is True


def test_a_free_label_has_whatever_value_is_asked_for() -> None:
    istiod = Labels(free=frozenset({"istio.io/rev"}))
    assert istiod.has("istio.io/rev") is True
    assert istiod.has_one_of("istio.io/rev", frozenset({"canary"})) is True


def test_a_value_that_is_not_known_may_be_any() -> None:
    assert Labels({"app": ANY}).has_one_of("app", frozenset({"web"})) is None
    assert Labels({"app": frozenset({"a", "b"})}).has_one_of("app", frozenset({"a"})) is None


def test_nothing_has_no_labels() -> None:
    assert labels_of(None) == Labels({}, complete=True)


def test_answers_are_joined_in_the_logic_of_three_values() -> None:
    assert [all_of(each) for each in ((), (True, None), (None, False))] == [True, None, False]
    assert [any_of(each) for each in ((), (False, None), (None, True))] == [False, None, True]
    assert [negated(each) for each in (True, False, None)] == [False, True, None]
