"""``config`` shows the settings in force for a path, and where each comes from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Folder

CONFIGURATION = """\
istio-version: "1.30"
environment: production
ignore: [duplicate-object]
rules:
  control-plane-memory-low: {severity: error}
per-path:
  dev/: {environment: development}
"""


@pytest.fixture
def mesh(folder: Folder) -> Folder:
    folder.write({".istiolint.yaml": CONFIGURATION})
    return folder


def rows(folder: Folder, *arguments: str) -> dict[str, tuple[object, str]]:
    run = folder.run("config", "--output-format=json", *arguments)
    assert (run.status, run.err) == (0, "")
    return {row["setting"]: (row["value"], row["source"]) for row in json.loads(run.out)}


def test_each_setting_has_a_line(mesh: Folder) -> None:
    run = mesh.run("config")
    lines = [line.split(maxsplit=1) for line in run.out.splitlines()]
    shown = {key: rest.rsplit("  ", 1)[-1].strip() for key, rest in lines}

    assert (run.status, run.err) == (0, "")
    assert shown["istio-version"] == ".istiolint.yaml:1"
    assert shown["fail-on"] == "default"
    assert "rules.control-plane-memory-low.severity" in shown


def test_programs_get_values_as_json_has_them(mesh: Folder) -> None:
    found = rows(mesh, "--config", "closed-world=true")
    assert found["istio-version"] == ("1.30", ".istiolint.yaml:1")
    assert found["environment"] == ("production", ".istiolint.yaml:2")
    assert found["cluster-size"] == (None, "default")
    assert found["ignore"] == (["duplicate-object"], ".istiolint.yaml:3")
    assert found["fail-on"] == ("warning", "default")
    assert found["closed-world"] == (True, "command line")
    assert found["rules.control-plane-memory-low.severity"] == ("error", ".istiolint.yaml:5")
    assert found["per-path"] == (
        [{"glob": "dev/", "environment": "development"}],
        ".istiolint.yaml:6",
    )


def test_the_settings_are_those_of_the_path(mesh: Folder) -> None:
    mesh.write({"dev/istiod.yaml": ""})
    assert rows(mesh, "dev/istiod.yaml")["environment"] == ("development", ".istiolint.yaml:7")
    assert rows(mesh, "dev/istiod.yaml", "--isolated")["environment"] == (None, "default")


def test_a_configuration_that_cannot_be_used_is_said(mesh: Folder) -> None:
    mesh.write({".istiolint.yaml": "environmen: production\n"})
    said = 'error: .istiolint.yaml:1:1: unknown key "environmen"; did you mean "environment"?\n'
    assert mesh.run("config") == (2, "", said)


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        pytest.param("prod", "", id="close to nothing"),
        pytest.param("de", '; did you mean "dev"?', id="close to a folder"),
        pytest.param("dev/istio.yaml", '; did you mean "dev/istiod.yaml"?', id="close to a file"),
        pytest.param("prod/istiod.yaml", "", id="in a folder that is not there"),
        pytest.param(
            "ignore",
            "; `istiolint config` shows the setting of that name with the others",
            id="a setting",
        ),
    ],
)
def test_a_path_that_is_not_there_is_said(path: str, hint: str, mesh: Folder) -> None:
    mesh.write({"dev/istiod.yaml": ""})
    said = f'error: no file and no folder is called "{path}"{hint}\n'
    assert mesh.run("config", path) == (2, "", said)
