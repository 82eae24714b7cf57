"""Istio's annotations and labels: where they belong, since when, and as what.

Out of ``schemas/annotations.json`` and ``schemas/labels.json``: Istio's own registry, with what
was found out by hand, which is in ``tools/schemas/metadata_words.py``: the formats of values, what
came instead, and names that Istio's code reads though they are in no registry.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from istiolint.schema.store import load
from istiolint.schema.timeline import keyword_in

What = Literal["annotation", "label"]


class KnownName(NamedTuple):
    """An annotation or a label of the registry, as it is in one release."""

    name: str
    resources: Sequence[str]
    """The kinds it belongs to, ``Any`` for all; a pod's is written in a pod template as well."""
    is_deprecated: bool
    gone_in: int | None
    """The minor release from which on it is not registered, if that is this one or before."""
    useless_since: int | None = None
    """The minor release from which on it has no effect, if that is this one or before."""


class ValueType(NamedTuple):
    """What the value of an annotation has to be in one release."""

    format: str
    """A format, or empty where only ``words`` may be written."""
    words: Sequence[str]
    is_refused: bool
    """Whether an object with another value is refused."""


@lru_cache(maxsize=1024)
def known_name(what: What, name: str, minor: int) -> KnownName | None:
    """What the registry says of a name; ``None`` if it was never in it."""
    said = _registry(what).get(name)
    if said is None:
        return None
    spans = said.get("x-istio-changes", {}).get("x-istio-useless", ())
    useless = next((first for first, *_ in spans), None)
    last = said.get("x-istio-releases", [[16, None]])[-1][1]
    return KnownName(
        name,
        keyword_in(said, "x-istio-resources", minor) or ("Any",),
        bool(keyword_in(said, "deprecated", minor)),
        None if last is None or minor <= last else last + 1,
        useless if useless is not None and useless <= minor else None,
    )


def names_of(what: What) -> Sequence[str]:
    """All names of the registry, and those that only the code knows."""
    return list(_registry(what))


@lru_cache(maxsize=1024)
def is_only_in_code(name: str) -> bool:
    """Whether Istio reads an annotation that its registry does not have."""
    return "x-istio-unregistered" in _registry("annotation").get(name, {})


@lru_cache(maxsize=1024)
def value_type(name: str, minor: int) -> ValueType | None:
    """What the value of an annotation has to be; ``None`` where anything may be."""
    said = _registry("annotation").get(name, {})
    words, form = said.get("enum", ()), said.get("x-istio-format", "")
    if not (words or form):
        return None
    return ValueType(form, words, bool(keyword_in(said, "x-istio-refused", minor)))


def instead_of(name: str, minor: int) -> str | None:
    """What to do rather than use a deprecated annotation."""
    said = _registry("annotation").get(name, {})
    match keyword_in(said, "x-istio-replacement", minor):
        case {"proxyConfig": field}:
            return f"set {field} in the annotation proxy.istio.io/config"
        case {"kind": kind, "field": field}:
            return f"use {field} of a {kind} resource"
        case {"label": new}:
            return f"use the label {new}"
        case {"annotation": new}:
            return f"use {new}"
        case {"field": field}:
            return f"set {field}"
    return "remove it: nothing reads it" if said.get("x-istio-useless") else None


def renamed(name: str, minor: int) -> str | None:
    """The annotation that takes the place of another with the same value."""
    said = _registry("annotation").get(name, {})
    new: str | None = (keyword_in(said, "x-istio-replacement", minor) or {}).get("annotation")
    return new


def _registry(what: What) -> Mapping[str, Any]:
    properties: Mapping[str, Any] = load(f"{what}s.json")["properties"]
    return properties
