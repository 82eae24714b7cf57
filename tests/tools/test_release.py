"""What a release publishes gives the facts that are known of it in another form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    EnumDescriptorProto,
    EnumValueDescriptorProto,
    FieldDescriptorProto,
    FieldOptions,
    FileDescriptorProto,
    FileDescriptorSet,
    MessageOptions,
    OneofDescriptorProto,
)

from tools.schemas import release as module

ROOT = Path(__file__).parents[2]
FACTS = ROOT.parent / "shared" / "istio"
SOURCES = ROOT.parent / "shared" / "istio-src"

needs_sources = [
    pytest.mark.facts,
    pytest.mark.skipif(not SOURCES.is_dir(), reason="the sources are not beside this repository"),
]

STRING = FieldDescriptorProto.TYPE_STRING
MESSAGE = FieldDescriptorProto.TYPE_MESSAGE
REPEATED = FieldDescriptorProto.LABEL_REPEATED


def descriptors(path: Path, *files: FileDescriptorProto) -> Path:
    path.write_bytes(FileDescriptorSet(file=files).SerializeToString())
    return path


def field(name: str, json_name: str = "", **more: Any) -> FieldDescriptorProto:
    return FieldDescriptorProto(name=name, json_name=json_name or name, **{"type": STRING} | more)


def test_messages_are_read_from_descriptors(tmp_path: Path) -> None:
    entry = DescriptorProto(
        name="LabelsEntry",
        field=[field("key"), field("value", type=MESSAGE, type_name=".a.v1.Outer.Inner")],
        options=MessageOptions(map_entry=True),
    )
    words = EnumDescriptorProto(name="Mode", value=[EnumValueDescriptorProto(name="ON")])
    outer = DescriptorProto(
        name="Outer",
        enum_type=[words],
        nested_type=[entry, DescriptorProto(name="Inner")],
        oneof_decl=[OneofDescriptorProto(name="choice")],
        field=[
            field("labels", type=MESSAGE, type_name=".a.v1.Outer.LabelsEntry", label=REPEATED),
            field("old_name", "oldName", options=FieldOptions(deprecated=True)),
            field("names", label=REPEATED),
            field("one", oneof_index=0, type=FieldDescriptorProto.TYPE_UINT32),
        ],
    )
    common = FileDescriptorProto(package="google.protobuf", message_type=[outer])
    own = FileDescriptorProto(package="a.v1", message_type=[outer], enum_type=[words])
    assert module.messages(descriptors(tmp_path / "a.pb", common, own)) == {
        "enums": {"a.v1.Mode": ["ON"], "a.v1.Outer.Mode": ["ON"]},
        "messages": {
            "a.v1.Outer": {
                "labels": {"map": "a.v1.Outer.Inner"},
                "oldName": {"type": "string", "deprecated": True, "proto_name": "old_name"},
                "names": {"type": "string", "repeated": True},
                "one": {"type": "uint32", "oneof": "choice"},
            },
            "a.v1.Outer.Inner": {},
        },
    }


def test_schemas_lose_their_words_and_no_fields() -> None:
    schema = {
        "description": "words",
        "properties": {"description": {"description": "words", "type": "string"}},
        "oneOf": [{"description": "words"}],
        "x-kubernetes-validations": [{"rule": "self", "message": "words"}],
    }
    assert module.without_words(schema) == {
        "properties": {"description": {"type": "string"}},
        "oneOf": [{}],
        "x-kubernetes-validations": [{"rule": "self"}],
    }


@pytest.mark.parametrize(("name", "minor"), [("1.32.0", 32), ("1.31.0-rc.0", 31), ("1.30", 30)])
def test_the_folder_names_the_release(name: str, minor: int) -> None:
    assert module.minor_of(Path("somewhere") / name) == minor


def test_a_folder_of_another_name_is_refused() -> None:
    with pytest.raises(ValueError, match="is not that of a release"):
        module.minor_of(Path("istio"))


def test_a_chart_without_defaults_has_none(tmp_path: Path) -> None:
    (tmp_path / "Chart.yaml").write_text("name: a\n")
    (tmp_path / "values.yaml").write_text("# nothing\n")
    assert module.chart(tmp_path) == {"name": "a", "defaults": {}}


def test_templates_tell_what_they_read(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "a.yaml").write_text("{{ .Values.a.b }} {{- if (.Values.c) }} {{ $.Values.d_e }}.")
    (folder / "crd-all.gen.yaml").write_text("{{ .Values.f }}")
    (folder / "README.md").write_text("{{ .Values.g }}")
    assert list(module.template_reads(tmp_path)) == ["a.b", "c", "d_e"]
    assert list(module.template_reads(folder)) == []


def of_messages(facts: Any) -> Any:
    """What is said of the messages that a schema can reach: not those of other packages."""
    return {
        kind: {name: each for name, each in facts[kind].items() if ".type." not in name}
        for kind in ("messages", "enums")
    }


def comparable(facts: Any) -> str:
    """An exact text of what both forms of the facts have."""
    told = of_messages(facts) if "messages" in facts else facts
    return json.dumps(without_rules(told), sort_keys=True)


def without_rules(value: Any) -> Any:
    """Facts without what only one of both has: rules of resources, and words for people."""
    if isinstance(value, list):
        return [without_rules(each) for each in value]
    if not isinstance(value, dict):
        return value
    left_out = ("x-kubernetes-validations", "descriptions")
    return {key: without_rules(each) for key, each in value.items() if key not in left_out}


@pytest.mark.parametrize(
    "name",
    [pytest.param(each, marks=needs_sources) for each in ("1.20.8", "1.30.3", "1.31.0-rc.0")],
)
def test_what_is_published_gives_the_same_facts(name: str) -> None:
    folder = SOURCES / name
    found = module.release_facts(folder)
    for file, told in found.items():
        path = FACTS / f"1.{module.minor_of(folder)}" / file
        known = json.loads(path.read_text("utf-8"))
        assert comparable(told) == comparable(known), file
    assert "x-kubernetes-validations" in json.dumps(found["crds.json"])
