"""A broken configuration is refused with all its problems, each in one exact line."""

from __future__ import annotations

import pytest

from istiolint.config.examine import examine
from istiolint.config.from_toml import read_toml
from istiolint.config.from_yaml import read_yaml
from istiolint.text import Source

RELEASE = "must be an Istio release such as 1.30"


def problems_in_yaml(text: str) -> list[str]:
    found = examine(read_yaml(Source("istiolint.yaml", text)), "istiolint.yaml")
    return [str(each).removeprefix("istiolint.yaml:") for each in sorted(found)]


def problems_in_toml(text: str) -> list[str]:
    source = Source("pyproject.toml", f"[tool.istiolint]\n{text}")
    found = examine(read_toml(source), "pyproject.toml")
    return [str(each).removeprefix("pyproject.toml:") for each in sorted(found)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("- a\n", "1:1: must be a mapping, not a list", id="a list"),
        pytest.param("hello\n", '1:1: must be a mapping, not "hello"', id="a text"),
        pytest.param(
            "enviroment: production\n",
            '1:1: unknown key "enviroment"; did you mean "environment"?',
            id="a misspelt key",
        ),
        pytest.param(
            "istio_version: 1.20\n",
            '1:1: unknown key "istio_version"; did you mean "istio-version"?',
            id="an underscore",
        ),
        pytest.param("xyz: 1\n", '1:1: unknown key "xyz"', id="a key like none"),
        pytest.param("1: x\n", '1:1: unknown key "1"', id="a number for a key"),
        pytest.param(
            "select: [a]\nselect: [all]\n", '2:1: the key "select" is there twice', id="a key twice"
        ),
        pytest.param(
            "istio-version: latest\n",
            f'1:16: "istio-version" {RELEASE}, not "latest"',
            id="no release",
        ),
        pytest.param(
            "istio-version: 2.0\n",
            f'1:16: "istio-version" {RELEASE}, not "2.0"',
            id="another major",
        ),
        pytest.param(
            "istio-version: 1.20.x\n",
            f'1:16: "istio-version" {RELEASE}, not "1.20.x"',
            id="a range",
        ),
        pytest.param(
            "istio-version: [1.2]\n",
            '1:16: "istio-version" must be a string, not a list',
            id="a list of releases",
        ),
        pytest.param(
            "istio-version:\n", '1:15: "istio-version" must be a string, not null', id="no value"
        ),
        pytest.param(
            "environment: prodution\n",
            '1:14: "environment" must be one of production, staging, development, high-traffic, '
            'not "prodution"; did you mean "production"?',
            id="a misspelt environment",
        ),
        pytest.param(
            "cluster-size: 100\n",
            '1:15: "cluster-size" must be one of small, medium, large, not the number 100',
            id="a number of services",
        ),
        pytest.param(
            "fail-on: off\n",
            '1:10: "fail-on" must be one of error, warning, info, not false',
            id="a word that is a truth value",
        ),
        pytest.param(
            "select: security\n",
            '1:9: "select" must be a list, not "security"',
            id="a text for a list",
        ),
        pytest.param(
            "select: [1]\n",
            '1:10: "select[0]" must be a string, not the number 1; quote it',
            id="a number for a rule",
        ),
        pytest.param(
            "ignore:\n- privileged-proxy\n- securty\n",
            '3:3: no rule is called "securty"; did you mean "security"?',
            id="a misspelt category",
        ),
        pytest.param(
            "extend-select: [privilged-proxy]\n",
            '1:17: no rule is called "privilged-proxy"; did you mean "privileged-proxy"?',
            id="a misspelt rule",
        ),
        pytest.param(
            "select: [XYZ0000]\n", '1:10: no rule is called "XYZ0000"', id="an unknown code"
        ),
        pytest.param("exclude: ['']\n", '1:11: "exclude[0]" must not be empty', id="an empty glob"),
        pytest.param(
            "closed-world: maybe\n",
            '1:15: "closed-world" must be true or false, not "maybe"',
            id="no truth value",
        ),
        pytest.param(
            "baseline: {}\n",
            '1:11: "baseline" must be a string, not a mapping',
            id="a mapping for a path",
        ),
        pytest.param(
            "rules: [a]\n", '1:8: "rules" must be a mapping, not a list', id="rules in a list"
        ),
        pytest.param(
            "rules:\n  privilegd-proxy: {severity: info}\n",
            '2:3: no rule is called "privilegd-proxy"; did you mean "privileged-proxy"?',
            id="a misspelt rule with settings",
        ),
        pytest.param(
            "rules: {privileged-proxy: info}\n",
            '1:27: "privileged-proxy" must be a mapping, not "info"',
            id="a severity alone",
        ),
        pytest.param(
            "rules: {privileged-proxy: {severity: critical}}\n",
            '1:38: "severity" must be one of error, warning, info, not "critical"',
            id="an unknown severity",
        ),
        pytest.param(
            "rules: {privileged-proxy: {sevrity: info}}\n",
            '1:28: unknown key "sevrity"; did you mean "severity"?',
            id="an option of a rule without any",
        ),
        pytest.param(
            "rules: {control-plane-memory-low: {smal: 4Gi}}\n",
            '1:36: unknown key "smal"; did you mean "small"?',
            id="a misspelt option",
        ),
        pytest.param(
            "rules: {control-plane-memory-low: {small: 4}}\n",
            '1:43: "small" must be a string, not the number 4; quote it',
            id="an option of the wrong type",
        ),
        pytest.param(
            "rules: {third-party-jwt: {expect: first-party}}\n",
            '1:35: "expect" must be one of first-party-jwt, third-party-jwt, any, '
            'not "first-party"; did you mean "first-party-jwt"?',
            id="an option that is none of the choices",
        ),
        pytest.param(
            "per-path: {a: b}\n",
            '1:15: "a" must be a mapping, not "b"',
            id="no settings for a path",
        ),
        pytest.param(
            "per-path: [a]\n",
            '1:11: "per-path" must be a mapping, not a list',
            id="paths in a list",
        ),
        pytest.param(
            "per-path: {a: {exclude: [b]}}\n",
            '1:16: unknown key "exclude"',
            id="a key that no path can have",
        ),
        pytest.param(
            "per-path: {a: {ignore: [privilegd-proxy]}}\n",
            '1:25: no rule is called "privilegd-proxy"; did you mean "privileged-proxy"?',
            id="a misspelt rule for a path",
        ),
        pytest.param(
            "per-path: {a: {rules: {third-party-jwt: {expct: any}}}}\n",
            '1:42: unknown key "expct"; did you mean "expect"?',
            id="a misspelt option for a path",
        ),
        pytest.param(
            "installs: [{name: a}]\n", '1:12: "files" is missing', id="an install without files"
        ),
        pytest.param(
            "installs: [{name: a, files: []}]\n",
            '1:29: "files" must not be empty',
            id="an install with no file",
        ),
        pytest.param(
            "installs: [{name: a, files: [b], chart: istoid}]\n",
            '1:41: "chart" must be one of istiod, istiod-remote, base, gateway, cni, ztunnel, …, '
            'not "istoid"; did you mean "istiod"?',
            id="a misspelt chart",
        ),
        pytest.param(
            "installs: [{name: a, files: [b], set: [pilot.cpu]}]\n",
            '1:40: "set[0]" must be KEY=VALUE, not "pilot.cpu"',
            id="a value for no key",
        ),
        pytest.param(
            "scopes: [a]\n", '1:10: "scopes[0]" must be a list, not "a"', id="one scope for all"
        ),
        pytest.param(
            "extend: []\n", '1:9: "extend" must be a string, not a list', id="several to extend"
        ),
    ],
)
def test_a_problem_in_yaml_has_its_exact_place(text: str, problem: str) -> None:
    assert problems_in_yaml(text) == [problem]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(
            "istio-version = 1.20",
            '2:1: "istio-version" must be a string, not the number 1.2; quote it',
            id="a release that is a number",
        ),
        pytest.param(
            "fail-on = 2020-01-01",
            '2:1: "fail-on" must be one of error, warning, info, not a date',
            id="a date",
        ),
        pytest.param(
            'ignor = ["all"]',
            '2:1: unknown key "ignor"; did you mean "ignore"?',
            id="a misspelt key",
        ),
        pytest.param(
            'select = [\n  "all",\n  "securty",\n]',
            '2:1: no rule is called "securty"; did you mean "security"?',
            id="a misspelt category",
        ),
        pytest.param(
            "[tool.istiolint.rules.third-party-jwt]\nexpct = 'any'",
            '3:1: unknown key "expct"; did you mean "expect"?',
            id="a misspelt option in a table",
        ),
        pytest.param(
            "[[tool.istiolint.installs]]\nname = 'a'\nfiles = ['b']\n"
            "[[tool.istiolint.installs]]\nname = 'c'",
            '5:3: "files" is missing',
            id="the second of several tables",
        ),
    ],
)
def test_a_problem_in_toml_is_told_at_its_key(text: str, problem: str) -> None:
    assert problems_in_toml(text) == [problem]


