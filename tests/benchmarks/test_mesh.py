"""The generated mesh is the same every time, complete, and refers to nothing that is not there."""

from __future__ import annotations

import runpy
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]

mesh = runpy.run_path(str(ROOT / "benchmarks" / "mesh.py"))


@cache
def documents(count: int) -> list[dict[str, Any]]:
    """The documents of a mesh, as ruamel reads them."""
    yaml = YAML(typ="safe")
    return [each for text in mesh["mesh"](count).values() for each in yaml.load_all(text)]


def names(kind: str, objects: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """Namespace and name of the objects of a kind."""
    found = [each["metadata"] for each in objects if each["kind"] == kind]
    return {(metadata["namespace"], metadata["name"]) for metadata in found}


def test_the_same_arguments_give_the_same_files() -> None:
    assert mesh["mesh"](30) == mesh["mesh"](30)
    assert mesh["mesh"](30, seed=1) == mesh["mesh"](30, seed=1) != mesh["mesh"](30)


def test_a_mesh_has_objects_of_all_kinds() -> None:
    kinds = Counter(each["kind"] for each in documents(40))

    assert kinds == {
        "AuthorizationPolicy": 40 + 5 + 2 + 1,  # services, public ones, namespaces, ingress
        "Certificate": 1,
        "Deployment": 40 + 8 + 1,
        "DestinationRule": 40,
        "Gateway": 1,
        "HorizontalPodAutoscaler": 41,
        "Namespace": 2 + 2,
        "PeerAuthentication": 2 + 1,
        "PodDisruptionBudget": 41,
        "RequestAuthentication": 5 + 1,
        "Service": 41,
        "ServiceAccount": 41,
        "ServiceEntry": 2,
        "Sidecar": 8 + 2,
        "Telemetry": 2 + 1,
        "VirtualService": 40 + 5,
    }


def test_a_service_is_about_nine_documents_and_four_kilobytes() -> None:
    size = sum(map(len, mesh["mesh"](400).values())) / 400

    assert len(documents(400)) / 400 == pytest.approx(9, abs=0.2)
    assert size == pytest.approx(4400, abs=200)


def test_no_two_objects_have_the_same_name() -> None:
    objects = Counter(
        (each["kind"], each["metadata"].get("namespace"), each["metadata"]["name"])
        for each in documents(400)
    )

    assert max(objects.values()) == 1


def test_no_two_routes_are_for_the_same_host() -> None:
    hosts = Counter(
        host
        for each in documents(400)
        if each["kind"] == "VirtualService"
        for host in each["spec"]["hosts"]
    )

    assert max(hosts.values()) == 1


def test_routes_lead_to_subsets_that_pods_belong_to() -> None:
    objects = documents(40)
    pods = {
        (each["metadata"]["namespace"], labels["app"], labels["version"])
        for each in objects
        if each["kind"] == "Deployment" and each["metadata"]["name"] != "ingress"
        for labels in [each["spec"]["template"]["metadata"]["labels"]]
    }
    subsets = {
        (each["metadata"]["namespace"], each["metadata"]["name"], subset["name"])
        for each in objects
        if each["kind"] == "DestinationRule"
        for subset in each["spec"]["subsets"]
    }
    routed = {
        (each["metadata"]["namespace"], to["destination"]["host"], to["destination"]["subset"])
        for each in objects
        if each["kind"] == "VirtualService"
        for http in each["spec"]["http"]
        for to in http["route"]
    }

    assert routed == subsets == pods


def test_whoever_is_allowed_has_a_service_account() -> None:
    objects = documents(40)
    principals = {
        tuple(principal.split("/")[2::2])
        for each in objects
        if each["kind"] == "AuthorizationPolicy"
        for rule in each["spec"].get("rules", [])
        for source in rule["from"]
        for principal in source["source"].get("principals", [])
    }

    assert principals == names("ServiceAccount", objects)


def test_a_sidecar_sees_services_and_namespaces_that_exist() -> None:
    objects = documents(400)
    namespaces = {each["metadata"]["name"] for each in objects if each["kind"] == "Namespace"}
    hosts = {
        host
        for each in objects
        if each["kind"] == "Sidecar"
        for listener in each["spec"]["egress"]
        for host in listener["hosts"]
    }
    known = {f"{each}/*" for each in [*namespaces, "."]}
    known |= {
        f"{namespace}/{name}.{namespace}.svc.cluster.local"
        for namespace, name in names("Service", objects)
    }

    assert hosts <= known


def test_the_command_writes_the_files(tmp_path: Path) -> None:
    mesh["main"](["--services", "3", "--seed", "7", "--out", str(tmp_path / "new")])

    written = {
        path.relative_to(tmp_path / "new").as_posix(): path.read_text("utf-8")
        for path in tmp_path.rglob("*.yaml")
    }
    assert written == mesh["mesh"](3, seed=7)


def test_a_service_that_nobody_could_call_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        mesh["main"](["--services", "1", "--out", str(tmp_path)])

    assert "--services: a mesh has at least 2" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
