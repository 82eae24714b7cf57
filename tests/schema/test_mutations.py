"""Every field broken in every way: one fault, of the right kind, at the right place.

``jsonschema`` is the judge of what is valid: with schemas closed as their readers close
them, its verdict is that of our own walk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator

from istiolint.schema import books
from istiolint.schema.fault import Fault, Reader
from istiolint.schema.gate import is_plainly_right
from istiolint.schema.projection import SCHEMAS, SEQUENCES, project, served_versions
from istiolint.schema.shape import Shape
from istiolint.schema.store import load
from istiolint.syntax.node import Node
from tests.schema.samples import found_in, mutations, sample, tape_of
from tests.schema.whole import schema_of

MOST = 8
"""Mutations of one kind that are tried in the fixed test; all of them take minutes."""


class Kind(NamedTuple):
    """A tree of fields with a schema, and who reads it."""

    name: str
    reader: Reader
    where: tuple[str, ...]

    def shape(self, minor: int) -> Shape | None:
        """Its shape in a release; ``None`` where the release has none."""
        head, *rest = self.where
        if head == "kinds":
            versions = served_versions(rest[0], rest[1], minor)
            return books.resource(rest[0], rest[1], versions[0], minor) if versions else None
        if head == "mesh":
            return books.mesh(rest[0], minor)
        if head == "istioctl":
            return books.istioctl_values(minor)
        return books.chart_values(rest[0], minor)


def kinds() -> Iterator[Kind]:
    for group, names in load("kinds.json").items():
        reader = Reader.ISTIOCTL if group == "install.istio.io" else Reader.API_SERVER
        for name in names:
            yield Kind(name, reader, ("kinds", group, name))
    for name in ("MeshConfig", "ProxyConfig", "MeshNetworks"):
        yield Kind(name, Reader.ISTIOD, ("mesh", name))
    yield Kind("spec.values", Reader.ISTIOCTL, ("istioctl",))
    for name in ("base", "cni", "gateway", "istiod", "ztunnel"):
        yield Kind(name, Reader.HELM, ("chart", name))


NO_SAMPLE = ("BackendTLSPolicy",)
"""Kinds with a pattern that none of the texts of the samples matches."""

KINDS = [each for each in kinds() if each.name not in NO_SAMPLE]
by_name = [pytest.param(each, id="/".join(each.where)) for each in KINDS]

ALSO = {
    "unknown-field": {"unknown-field", "misplaced-field", "field-not-yet", "field-removed"},
    "wrong-type": {"wrong-type", "scalar-over-table"},
}
"""What a mutation may turn out to be: a swapped letter may give a key of another release."""


def is_the_one(found: list[Fault], kind: str, path: tuple[str | int, ...]) -> bool:
    return [(each.kind in ALSO.get(kind, {kind}), each.field) for each in found] == [(True, path)]


@pytest.mark.parametrize("kind", by_name)
def test_one_mistake_is_one_fault_in_its_place(kind: Kind) -> None:
    minor = next(each for each in reversed(range(16, 32)) if kind.shape(each) is not None)
    shape = kind.shape(minor)
    assert shape is not None
    value = sample(shape)
    assert found_in(value, shape, kind.reader, kind.name) == []
    broken = list(mutations(value, shape))
    assert len(broken) > 5
    for each in broken[:: max(1, len(broken) // MOST)]:
        found = found_in(each.value, shape, kind.reader, kind.name)
        assert is_the_one(found, each.kind, each.path), (each.kind, each.path, found)


def closed(schema: Any, reader: Reader) -> Any:
    """A schema that forbids what its reader refuses or drops."""
    if not isinstance(schema, Mapping):
        return schema
    copy = dict(schema)
    for keyword, each in schema.items():
        if keyword in ("properties", "$defs"):
            copy[keyword] = {name: closed(inner, reader) for name, inner in each.items()}
        elif keyword in SCHEMAS and keyword != "not":
            copy[keyword] = closed(each, reader)
        elif keyword in SEQUENCES or keyword == "not":
            continue
    is_open = schema.get("x-kubernetes-preserve-unknown-fields") or "additionalProperties" in schema
    if reader is Reader.API_SERVER and schema.get("properties") and not is_open:
        copy["additionalProperties"] = False
    return copy


def judged_by(kind: Kind, minor: int) -> Any:
    """The schema that ``jsonschema`` judges by, without what we add to it."""
    head, *rest = kind.where
    if head == "kinds":
        merged = schema_of(f"kinds/{rest[0]}/{rest[1]}", minor)
        assert merged is not None
        version = served_versions(rest[0], rest[1], minor)[0]
        root = {**merged, **merged["x-istio-versions"][version]["schema"]}
        while "$ref" in root:
            target = root["$defs"][root.pop("$ref").rpartition("/")[2]]
            root = {**root, **target}
        properties = {name: root["properties"][name] for name in ("spec",)}
        root = {**root, "properties": properties, "additionalProperties": True}
        return closed(root, kind.reader)
    name = f"mesh/{rest[0]}" if head == "mesh" else "values/istioctl"
    return closed(project(load(f"{name}.json"), minor), kind.reader)


HARD = (("gateway.networking.k8s.io", "Gateway"),)
"""Kinds whose samples do not satisfy all that ``oneOf`` says about values that belong together."""

JUDGED = [each for each in KINDS if each.reader is not Reader.HELM and each.where[1:] not in HARD]


@pytest.mark.parametrize("kind", [pytest.param(each, id="/".join(each.where)) for each in JUDGED])
def test_jsonschema_and_the_gate_have_the_same_verdicts(kind: Kind) -> None:
    minor = 31
    shape = kind.shape(minor)
    if shape is None or (kind.where[0] == "kinds" and "spec" not in shape.known):
        return
    value = sample(shape)
    validator = Draft202012Validator(judged_by(kind, minor))
    broken = [
        each for each in mutations(value, shape) if kind.where[0] != "kinds" or "spec" in each.path
    ]
    assert validator.is_valid(value)
    for _ in range(3):  # what is known of others like it changes no verdict
        is_plainly_right(Node(tape_of(value)), shape)
    for each in broken[:: max(1, len(broken) // 3)]:
        assert not validator.is_valid(each.value), (each.kind, each.path)
        assert not is_plainly_right(Node(tape_of(each.value)), shape)