def test_all_problems_are_told_at_once() -> None:
    text = "enviroment: x\nselect: [securty, privilegd-proxy]\nfail-on: never\n"
    assert problems_in_yaml(text) == [
        '1:1: unknown key "enviroment"; did you mean "environment"?',
        '2:10: no rule is called "securty"; did you mean "security"?',
        '2:19: no rule is called "privilegd-proxy"; did you mean "privileged-proxy"?',
        '3:10: "fail-on" must be one of error, warning, info, not "never"',
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("istio-version: 1.20\n", id="a release without quotes"),
        pytest.param("istio-version: v1.24.3-distroless\n", id="a tag"),
        pytest.param("select: [all, security, security/*, privileged-proxy]\n", id="selectors"),
        pytest.param("rules: {third-party-jwt: {expect: any, severity: info}}\n", id="options"),
        pytest.param(
            "per-path: {'dev/**': {environment: development, ignore: [all]}}\n", id="paths"
        ),
        pytest.param(
            "installs: [{name: a, chart: istiod, files: [b.yaml], set: [a.b=c]}]\n", id="installs"
        ),
        pytest.param("scopes: [[a, b], [c]]\nclosed-world: true\nextend: base\n", id="the rest"),
    ],
)
def test_a_good_configuration_has_no_problem(text: str) -> None:
    assert problems_in_yaml(text) == []
