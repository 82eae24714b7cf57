"""Which rules are on for a path, how bad they are and with which options."""

from __future__ import annotations

from typing import Any

import pytest

from istiolint.diagnostic import Diagnostic, Severity
from istiolint.rules.policy import NOT_EXAMINED, Policies, policy
from istiolint.rules.registry import entries, load
from istiolint.settings import RuleSettings, Settings
from istiolint.text import Location, Source, Span

MEMORY, PRIVILEGED = "control-plane-memory-low", "privileged-proxy"


@pytest.mark.parametrize(
    ("said", "on"),
    [
        pytest.param({}, set(entries()), id="all"),
        pytest.param({"select": ("IST0101",)}, {"subset-not-found"}, id="a code"),
        pytest.param(
            {"select": ("IST0101",), "extend_select": (PRIVILEGED,)},
            {"subset-not-found", PRIVILEGED},
            id="more",
        ),
        pytest.param(
            {"select": (PRIVILEGED, MEMORY), "ignore": ("security",)},
            {MEMORY},
            id="what is ignored is off however it was selected",
        ),
        pytest.param({"select": ()}, set(), id="none"),
    ],
)
def test_rules_are_on_that_are_selected_and_not_ignored(said: Any, on: set[str]) -> None:
    assert policy(Settings(**said)).enabled == on | NOT_EXAMINED


def test_what_could_not_be_examined_is_told_unless_it_is_ignored() -> None:
    assert set(entries()) >= NOT_EXAMINED
    assert policy(Settings(ignore=("syntax-error",))).enabled == set(entries()) - {"syntax-error"}
    assert policy(Settings(ignore=("all",))).enabled == set()


def test_options_are_those_of_the_user_over_the_defaults_of_the_rule() -> None:
    said = {MEMORY: RuleSettings(Severity.INFO, {"small": "6Gi"})}
    of_user, default = policy(Settings(rules=said)), policy(Settings())

    assert of_user.severity(MEMORY) is Severity.INFO
    assert default.severity(MEMORY) is None
    assert of_user.options(MEMORY, load(MEMORY)) == load(MEMORY).options("6Gi")  # type: ignore[misc]  # it has options
    assert default.options(MEMORY, load(MEMORY)).small == "4Gi"
    assert of_user.options(PRIVILEGED, load(PRIVILEGED)) is None


def test_paths_with_the_same_settings_share_a_policy_that_is_made_once() -> None:
    dev, prod = Settings(ignore=("security",)), Settings()
    asked: list[str] = []

    def settings_of(path: str) -> Settings:
        asked.append(path)
        return dev if path.startswith("dev") else prod

    policies = Policies(settings_of)
    first = policies.of("dev/a.yaml")

    assert policies.of("dev/b.yaml") is first
    assert policies.of("dev/a.yaml") is first
    assert policies.of("prod/a.yaml") is not first
    assert asked == ["dev/a.yaml", "dev/b.yaml", "prod/a.yaml"]
    assert policies.enabled(["dev/a.yaml"]) == first.enabled
    assert policies.enabled(["dev/a.yaml", "prod/a.yaml"]) == set(entries())
    assert policies.enabled([]) == set()


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        pytest.param("syntax-error", Severity.INFO, id="what the parser says"),
        pytest.param(PRIVILEGED, Severity.ERROR, id="what the engine has judged already"),
        pytest.param("duplicate-key", Severity.ERROR, id="what the user says nothing about"),
    ],
)
def test_what_no_check_found_gets_the_severity_of_the_user(rule: str, expected: Severity) -> None:
    said = RuleSettings(Severity.INFO)
    policies = Policies(lambda _: Settings(rules={"syntax-error": said, PRIVILEGED: said}))
    location = Location(Source("a.yaml", "a: 1\n"), Span(0, 1))
    assert policies.graded(Diagnostic(rule, Severity.ERROR, "", location)).severity is expected
