"""Protobuf messages and Go structs as JSON Schema, with what JSON cannot tell beside it.

``x-istio-type``        the type of a field, where its JSON does not tell
``x-istio-format``      what its text is read as: ``duration`` as Go has it, ``int-or-string``
``x-istio-proto-name``  the other spelling of a field that Istio accepts
``x-istio-oneof``       of the fields that have the same word here, only one may be set
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Fields = Mapping[str, Mapping[str, Any]]
Schema = dict[str, Any]

PLAIN: Mapping[str, Schema] = {
    "bool": {"type": "boolean"},
    "double": {"type": "number"},
    "int32": {"type": "integer", "format": "int32"},
    "int64": {"type": "integer", "format": "int64"},
    "string": {"type": "string"},
    "uint32": {"type": "integer", "format": "uint32", "minimum": 0},
    "uint64": {"type": "integer", "format": "uint64", "minimum": 0},
}
"""Types that their JSON tells."""

INT_OR_STRING: Schema = {"type": ["integer", "string"], "x-istio-format": "int-or-string"}

WRAPPED: Mapping[str, Schema] = {
    "BoolValue": PLAIN["bool"],
    "any": {},
    "bytes": {"type": "string"},
    "google.protobuf.Any": {"type": "object"},
    "google.protobuf.BoolValue": PLAIN["bool"],
    "google.protobuf.DoubleValue": PLAIN["double"],
    "google.protobuf.Duration": {"type": "string", "x-istio-format": "duration"},
    "google.protobuf.Int32Value": PLAIN["int32"],
    "google.protobuf.Int64Value": PLAIN["int64"],
    "google.protobuf.StringValue": PLAIN["string"],
    "google.protobuf.Struct": {"type": "object"},
    "google.protobuf.UInt32Value": PLAIN["uint32"],
    "google.protobuf.UInt64Value": PLAIN["uint64"],
    "google.protobuf.Value": {},
    "istio.operator.v1alpha1.IntOrString": INT_OR_STRING,
    "v1alpha1.IntOrString": INT_OR_STRING,
}
"""Types that share their JSON with others."""

KUBERNETES = (
    ("k8s.io.api.", ""),
    ("k8s.io.apimachinery.pkg.apis.", ""),
    ("appsv1.", "apps.v1."),
    ("autoscaling.", "autoscaling.v2."),
    ("corev1.", "core.v1."),
    ("policy.", "policy.v1."),
)
"""How types of Kubernetes are called by messages and structs, and in ``kubernetes.json``."""

STRUCTS = {
    "IstioComponentSetSpec": "IstioComponentSpec",
    "GatewaySpec": "GatewayComponentSpec",
    "KubernetesResourcesSpec": "KubernetesResources",
    "K8sObjectOverlay": "KubernetesOverlay",
    "K8sObjectOverlay.PathValue": "Patch",
}
"""Messages of IstioOperator, and what the struct that took their place is called."""


def message_schema(facts: Mapping[str, Any], root: str) -> Schema:
    """The schema of the message whose name ends so, with all that it uses in ``$defs``."""
    (name,) = (name for name in facts["messages"] if f".{name}".endswith(f".{root}"))
    return {"$ref": reference(name), "$defs": definitions(facts, name)}


def definitions(facts: Mapping[str, Any], root: str) -> dict[str, Schema]:
    """The messages and enums that a message is made of, itself first, by short name."""
    found: dict[str, Schema] = {}
    waiting = [root]
    for name in waiting:
        if short_name(name) in found:
            raise ValueError(f"two types are called {short_name(name)!r}")
        if name in facts["enums"]:
            found[short_name(name)] = {"type": "string", "enum": facts["enums"][name]}
            continue
        message: Fields = facts["messages"][name]
        found[short_name(name)] = message_node(message, facts)
        used = {type_name(field) for field in message.values()} - set(waiting)
        waiting += sorted(each for each in used if is_defined(each, facts))
    return found


def message_node(message: Fields, facts: Mapping[str, Any]) -> Schema:
    """One message: nothing but its fields is allowed in it."""
    properties = {key: field_node(field, facts) for key, field in message.items()}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def field_node(field: Mapping[str, Any], facts: Mapping[str, Any]) -> Schema:
    """One field of a message."""
    node = type_node(type_name(field), facts)
    if "map" in field:
        node = {"type": "object", "additionalProperties": node}
    if field.get("repeated"):
        node = {"type": "array", "items": node}
    notes = {
        "deprecated": field.get("deprecated"),
        "x-istio-oneof": field.get("oneof"),
        "x-istio-proto-name": field.get("proto_name"),
    }
    return node | {keyword: value for keyword, value in notes.items() if value}


def type_name(field: Mapping[str, Any]) -> str:
    """The type of a field, or of each value if it is a map."""
    return str(field["map"] if "map" in field else field["type"])


def type_node(name: str, facts: Mapping[str, Any]) -> Schema:
    """A type by its name; what the facts do not define may be any mapping."""
    if name in PLAIN:
        return dict(PLAIN[name])
    if is_defined(name, facts):
        return {"$ref": reference(name)}
    return {"x-istio-type": name} | WRAPPED.get(name, kubernetes_node(name) or {"type": "object"})


def kubernetes_node(name: str) -> Schema | None:
    """Where a type of Kubernetes is defined; ``None`` if it is no such type."""
    for prefix, package in KUBERNETES:
        if name.startswith(prefix):
            return {"$ref": f"kubernetes.json#/$defs/{package}{name.removeprefix(prefix)}"}
    return None


def is_defined(name: str, facts: Mapping[str, Any]) -> bool:
    """Whether a type has a definition of its own, and its JSON is what that says."""
    return name not in WRAPPED and (name in facts["messages"] or name in facts["enums"])


def reference(name: str) -> str:
    """Where the definition of a type is."""
    return f"#/$defs/{short_name(name)}"


def short_name(name: str) -> str:
    """A type without its package, by the name that stays when messages become structs."""
    short = re.sub(r"^.*\bv\d\w*\.(?=\w)", "", name)
    return STRUCTS.get(short, short) if name.startswith("istio.operator.") else short


def struct_facts(structs: Mapping[str, Fields]) -> dict[str, Any]:
    """Go structs in the form of messages."""
    return {
        "enums": {},
        "messages": {name: struct_fields(fields, structs) for name, fields in structs.items()},
    }


def struct_fields(fields: Fields, structs: Mapping[str, Fields]) -> dict[str, dict[str, Any]]:
    """The fields of a struct, with those of what it embeds."""
    found: dict[str, dict[str, Any]] = {}
    for name, field in fields.items():
        if name == "(embeds)":
            found |= struct_fields(structs[field["type"]], structs)
        else:
            found[name] = go_type(field["type"])
    return found


def go_type(name: str) -> dict[str, Any]:
    """A Go type as a field of a message."""
    if name.startswith("map[string]"):
        return {"map": name.removeprefix("map[string]")}
    if name.startswith("[]"):
        return {"type": name.removeprefix("[]").removeprefix("*"), "repeated": True}
    return {"type": name}
