"""What single keywords of a schema mean to the program that reads the values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from istiolint.schema.fault import Reader
from istiolint.schema.formats import PORTS

Schema = Mapping[str, Any]

_NUMBER = frozenset(("integer", "number", "string"))
_DEFAULTS = {
    **{each: frozenset((each,)) for each in ("object", "array", "boolean")},
    "integer": _NUMBER,
    "number": _NUMBER,
    "string": _NUMBER | {"boolean"},
}
"""What may be written where a chart has a default of a type: templates print any scalar alike."""

COMBINERS = ("oneOf", "anyOf", "allOf", "not")
"""Keywords that combine schemas."""

_INT_OR_STRING = frozenset(("integer", "string"))
_OPAQUE = frozenset(("google.protobuf.Struct", "google.protobuf.Value", "google.protobuf.Any"))


def types_of(said: Mapping[str, Any]) -> frozenset[str] | None:
    """The JSON types that a value may have.

    Templates take much: of Helm's values the type of the default tells, and where this is a
    text or a number, any scalar will do that is no switch for a number.
    """
    if said.get("x-istio-default-type") in _DEFAULTS:
        return _DEFAULTS[said["x-istio-default-type"]]
    if "x-kubernetes-int-or-string" in said:
        return _INT_OR_STRING
    kind = said.get("type")
    if kind is None:
        return frozenset(("object",)) if said.get("properties") else None
    return frozenset((kind,) if isinstance(kind, str) else kind)


def named(key: str, properties: Mapping[str, Schema]) -> str | None:
    """The name in a schema of what may also be written under its name in protobuf."""
    if key in properties:
        return key
    others = (name for name, each in properties.items() if each.get("x-istio-proto-name") == key)
    return next(others, None)


class Together(NamedTuple):
    """What a schema says of the keys of a mapping taken together."""

    combiners: Mapping[str, Any]
    """``oneOf`` and its like."""
    exclusive: tuple[frozenset[str], ...]
    """Groups of keys of which one may be there."""
    is_complex: bool
    """Whether the combiners say more than the groups."""


def together(said: Mapping[str, Any]) -> Together:
    """What a schema says of keys taken together; of an integer or a text it says nothing."""
    combiners = {key: said[key] for key in COMBINERS if key in said}
    if "x-kubernetes-int-or-string" in said:
        combiners.pop("anyOf", None)
    alternatives = tuple(_exclusive(combiners.get("oneOf", ())))
    is_simple = bool(alternatives) and list(combiners) == ["oneOf"]
    groups = alternatives + tuple(map(frozenset, said.get("x-istio-exclusive", ())))
    return Together(combiners, groups, bool(combiners) and not is_simple)


def _exclusive(alternatives: Sequence[Schema]) -> Iterator[frozenset[str]]:
    """The keys of which one may be there at most, if that is all that ``oneOf`` says."""
    keys = [_the_required(each) for each in alternatives if "not" not in each]
    nots = [each for each in alternatives if "not" in each]
    is_simple = len(nots) == 1 and all(keys) and list(nots[0]["not"]) == ["anyOf"]
    if is_simple and [_the_required(each) for each in nots[0]["not"]["anyOf"]] == keys:
        yield frozenset(each for each in keys if each)


def _the_required(schema: Schema) -> str | None:
    """The key that a schema requires, if it says nothing else."""
    said = {key: value for key, value in schema.items() if not key.startswith("x-istio-")}
    names = said.get("required", ())
    return names[0] if list(said) == ["required"] and len(names) == 1 else None


def is_closed(said: Mapping[str, Any], reader: Reader) -> bool:
    """Whether unknown keys are mistakes.

    The API server drops what the schema of a resource does not name, whether or not it says
    so; where it names nothing, the facts may know less than the schema.
    """
    if said.get("x-kubernetes-preserve-unknown-fields") or said.get("x-istio-type") in _OPAQUE:
        return False
    if reader is Reader.HELM:
        return bool(said.get("properties")) and not said.get("x-istio-read")
    return said.get("additionalProperties") is False or bool(
        reader is Reader.API_SERVER
        and said.get("properties")
        and "additionalProperties" not in said
    )


def format_of(said: Mapping[str, Any]) -> str | None:
    """The format that the type of a value in protobuf tells, the program that reads it, or both."""
    if said.get("x-istio-type") == "google.protobuf.Duration":
        return "go-duration"
    form: str | None = said.get("x-istio-format", said.get("format"))
    return "go-duration" if form == "duration" else form


def format_by_key(key: str, said: Schema, formats: Mapping[str, str]) -> str | None:
    """The format that some demand by the key, where a schema says only that it is a text."""
    form = formats.get(key)
    is_text = said.get("type") == "string" and "enum" not in said
    return form if is_text or form in PORTS.values() else None
