"""What becomes of the definitions of Kubernetes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tools import generate_kubernetes
from tools.schemas import kubernetes as module
from tools.schemas.kubernetes_words import BOUNDS, WORDS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("io.k8s.api.core.v1.Pod", "core.v1.Pod"),
        ("io.k8s.api.autoscaling.v2beta2.MetricSpec", "autoscaling.v2beta2.MetricSpec"),
        ("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta", "meta.v1.ObjectMeta"),
        ("io.k8s.apimachinery.pkg.util.intstr.IntOrString", "intstr.IntOrString"),
        ("io.k8s.apimachinery.pkg.version.Info", "version.Info"),
    ],
)
def test_names_are_short(name: str, expected: str) -> None:
    assert module.short(name) == expected


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        pytest.param({"type": ["string", "null"]}, {"type": "string"}, id="null is no value"),
        pytest.param({"type": "integer"}, {"type": "integer"}, id="one type"),
        pytest.param({"description": "words", "type": "string"}, {"type": "string"}, id="words"),
        pytest.param(
            {"$ref": "#/$defs/io.k8s.apimachinery.pkg.api.resource.Quantity"},
            {"type": ["number", "string"], "x-istio-format": "quantity"},
            id="what has no fields stands where it is",
        ),
        pytest.param(
            {"items": {"$ref": "#/$defs/io.k8s.api.core.v1.Pod"}},
            {"items": {"$ref": "#/$defs/core.v1.Pod"}},
            id="references",
        ),
        pytest.param(
            {"properties": {"description": {"type": "string"}}},
            {"additionalProperties": False, "properties": {"description": {"type": "string"}}},
            id="closed, and a field may be called description",
        ),
        pytest.param(
            {"additionalProperties": {"type": ["string", "null"]}},
            {"additionalProperties": {"type": "string"}},
            id="a map",
        ),
    ],
)
def test_published_schemas_are_simplified(published: Any, expected: Any) -> None:
    assert module.node(published) == expected


def test_a_field_of_any_release_is_a_field() -> None:
    old = {"properties": {"a": {"type": "string"}, "b": {}}, "required": ["a", "b"]}
    new = {"properties": {"a": {"type": "integer"}, "c": {}}, "required": ["a"]}
    assert module.union({34: old, 35: new}) == {
        "properties": {
            "a": {"type": "integer"},
            "b": {"x-kubernetes-releases": [[34, 34]]},
            "c": {"x-kubernetes-releases": [[35, None]]},
        },
        "required": ["a"],
    }


def test_nothing_is_required_that_one_release_does_not_require() -> None:
    new: dict[str, Any] = {"properties": {"a": {}}}
    assert module.union({34: new | {"required": ["a"]}, 35: new}) == new


def test_what_has_no_fields_is_as_in_the_newest_release() -> None:
    assert module.union({34: {"type": "string"}, 35: {"type": "object"}}) == {"type": "object"}


def test_the_keys_of_items_are_noted_where_they_must_be_there() -> None:
    def items(name: str, key: str) -> dict[str, Any]:
        reference = {"$ref": f"#/$defs/{name}"}
        return {"items": reference, "x-kubernetes-patch-merge-key": key}

    kept: Any = {
        "list": {"properties": {"a": items("one", "name"), "b": items("other", "name")}},
        "one": {"properties": {"name": {}}, "required": ["name"]},
        "other": {"properties": {"name": {}, "x-kubernetes-patch-merge-key": {"type": "string"}}},
    }
    module.note_merge_keys(kept)
    assert kept["one"]["x-istio-merge-keys"] == ["name"]
    assert "x-istio-merge-keys" not in kept["other"]
    assert kept["list"]["properties"]["a"] == {"items": {"$ref": "#/$defs/one"}}


def test_the_tables_speak_of_fields_that_are_there() -> None:
    pytest.importorskip("kubernetes_validate")
    newest = module.definitions(max(module.RELEASES))
    for table in (WORDS, BOUNDS):
        for name, fields in table.items():
            assert fields.keys() <= newest[name]["properties"].keys(), name


@pytest.mark.facts
def test_generating_again_changes_nothing(tmp_path: Path) -> None:
    pytest.importorskip("kubernetes_validate")
    generate_kubernetes.main(["--output", str(tmp_path)])
    committed = ROOT / "schemas" / "kubernetes.json"
    assert (tmp_path / "kubernetes.json").read_bytes() == committed.read_bytes()
