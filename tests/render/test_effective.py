"""Effective settings as text and as JSON: what is shown of a value, and what is not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from istiolint.install.install import Install
from istiolint.install.setting import UNKNOWN
from istiolint.releases import NEWEST
from istiolint.render import Presentation
from istiolint.render.effective import FORMATS, renderer
from istiolint.render.effective.choice import HIDDEN, Choice, shown
from istiolint.syntax.node import Node
from istiolint.syntax.parse import parse
from istiolint.syntax.problem import Problem
from istiolint.text import Source
from tests.install.test_install import install, operator

PLAIN = Presentation(
    color=False, width=100, verbose=False, quiet=False, prefix="", page=str, version="1"
)


def node(text: str) -> Node:
    tape = parse(Source("a.yaml", text), 0, len(text))
    assert not isinstance(tape, Problem)
    return Node(tape)


def as_text(found: Install, *patterns: str, **said: Any) -> str:
    return renderer("text")([found], Choice(patterns, **said), PLAIN)


def as_json(found: Install, *patterns: str) -> list[dict[str, Any]]:
    report = json.loads(renderer("json")([found], Choice(patterns), PLAIN))
    return list(report["installs"][0]["settings"])


def test_there_are_two_formats() -> None:
    assert list(FORMATS) == ["text", "json"]
    with pytest.raises(KeyError):
        renderer("sarif")


@pytest.mark.parametrize(
    ("value", "text", "expected"),
    [
        pytest.param(1.0, "1.0", 1.0, id="a number"),
        pytest.param(float("nan"), ".nan", "nan", id="no number"),
        pytest.param({"a": [UNKNOWN, 1]}, "a: ['${B}', 1]", {"a": [None, 1]}, id="partly unknown"),
        pytest.param(UNKNOWN, "'${B}'", "${B}", id="to be filled in"),
        pytest.param(UNKNOWN, "a: 1", None, id="unknown"),
        pytest.param(UNKNOWN, "values.yaml", None, id="in a file elsewhere"),
        pytest.param(None, "null", None, id="null"),
    ],
)
def test_a_value_is_shown_as_json_has_it(value: object, text: str, expected: object) -> None:
    assert shown(value, node(text)) == expected


def test_what_belongs_to_a_secret_is_hidden() -> None:
    secret = node("kind: Secret\nstringData: {a: hush}\n")
    assert shown("hush", secret.at("stringData", "a")) == HIDDEN


def test_a_value_without_a_place_is_shown() -> None:
    assert shown(UNKNOWN, None) is None
    assert shown([1], None) == [1]


def test_what_is_unknown_says_so() -> None:
    flux = (
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: a}\n"
        "spec: {chart: {spec: {chart: istiod, version: 1.30.0}}, valuesFrom: [{name: a}]}\n"
    )
    _, _, line, below = as_text(install(flux, path="a.yaml"), "pilot.replicaCount").splitlines()
    assert line.startswith("  pilot.replicaCount  unknown  a.yaml:4:")
    assert below == "                      instead of 1  default of the chart"
    (found,) = as_json(install(flux, path="a.yaml"), "pilot.replicaCount")
    assert (found["value"], found["source"], found["line"]) == (None, "written", 4)


def test_a_long_value_is_cut_for_people_alone() -> None:
    long = "x" * 100
    found = install(f"pilot: {{env: {{A: {long}}}}}")
    assert f'"{"x" * 56}...  istiod-values.yaml:1:18' in as_text(found, "pilot.env")
    assert as_json(found, "pilot.env")[0]["value"] == long


def test_what_a_terminal_would_obey_is_written_out() -> None:
    found = install('pilot: {env: {"A\\e[1m": "\\e[2J"}}')
    assert "\x1b" not in as_text(found)


def test_where_a_value_comes_from_is_said_in_words() -> None:
    text = "{compatibilityVersion: '1.28', values: {global: {platform: gke}}}"
    shown_text = as_text(install(operator(text), 30, "a.yaml"))
    assert "cni.ambient.reconcileIptablesOnStartup" in shown_text
    assert "false  compatibilityVersion a.yaml:3:30" in shown_text
    assert "true  platform a.yaml:3:66" in shown_text
    every = as_text(install(operator("{}"), 30, "a.yaml"), "pilot.cni.enabled", defaults=True)
    assert "pilot.cni.enabled  false  the installer\n" in every


def test_what_is_chosen_and_changes_nothing_is_not_shown() -> None:
    found = install(operator("{}"), 30, "a.yaml")
    assert "global.configValidation" not in as_text(found)
    assert "global.configValidation" in as_text(found, defaults=True)


@pytest.mark.parametrize(
    ("spec", "words"),
    [("{profile: empty}", "no component"), ("{}", "base, gateway, istiod")],
)
def test_a_block_says_what_is_installed(spec: str, words: str) -> None:
    first = as_text(install(operator(spec), 30, "a.yaml")).splitlines()[0]
    assert first == f"istio-system/default: {words}, Istio 1.30"


def test_mesh_config_installs_nothing() -> None:
    found = install("enableAutoMtls: true\nextensionProviders: []", path="a.yaml")
    first, second, *settings = as_text(found).splitlines()
    assert first == f"istio-system/default: mesh config, Istio {NEWEST} (assumed)"
    assert second == "  from a.yaml"
    assert settings == [
        "  meshConfig.enableAutoMtls      true  a.yaml:1:17",
        "  meshConfig.extensionProviders  []  a.yaml:2:21",
    ]
