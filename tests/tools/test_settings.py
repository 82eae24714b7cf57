"""What is known of the values of charts, from messages, defaults and templates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from istiolint.schema.check import problems
from tests.schema.whole import schema_of
from tools.generate_charts import CHARTS, chart_values, facts_of, minors
from tools.schemas.settings import settings, umbrella
from tools.schemas.settings_keys import Key
from tools.schemas.settings_types import TYPES

ROOT = Path(__file__).parents[2]
FACTS = ROOT.parent / "shared" / "istio"

needs_facts = [
    pytest.mark.facts,
    pytest.mark.skipif(not FACTS.is_dir(), reason="the facts are not beside this repository"),
]

STRING = {"type": "string"}
MESSAGE: Any = {
    "$ref": "#/$defs/Values",
    "$defs": {
        "Values": {
            "properties": {
                "pilot": {"$ref": "#/$defs/Pilot"},
                "cni": {"$ref": "#/$defs/Cni"},
                "profile": STRING,
                "mesh": {"type": "object", "x-istio-type": "Struct"},
            }
        },
        "Pilot": {
            "properties": {
                "image": STRING | {"deprecated": True},
                "cni": {"$ref": "#/$defs/Cni"},
                "level": {"$ref": "#/$defs/Level"},
                "ports": {"type": "array", "items": {"$ref": "#/$defs/Cni"}},
                "rooms": {"type": "array", "items": {"$ref": "#/$defs/Cni"}},
                "oldName": STRING | {"x-istio-proto-name": "old_name"},
            }
        },
        "Cni": {"properties": {"enabled": {"type": "boolean"}}, "additionalProperties": False},
        "Level": {"type": "string", "enum": ["a", "b"]},
    },
}
KNOWN = {"x-istio-istioctl": True}
READ = {"x-istio-read": True}


def keys_of(chart: str, minor: int, defaults: Any, reads: list[str]) -> Any:
    return settings(chart, minor, MESSAGE, defaults, reads)["properties"]


def test_a_key_is_told_by_message_default_and_template() -> None:
    found = keys_of("istiod", 20, {"pilot": {"image": "a", "more": 1}}, ["pilot.image"])
    pilot = found["pilot"]
    assert pilot["properties"]["image"] == STRING | KNOWN | READ | {
        "default": "a",
        "deprecated": True,
    }
    assert pilot["properties"]["more"] == {"default": 1, "type": ["integer", "string"]}
    assert pilot["properties"]["level"] == KNOWN | {"type": "string", "enum": ["a", "b"]}
    assert pilot["additionalProperties"] is False


def test_both_spellings_of_a_field_are_known() -> None:
    pilot = keys_of("istiod", 20, {"pilot": {}}, [])["pilot"]["properties"]
    assert pilot["oldName"] == pilot["old_name"]
    assert pilot["oldName"]["x-istio-proto-name"] == "old_name"


def test_of_a_root_key_that_the_chart_has_nothing_of_only_that_is_said() -> None:
    assert keys_of("istiod", 20, {}, [])["pilot"] == {"type": "object"} | KNOWN


def test_what_becomes_something_of_kubernetes_has_its_type() -> None:
    found = keys_of("istiod", 20, {"pilot": {"ports": [], "resources": {"requests": {}}}}, [])
    pilot = found["pilot"]["properties"]
    assert pilot["ports"] == TYPES["ports"] | KNOWN | {"default": []}
    assert pilot["resources"] == {
        "$ref": "kubernetes.json#/$defs/core.v1.ResourceRequirements",
        "default": {"requests": {}},
    }


def test_lists_of_messages_are_written_where_they_stand() -> None:
    pilot = keys_of("istiod", 20, {"pilot": {}}, [])["pilot"]["properties"]
    assert pilot["rooms"] == KNOWN | {"type": "array", "items": MESSAGE["$defs"]["Cni"]}


def test_a_mapping_that_is_read_as_a_whole_is_open() -> None:
    found = keys_of("gateway", 30, {"a": {"b": True}, "c": {"d": None}}, ["a", "c.d"])
    assert found["a"] == READ | {
        "properties": {"b": {"type": "boolean", "default": True}},
        "type": "object",
    }
    assert found["c"]["additionalProperties"] is False
    assert found["c"]["properties"]["d"] == READ | {"default": None}


def test_what_a_message_leaves_open_is_open() -> None:
    found = keys_of("istiod", 20, {"mesh": {"b": True}}, [])
    assert "additionalProperties" not in found["mesh"]
    assert found["mesh"]["properties"].keys() == {"b"}


def test_istioctl_knows_nothing_of_the_charts_it_does_not_use() -> None:
    assert keys_of("gateway", 20, {"a": 1}, []).keys() == {"a", "global"}


def test_flat_keys_may_stand_under_the_old_one() -> None:
    defaults = {"image": "a", "cni": {"enabled": False}, "profile": "b"}
    found = keys_of("istiod", 24, defaults, ["image", "fresh.key"])
    image = STRING | KNOWN | READ | {"default": "a", "deprecated": True}
    assert found["image"] == found["pilot"]["properties"]["image"] == image
    assert found["cni"] == found["pilot"]["properties"]["cni"]
    assert found["cni"]["properties"]["enabled"]["default"] is False
    assert "key" in found["pilot"]["properties"]["fresh"]["properties"]
    assert "profile" not in found["pilot"]["properties"]


def test_what_istioctl_knows_at_the_root_it_does_not_know_under_the_old_key() -> None:
    message = MESSAGE | {
        "$defs": MESSAGE["$defs"]
        | {"Cni": {"properties": {"enabled": {"type": "boolean"}, "level": STRING}}}
    }
    message["$defs"]["Pilot"] = {"properties": {"cni": {"$ref": "#/$defs/Usage"}}}
    message["$defs"]["Usage"] = {"properties": {"enabled": {"type": "boolean"}}}
    found = settings("istiod", 24, message, {"cni": {"enabled": False}}, ["_own"])["properties"]
    assert found["cni"]["properties"].keys() == {"enabled", "level"}
    assert found["pilot"]["properties"]["cni"]["properties"].keys() == {"enabled"}
    assert "_own" not in found


def test_flat_keys_were_unknown_before() -> None:
    assert "image" not in keys_of("istiod", 23, {"pilot": {"image": "a"}}, [])


@pytest.mark.parametrize(
    ("minor", "wrappers", "selectors"),
    [
        (20, set(), set()),
        (21, {"defaults"}, {"profile", "compatibilityVersion"}),
        (
            25,
            {"defaults", "_internal_defaults_do_not_set"},
            {"profile", "compatibilityVersion", "platform"},
        ),
    ],
)
def test_wrappers_and_selectors_are_known(
    minor: int, wrappers: set[str], selectors: set[str]
) -> None:
    found = keys_of("gateway", minor, {}, [])
    assert {key for key, each in found.items() if "x-istio-wrapper" in each} == wrappers
    assert {key for key, each in found.items() if "x-istio-read" in each} == selectors


def test_variables_are_read_by_one_side() -> None:
    for chart, side in [("istiod", "istiod"), ("ztunnel", "ztunnel"), ("gateway", "agent")]:
        assert keys_of(chart, 30, {"env": {"A": "b"}}, [])["env"]["x-istio-side"] == side


def test_what_is_under_a_key_tells_whether_it_is_of_the_chart() -> None:
    key = Key()
    key.under("a").under("b")
    assert not key.is_of_chart()
    key.add_read("a.c")
    assert key.is_of_chart()


def test_the_umbrella_names_the_schema_of_each_chart() -> None:
    assert umbrella()["properties"]["cni"]["x-istio-schema"] == "settings/cni"
    assert schema_of("settings/ambient", 22) is None


def without_null(value: Any) -> Any:
    """A value without what stands for nothing."""
    if isinstance(value, dict):
        return {key: without_null(each) for key, each in value.items() if each is not None}
    return [without_null(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("folder", "chart"), [pytest.param(*each, marks=needs_facts) for each in CHARTS.items()]
)
def test_the_defaults_of_a_chart_are_what_may_be_written(folder: str, chart: str) -> None:
    for minor, defaults in chart_values(FACTS, folder).items():
        schema = schema_of(f"settings/{chart}", minor)
        assert (schema is None) == (defaults is None)
        if schema is not None:
            assert problems(schema, without_null(defaults)) == [], minor


@pytest.mark.facts
@pytest.mark.skipif(not FACTS.is_dir(), reason="the facts are not beside this repository")
def test_every_key_of_a_profile_is_one_of_some_chart() -> None:
    for minor in minors(FACTS):
        known = {"platform"} if minor < 24 else set()
        for chart in ("base", "cni", "istiod", "ztunnel"):
            known |= set(
                (schema_of(f"settings/{chart}", minor) or {"properties": {}})["properties"]
            )
        for name, values in facts_of(FACTS, minor, "profiles.json").items():
            if name.startswith("helm:"):
                assert set(values.get("defaults", values)) <= known, (minor, name)
