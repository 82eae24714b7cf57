"""``inventory`` lists what makes up the mesh, and says what has changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Folder

GATEWAY = """\
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge, namespace: ingress}
spec: {selector: {istio: ingressgateway}}
"""
CA = """\
apiVersion: v1
kind: Secret
metadata: {name: cacerts, namespace: istio-system}
stringData: {ca-key.pem: hush-hush}
"""
CLASS = """\
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: mine}
"""


@pytest.fixture
def mesh(folder: Folder) -> Folder:
    folder.write({"mesh/gateway.yaml": GATEWAY, "mesh/ca.yaml": CA, "mesh/class.yaml": CLASS})
    run = folder.run("inventory", "--output-format=json", "mesh")
    assert (run.status, run.err) == (0, "")
    folder.write({"mesh.json": run.out})
    return folder


def test_each_object_has_a_line(mesh: Folder) -> None:
    run = mesh.run("inventory", "mesh")
    rows = [line.split() for line in run.out.splitlines()]

    assert (run.status, run.err) == (0, "")
    assert [row[:3] for row in rows[:-1]] == [
        ["Secret", "istio-system/cacerts", "mesh/ca.yaml:1"],
        ["GatewayClass", "mine", "mesh/class.yaml:1"],
        ["Gateway", "ingress/edge", "mesh/gateway.yaml:1"],
    ]
    assert all(len(row[3]) == 12 for row in rows[:-1])
    assert run.out.splitlines()[-1] == "3 objects of the mesh in 3 files"


def test_nothing_of_a_secret_is_shown(mesh: Folder) -> None:
    for arguments in (("mesh",), ("--output-format=json", "mesh")):
        run = mesh.run("inventory", *arguments)
        assert "hush" not in run.out
        assert "aHVzaC1odXNo" not in run.out


def test_json_says_all_of_it(mesh: Folder) -> None:
    said = json.loads(mesh.read("mesh.json"))
    gateway = next(each for each in said["resources"] if each["kind"] == "Gateway")

    assert said["version"] == 1
    assert len(gateway.pop("sha256")) == 64
    assert gateway == {
        "apiVersion": "networking.istio.io/v1",
        "kind": "Gateway",
        "namespace": "ingress",
        "name": "edge",
        "path": "mesh/gateway.yaml",
        "line": 1,
    }
    assert [each["namespace"] for each in said["resources"]] == ["istio-system", None, "ingress"]


def test_nothing_has_changed(mesh: Folder) -> None:
    run = mesh.run("inventory", "--compare", "mesh.json", "mesh")
    assert (run.status, run.out, run.err) == (0, "Nothing has changed.\n", "")


def change(mesh: Folder) -> None:
    """Change one object, remove one and add one."""
    mesh.write(
        {
            "mesh/gateway.yaml": GATEWAY.replace("ingressgateway", "edge"),
            "mesh/class.yaml": CLASS.replace("mine", "yours"),
        }
    )


def test_what_has_changed_has_a_line(mesh: Folder) -> None:
    change(mesh)
    run = mesh.run("inventory", "--compare", "mesh.json", "mesh")

    assert run.status == 1
    assert run.out.splitlines() == [
        "added    GatewayClass  yours         mesh/class.yaml:1",
        "removed  GatewayClass  mine          mesh/class.yaml:1",
        "changed  Gateway       ingress/edge  mesh/gateway.yaml:1",
        "1 added, 1 removed, 1 changed",
    ]


def test_json_says_what_has_changed(mesh: Folder) -> None:
    change(mesh)
    run = mesh.run("inventory", "--compare", "mesh.json", "--output-format", "json", "mesh")
    said = json.loads(run.out)
    (pair,) = said["changed"]

    assert run.status == 1
    assert (said["added"][0]["name"], said["removed"][0]["name"]) == ("yours", "mine")
    assert pair["before"]["sha256"] != pair["after"]["sha256"]


def test_standard_input_is_compared_with_files(mesh: Folder) -> None:
    run = mesh.run("inventory", "--compare", "mesh.json", "-", piped=f"{GATEWAY}---\n{CA}")

    assert run.status == 1
    assert run.out.splitlines()[-1] == "0 added, 1 removed, 0 changed"


def test_paths_can_be_left_out(mesh: Folder) -> None:
    run = mesh.run("inventory", "--exclude", "ca.yaml", "mesh")
    assert run.out.splitlines()[-1] == "2 objects of the mesh in 2 files"


def test_a_list_that_is_not_complete_says_so(mesh: Folder) -> None:
    mesh.write({"mesh/broken.yaml": "a: [\n", "mesh/twice.yaml": f"{GATEWAY}spec: {{}}\n"})
    run = mesh.run("inventory", "mesh", "nowhere")

    assert run.status == 2
    assert '"nowhere"' in run.err
    assert "mesh/broken.yaml:" in run.err
    assert "twice" not in run.err
    assert run.out.splitlines()[-1] == "4 objects of the mesh in 4 files"


def test_what_cannot_be_looked_into_is_counted(mesh: Folder) -> None:
    encrypted = "spec: ENC[x]\nsops:\n  mac: ENC[y]\n"
    head = "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata:\n  name: a\n"
    mesh.write({"mesh/sops.yaml": head + encrypted, "mesh/tpl.yaml": head + "{{ .Values.spec }}\n"})
    run = mesh.run("inventory", "mesh")

    assert run.status == 0
    assert run.err.splitlines() == [
        "note: 1 document not listed: Helm template that is not rendered",
        "note: 1 document not listed: encrypted with SOPS",
    ]


def test_an_empty_directory_has_an_empty_list(folder: Folder) -> None:
    run = folder.run("inventory")

    assert (run.status, run.out) == (0, "0 objects of the mesh in 0 files\n")
    assert run.err.startswith("note: ")


WRONG = [
    pytest.param(None, "cannot be read", id="no file"),
    pytest.param("kind: List\n", "it is not JSON", id="YAML"),
    pytest.param("[]", "no inventory of", id="a list"),
    pytest.param('{"version": 2, "resources": []}', "no inventory of", id="a later version"),
    pytest.param('{"version": 1, "resources": [{}]}', "no inventory of", id="an empty item"),
    pytest.param(
        '{"version": 1, "resources": [{"apiVersion": 1, "kind": "a", "namespace": null,'
        ' "name": "a", "path": "a", "line": 1, "sha256": "a"}]}',
        "no inventory of",
        id="an item of the wrong types",
    ),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_what_is_no_inventory_cannot_be_compared(
    folder: Folder, text: str | None, message: str
) -> None:
    if text is not None:
        folder.write({"old.json": text})
    run = folder.run("inventory", "--compare", "old.json")

    assert run.status == 2
    assert message in run.err
