"""``schema`` prints what editors and validators take, also in the opinion of a stranger."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from istiolint.releases import NEWEST, OLDEST
from istiolint.schema.export import names

if TYPE_CHECKING:
    from tests.conftest import Folder

ROUTE = """\
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: reviews}
spec:
  hosts: [reviews]
  http:
  - route:
    - destination: {host: reviews}
"""


def test_without_a_name_all_names_are_listed(folder: Folder) -> None:
    run = folder.run("schema")
    assert run.status == 0
    assert run.out.splitlines() == names()


@pytest.mark.parametrize(
    ("arguments", "status", "text"),
    [
        pytest.param(("VirtualServis",), 2, 'did you mean "VirtualService"', id="a typo"),
        pytest.param(
            ("TrafficExtension", "--istio-version=1.20"),
            2,
            "Istio 1.20 has no TrafficExtension",
            id="a kind of later releases",
        ),
        pytest.param(
            ("VirtualService", "--istio-version=1.99"),
            2,
            f'"1.99" is no release from {OLDEST} to {NEWEST}',
            id="a release that we do not know",
        ),
        pytest.param(
            ("VirtualService", "--istio-version=new"), 2, '"new" is no release', id="no release"
        ),
    ],
)
def test_what_there_is_not_is_named(
    folder: Folder, arguments: tuple[str, ...], status: int, text: str
) -> None:
    run = folder.run("schema", *arguments)
    assert run.status == status
    assert text in " ".join(run.err.split())


def test_a_release_has_the_fields_that_it_has(folder: Folder) -> None:
    old = json.loads(folder.run("schema", "VirtualService", "--istio-version=1.20").out)
    new = json.loads(folder.run("schema", "VirtualService").out)
    assert old["properties"]["apiVersion"]["enum"] == [
        "networking.istio.io/v1alpha3",
        "networking.istio.io/v1beta1",
    ]
    assert "networking.istio.io/v1" in new["properties"]["apiVersion"]["enum"]


@pytest.mark.parametrize(
    ("name", "text", "valid"),
    [
        pytest.param("VirtualService", ROUTE, True, id="a resource"),
        pytest.param("VirtualService", ROUTE.replace("hosts", "hostz"), False, id="with a typo"),
        pytest.param("values:istiod", "autoscaleMin: 2\n", True, id="values"),
        pytest.param("values:istiod", "autoscaleMinn: 2\n", False, id="values with a typo"),
        pytest.param("mesh:MeshConfig", "trustDomain: example.org\n", True, id="mesh config"),
        pytest.param("config", "select: [all]\n", True, id="our own configuration"),
    ],
)
def test_check_jsonschema_takes_it(folder: Folder, name: str, text: str, valid: bool) -> None:  # noqa: FBT001 - a column of the table
    schema, file = folder.path / "schema.json", folder.path / "file.yaml"
    schema.write_text(folder.run("schema", name).out, encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    command = (sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema), str(file))
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode == 0) == valid, run.stdout + run.stderr
    assert "schemafile" not in run.stderr
