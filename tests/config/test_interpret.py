"""A valid configuration becomes values of the settings that know where they were said."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from istiolint.config.from_yaml import read_yaml
from istiolint.config.interpret import Interpreter
from istiolint.config.layer import Layer, fields
from istiolint.diagnostic import Severity
from istiolint.inputs.charts import CHARTS
from istiolint.releases import Release
from istiolint.schema.store import load
from istiolint.settings import (
    ClusterSize,
    Environment,
    InstallFiles,
    Override,
    RuleSettings,
    Settings,
)
from istiolint.text import Source


def layer_of(text: str, folder: str = "/w", cwd: str = "/w") -> Layer:
    tree = read_yaml(Source("istiolint.yaml", text))
    return Interpreter(tree, "istiolint.yaml", folder, cwd).layer


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        pytest.param("istio-version: 1.20", "istio_version", Release(20), id="istio-version"),
        pytest.param(
            "environment: high-traffic", "environment", Environment.HIGH_TRAFFIC, id="environment"
        ),
        pytest.param("cluster-size: large", "cluster_size", ClusterSize.LARGE, id="cluster-size"),
        pytest.param("select: [security]", "select", ("security",), id="select"),
        pytest.param(
            "extend-select: [security]", "extend_select", ("security",), id="extend-select"
        ),
        pytest.param("ignore: [IST0101]", "ignore", ("IST0101",), id="ignore"),
        pytest.param("exclude: ['*.json', build/]", "exclude", ("*.json", "build/"), id="exclude"),
        pytest.param("fail-on: error", "fail_on", Severity.ERROR, id="fail-on"),
        pytest.param("closed-world: true", "closed_world", True, id="closed-world"),
        pytest.param("baseline: ./known.json", "baseline", "known.json", id="baseline"),
        pytest.param("scopes: [[a/, ../b], [c]]", "scopes", (("a", "/b"), ("c",)), id="scopes"),
        pytest.param(
            "installs: [{name: mesh, files: [a.yaml, b/c.yaml]}]",
            "installs",
            (InstallFiles("mesh", None, ("a.yaml", "b/c.yaml")),),
            id="a short install",
        ),
        pytest.param(
            "installs: [{name: mesh, chart: istiod, files: [a], set: [b=c], release: r, "
            "namespace: s, istio-version: 1.30}]",
            "installs",
            (InstallFiles("mesh", "istiod", ("a",), ("b=c",), "r", "s", Release(30)),),
            id="a whole install",
        ),
        pytest.param(
            "rules: {third-party-jwt: {severity: info, expect: any}}",
            "rules",
            {"third-party-jwt": RuleSettings(Severity.INFO, {"expect": "any"})},
            id="a rule",
        ),
        pytest.param(
            "rules: {third-party-jwt: {some-names: [[a], b]}}",
            "rules",
            {"third-party-jwt": RuleSettings(None, {"some_names": (("a",), "b")})},
            id="an option that is a list",
        ),
        pytest.param(
            "per-path: {dev/: {ignore: [all], rules: {third-party-jwt: {expect: any}}}}",
            "per_path",
            (
                Override(
                    "dev/",
                    {
                        "ignore": ("all",),
                        "rules": {"third-party-jwt": RuleSettings(None, {"expect": "any"})},
                    },
                ),
            ),
            id="per-path",
        ),
    ],
)
def test_each_key_gives_a_field(text: str, field: str, value: Any) -> None:
    found = fields(layer_of(text))
    assert found == {field: value}
    assert type(found[field]) is type(value)


def test_every_key_of_the_schema_is_a_field_of_the_settings() -> None:
    keys = set(load("config.json")["properties"]) - {"extend"}
    assert {key.replace("-", "_") for key in keys} == set(Settings._fields) - {"now", "source"}


def test_the_schema_has_the_words_of_the_settings() -> None:
    words = load("config.json")["$defs"]
    assert words["environment"]["enum"] == [each.value for each in Environment]
    assert words["cluster-size"]["enum"] == [each.value for each in ClusterSize]
    assert sorted(words["severity"]["enum"]) == sorted(each.word for each in Severity)
    assert set(words["install"]["properties"]) == {
        field.replace("_", "-") for field in InstallFiles._fields
    }


def test_paths_are_seen_from_the_current_directory() -> None:
    text = (
        "baseline: a.json\nscopes: [[b/c]]\nexclude: [b/d, e]\ninstalls: [{name: n, files: [b/f]}]"
    )
    above = fields(layer_of(text, "/w", "/w/b"))
    assert above["baseline"] == "/w/a.json"
    assert above["scopes"] == (("c",),)
    assert above["exclude"] == ("/d", "e")
    assert above["installs"][0].files == ("f",)
    below = fields(layer_of(text, "/w/x", "/w"))
    assert below["baseline"] == "x/a.json"
    assert below["scopes"] == (("x/b/c",),)


def test_each_value_knows_its_line() -> None:
    layer = layer_of(
        "select: [all]\nrules:\n  third-party-jwt:\n    severity: info\n    expect: any\n"
        "per-path:\n  a/:\n    ignore: [all]\n"
    )
    assert {key: said.where for key, said in layer.items()} == {
        "select": "istiolint.yaml:1",
        "rules.third-party-jwt.severity": "istiolint.yaml:4",
        "rules.third-party-jwt.expect": "istiolint.yaml:5",
        "per-path": "istiolint.yaml:6",
    }
    (patch,) = layer["per-path"].value
    assert patch.layer["ignore"].where == "istiolint.yaml:8"


def test_what_is_extended_is_no_setting() -> None:
    assert layer_of("extend: base.yaml") == {}


@given(st.text(st.sampled_from("v1.20 -+x\n"), max_size=9) | st.from_regex(r"v?1\.\d\d?.{0,4}"))
def test_the_schema_and_the_settings_agree_on_what_a_release_is(text: str) -> None:
    pattern = load("config.json")["$defs"]["release"]["pattern"]
    assert bool(re.search(pattern, text)) is (Release.parse(text) is not None)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(load("config.json"))
    charts = load("config.json")["$defs"]["install"]["properties"]["chart"]["enum"]
    assert charts == list(CHARTS)
