"""How bad a fact is depends on what is in sight, written and known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from istiolint.diagnostic import Severity
from istiolint.kinds import SERVICE
from istiolint.project.lookup import Lookup, Sight
from istiolint.releases import Release
from istiolint.rules.rule import Context, Finding, install, kinds
from istiolint.settings import RuleSettings, Settings

if TYPE_CHECKING:
    from tests.engine.conftest import Engine

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
OBJECT = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n"


def severities(engine: Engine, text: str | dict[str, str], settings: Settings) -> list[Severity]:
    return [each.severity for each in engine.run(text, settings=settings).diagnostics]


@pytest.mark.parametrize(
    ("own", "found", "user", "expected"),
    [
        (ERROR, None, None, ERROR),
        (ERROR, INFO, None, INFO),
        (INFO, ERROR, None, ERROR),
        (ERROR, INFO, WARNING, WARNING),
        (INFO, None, ERROR, ERROR),
    ],
)
def test_the_user_then_the_finding_then_the_rule_says_how_bad_it_is(
    engine: Engine,
    own: Severity,
    found: Severity | None,
    user: Severity | None,
    expected: Severity,
) -> None:
    def check(subject: Any, _: Context) -> Iterator[Finding]:
        yield Finding(at=subject.at, message="so", severity=found)

    engine.add("a-rule", check, kinds(SERVICE), severity=own)
    settings = Settings(rules={"a-rule": RuleSettings(severity=user)})
    assert severities(engine, OBJECT, settings) == [expected]


@pytest.mark.parametrize(
    ("sight", "user", "expected"),
    [
        pytest.param(Sight.HERE, None, [ERROR], id="it should be here"),
        pytest.param(Sight.ELSEWHERE, None, [INFO], id="it may be elsewhere"),
        pytest.param(Sight.NONE, None, [], id="who knows"),
        pytest.param(Sight.HERE, WARNING, [WARNING], id="the user"),
        pytest.param(Sight.ELSEWHERE, ERROR, [INFO], id="who cannot know either"),
        pytest.param(Sight.NONE, ERROR, [], id="at all"),
    ],
)
def test_what_is_missing_may_be_out_of_sight(
    engine: Engine, sight: Sight, user: Severity | None, expected: list[Severity]
) -> None:
    def check(subject: Any, _: Context) -> Iterator[Finding]:
        yield Finding(at=subject.at, message="so", lookup=Lookup((), sight))

    engine.add("a-rule", check, kinds(SERVICE))
    settings = Settings(rules={"a-rule": RuleSettings(severity=user)})
    assert severities(engine, OBJECT, settings) == expected


OPERATOR = "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {values: {0}}\n"
FLUX = (
    "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n"
    "spec: {chart: {spec: {chart: istiod}}, values: {0}}\n"
)

DEFAULTS = [
    pytest.param("istiod-values.yaml", "{0}", "{pilot: {a: 1}}", INFO, id="bare values"),
    pytest.param(
        "istiod-values.yaml", "{0}", "{pilot: {traceSampling: 1}}", WARNING, id="that say it"
    ),
    pytest.param("istiod-values.yaml", "{0}", "{profile: demo}", INFO, id="or name a profile"),
    pytest.param("a.yaml", OPERATOR, "{pilot: {a: 1}}", WARNING, id="an IstioOperator"),
    pytest.param("a.yaml", FLUX, "{}", WARNING, id="a HelmRelease"),
]


@pytest.mark.parametrize(("path", "form", "values", "expected"), DEFAULTS)
def test_a_default_in_values_that_others_may_complete_is_advice(
    engine: Engine, path: str, form: str, values: str, expected: Severity
) -> None:
    def check(subject: Any, _: Context) -> Iterator[Finding]:
        setting = subject.setting("pilot.traceSampling")
        yield Finding(at=setting.at, message="so", setting=setting)
        yield Finding(at=setting.at, message="whatever it is")

    engine.add("a-rule", check, install("pilot.traceSampling"), severity=WARNING)
    text = form.replace("{0}", values)
    assert severities(engine, {path: text}, Settings()) == [expected, WARNING]


SINCE = [
    pytest.param(None, Release(27), WARNING, "so (from Istio 1.27 on)", id="a guess"),
    pytest.param(None, Release(24), ERROR, "so", id="true of all that are current"),
    pytest.param(None, None, ERROR, "so", id="true of all there are"),
    pytest.param(Release(30), Release(27), ERROR, "so", id="known"),
]


@pytest.mark.parametrize(("told", "since", "severity", "message"), SINCE)
def test_what_is_new_is_at_most_a_warning_where_the_release_is_a_guess(
    engine: Engine, told: Release | None, since: Release | None, severity: Severity, message: str
) -> None:
    def check(subject: Any, _: Context) -> Iterator[Finding]:
        yield Finding(at=subject.at, message="so", since=since)

    engine.add("a-rule", check, kinds(SERVICE))
    (found,) = engine.run(OBJECT, settings=Settings(istio_version=told)).diagnostics
    assert (found.severity, found.message) == (severity, message)


def test_advice_about_what_is_new_stays_advice(engine: Engine) -> None:
    def check(subject: Any, _: Context) -> Iterator[Finding]:
        yield Finding(at=subject.at, message="so", since=Release(31), severity=INFO)

    engine.add("a-rule", check, kinds(SERVICE))
    assert severities(engine, OBJECT, Settings()) == [INFO]


def test_a_value_of_several_lines_is_shown_by_its_first(engine: Engine) -> None:
    def check(subject: Any, _: Context) -> Iterator[Finding]:
        yield Finding(at=subject.root.at("spec"), message="so")

    engine.add("a-rule", check, kinds(SERVICE))
    (found,) = engine.run(f"{OBJECT}spec:\n  a: 1\n  b: 2\n").diagnostics
    assert found.location.start == (5, 3)
    assert found.location.end == (5, 7)
