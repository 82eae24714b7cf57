"""A schema of all releases gives back that of each: what the facts say, no more, no less."""

from __future__ import annotations

import json
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istiolint.schema.projection import project, served_versions
from tests.schema.whole import schema_of, version_schema

ROOT = Path(__file__).parents[2]
FACTS = ROOT.parent / "shared" / "istio"
KINDS = ROOT / "schemas" / "kinds"
MINORS = range(16, 32)

tool = runpy.run_path(str(ROOT / "tools" / "generate_schemas.py"))

needs_facts = [
    pytest.mark.facts,
    pytest.mark.skipif(not FACTS.is_dir(), reason="the facts are not beside this repository"),
]
each_release = pytest.mark.parametrize(
    "minor", [pytest.param(minor, marks=needs_facts) for minor in MINORS]
)


def exact(value: Any) -> str:
    """A text that tells apart what Python takes for equal: 1, 1.0 and true."""
    return json.dumps(value, sort_keys=True)


def inlined(schema: Any, definitions: Any) -> Any:
    """A schema with everything where it stands."""
    if isinstance(schema, list):
        return [inlined(each, definitions) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        assert list(schema) == ["$ref"]
        return inlined(definitions[schema["$ref"].removeprefix("#/$defs/")], definitions)
    return {key: inlined(each, definitions) for key, each in schema.items() if key != "$defs"}


@pytest.mark.parametrize(
    ("merged", "expected"),
    [
        pytest.param({"type": "string"}, [{"type": "string"}] * 2, id="what never changes"),
        pytest.param({"x-istio-releases": [[9, None]]}, [None, {}], id="a schema that comes"),
        pytest.param(
            {"properties": {"a": {"x-istio-releases": [[7, 8]]}, "b": {"type": "string"}}},
            [
                {"properties": {"a": {}, "b": {"type": "string"}}},
                {"properties": {"b": {"type": "string"}}},
            ],
            id="a property that goes",
        ),
        pytest.param(
            {"properties": {"a": {"x-istio-releases": [[9, None]]}}},
            [{}, {"properties": {"a": {}}}],
            id="the first property of all",
        ),
        pytest.param({"properties": {}}, [{"properties": {}}] * 2, id="no property at all"),
        pytest.param(
            {"enum": ["a", "b"], "x-istio-enum": {"a": [[9, 9]]}},
            [{"enum": ["b"]}, {"enum": ["a", "b"]}],
            id="a word that comes",
        ),
        pytest.param(
            {"required": ["a"], "x-istio-required": {"a": [[8, 8]]}},
            [{"required": ["a"]}, {}],
            id="a key that need no longer be there",
        ),
        pytest.param(
            {"oneOf": [{"x-istio-releases": [[9, None]], "type": "null"}, {"type": "string"}]},
            [{"oneOf": [{"type": "string"}]}, {"oneOf": [{"type": "null"}, {"type": "string"}]}],
            id="an alternative that comes",
        ),
        pytest.param(
            {"items": {"items": {}, "x-istio-releases": [[8, 8]]}},
            [{"items": {"items": {}}}, {}],
            id="items that go",
        ),
        pytest.param(
            {"additionalProperties": False, "default": None},
            [{"additionalProperties": False, "default": None}] * 2,
            id="values that are nothing",
        ),
        pytest.param(
            {"x-istio-changes": {"minimum": [[1, 8, 1], [9, None, 0]], "format": [[9, None, "x"]]}},
            [{"minimum": 1}, {"minimum": 0, "format": "x"}],
            id="bounds that change",
        ),
    ],
)
def test_one_release_is_taken_out(merged: Any, expected: list[Any]) -> None:
    assert exact([project(merged, minor) for minor in (8, 9)]) == exact(expected)


def test_a_version_stands_on_its_own() -> None:
    resource = schema_of("kinds/networking.istio.io/VirtualService", 30)
    assert resource is not None
    schema = version_schema(resource, "v1")
    assert schema is not None
    assert schema.keys() == {"$schema", "$defs", "$ref"}
    assert "spec" in inlined({"$ref": schema["$ref"]}, schema["$defs"])["properties"]
    assert version_schema(resource, "v2") is None


def test_a_kind_is_unknown_before_it_came() -> None:
    assert schema_of("kinds/extensions.istio.io/TrafficExtension", 29) is None
    assert schema_of("kinds/extensions.istio.io/TrafficExtension", 30) is not None


@pytest.mark.parametrize(
    ("group", "kind", "minor", "expected"),
    [
        ("networking.istio.io", "VirtualService", 21, ["v1alpha3", "v1beta1"]),
        ("networking.istio.io", "VirtualService", 22, ["v1", "v1alpha3", "v1beta1"]),
        ("extensions.istio.io", "TrafficExtension", 29, []),
        ("networking.istio.io", "Teapot", 30, []),
        ("teapots.io", "VirtualService", 30, []),
    ],
)
def test_the_served_versions_of_a_kind_are_known(
    group: str, kind: str, minor: int, expected: list[str]
) -> None:
    assert served_versions(group, kind, minor) == expected


def test_there_is_no_schema_of_what_is_no_kind() -> None:
    with pytest.raises(OSError, match="Teapot"):
        schema_of("kinds/networking.istio.io/Teapot", 30)


def test_projecting_does_without_a_validator() -> None:
    code = "import sys, istiolint.schema.projection as p, istiolint.schema.store as s"
    projected = "p.project(s.load('mesh/MeshConfig.json'), 30)"
    check = f"{code}; {projected}; sys.exit('jsonschema' in sys.modules)"
    subprocess.run([sys.executable, "-c", check], check=True, cwd=ROOT)


names = st.sampled_from("abc")
words = st.lists(st.sampled_from(["a", "b", "c", 1, True]), max_size=3)
schemas = st.recursive(
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["string", ["string", "null"]]),
            "minimum": st.sampled_from([0, 0.0, 1]),
            "default": st.sampled_from([None, False, {}, {"properties": {"a": 1}}]),
            "enum": words,
            "required": st.lists(names, max_size=3),
        },
    ),
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            "type": st.just("object"),
            "properties": st.dictionaries(names, inner, max_size=3),
            "additionalProperties": inner | st.booleans(),
            "items": inner,
            "oneOf": st.lists(inner, max_size=3),
            "description": st.just("long enough to be worth a name of its own " * 4),
        },
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.integers(1, 6), schemas, min_size=1))
def test_any_schemas_can_be_merged_and_taken_apart(site: dict[int, Any]) -> None:
    document = tool["Document"](site, range(1, 7))
    for merged in (document.plain(), document.sharing()):
        for minor in range(1, 7):
            found = project(merged, minor)
            expected = site.get(minor)
            assert exact(found and inlined(found, found.get("$defs"))) == exact(expected)


