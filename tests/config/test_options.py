"""What may be said about a rule follows from its options."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

import pytest

from istiolint.config.options import option_schema, rule_names, rule_schema, rules_schema
from istiolint.diagnostic import Severity
from istiolint.rules import registry
from istiolint.rules.api import Rule, install, notice


class Options(NamedTuple):
    """One option of each type."""

    text: str = "a"
    number: int = 1
    share: float = 0.5
    strict_mode: bool = False
    names: tuple[str, ...] = ("a", "b")
    choice: Literal["x", "y"] = "x"


@pytest.fixture
def renamed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A registry with one rule, which had another name once."""
    row = registry.entries()["third-party-jwt"]._replace(aliases=("old-jwt",))
    clear()
    monkeypatch.setattr(registry, "TABLE", (tuple(row),))
    yield
    monkeypatch.undo()
    clear()


def clear() -> None:
    registry.entries.cache_clear()
    registry.words.cache_clear()


def checks(_subject: object, _context: object) -> Iterator[Any]:
    return iter(())


def test_each_option_has_a_schema_with_its_default() -> None:
    rule = Rule(checks, install(), Severity.INFO, (), options=Options)
    assert rule_schema(rule) == {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "severity": {"$ref": "#/$defs/severity"},
            "text": {"type": "string", "default": "a"},
            "number": {"type": "integer", "default": 1},
            "share": {"type": "number", "default": 0.5},
            "strict-mode": {"type": "boolean", "default": False},
            "names": {"type": "array", "items": {"type": "string"}, "default": ("a", "b")},
            "choice": {"enum": ["x", "y"], "default": "x"},
        },
    }


def test_a_rule_without_options_has_a_severity() -> None:
    assert rule_schema(notice(Severity.INFO))["properties"] == {
        "severity": {"$ref": "#/$defs/severity"}
    }


def test_options_may_be_lists_of_choices() -> None:
    assert option_schema(tuple[Literal["x", "y"], ...]) == {
        "type": "array",
        "items": {"enum": ["x", "y"]},
    }


@pytest.mark.usefixtures("renamed")
def test_a_rule_is_known_by_its_former_names() -> None:
    assert rule_names() == {"old-jwt": "third-party-jwt", "third-party-jwt": "third-party-jwt"}


@pytest.mark.usefixtures("renamed")
def test_only_configured_rules_are_spelled_out() -> None:
    schema = rules_schema(["old-jwt", "unknown"])
    assert schema["additionalProperties"] is False
    assert schema["properties"]["third-party-jwt"] == {}
    assert "expect" in schema["properties"]["old-jwt"]["properties"]
    assert set(schema["properties"]) == {"third-party-jwt", "old-jwt"}
