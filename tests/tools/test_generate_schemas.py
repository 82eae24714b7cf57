"""What becomes of the facts: each schema with its times, and nothing written twice."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FACTS = ROOT.parent / "shared" / "istio"

tool = runpy.run_path(str(ROOT / "tools" / "generate_schemas.py"))
keys = runpy.run_path(str(ROOT / "tools" / "schemas" / "keys.py"))
messages = runpy.run_path(str(ROOT / "tools" / "schemas" / "messages.py"))
words = runpy.run_path(str(ROOT / "tools" / "schemas" / "metadata_words.py"))
registries = runpy.run_path(str(ROOT / "tools" / "schemas" / "registries.py"))

needs_facts = [
    pytest.mark.facts,
    pytest.mark.skipif(not FACTS.is_dir(), reason="the facts are not beside this repository"),
]


FOLDERS = ("kinds", "keys", "mesh", "settings", "values")


def exact(value: Any) -> str:
    """A text that tells apart what Python takes for equal: 1, 1.0 and true."""
    return json.dumps(value, sort_keys=True)


def merged(*schemas: Any) -> Any:
    """The schemas of releases 6, 7 and so on as one; ``None`` where a release has none."""
    site = {minor: schema for minor, schema in enumerate(schemas, 6) if schema is not None}
    found: dict[str, Any] = tool["Document"](site, range(6, 6 + len(schemas))).plain()
    return found


@pytest.mark.parametrize(
    ("schemas", "expected"),
    [
        pytest.param([{"type": "string"}] * 2, {"type": "string"}, id="what never changes"),
        pytest.param(
            [{"properties": {"a": {}}}, {"properties": {"b": {}}}, {"properties": {"a": {}}}],
            {
                "properties": {
                    "a": {"x-istio-releases": [[6, 6], [8, None]]},
                    "b": {"x-istio-releases": [[7, 7]]},
                }
            },
            id="properties that go and come back",
        ),
        pytest.param(
            [{}, {"properties": {"a": {"properties": {"b": {}}}}}],
            {"properties": {"a": {"properties": {"b": {}}, "x-istio-releases": [[7, None]]}}},
            id="no times inside what is new as a whole",
        ),
        pytest.param(
            [{"properties": {}}, {"properties": {"a": {}}}],
            {"x-istio-changes": {"properties": [[6, 6, {}], [7, None, {"a": {}}]]}},
            id="a mapping that was empty is not one that was not there",
        ),
        pytest.param([{"properties": {}}] * 2, {"properties": {}}, id="a mapping always empty"),
        pytest.param(
            [{"enum": ["a", "c"]}, {"enum": ["a", "b", "c"]}, {"enum": ["b", "c"]}],
            {"enum": ["a", "b", "c"], "x-istio-enum": {"a": [[6, 7]], "b": [[7, None]]}},
            id="words keep their order",
        ),
        pytest.param(
            [{"enum": ["a", "b"]}, {"enum": ["b", "a"]}],
            {"x-istio-changes": {"enum": [[6, 6, ["a", "b"]], [7, None, ["b", "a"]]]}},
            id="words without one order",
        ),
        pytest.param(
            [{"enum": [1]}, {"enum": [True]}],
            {"x-istio-changes": {"enum": [[6, 6, [1]], [7, None, [True]]]}},
            id="values that are no words",
        ),
        pytest.param(
            [{"enum": []}, {"enum": ["a"]}],
            {"x-istio-changes": {"enum": [[6, 6, []], [7, None, ["a"]]]}},
            id="no words at all",
        ),
        pytest.param(
            [{"enum": ["a", "a"]}, {"enum": ["a"]}],
            {"x-istio-changes": {"enum": [[6, 6, ["a", "a"]], [7, None, ["a"]]]}},
            id="a word said twice",
        ),
        pytest.param(
            [{}, {"required": ["a"]}],
            {"required": ["a"], "x-istio-required": {"a": [[7, None]]}},
            id="a key that must be there from now on",
        ),
        pytest.param(
            [{"maximum": 1}, {"maximum": 1.0}, {}],
            {"x-istio-changes": {"maximum": [[6, 6, 1], [7, 7, 1.0]]}},
            id="a bound that goes",
        ),
        pytest.param(
            [{"anyOf": [{"type": "integer"}]}, {"anyOf": [{}, {"type": "integer"}]}],
            {"anyOf": [{"x-istio-releases": [[7, None]]}, {"type": "integer"}]},
            id="an alternative that comes",
        ),
        pytest.param(
            [{"additionalProperties": False}, {"additionalProperties": {}}],
            {"x-istio-changes": {"additionalProperties": [[6, 6, False], [7, None, {}]]}},
            id="a schema that was a switch",
        ),
        pytest.param(
            [{"items": {"minimum": 1}}, {"items": {}}],
            {"items": {"x-istio-changes": {"minimum": [[6, 6, 1]]}}},
            id="a change inside",
        ),
    ],
)
def test_releases_are_merged(schemas: list[Any], expected: Any) -> None:
    assert exact(merged(*schemas)) == exact({"x-istio-releases": [[6, None]]} | expected)


def test_the_whole_has_its_time() -> None:
    assert merged(None, {}, None, {}, None) == {"x-istio-releases": [[7, 7], [9, 9]]}


LONG = {"description": "a schema that is long enough to be worth a name of its own " * 4}


def shared(*schemas: Any) -> Any:
    """As ``merged``, with what stands in several places written once."""
    site = dict(enumerate(schemas, 6))
    found: dict[str, Any] = tool["Document"](site, site).sharing()
    return {key: value for key, value in found.items() if key != "x-istio-releases"}


def test_what_stands_in_two_places_is_written_once() -> None:
    one = {"properties": {"a": LONG, "b": {"properties": {"a": LONG}}}}
    assert shared(one) == {
        "$defs": {"a": LONG},
        "properties": {
            "a": {"$ref": "#/$defs/a"},
            "b": {"properties": {"a": {"$ref": "#/$defs/a"}}},
        },
    }


def test_places_that_came_later_share_what_they_have_in_common() -> None:
    old = LONG | {"minimum": 1}
    found = shared({"properties": {"a": old}}, {"properties": {"a": LONG, "b": LONG}})
    assert found == {
        "$defs": {"a": LONG | {"x-istio-changes": {"minimum": [[6, 6, 1]]}}},
        "properties": {
            "a": {"$ref": "#/$defs/a"},
            "b": {"$ref": "#/$defs/a", "x-istio-releases": [[7, None]]},
        },
    }


def test_what_only_stands_in_something_shared_needs_no_name() -> None:
    outer = {"items": LONG}
    found = shared({"properties": {"a": outer, "b": outer}})
    assert found["$defs"] == {"a": outer}


def test_different_schemas_of_one_name_get_numbers() -> None:
    other = LONG | {"minimum": 1}
    found = shared(
        {"properties": {"a": LONG, "b": {"properties": {"a": other, "c": LONG}}, "d": other}}
    )
    assert found["$defs"] == {"a": LONG, "a2": other}


def test_what_is_gone_from_all_places_is_gone_from_the_definitions() -> None:
    found = shared({"properties": {"a": LONG, "b": LONG}}, {"properties": {"c": {}}})
    assert found["$defs"] == {"a": LONG | {"x-istio-releases": [[6, 6]]}}


def test_what_is_short_stays_where_it_is() -> None:
    one = {"properties": {"a": {"type": "string"}, "b": {"type": "string"}}}
    assert shared(one) == one


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        pytest.param({"type": "bool"}, {"type": "boolean"}, id="plain"),
        pytest.param(
            {"type": "google.protobuf.BoolValue"},
            {"type": "boolean", "x-istio-type": "google.protobuf.BoolValue"},
            id="wrapped",
        ),
        pytest.param(
            {"type": "k8s.Pod"}, {"type": "object", "x-istio-type": "k8s.Pod"}, id="of others"
        ),
        pytest.param({"type": "x.v1.Word"}, {"$ref": "#/$defs/Word"}, id="an enum"),
        pytest.param(
            {"map": "x.v1.Root"},
            {"type": "object", "additionalProperties": {"$ref": "#/$defs/Root"}},
            id="a map of messages",
        ),
        pytest.param(
            {"type": "string", "repeated": True, "proto_name": "a_b", "oneof": "c"},
            {
                "type": "array",
                "items": {"type": "string"},
                "x-istio-proto-name": "a_b",
                "x-istio-oneof": "c",
            },
            id="a list with all that may be said of it",
        ),
        pytest.param(
            {"type": "uint32", "deprecated": True},
            {"type": "integer", "format": "uint32", "minimum": 0, "deprecated": True},
            id="deprecated",
        ),
    ],
)
def test_fields_become_schemas(field: Any, expected: Any) -> None:
    facts = {"messages": {"x.v1.Root": {"a": field}}, "enums": {"x.v1.Word": ["A", "B"]}}
    schema = messages["message_schema"](facts, "Root")
    assert schema["$ref"] == "#/$defs/Root"
    assert schema["$defs"]["Root"] == {
        "type": "object",
        "properties": {"a": expected},
        "additionalProperties": False,
    }
    if "$ref" in expected:
        assert schema["$defs"]["Word"] == {"type": "string", "enum": ["A", "B"]}


def test_messages_that_nothing_uses_are_left_out() -> None:
    facts: Any = {"messages": {"x.v1.Root": {}, "x.v1.Other": {}}, "enums": {}}
    assert messages["message_schema"](facts, "Root")["$defs"].keys() == {"Root"}


def test_two_messages_of_one_name_are_refused() -> None:
    facts = {"messages": {"x.v1.A": {"b": {"type": "y.v1.A"}}, "y.v1.A": {}}, "enums": {}}
    with pytest.raises(ValueError, match="two types are called 'A'"):
        messages["message_schema"](facts, "x.v1.A")


def test_structs_are_read_as_messages() -> None:
    structs = {
        "Outer": {"(embeds)": {"type": "Inner"}, "b": {"type": "[]*Inner"}},
        "Inner": {"a": {"type": "map[string]string"}, "c": {"type": "any"}},
    }
    inner = {"a": {"map": "string"}, "c": {"type": "any"}}
    assert messages["struct_facts"](structs) == {
        "enums": {},
        "messages": {
            "Outer": inner | {"b": {"type": "Inner", "repeated": True}},
            "Inner": inner,
        },
    }


@pytest.mark.parametrize(
    ("default", "kind", "expected"),
    [
        ("true", None, "bool"),
        ("15", None, "int"),
        ("0.5", None, "float"),
        ('"a"', None, "string"),
        ("10*time.Second", None, "duration"),
        ("time.Hour", None, "duration"),
        ("wasm.DefaultModuleExpiry", None, "duration"),
        ("wasm.DefaultOfNobody", None, None),
        (".01", None, "float"),
        ("uint32(100)", None, "int"),
        (None, None, None),
        ("constants.IstioSystemNamespace", "StringVar", "string"),
    ],
)
def test_the_default_tells_what_a_variable_is_read_as(
    default: str | None, kind: str | None, expected: str | None
) -> None:
    found = registries["environment"]({"A": {"kind": kind, "default": default}}, {}, 30)
    assert found["properties"]["A"].get("x-istio-type") == expected


@pytest.mark.parametrize(
    ("literal", "expected"),
    [
        ("true", "true"),
        ("15", "15"),
        (".01", ".01"),
        ("uint32(100)", "100"),
        ('"a b"', "a b"),
        ('""', ""),
        ("10*time.Second", "10s"),
        ("time.Hour", "1h"),
        ("500 * time.Millisecond", "500ms"),
        ("constants.IstioSystemNamespace", None),
        (None, None),
    ],
)
def test_defaults_are_as_one_would_write_them(literal: str | None, expected: str | None) -> None:
    found = registries["environment"]({"A": {"kind": None, "default": literal}}, {}, 30)
    assert found["properties"]["A"].get("default") == expected


def test_where_a_variable_is_read_tells_the_program() -> None:
    entry = {"kind": None, "default": "true"}
    files = ["cni/a.go", "pkg/features/b.go"]
    found = registries["environment"]({"A": entry, "CI": entry}, {"A": {"files": files}}, 30)
    assert found["properties"]["A"] == {
        "type": "string",
        "default": "true",
        "x-istio-default": "true",
        "x-istio-type": "bool",
        "x-istio-files": files,
        "x-istio-sides": ["agent", "cni", "istiod"],
    }
    assert "CI" not in found["properties"]
    assert found["properties"]["GOGC"] == {"type": "string", "x-istio-runtime": True}
    assert list(found["patternProperties"]) == ["^ISTIO_META(JSON)?_"]


def test_what_only_one_program_reads_is_said_to_be_read_by_it() -> None:
    entry = {"kind": None, "default": None}
    files = {"files": ["pilot/pkg/features/pilot.go"]}
    names = ("PILOT_DEBOUNCE_AFTER", "ISTIO_DUAL_STACK")
    found = registries["environment"](dict.fromkeys(names, entry), dict.fromkeys(names, files), 30)
    sides = [found["properties"][name]["x-istio-sides"] for name in names]
    assert sides == [["istiod"], ["agent", "istiod"]]
    assert [found["properties"][name].get("x-istio-alone") for name in names] == [True, None]


def test_who_is_said_to_read_a_variable_alone_has_the_code_that_does() -> None:
    known = json.loads((ROOT / "schemas" / "env.json").read_text())["properties"]
    assert registries["ALONE"].keys() <= known.keys()
    for name, program in registries["ALONE"].items():
        files = known[name]["x-istio-files"]
        sides = {
            side
            for start, side in registries["SIDES"].items()
            for each in files
            if each.startswith(start)
        }
        assert any(program in each.split() for each in sides), name


@pytest.mark.parametrize(("minor", "enum"), [(26, None), (27, ["auto", "false", "true"])])
def test_what_changes_with_time_is_known_of_variables(minor: int, enum: Any) -> None:
    registry = {"ENABLE_NATIVE_SIDECARS": {"kind": None, "default": "false"}}
    found = registries["environment"](registry, {}, minor)
    assert found["properties"]["ENABLE_NATIVE_SIDECARS"].get("enum") == enum


def test_an_annotation_is_said_to_be_deprecated_only_if_it_is() -> None:
    entry = {"deprecated": False, "hidden": False, "resources": ["Pod"], "featureStatus": "Beta"}
    found = registries["metadata"](
        [entry | {"name": "b", "descriptions": "words"}, entry | {"name": "a", "deprecated": True}],
        {},
        30,
    )
    beta = {"type": "string", "x-istio-resources": ["Pod"], "x-istio-status": "Beta"}
    assert found["properties"] == {"a": beta | {"deprecated": True}, "b": beta}


def test_what_no_registry_says_of_annotations_is_added() -> None:
    entry = {"name": "a", "deprecated": False, "hidden": False, "resources": ["Pod"]}
    table = {
        "a": words_of({"x-istio-format": "list"}, {30: {"x-istio-useless": True}}),
        "b": words_of({"x-istio-format": "bool"}),
        "c": words_of({}, first=30),
    }
    before = {"type": "string", "x-istio-format": "list", "x-istio-resources": ["Pod"]}
    assert registries["metadata"]([entry], table, 29)["properties"] == {"a": before}
    assert registries["metadata"]([entry], table, 30)["properties"] == {
        "a": before | {"x-istio-useless": True},
        "c": {"type": "string", "x-istio-unregistered": True},
    }


def words_of(notes: Any, since: Any = None, first: int | None = None) -> Any:
    """What a table says of an annotation."""
    return registries["Entry"](notes, since or {}, first)


def test_the_tables_speak_of_what_some_release_has() -> None:
    for name, table in (("annotations", "ANNOTATIONS"), ("labels", "LABELS")):
        known = json.loads((ROOT / "schemas" / f"{name}.json").read_text())["properties"]
        assert words[table].keys() - known.keys() == set(), name


def test_keys_come_from_defaults_and_from_templates() -> None:
    assert keys["keys"]({"a": {"b": 1.5}, "c": None}, ["a.b", "a.d"]) == {
        "x-istio-default-type": "object",
        "properties": {
            "a": {
                "x-istio-default-type": "object",
                "properties": {
                    "b": {"x-istio-default-type": "number", "x-istio-read": True},
                    "d": {"x-istio-read": True},
                },
            },
            "c": {},
        },
    }


def test_what_fits_a_line_takes_one() -> None:
    value = {"b": ["x" * 50, {"c": ["y" * 60]}], "a": {"d": None}, "e": []}
    assert tool["text"](value).splitlines() == [
        "{",
        ' "a": {"d": null},',
        ' "b": [',
        f'  "{"x" * 50}",',
        f'  {{"c": ["{"y" * 60}"]}}',
        " ],",
        ' "e": []',
        "}",
    ]


def test_a_version_is_served_until_it_is_not() -> None:
    plain: Any = {"x-istio-versions": {"v1": {}, "v2": {}}}
    less = {"x-istio-versions": {"v1": {"x-istio-unserved": True}, "v2": {}}}
    assert tool["served"]({6: plain, 7: less}, [6, 7]) == {"v1": [[6, 6]], "v2": [[6, None]]}


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the facts give today."""
    folder = tmp_path_factory.mktemp("schemas")
    tool["main"]([str(FACTS), "--output", str(folder)])
    return folder


@pytest.mark.parametrize("name", [pytest.param(name, marks=needs_facts) for name in FOLDERS])
def test_generating_again_changes_nothing(again: Path, name: str) -> None:
    assert contents(again / name) == contents(ROOT / "schemas" / name)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(f"{name}.json", marks=needs_facts)
        for name in ("annotations", "env", "kinds", "labels")
    ],
)
def test_generating_the_registries_again_changes_nothing(again: Path, name: str) -> None:
    assert (again / name).read_bytes() == (ROOT / "schemas" / name).read_bytes()


def contents(folder: Path) -> dict[str, bytes]:
    """All files in a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.json")}
