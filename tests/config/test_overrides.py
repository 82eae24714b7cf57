"""Single settings on the command line are read and judged as those of a file."""

from __future__ import annotations

from typing import Any

import pytest

from istiolint.config.overrides import parse_overrides
from istiolint.config.problem import ConfigError
from istiolint.diagnostic import Severity
from istiolint.releases import Release
from istiolint.settings import Environment, RuleSettings


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        pytest.param("environment=production", "environment", Environment.PRODUCTION, id="a word"),
        pytest.param("istio-version=1.20", "istio_version", Release(20), id="a release"),
        pytest.param("closed-world=true", "closed_world", True, id="a truth value"),
        pytest.param("select=[security, IST0101]", "select", ("security", "IST0101"), id="a list"),
        pytest.param("baseline=../known=.json", "baseline", "../known=.json", id="a path"),
        pytest.param(" fail-on = error", "fail_on", Severity.ERROR, id="spaces"),
        pytest.param("rules={}", "rules", {}, id="nothing about rules"),
        pytest.param(
            "rules.third-party-jwt.expect=any",
            "rules",
            {"third-party-jwt": RuleSettings(None, {"expect": "any"})},
            id="an option of a rule",
        ),
        pytest.param(
            "rules.third-party-jwt={severity: info}",
            "rules",
            {"third-party-jwt": RuleSettings(Severity.INFO, {})},
            id="a rule",
        ),
    ],
)
def test_a_text_gives_a_field_and_its_value(text: str, field: str, value: Any) -> None:
    assert parse_overrides([text]).get(field, {}) == value


def test_several_texts_go_over_one_another() -> None:
    texts = [
        "rules.third-party-jwt.expect=any",
        "fail-on=info",
        "rules.third-party-jwt.severity=info",
        "fail-on=error",
    ]
    assert parse_overrides(texts) == {
        "rules": {"third-party-jwt": RuleSettings(Severity.INFO, {"expect": "any"})},
        "fail_on": Severity.ERROR,
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            "enviroment=production",
            'unknown key "enviroment"; did you mean "environment"?',
            id="a misspelt key",
        ),
        pytest.param(
            "environment=prodution",
            '"environment" must be one of production, staging, development, high-traffic, '
            'not "prodution"; did you mean "production"?',
            id="a misspelt value",
        ),
        pytest.param("select=security", '"select" must be a list, not "security"', id="no list"),
        pytest.param(
            "environment=",
            '"environment" must be one of production, staging, development, high-traffic, not null',
            id="no value",
        ),
        pytest.param(
            "rules.third-party-jwt.expct=any",
            'unknown key "expct"; did you mean "expect"?',
            id="a misspelt option",
        ),
        pytest.param(
            "extend=base.yaml", '"extend" can only be said in a file', id="what only a file may say"
        ),
        pytest.param("a b=1", '"a b" is no key of the configuration', id="no key"),
        pytest.param("=1", '"" is no key of the configuration', id="no key at all"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as raised:
        parse_overrides([text])
    assert str(raised.value) == f"--config {text}: {message}"


def test_what_is_no_yaml_is_told_without_a_place() -> None:
    with pytest.raises(ConfigError) as raised:
        parse_overrides(["select=[a"])
    (problem,) = raised.value.problems
    assert problem[:3] == ("--config select=[a", 0, 0)