def facts_of(minor: int, name: str) -> Any:
    """One file of the facts of one release."""
    return json.loads((FACTS / f"1.{minor}" / name).read_text())


def resources_in(minor: int) -> Iterator[dict[str, Any]]:
    """Every custom resource that the facts have for a release."""
    yield from facts_of(minor, "crds.json")
    bundle = facts_of(minor, "gateway-api.json")["bundle"]
    yield from json.loads((FACTS / "gateway-api" / f"{bundle}.json").read_text())
    for path in (FACTS / "sail").glob(f"1.{minor}.*"):
        yield from json.loads(path.read_text())


@each_release
def test_resources_are_those_of_the_facts(minor: int) -> None:
    expected = {f"{crd['group']}/{crd['kind']}": crd for crd in resources_in(minor)}
    files = {str(path.relative_to(KINDS)).removesuffix(".json") for path in KINDS.rglob("*.json")}
    assert expected.keys() <= files
    for name in files - {"install.istio.io/IstioOperator"}:
        found = schema_of(f"kinds/{name}", minor)
        if name in expected:
            assert found is not None
            crd = with_defaults(expected[name])
            assert exact(crd_of(found)) == exact(crd), name
            served = {label for label, each in crd["versions"].items() if each["served"]}
            assert set(served_versions(crd["group"], crd["kind"], minor)) == served, name
        else:
            # The Sail operator of the newest Istio may not be there yet.
            assert found is None or (name.startswith("sail") and minor > 30), name


def with_defaults(crd: dict[str, Any]) -> dict[str, Any]:
    """A resource of the facts; those of Sail do not say that no version is deprecated."""
    versions = {name: {"deprecated": False} | each for name, each in crd["versions"].items()}
    return crd | {"versions": versions}


def crd_of(resource: Any) -> dict[str, Any]:
    """A projected resource in the form of the facts."""
    versions = {
        name: {
            "served": "x-istio-unserved" not in version,
            "storage": "x-istio-storage" in version,
            "deprecated": "deprecated" in version,
            "schema": without_rules(inlined(version["schema"], resource.get("$defs"))),
        }
        for name, version in resource["x-istio-versions"].items()
    }
    names: dict[str, Any] = resource["x-istio-resource"]
    return names | {"versions": versions}


