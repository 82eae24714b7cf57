"""A release is added to schemas without the facts of those before."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tools import generate_schemas
from tools.generate_schemas import merged
from tools.schemas import adding as module
from tools.schemas.durations import mark_durations

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "schemas"
SOURCES = ROOT.parent / "shared" / "istio-src"


def test_the_schemas_tell_which_releases_there_are() -> None:
    assert module.minors_in(SCHEMAS) == list(range(16, 32))


def test_what_was_merged_comes_back() -> None:
    names = [
        "env",
        "kinds/networking.istio.io/Sidecar",
        "kinds/sailoperator.io/IstioCNI",
        "keys/ztunnel",
        "mesh/MeshConfig",
        "settings/gateway",
        "values/istioctl",
    ]
    known = module.minors_in(SCHEMAS)
    site = {
        name: {minor: each for minor in known if (each := original(name, minor)) is not None}
        for name in names
    }
    for name, content in merged(site, known):
        if name != "kinds":
            committed = (SCHEMAS / f"{name}.json").read_text("utf-8")
            assert generate_schemas.text(content) + "\n" == committed


def original(name: str, minor: int) -> Any:
    return module.original(name, json.loads((SCHEMAS / f"{name}.json").read_text("utf-8")), minor)


def test_what_is_shared_stands_where_it_is_used_again() -> None:
    file = {
        "$defs": {"a": {"items": {"$ref": "#/$defs/b"}}, "b": {"type": "string"}},
        "properties": {"c": {"$ref": "#/$defs/a"}, "$ref": {"$ref": "#/$defs/b"}},
        "x-istio-embeds": ["core.v1.Pod"],
        "x-istio-patch": True,
        "items": {"$ref": "kubernetes.json#/$defs/core.v1.Pod"},
    }
    assert module.original("settings/a", file, 30) == {
        "properties": {"c": {"items": {"type": "string"}}, "$ref": {"type": "string"}},
        "items": {"$ref": "kubernetes.json#/$defs/core.v1.Pod"},
    }
    assert module.original("mesh/A", file, 30) == {
        "$defs": file["$defs"],
        "properties": file["properties"],
        "items": {"$ref": "kubernetes.json#/$defs/core.v1.Pod"},
    }
    assert module.original("mesh/A", file | {"x-istio-releases": [[16, 20]]}, 30) is None


def test_the_keys_that_are_read_are_known_by_their_paths() -> None:
    node = {
        "properties": {"a": {"x-istio-read": True, "properties": {"b": {"x-istio-read": True}}}}
    }
    assert list(module.read_paths(node)) == ["a", "a.b"]


def resource(**properties: Any) -> dict[str, Any]:
    return {"x-istio-versions": {"v1": {"schema": {"properties": properties}}}}


def test_a_duration_is_one_in_every_release() -> None:
    text = {"type": "string"}
    ruled = text | {"x-kubernetes-validations": [{"rule": "duration(self) >= duration('1ms')"}]}
    other = text | {"x-kubernetes-validations": [{"rule": "self != ''"}]}
    site = {
        29: resource(a=dict(text), b=dict(text), c={"type": "integer"}, d={"items": dict(text)}),
        30: resource(a=dict(ruled), b=dict(other), c=dict(ruled), d={"items": dict(ruled)}),
    }
    mark_durations("kinds/a/B", site)
    duration = {"x-istio-format": "duration"}
    before = {"a": text | duration, "b": text, "c": {"type": "integer"}}
    assert site[29] == resource(**before, d={"items": text | duration})
    assert site[30]["x-istio-versions"]["v1"]["schema"]["properties"]["a"] == ruled | duration
    assert site[30]["x-istio-versions"]["v1"]["schema"]["properties"]["b"] == other


def test_some_durations_are_known_by_name() -> None:
    site = {30: resource(ttl={"type": "string"}, name={"type": "string"})}
    mark_durations("kinds/networking.istio.io/DestinationRule", site)
    assert site[30] == resource(
        ttl={"type": "string", "x-istio-format": "duration"}, name={"type": "string"}
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.json")}


@pytest.mark.facts
@pytest.mark.slow
@pytest.mark.skipif(not SOURCES.is_dir(), reason="the sources are not beside this repository")
@pytest.mark.parametrize("name", ["1.20.8", "1.31.0-rc.0"])
def test_adding_a_release_that_is_there_changes_nothing(name: str, tmp_path: Path) -> None:
    shutil.copytree(SCHEMAS, tmp_path, dirs_exist_ok=True)
    generate_schemas.main(["--release", str(SOURCES / name), "--output", str(tmp_path)])
    assert contents(tmp_path) == contents(SCHEMAS)


@pytest.mark.facts
@pytest.mark.slow
@pytest.mark.skipif(not SOURCES.is_dir(), reason="the sources are not beside this repository")
def test_a_release_is_added_after_the_newest(tmp_path: Path) -> None:
    schemas, release = tmp_path / "schemas", tmp_path / "1.32.0"
    shutil.copytree(SCHEMAS, schemas)
    shutil.copytree(SOURCES / "1.31.0-rc.0", release)
    values = release / "manifests/charts/ztunnel/values.yaml"
    values.write_text(values.read_text("utf-8").replace("logLevel:", "verbosity:"), "utf-8")
    generate_schemas.main(["--release", str(release), "--output", str(schemas)])
    changed = {
        name
        for name, content in contents(schemas).items()
        if content != contents(SCHEMAS).get(name)
    }
    assert changed == {"charts/ztunnel.json", "keys/ztunnel.json", "settings/ztunnel.json"}
    keys = json.loads((schemas / "settings/ztunnel.json").read_text("utf-8"))["properties"]
    assert keys["verbosity"]["x-istio-releases"] == [[32, None]]
    assert module.minors_in(schemas) == list(range(16, 33))
