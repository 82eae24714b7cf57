"""A value is read as Kubernetes and Helm's templates would, or not at all."""

from __future__ import annotations

import pytest

from istiolint.install.setting import UNKNOWN, Origin, Setting
from istiolint.syntax.node import Node
from istiolint.syntax.parse import parse
from istiolint.syntax.problem import Problem
from istiolint.text import Source

BILLION = 1_000_000_000


def setting(value: object, origin: Origin = Origin.WRITTEN) -> Setting:
    tape = parse(Source("a.yaml", "a: 1"), 0, 4)
    assert not isinstance(tape, Problem)
    return Setting("a", value, origin, Node(tape))


NOTHING: list[object] = [None, UNKNOWN, [], {}]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2Gi", 2 * 1024**3 * BILLION),
        ("500m", BILLION // 2),
        (2, 2 * BILLION),
        (0.5, BILLION // 2),
        ("2 Gi", None),
        (True, None),
        *((each, None) for each in NOTHING),
    ],
)
def test_a_quantity_is_one_of_kubernetes(value: object, expected: int | None) -> None:
    assert setting(value).quantity == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, 1.0),
        (0.1, 0.1),
        ("50", 50.0),
        ("1e2", 100.0),
        ("-.5", -0.5),
        ("", None),
        ("a", None),
        ("1_000", None),
        (" 1", None),
        ("inf", None),
        ("nan", None),
        ("1e", None),
        ("1e999", None),
        (float("inf"), None),
        (float("nan"), None),
        (10**400, None),
        (True, None),
        *((each, None) for each in NOTHING),
    ],
)
def test_a_number_may_be_in_quotes(value: object, expected: float | None) -> None:
    assert setting(value).number == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(True, True), (False, False), ("true", None), (1, None), *((each, None) for each in NOTHING)],
)
def test_a_flag_is_a_boolean(value: object, expected: object) -> None:
    assert setting(value).flag is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("a", "a"), ("", ""), (1, None), (True, None), *((each, None) for each in NOTHING)],
)
def test_a_text_is_a_string(value: object, expected: str | None) -> None:
    assert setting(value).text == expected


@pytest.mark.parametrize("origin", list(Origin))
def test_only_the_user_writes(origin: Origin) -> None:
    assert setting(1, origin).is_written is (origin is Origin.WRITTEN)


def test_what_is_unknown_is_not_absent() -> None:
    assert setting(None).is_absent
    assert not setting(UNKNOWN).is_absent
    assert not setting("").is_absent
    assert repr(UNKNOWN) == "UNKNOWN"


def test_origins_are_named_as_the_effective_settings_are_reported() -> None:
    assert {each.value for each in Origin} == {
        "written", "chart-default", "profile", "compatibility", "platform", "installer"
    }  # fmt: skip