def without_rules(schema: Any) -> Any:
    """A schema without what these facts do not have: rules, and what follows from them."""
    if isinstance(schema, list):
        return [without_rules(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    ours = (
        "x-istio-exclusive",
        "x-istio-format",
        "x-istio-keys",
        "x-istio-least",
        "x-kubernetes-validations",
    )
    return {key: without_rules(each) for key, each in schema.items() if key not in ours}


@each_release
@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("mesh/MeshConfig", "mesh.json"),
        ("mesh/MeshNetworks", "mesh.json"),
        ("mesh/ProxyConfig", "mesh.json"),
        ("values/istioctl", "values.json"),
        ("kinds/install.istio.io/IstioOperator", "operator.json"),
    ],
)
def test_messages_are_those_of_the_facts(name: str, file: str, minor: int) -> None:
    schema: Any = schema_of(name, minor)
    facts = facts_of(minor, file)
    if "structs" in facts:
        facts = {"messages": as_messages(facts["structs"]), "enums": {}}
    # There are two messages of the name ProxyConfig; that of the mesh is the one.
    labels = sorted(facts["messages"], key=lambda label: "mesh" in label)
    messages = {short(label): facts["messages"][label] for label in labels}
    enums = {short(label): each for label, each in facts["enums"].items()}
    own = {label: node for label, node in schema["$defs"].items() if not KUBERNETES.search(label)}
    for label, node in own.items():
        if "enum" in node:
            assert node["enum"] == enums[label]
        else:
            fields = {key: field_of(each) for key, each in node["properties"].items()}
            expected = {key: with_short_type(each, facts) for key, each in messages[label].items()}
            assert exact(fields) == exact(expected), label
    root = schema.get("$ref", "#/$defs/IstioOperatorSpec").removeprefix("#/$defs/")
    assert own.keys() == reached(root, messages, enums)


def short(label: str) -> str:
    """The name of a message without its package, or of the struct that took its place."""
    name = re.sub(r"^([a-z0-9]+\.)+", "", label)
    return STRUCTS.get(label.removeprefix("istio.operator.v1alpha1."), name)


KUBERNETES = re.compile(r"\.v\d\w*\.")
"""Stands in the name of a type of Kubernetes."""

STRUCTS = {
    "IstioComponentSetSpec": "IstioComponentSpec",
    "GatewaySpec": "GatewayComponentSpec",
    "KubernetesResourcesSpec": "KubernetesResources",
    "K8sObjectOverlay": "KubernetesOverlay",
    "K8sObjectOverlay.PathValue": "Patch",
}


def with_short_type(field: dict[str, Any], facts: Any) -> dict[str, Any]:
    """A field of the facts with the short name of what they define."""
    key = "map" if "map" in field else "type"
    defined = field[key] in facts["messages"] or field[key] in facts["enums"]
    named = defined and not field[key].endswith(WRITTEN_PLAINLY)
    return field | ({key: short(field[key])} if named else {})


def reached(root: str, messages: Any, enums: Any) -> set[str]:
    """The types that a message is made of, but for those that are written as a value."""
    waiting = [root]
    for label in waiting:
        for field in messages.get(label, {}).values():
            used = short(field.get("map") or field["type"])
            known = (used in messages or used in enums) and used not in WRITTEN_PLAINLY
            if known and used not in waiting and not used.startswith("google"):
                waiting.append(used)
    return set(waiting)


WRITTEN_PLAINLY = ("IntOrString", "BoolValue")


def field_of(node: Any) -> dict[str, Any]:
    """A property in the form that the facts have for a field."""
    words = {
        "deprecated": "deprecated",
        "oneof": "x-istio-oneof",
        "proto_name": "x-istio-proto-name",
    }
    field = {word: node[keyword] for word, keyword in words.items() if keyword in node}
    if node.get("type") == "array":
        return field | {"repeated": True} | {"type": type_of(node["items"])}
    if "additionalProperties" in node:
        return field | {"map": type_of(node["additionalProperties"])}
    return field | {"type": type_of(node)}


def type_of(node: Any) -> str:
    """The type of a field as the facts call it."""
    if "$ref" in node and "x-istio-type" not in node:
        return str(node["$ref"]).removeprefix("#/$defs/")
    plain = {"boolean": "bool", "number": "double", "string": "string"}
    found: str = node.get("x-istio-type") or node.get("format") or plain[node["type"]]
    return found


def as_messages(structs: Any) -> dict[str, Any]:
    """Go structs in the form of messages."""
    messages: dict[str, Any] = {}
    for name, fields in structs.items():
        own = {key: each["type"] for key, each in fields.items() if key != "(embeds)"}
        embedded = structs[fields["(embeds)"]["type"]] if "(embeds)" in fields else {}
        types = {key: each["type"] for key, each in embedded.items()} | own
        messages[name] = {key: as_field(each) for key, each in types.items()}
    return messages


def as_field(go: str) -> dict[str, Any]:
    """A Go type in the form of a field."""
    before, bracket, after = go.rpartition("]")
    if before == "[":
        return {"type": after.lstrip("*"), "repeated": True}
    return {"map": after} if bracket else {"type": go}


