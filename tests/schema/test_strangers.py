"""What ``istiolint schema`` prints is of use to a program of others, on real files."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from tests.conftest import Folder

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"

pytestmark = [
    pytest.mark.facts,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this repository"),
]


def check(folder: Folder, name: str, release: str, files: Iterable[str]) -> Any:
    """What ``check-jsonschema`` says of files in the folder: status, and all that is wrong."""
    schema = folder.run("schema", name, "--istio-version", release)
    assert schema.status == 0
    folder.write({"schema.json": schema.out})
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", "schema.json"]
    ended = subprocess.run(
        [*command, "--output-format", "json", *files], check=False, capture_output=True, text=True
    )
    said = json.loads(ended.stdout)
    assert said.get("parse_errors", []) == []
    return ended.returncode, [(each["path"], each["message"]) for each in said.get("errors", [])]


def objects(kind: str, group: str, where: str) -> dict[str, str]:
    """The objects of a kind in the corpus, each as a file."""
    found: dict[str, str] = {}
    for path in sorted(CORPUS.glob(where)):
        for each in documents(path):
            is_one = isinstance(each, dict) and each.get("kind") == kind
            if is_one and each["apiVersion"].startswith(group):
                found[f"{kind}-{len(found)}.yaml"] = yaml.safe_dump(each)
    return found


def documents(path: Path) -> list[Any]:
    """The documents in a file; none where Helm has to fill something in first."""
    text = path.read_text("utf-8")
    return [] if "{{" in text else [*yaml.load_all(text, Loader=yaml.CSafeLoader)]


OF_ISTIO = ("networking.istio.io/", "istio-samples/**/*.yaml")
OF_GATEWAY_API = ("gateway.networking.k8s.io/", "istio-samples/**/*.yaml")


@pytest.mark.parametrize(
    ("name", "group", "where", "release", "least"),
    [
        pytest.param("VirtualService", *OF_ISTIO, "1.31", 20, id="VirtualService"),
        pytest.param("DestinationRule", *OF_ISTIO, "1.31", 10, id="DestinationRule"),
        pytest.param("ServiceEntry", *OF_ISTIO, "1.31", 5, id="ServiceEntry"),
        pytest.param("EnvoyFilter", *OF_ISTIO, "1.31", 3, id="EnvoyFilter"),
        pytest.param("Telemetry", "telemetry.istio.io/", OF_ISTIO[1], "1.31", 2, id="Telemetry"),
        pytest.param("HTTPRoute", *OF_GATEWAY_API, "1.31", 10, id="HTTPRoute"),
        pytest.param(
            "Gateway.gateway.networking.k8s.io", *OF_GATEWAY_API, "1.31", 5, id="Gateway API"
        ),
        *(
            pytest.param(
                "IstioOperator",
                "install.istio.io/",
                f"istio-profiles/{release}/*.yaml",
                release,
                5,
                id=f"profiles of {release}",
            )
            for release in ("1.20", "1.24", "1.31")
        ),
    ],
)
def test_real_objects_are_accepted(
    folder: Folder, name: str, group: str, where: str, release: str, least: int
) -> None:  # fmt: skip
    files = objects(name.partition(".")[0], group, where)
    assert len(files) >= least
    folder.write(files)
    assert check(folder, name, release, files) == (0, [])


@pytest.mark.parametrize("release", ["1.20", "1.24", "1.28", "1.30", "1.31"])
@pytest.mark.parametrize(
    ("chart", "file"),
    [
        ("istiod", "istio-discovery"),
        ("cni", "istio-cni"),
        ("gateway", "gateway"),
        ("ztunnel", "ztunnel"),
        ("base", "base"),
    ],
)
def test_real_values_are_accepted(folder: Folder, chart: str, file: str, release: str) -> None:
    text = (CORPUS / "istio-values" / release / f"{file}.values.yaml").read_text("utf-8")
    whole = yaml.load(text, Loader=yaml.CSafeLoader)
    inner = whole.get("_internal_defaults_do_not_set", whole.get("defaults", whole))
    folder.write({"values.yaml": yaml.safe_dump(inner)})
    assert check(folder, f"values:{chart}", release, ["values.yaml"]) == (0, [])


def test_real_mesh_config_is_accepted(folder: Folder) -> None:
    files = {}
    for path in sorted((CORPUS / "istio-profiles").rglob("*.yaml")):
        spec = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader).get("spec", {})
        if mesh := spec.get("meshConfig"):
            files[f"{path.parent.name}-{path.name}"] = yaml.safe_dump(mesh)
    assert files
    folder.write(files)
    assert check(folder, "mesh:MeshConfig", "1.31", files) == (0, [])


def test_what_is_broken_in_a_real_file_is_found(folder: Folder) -> None:
    files = objects("VirtualService", *OF_ISTIO)
    name, text = next((name, text) for name, text in files.items() if "subset: v1" in text)
    folder.write({name: text.replace("subset: v1", "subsets: v1\n        wait: {}", 1)})
    status, errors = check(folder, "VirtualService", "1.31", [name])
    assert status == 1
    ((path, message),) = errors
    assert path.endswith("destination")
    assert "'subsets'" in message
