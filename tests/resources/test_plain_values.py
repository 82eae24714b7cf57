"""Texts are read as Go reads them."""

from __future__ import annotations

import pytest

from istiolint.resources.plain_values import is_of_type, is_same_in_quotes
from istiolint.syntax.node import Node
from istiolint.syntax.parse import parse
from istiolint.syntax.problem import Problem
from istiolint.text import Source


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("bool", "true TRUE True t 1 false F 0", "yes on tRUE 2 off"),
        ("int", "0 -5 +5 007 1000000", "1.5 1e6 1_000 0x10 x 99999999999999999999"),
        ("uint", "0 5", "-1 +5 1.5"),
        ("float", "1 1.5 .5 5. -1e6 1e+06 Inf NaN", "1,5 x 1e"),
        ("duration", "100ms 1h30m 0 -1s", "100 1d x"),
        ("quantity", "100m 256Mi 1", "256MB x"),
        ("percent", "0 10 100", "101 10% -1"),
        ("port-or-zero", "0 80 65535", "65536 -1 http 99999999999"),
        ("ports", "80 80,443", "80, 80;443 http *"),
        ("ports-or-all", "* 80", "80,* x"),
        (
            "cidrs",
            "10.0.0.0/8 10.0.0.1/8,fd00::/8",
            "10.0.0.1 10.0.0.0/255.0.0.0 10.0.0.0/08 *",
        ),
        ("json", '[{"a":1}] {} 1', "[{a:1}] {"),
        ("string", "anything at.all", ""),
    ],
)
def test_a_text_is_a_value_of_a_type_or_not(kind: str, right: str, wrong: str) -> None:
    assert [text for text in right.split() if not is_of_type(text, kind)] == []
    assert [text for text in wrong.split() if is_of_type(text, kind)] == []


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("ports", "80, 443 ", True),
        ("ports", " ", True),
        ("ports", "80,", False),
        ("ports-or-all", " *", False),
        ("port-or-zero", " 15020", True),
        ("cidrs", "10.0.0.0/8, fd00::/8", False),
        ("cidrs", " ", False),
        ("cidrs-or-all", "", True),
        ("ports", "", True),
        ("bool", "", False),
        ("uint", "", False),
        ("quantity", "", False),
        ("json", "", False),
    ],
)
def test_blanks_are_trimmed_around_ports_and_lists_may_be_empty(
    kind: str,
    text: str,
    expected: bool,  # noqa: FBT001 - the expectation
) -> None:
    assert is_of_type(text, kind) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("true", True), ("FALSE", True), ("yes", False), ("on", False), ("15020", True), ("a", True)],
)
def test_quotes_change_the_words_that_only_yaml_knows(
    text: str,
    expected: bool,  # noqa: FBT001 - the expectation
) -> None:
    tape = parse(Source("a.yaml", text), 0, len(text))
    assert not isinstance(tape, Problem)
    assert is_same_in_quotes(Node(tape)) == expected