@each_release
@pytest.mark.parametrize("name", ["annotations", "labels"])
def test_registries_are_those_of_the_facts(name: str, minor: int) -> None:
    schema: Any = schema_of(name, minor)
    found = {
        key: {
            "name": key,
            "featureStatus": node.get("x-istio-status"),
            "deprecated": node.get("deprecated", False),
            "hidden": node.get("x-istio-hidden", False),
            "resources": node.get("x-istio-resources", []),
        }
        for key, node in schema["properties"].items()
        if "x-istio-unregistered" not in node
    }
    facts = facts_of(minor, f"{name}.json")
    empty = {"featureStatus": None}
    assert found == {
        each["name"]: empty | {key: each[key] for key in each if key != "descriptions"}
        for each in facts
    }


@each_release
def test_variables_are_those_of_the_facts(minor: int) -> None:
    schema: Any = schema_of("env", minor)
    facts = facts_of(minor, "env.json")
    sources = json.loads((FACTS / "timelines/env_vars.json").read_text())["env"]
    said = {"BoolVar": "bool", "IntVar": "int", "StringVar": "string"}
    ours = {
        name: node for name, node in schema["properties"].items() if "x-istio-runtime" not in node
    }
    assert facts.keys() - ours.keys() <= OF_TESTS
    assert ours.keys() == facts.keys() - OF_TESTS
    for name, node in ours.items():
        fact = facts[name]
        assert node.get("x-istio-default") == fact["default"], name
        assert node.get("x-istio-files") == sources.get(name, {}).get("files"), name
        assert node.get("x-istio-needs") == fact.get("needs"), name
        assert not fact["kind"] or node["x-istio-type"] == said[fact["kind"]], name


OF_TESTS = frozenset(
    [
        "ARTIFACTS",
        "BUILD_ID",
        "CI",
        "CITADEL_AGENT_TESTING_UDS_PATH",
        "DEBUG_CONFIG_DUMP",
        "ENVOY_PATH",
        "EXPOSE_GRPC_ADMIN",
        "JOB_NAME",
        "JOB_TYPE",
        "PROW_ARTIFACTS_BASE",
        "PULL_NUMBER",
        "REFRESH_GOLDEN",
        "REPO_NAME",
        "REPO_OWNER",
        "SIMULATION_DEBUG",
    ]
)
"""Variables that only Istio's tests read."""


@each_release
def test_the_schema_of_the_gateway_chart_is_the_published_one(minor: int) -> None:
    schema: Any = schema_of("values/gateway", minor)
    published = facts_of(minor, "charts.json")["gateway"]["schema"]
    values = published["$defs"]["values"] if "$ref" in published else published
    assert schema["$ref"] == "#/$defs/values"
    assert exact(schema["$defs"]) == exact(
        {"values": {key: values[key] for key in values if key != "$schema"}}
    )


@each_release
@pytest.mark.parametrize(
    ("chart", "folder", "reader"),
    [
        ("base", "base", "base"),
        ("cni", "istio-cni", "cni"),
        ("gateway", "gateway", "gateway"),
        ("istio-egress", "gateways/istio-egress", "egress"),
        ("istio-ingress", "gateways/istio-ingress", "ingress"),
        ("istiod", "istio-control/istio-discovery", "istiod"),
        ("istiod-remote", "istiod-remote", "istiod-remote"),
        ("ztunnel", "ztunnel", "ztunnel"),
    ],
)
def test_the_keys_of_a_chart_are_those_of_the_facts(
    chart: str, folder: str, reader: str, minor: int
) -> None:
    schema = schema_of(f"keys/{chart}", minor)
    facts = facts_of(minor, "charts.json").get(folder)
    assert (schema is None) == (facts is None)
    if schema is not None:
        nodes = dict(nodes_of(schema))
        release = json.loads((FACTS / "releases.json").read_text())[f"1.{minor}"]
        reads = json.loads((FACTS / "timelines/chart_template_value_refs.json").read_text())
        wrapped = facts["defaults"]
        inner = wrapped.get("_internal_defaults_do_not_set", wrapped.get("defaults", wrapped))
        read = {".".join(path) for path, node in nodes.items() if "x-istio-read" in node}
        assert read == set(reads[release].get(reader, ()))
        written = {path: kind for path, kind in kinds_of(inner) if kind}
        found = {
            path: node["x-istio-default-type"]
            for path, node in nodes.items()
            if "x-istio-default-type" in node
        }
        assert found == written


def nodes_of(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every key under a node."""
    yield path, node
    for key, inner in node.get("properties", {}).items():
        yield from nodes_of(inner, (*path, key))


def kinds_of(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """What every default is; of ``null``, nothing."""
    kinds = {dict: "object", list: "array", str: "string", bool: "boolean", int: "integer"}
    kinds |= {float: "number", type(None): ""}
    yield path, kinds[type(value)]
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from kinds_of(inner, (*path, key))
