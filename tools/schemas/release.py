"""The facts of one release out of what Istio publishes.

The folder of a release, which has its number as name, holds what a checkout of Istio and of
its API has under the same names::

    annotation/annotations.yaml  label/labels.yaml     the registries
    manifests/charts/*/values.yaml                     the defaults of the charts
    manifests/charts/gateway/values.schema.json
    manifests/charts/base/{crds,files}/crd-all.gen.yaml
    manifests/profiles/*.yaml  manifests/helm-profiles/*.yaml
    mesh.pb  values.pb                                 protoc --descriptor_set_out

The facts come in the form that ``../shared/istio`` has them, one entry for each file there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    EnumDescriptorProto,
    FieldDescriptorProto,
    FileDescriptorSet,
)

Facts = dict[str, Any]

WORDS = frozenset(("description",))
"""What a schema says to people, and nobody else."""

REGISTRY = ("name", "featureStatus", "deprecated", "hidden", "resources")
"""What is kept of an entry of a registry."""

BUNDLE = "crd-all.gen.yaml"
"""The file of the custom resources."""

COMMON = ("google.", "k8s.io.")
"""How the names of messages begin that are not Istio's."""


def release_facts(folder: Path) -> Facts:
    """All facts of a release, by the name of the file they are in elsewhere."""
    return {
        "annotations.json": registry(folder / "annotation" / "annotations.yaml", "annotations"),
        "charts.json": charts(folder / "manifests" / "charts"),
        "crds.json": crds(folder / "manifests" / "charts" / "base"),
        "labels.json": registry(folder / "label" / "labels.yaml", "labels"),
        "mesh.json": messages(folder / "mesh.pb"),
        "profiles.json": profiles(folder / "manifests"),
        "values.json": messages(folder / "values.pb"),
    }


def minor_of(folder: Path) -> int:
    """The minor of the release in a folder; ``ValueError`` if its name is no release."""
    match = re.match(r"1\.(\d+)\b", folder.name)
    if match is None:
        raise ValueError(f"the name of {folder} is not that of a release, such as 1.32.0")
    return int(match[1])


def documents(path: Path) -> list[Any]:
    """The YAML documents in a file."""
    found = yaml.load_all(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return [each for each in found if each is not None]


def registry(path: Path, key: str) -> list[Facts]:
    """The entries of a registry of annotations or labels."""
    (content,) = documents(path)
    return [{name: each[name] for name in REGISTRY if name in each} for each in content[key]]


def charts(folder: Path) -> Facts:
    """The charts that have defaults, by their folders."""
    return {
        str(path.parent.relative_to(folder)): chart(path.parent)
        for path in sorted(folder.rglob("values.yaml"))
    }


def chart(folder: Path) -> Facts:
    """The name of a chart, its defaults, and the schema that it brings along."""
    found = {
        "name": documents(folder / "Chart.yaml")[0]["name"],
        "defaults": (documents(folder / "values.yaml") or [{}])[0],
    }
    schema = folder / "values.schema.json"
    if schema.exists():
        found["schema"] = without_words(json.loads(schema.read_text("utf-8")))
    return found


def profiles(folder: Path) -> Facts:
    """The profiles of istioctl and, with a word before their names, those of Helm."""
    found = {path.stem: documents(path)[0] for path in (folder / "profiles").glob("*.yaml")}
    for path in (folder / "helm-profiles").glob("*.yaml"):
        found[f"helm:{path.stem}"] = (documents(path) or [{}])[0]
    return found


def crds(base: Path) -> list[Facts]:
    """The custom resources that the chart ``base`` brings."""
    bundle = next(base.glob(f"*/{BUNDLE}"))
    return [crd(each["spec"]) for each in documents(bundle)]


def crd(spec: Facts) -> Facts:
    """One custom resource."""
    names = spec["names"]
    versions = {
        each["name"]: {
            "served": each["served"],
            "storage": each["storage"],
            "deprecated": each.get("deprecated", False),
            "schema": without_words(each["schema"]["openAPIV3Schema"]),
        }
        for each in spec["versions"]
    }
    return {
        "group": spec["group"],
        "kind": names["kind"],
        "plural": names["plural"],
        "shortNames": names.get("shortNames", []),
        "scope": spec["scope"],
        "versions": versions,
    }


def without_words(schema: Any) -> Any:
    """A schema without what it says to people; a property may have any name."""
    if isinstance(schema, list):
        return [without_words(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: without_words(each) for key, each in schema.items() if key not in WORDS}
    if "properties" in schema:
        inner = schema["properties"]
        found["properties"] = {key: without_words(each) for key, each in inner.items()}
    if "x-kubernetes-validations" in schema:
        rules = schema["x-kubernetes-validations"]
        found["x-kubernetes-validations"] = [{"rule": each["rule"]} for each in rules]
    return found


def messages(path: Path) -> Facts:
    """The messages and enums of a set of descriptors."""
    found: Facts = {"messages": {}, "enums": {}}
    for file in FileDescriptorSet.FromString(path.read_bytes()).file:
        if not file.package.startswith(COMMON):
            for enum in file.enum_type:
                found["enums"][f"{file.package}.{enum.name}"] = enum_words(enum)
            for message in file.message_type:
                add_message(found, file.package, message)
    return found


def add_message(found: Facts, scope: str, message: DescriptorProto) -> None:
    """Note a message and those inside it."""
    name = f"{scope}.{message.name}"
    maps = {
        f".{name}.{inner.name}": inner for inner in message.nested_type if inner.options.map_entry
    }
    oneofs = [each.name for each in message.oneof_decl]
    found["messages"][name] = {
        field.json_name: message_field(field, oneofs, maps) for field in message.field
    }
    for enum in message.enum_type:
        found["enums"][f"{name}.{enum.name}"] = enum_words(enum)
    for inner in message.nested_type:
        if not inner.options.map_entry:
            add_message(found, name, inner)


def message_field(
    field: FieldDescriptorProto, oneofs: list[str], maps: dict[str, DescriptorProto]
) -> Facts:
    """One field of a message."""
    found: Facts = {"type": field_type(field)}
    if field.type_name in maps:
        found = {"map": field_type(maps[field.type_name].field[1])}
    elif field.label == FieldDescriptorProto.LABEL_REPEATED:
        found["repeated"] = True
    if field.HasField("oneof_index"):
        found["oneof"] = oneofs[field.oneof_index]
    if field.options.deprecated:
        found["deprecated"] = True
    if field.name != field.json_name:
        found["proto_name"] = field.name
    return found


def field_type(field: FieldDescriptorProto) -> str:
    """The type of a field as its source has it."""
    name = FieldDescriptorProto.Type.Name(field.type)
    return field.type_name.removeprefix(".") or name.removeprefix("TYPE_").lower()


def enum_words(enum: EnumDescriptorProto) -> list[str]:
    """The words of an enum."""
    return [value.name for value in enum.value]


def template_reads(folder: Path) -> Iterator[str]:
    """The values that the templates of a chart name, if the folder has them.

    The resources that some charts bring are no templates.
    """
    for path in sorted((folder / "templates").rglob("*")):
        if path.suffix in (".yaml", ".tpl", ".txt") and path.name != BUNDLE:
            yield from re.findall(r"\.Values\.([A-Za-z_][\w.]*\w|\w)", path.read_text("utf-8"))
